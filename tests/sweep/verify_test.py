"""What `tizhi verify` can say of a sweep: every run of it, whole or a shard, refused or not."""
import unittest
from pathlib import Path

import h5py

import sweeps

TABLE = "inertia.drag,imitation.peers.county\n1,0.5\n-1,0.5\nx,1\n2,1\n3,1\n"
# The law has a year to be followed. At lag 0.6 it comes to the counties in time; half a year later,
# as the counterfactual has it, it does not, and the checks refuse that alone.
LAGGING = '[sweep]\n[sweep.parameters]\n"event.law.lag_per_level" = [0, 0.6]\n'
LATER = 'counterfactual = [{ id = "later", set = { "event.law.delay" = 0.5 } }]\n'


class Verify(unittest.TestCase):
    def test_a_shard_of_a_table_is_played_again(self):
        sweeps.scenario("table", '[sweep]\ndesign = "table"\n' + sweeps.RANGES)
        Path("points.csv").write_text(TABLE)
        for shard, runs in ((1, 12), (2, 18)):
            sweeps.tizhi("sweep", "table.toml", "-o", "table.h5", "--table", "points.csv", "-q",
                         "--shard", f"{shard}/2")
            said = sweeps.tizhi("verify", f"table.shard-{shard}-of-2.h5")[1]
            self.assertIn(f"{runs} of {runs} runs played again", said)
        with h5py.File("table.shard-2-of-2.h5", "r+") as data:
            text = data.attrs["digest_of_points"]
            data.attrs.modify("digest_of_points", text[::-1])
        said = sweeps.tizhi("verify", "table.shard-2-of-2.h5", expect=1)[1]
        self.assertIn("was not made of the scenario that it holds", said)

    def test_a_counterfactual_may_be_refused_alone(self):
        text = Path(sweeps.scenario("lag", LAGGING)).read_text(encoding="utf-8")
        text = text.replace('strength = 1 }', 'issuer = "1", deadline = "1993-06" }')
        first, last = text.index("counterfactual = ["), text.index("[sweep]")
        Path("lag.toml").write_text(text[:first] + LATER + text[last:], encoding="utf-8")
        sweeps.tizhi("sweep", "lag.toml", "-o", "lag.h5", "-q")
        with h5py.File("lag.h5", "r+") as data:
            self.assertEqual(data["status"][:, :, 0].tolist(), [[0, 0], [0, 1]])
        self.assertIn("12 of 12 runs", sweeps.tizhi("verify", "lag.h5")[1])
        with h5py.File("lag.h5", "r+") as data:
            data["status"][1, 1, 2] = 0
        said = sweeps.tizhi("verify", "lag.h5", expect=1)[1]
        self.assertIn("point 1, variant later, replicate 2 differs in status", said)

    def test_points_of_a_shard_have_the_luck_of_their_place(self):
        own = '[sweep]\ndesign = "lhs"\npoints = 5\nluck = "own"\n' + sweeps.RANGES
        sweeps.scenario("own", own)
        sweeps.tizhi("sweep", "own.toml", "-o", "own.h5", "--shard", "2/2", "-q")
        self.assertIn("18 of 18 runs", sweeps.tizhi("verify", "own.shard-2-of-2.h5")[1])
        sweeps.change_a_bit("own.shard-2-of-2.h5", "outcome_half", (2, 0, 1))
        said = sweeps.tizhi("verify", "own.shard-2-of-2.h5", expect=1)[1]
        self.assertIn("point 4, variant base, replicate 1 differs in outcome_half", said)

    def test_a_scenario_named_by_its_whole_path_holds_the_way_to_its_tables(self):
        for folder in ("base/data", "mine"):
            Path(folder).mkdir(parents=True, exist_ok=True)
        Path("base/data/regions.csv").write_text(sweeps.REGIONS, encoding="utf-8")
        text = sweeps.COUNTRY.format(replicates=2, regions='file = "data/regions.csv"')
        Path("base/base.toml").write_text(text, encoding="utf-8")
        Path("mine/mine.toml").write_text('extends = "../base/base.toml"\n', encoding="utf-8")
        for name, scenario in (("whole", str(Path("mine/mine.toml").resolve())),
                               ("short", "mine/mine.toml")):
            sweeps.tizhi("run", scenario, "-o", f"mine/{name}.h5", "-q")
            with h5py.File(f"mine/{name}.h5") as data:
                self.assertIn('"../base/data/regions.csv"', data.attrs["scenario"])
            self.assertIn("4 of 4 runs", sweeps.tizhi("verify", f"{name}.h5", cwd="mine")[1])
        self.assertEqual(Path("mine/whole.h5").read_bytes(), Path("mine/short.h5").read_bytes())


if __name__ == "__main__":
    unittest.main()
