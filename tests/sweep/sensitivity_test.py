"""Sobol indices of Ishigami's function, which are known, from the points of our own design."""
import unittest

import h5py
import numpy
import sensitivity
import sweeps

KNOWN_FIRST = [0.3139, 0.4424, 0.0]
KNOWN_TOTAL = [0.5576, 0.4424, 0.2437]
PARAMETERS = ["inertia.drag", "imitation.superior", "mandate.crowding"]


def ishigami(x):
    x = numpy.pi * (2 * x - 1)
    return (numpy.sin(x[..., 0]) + 7 * numpy.sin(x[..., 1]) ** 2
            + 0.1 * x[..., 2] ** 4 * numpy.sin(x[..., 0]))


def swept(count):
    ranges = "".join(f'"{p}" = {{ min = 0, max = 1 }}\n' for p in PARAMETERS)
    sweeps.scenario("saltelli", f'[sweep]\ndesign = "saltelli"\npoints = {count}\n'
                                f"[sweep.parameters]\n{ranges}", replicates=4)
    return numpy.array(sweeps.points("saltelli")).reshape(count, 5, 3)


class Sensitivity(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.values = ishigami(swept(1024))
        chance = numpy.random.default_rng(3)
        cls.noise = chance.normal(0, 4, cls.values.shape + (4,))

    def check(self, runs, tolerance):
        found = sensitivity.indices(runs, PARAMETERS)
        for index, first, total in zip(found, KNOWN_FIRST, KNOWN_TOTAL):
            self.assertAlmostEqual(index.first, first, delta=tolerance)
            self.assertAlmostEqual(index.total, total, delta=tolerance)
            self.assertLess(index.first_interval[0] - 0.02, first)
            self.assertGreater(index.first_interval[1] + 0.02, first)

    def test_without_noise_the_known_indices(self):
        self.check(self.values[..., None], 0.02)

    def test_the_noise_of_four_replicates_does_not_bend_them(self):
        runs = self.values[..., None] + self.noise
        self.check(runs, 0.12)
        # Means of replicates taken for the thing itself are the wrong model that this replaces.
        naive = sensitivity.indices(runs.mean(2)[..., None], PARAMETERS)
        self.assertGreater(naive[2].total, KNOWN_TOTAL[2] + 0.1)

    def test_luck_is_a_factor_of_its_own(self):
        variance = self.values[:, 0].var()
        shared = numpy.random.default_rng(4).normal(0, 2, 200)
        runs = self.values[:256, :, None] + shared
        expected = shared.var(ddof=1) / (variance + shared.var(ddof=1))
        index = sensitivity.luck(runs, True)
        self.assertAlmostEqual(index.first, expected, delta=0.03)
        self.assertAlmostEqual(index.total, expected, delta=0.03)
        alone = sensitivity.luck(self.values[..., None] + self.noise, True)
        self.assertAlmostEqual(alone.first, 0, delta=0.02)  # each point has noise of its own
        self.assertAlmostEqual(alone.total, 16 / (16 + variance), delta=0.03)

    def test_a_sweep_is_read_by_its_rows(self):
        sweeps.tizhi("sweep", "saltelli.toml", "-o", "s.h5", "--set", "sweep.points=64", "--force")
        with h5py.File("s.h5", "r+") as file:
            points = numpy.stack([file[p][:] for p in PARAMETERS], -1)
            file["outcome_dedicated"][:] = ishigami(points)[:, None, None]
        rows = sensitivity.analyse("s.h5", "dedicated")["dedicated"]
        self.assertEqual([r.name for r in rows], PARAMETERS + ["luck"])
        self.assertAlmostEqual(rows[0].first, KNOWN_FIRST[0], delta=0.1)
        self.assertAlmostEqual(rows[3].total, 0, delta=1e-9)


if __name__ == "__main__":
    unittest.main()
