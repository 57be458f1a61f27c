"""A sweep of a million runs holds no more in memory than one of a thousand: whatever is held for a
moment is held by a thousand already. In CI a hundred thousand; TIZHI_LONG=1: the million."""
import os
import subprocess
import time
import unittest
from pathlib import Path

import sweeps
from peak import peak as measured

TINY = ('[sweep]\ndesign = "lhs"\npoints = 1\n[sweep.parameters]\n'
        '"inertia.drag" = { min = 0, max = 2 }\n"event.law.strength" = { min = 0, max = 2 }\n')
KEPT = 'output = { formations = false, shares = "none" }\n'
FEW, MANY = 1_000, 1_000_000 if os.environ.get("TIZHI_LONG") else 100_000
MOST = 1.1  # times what a thousand runs hold
CACHE = Path(os.environ["TIZHI_BUILD"], "CMakeCache.txt").read_text(encoding="utf-8")
SANITIZED = any(line.startswith("TIZHI_SANITIZE:") and line.split("=", 1)[1]
                for line in CACHE.splitlines())


def command(runs, replicates, *options):
    """A sweep of so many runs: points × 2 variants × replicates."""
    return [sweeps.PROGRAM, "sweep", "tiny.toml", "-q", "--set", 'time.end="1991-01"', "--set",
            f"sweep.points={runs // (2 * replicates)}", "--replicates", str(replicates),
            *map(str, options)]


def peak(arguments):
    """The most memory that the program held, in kB."""
    code, held = measured(arguments)
    assert code == 0, (arguments, code)
    return held


@unittest.skipIf(SANITIZED, "sanitizers take memory of their own")
class Memory(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        sweeps.scenario("tiny", TINY, KEPT, regions="generate = [1, 1, 1]")

    def compare(self, what, few, many):
        print(f"{what}: {few} kB with {FEW:,} runs, {many} kB with {MANY:,}")
        self.assertLess(many, MOST * few)

    def test_an_output_of_many_points_and_of_many_replicates(self):
        for replicates in (1, 250):
            held = [peak(command(runs, replicates, "-o", f"{runs}-{replicates}.h5"))
                    for runs in (FEW, MANY)]
            self.compare(f"{replicates} replicates a point", *held)

    def test_a_summary(self):
        held = [peak(command(runs, 5, "--summary", f"{runs}.csv")) for runs in (FEW, MANY)]
        self.compare("summary", *held)

    def test_shards_and_what_is_done_with_them(self):
        def shards(runs):
            return [f"{runs}.shard-{i}-of-2.h5" for i in (1, 2)]

        for runs in (FEW, MANY):
            for i in (1, 2):
                subprocess.run(command(runs, 5, "-o", f"{runs}.h5", "--shard", f"{i}/2"),
                               check=True)
        self.compare("merge", *(peak([sweeps.PROGRAM, "merge", f"{runs}.h5", *shards(runs), "-q"])
                                for runs in (FEW, MANY)))
        for name in (["info"], ["verify", "-q"]):
            self.compare(name[0], *(peak([sweeps.PROGRAM, *name, f"{runs}.h5"])
                                    for runs in (FEW, MANY)))

    def test_a_reader_who_takes_nothing_does_not_make_it_hold_more(self):
        def held_after(runs, seconds):
            with subprocess.Popen(command(runs, 5, "--summary", "-"),
                                  stdout=subprocess.PIPE) as sweep:
                time.sleep(seconds)
                status = Path(f"/proc/{sweep.pid}/status").read_text()
                sweep.stdout.close()
            return int(status.partition("VmHWM:")[2].split()[0])

        # A pipe holds 64 kB: both stand still, one after half of its runs, the other soon.
        few = held_after(4 * FEW, 3)
        self.compare("stalled", few, held_after(MANY, 5))


if __name__ == "__main__":
    unittest.main()
