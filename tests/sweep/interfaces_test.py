"""The tools that researchers have, with the program in their midst."""
import json
import os
import subprocess
import unittest
from pathlib import Path

import numpy
from scipy.stats import qmc

import sweeps

SOURCE = Path(os.environ["TIZHI_SOURCE"])
SWEEP = '[sweep]\ndesign = "table"\n' + sweeps.RANGES


def means(points):
    """The mean outcome at each point, from bare numbers in the order of the parameters."""
    numpy.savetxt("bare.txt", points)
    rows = sweeps.summary("tools", "--table", "bare.txt", "--no-header")
    values = numpy.zeros((len(points), 2))
    for row in rows:
        if row["variant"] == "base":
            values[int(row["point"])] += [float(row["dedicated"]), 1]
    return values[:, 0] / values[:, 1]


class Interfaces(unittest.TestCase):
    def setUp(self):
        sweeps.scenario("tools", SWEEP)

    def test_scipys_samplers_fill_a_table_in_the_problems_order(self):
        problem = json.loads(sweeps.tizhi("params", "tools.toml", "--format", "salib")[0])
        self.assertEqual(problem["names"], sweeps.NAMES)
        low, high = zip(*problem["bounds"])
        points = qmc.scale(qmc.Sobol(3, seed=1).random(16), low, high)
        first = means(points)
        self.assertEqual(len(first), 16)
        self.assertGreater(first.std(), 0)
        numpy.testing.assert_array_equal(means(points[::-1]), first[::-1])

    def test_emcee_walks_over_a_parameter(self):
        import emcee
        truth = means([[0.5, 0.4, 1.0]])[0]

        def log_probability(walkers):
            inside = (walkers > 0.1).all(1) & (walkers < 1).all(1)
            points = [[0.5, w if ok else 0.4, 1] for (w,), ok in zip(walkers, inside)]
            return numpy.where(inside, -0.5 * ((means(points) - truth) / 0.05) ** 2, -numpy.inf)

        sampler = emcee.EnsembleSampler(6, 1, log_probability, vectorize=True)
        start = 0.2 + 0.1 * numpy.arange(6)[:, None]
        sampler.run_mcmc(start, 20)
        chain = sampler.get_chain(flat=True)
        self.assertTrue(((chain > 0.1) & (chain < 1)).all())
        self.assertGreater(sampler.acceptance_fraction.mean(), 0.05)

    def test_pyabcs_external_model_writes_the_outcomes_to_its_target(self):
        environment = {**os.environ, "TIZHI": sweeps.PROGRAM, "TIZHI_SCENARIO": "tools.toml",
                       "TIZHI_SEED": "7"}
        command = ["sh", str(SOURCE / "analysis/pyabc_model.sh"), "inertia.drag=0.5",
                   "imitation.peers.county=0.4", "target=abc.out"]
        subprocess.run(command, env=environment, check=True)
        told = dict(line.split() for line in Path("abc.out").read_text().splitlines()
                    if len(line.split()) == 2)
        Path("one.csv").write_text("inertia.drag,imitation.peers.county\n0.5,0.4\n")
        row = sweeps.summary("tools", "--table", "one.csv", "--replicates", 1)[0]
        self.assertEqual(told["dedicated"], row["dedicated"])
        command[2] = "inertia.drag=-1"
        self.assertNotEqual(subprocess.run(command, env=environment,
                                           capture_output=True).returncode, 0)

    def test_r_makes_the_points_and_reads_the_summary(self):
        Path("sweep.R").write_text("""
points <- data.frame(a = c(0, 1, 2), b = c(0.2, 0.4, 0.8))
write.table(points, "r.csv", sep = ",", row.names = FALSE, col.names = FALSE)
program <- Sys.getenv("TIZHI_BIN")
names <- "inertia.drag,imitation.peers.county"
status <- system2(program, c("sweep", "tools.toml", "--table", "r.csv", "--no-header", "--names",
                             names, "--summary", "r_out.csv", "-q"))
stopifnot(status == 0)
found <- read.csv("r_out.csv", check.names = FALSE)
base <- found[found$variant == "base", ]
stopifnot(all(tapply(base$inertia.drag, base$point, mean) == points$a))
cat(nrow(found), mean(base$dedicated), "\\n")
""")
        said = subprocess.run(["Rscript", "sweep.R"], capture_output=True, text=True)
        self.assertEqual(said.returncode, 0, said.stderr)
        count, mean = said.stdout.split()
        self.assertEqual(int(count), 3 * 2 * 3)
        self.assertTrue(0 < float(mean) <= 1)


if __name__ == "__main__":
    unittest.main()
