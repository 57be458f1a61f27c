"""Shards in any order merge to the bytes of an undivided sweep; what does not belong is refused."""
import itertools
import os
import unittest
from pathlib import Path

import h5py

import sweeps

LHS = '[sweep]\ndesign = "lhs"\npoints = 11\n' + sweeps.RANGES


def shard(name, number, of, *options, out=None):
    out = out or name
    sweeps.tizhi("sweep", f"{name}.toml", "-o", f"{out}.h5", "--shard", f"{number}/{of}", "-q",
                 *options)
    return f"{out}.shard-{number}-of-{of}.h5"


def array(**variables):
    return {**os.environ, **{k: str(v) for k, v in variables.items()}}


class Shards(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        sweeps.scenario("outcomes", LHS)
        Path("regions.csv").write_text(sweeps.REGIONS, encoding="utf-8")
        Path("neighbours.csv").write_text("a,b,weight\n111,112,1.5\n11,12,1\n", encoding="utf-8")
        sweeps.scenario("all", LHS.replace("points = 11", 'points = 11\nluck = "own"'),
                        sweeps.EVERYTHING,
                        regions='file = "regions.csv", neighbours = "neighbours.csv"')
        for name in ("outcomes", "all"):
            sweeps.tizhi("sweep", f"{name}.toml", "-o", f"{name}.h5", "-q")

    def merged(self, files, expect=0):
        Path("merged.h5").unlink(missing_ok=True)
        said = sweeps.tizhi("merge", "merged.h5", *files, expect=expect)[1]
        self.assertEqual(Path("merged.h5").exists(), expect == 0)
        return said

    def test_shards_in_any_order_are_the_undivided_sweep(self):
        for name in ("outcomes", "all"):
            whole = Path(f"{name}.h5").read_bytes()
            files = [shard(name, i, 3, "--threads", 1 + i % 2) for i in (3, 1, 2)]
            for order in itertools.permutations(files):
                self.merged(order)
                self.assertEqual(Path("merged.h5").read_bytes(), whole)

    def test_as_many_shards_as_points_and_a_single_one(self):
        for of in (1, 11):
            self.merged([shard("all", i, of) for i in range(1, of + 1)])
            self.assertEqual(Path("merged.h5").read_bytes(), Path("all.h5").read_bytes())

    def test_runs_that_were_cut_into_pieces(self):
        sweeps.scenario("big", '[sweep]\n[sweep.parameters]\n"inertia.drag" = [0, 1]\n',
                        sweeps.EVERYTHING, replicates=1, regions="generate = [1, 60, 400]")
        busy = ["--set", "imitation.peers=3", "--set", "leadership.preference=2"]
        sweeps.tizhi("sweep", "big.toml", "-o", "big.h5", "-q", *busy)
        self.merged([shard("big", i, 2, *busy) for i in (2, 1)])
        self.assertIn(b"cut_rows", Path("big.shard-1-of-2.h5").read_bytes())
        self.assertEqual(Path("merged.h5").read_bytes(), Path("big.h5").read_bytes())

    def test_gaps_repetitions_and_strangers_are_refused_by_name(self):
        one, two, three = (shard("outcomes", i, 3) for i in (1, 2, 3))
        self.assertIn("shard 2 of 3 is missing", self.merged([one, three], expect=2))
        self.assertIn(f"shard 1 is given twice: {one} and {one}",
                      self.merged([one, one, two, three], expect=2))
        other_seed = shard("outcomes", 2, 3, "--seed", "8", out="seed")
        self.assertIn("seed is 8 there and 7", self.merged([one, other_seed, three], expect=2))
        other = shard("outcomes", 2, 3, "--set", "inertia.pull=0.5", out="other")
        self.assertIn("inertia.pull is 0.5 there", self.merged([one, other, three], expect=2))
        half = shard("outcomes", 2, 2)
        self.assertIn("one of 2 shards", self.merged([one, half], expect=2))
        self.assertIn("is no shard", self.merged([one, "outcomes.h5", three], expect=2))
        Path("text.h5").write_text("no file of ours")
        self.assertIn("no HDF5 file", self.merged([one, "text.h5", three], expect=2))
        self.merged([one, two, three])
        said = sweeps.tizhi("merge", "merged.h5", one, two, three)[1]
        self.assertIn("already holds this sweep", said)

    def test_another_program_version_is_refused(self):
        one, two, three = (shard("outcomes", i, 3) for i in (1, 2, 3))
        with h5py.File(two, "r+") as data:
            text = h5py.string_dtype()
            data.attrs.create("program_version", "0.0.1", dtype=text)
        said = self.merged([one, two, three], expect=2)
        self.assertIn("program_version is 0.0.1 there", said)
        Path(two).unlink()

    def test_the_task_of_an_array_is_a_shard(self):
        resubmitted = {"SLURM_ARRAY_TASK_ID": 2, "SLURM_ARRAY_TASK_COUNT": 1}
        self.check_array(resubmitted, ["--shards", 3], 0)
        self.check_array({"PBS_ARRAY_INDEX": 2}, ["--shards", 3], 0)
        self.check_array({"SGE_TASK_ID": "undefined"}, ["--shards", 3], 2)
        self.check_array({"SLURM_ARRAY_TASK_ID": 4}, ["--shards", 3], 2)
        self.check_array({"SLURM_ARRAY_TASK_ID": 0}, ["--shards", 3], 2)
        self.check_array({}, ["--shards", 3], 2)

    def test_an_array_of_itself_tells_the_shards_only_where_it_is_whole(self):
        slurm = {"SLURM_ARRAY_TASK_ID": 2, "SLURM_ARRAY_TASK_MIN": 1, "SLURM_ARRAY_TASK_MAX": 3,
                 "SLURM_ARRAY_TASK_STEP": 1, "SLURM_ARRAY_TASK_COUNT": 3}
        self.check_array(slurm, ["--shard", "auto"], 0)
        for change in ({"SLURM_ARRAY_TASK_MIN": 2}, {"SLURM_ARRAY_TASK_STEP": 2},
                       {"SLURM_ARRAY_TASK_COUNT": 2}, {"SLURM_ARRAY_TASK_MIN": 0}):
            self.check_array({**slurm, **change}, ["--shard", "auto"], 2)
        self.check_array({"PBS_ARRAY_INDEX": 2}, ["--shard", "auto"], 2)
        self.check_array({"SGE_TASK_ID": 2, "SGE_TASK_FIRST": 1, "SGE_TASK_LAST": 3,
                          "SGE_TASK_STEPSIZE": 1}, ["--shard", "auto"], 0)
        self.check_array({"LSB_JOBINDEX": 2, "LSB_JOBINDEX_END": 3, "LSB_JOBINDEX_STEP": 1},
                         ["--shard", "auto"], 0)

    def check_array(self, variables, options, code):
        path = Path("array.shard-2-of-3.h5")
        path.unlink(missing_ok=True)
        err = sweeps.tizhi("sweep", "outcomes.toml", "-o", "array.h5", "-q", *options, expect=code,
                           env=array(**variables))[1]
        self.assertEqual(path.exists(), code == 0, err)
        if code == 2:
            self.assertRegex(err, "write --shard I/|run tasks 1 to 3")


if __name__ == "__main__":
    unittest.main()
