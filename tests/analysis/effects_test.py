"""Differences and contributions as the reader computes them are the program's, number by number."""
import io
import os
import subprocess
import unittest

import numpy as np
import pandas as pd
import synthetic
from synthetic import Synthetic

import effects
import luck
import tizhi

SCENARIO = """
title = "What changes"
seed = 9
replicates = 12
model = [{ id = "attached" }, { id = "dedicated" }]
time = { start = "1990-01", end = "2000-07" }
regions = { generate = [1, 5, 4], levels = ["centre", "province", "county"] }
initial = { default = "none" }
inertia = { pull = 0.1 }
imitation = { superior = 0.2, peers = 0.3 }
mandate = { compliance = 0.8 }
leadership = { preference = 0.1 }
event = [{ id = "line", date = "1985", kind = "legacy", model = "attached" },
         { id = "order", date = "1996", kind = "mandate", model = "dedicated" }]
outcome = [
  { id = "half", measure = "time_to", level = "county", model = "dedicated", share = 0.5 },
  { id = "aligned", measure = "alignment", level = "county", at = "1991-01" },
  { id = "agencies", measure = "share", level = "county", model = "dedicated" },
  { id = "churned", measure = "churn", level = "province" },
  { id = "early", measure = "share", level = "county", model = "dedicated", at = "1995-06" }]
counterfactual = [{ id = "no-order", without = ["order"] },
                  { id = "no-peers", set = { "imitation.peers" = 0 } }]
"""


def tizhi_says(*arguments):
    done = subprocess.run([os.environ["TIZHI_BIN"], *arguments], check=True, capture_output=True)
    return done.stdout.decode()


def table(path, name):
    text = io.StringIO(tizhi_says("table", path, name))
    return pd.read_csv(text, float_precision="round_trip")


class TheProgramsNumbers(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        with open("x.toml", "w", encoding="utf-8") as file:
            file.write(SCENARIO)
        tizhi_says("run", "x.toml", "-o", "x.h5", "--quiet")
        tizhi_says("decompose", "x.toml", "-o", "why.h5", "--quiet")
        cls.ds, cls.why = tizhi.open_dataset("x.h5"), tizhi.open_dataset("why.h5")

    def test_differences(self):
        said = table("x.h5", "differences")
        said = said.set_index(["outcome", "variant"])
        got = effects.differences(self.ds)
        self.assertEqual(list(got.index), list(said.index))
        self.assertEqual(len(got), 10)
        for name in got.columns:
            np.testing.assert_allclose(got[name].astype(float), said[name].astype(float),
                                       rtol=1e-9, err_msg=name)

    def test_what_the_differences_must_show(self):
        got = effects.differences(self.ds)
        self.assertEqual(got.loc[("early", "no-order"), "difference"], 0)
        self.assertEqual(got.loc[("early", "no-order"), "variance_ratio"], np.inf)
        self.assertLess(got.loc[("agencies", "no-order"), "high"], -0.3)
        half = got.loc[("half", "no-order")]
        self.assertLess(half["variant_defined"], half["base_defined"])
        self.assertEqual(half["pairs"], 12)
        self.assertLess(got.loc[("aligned", "no-peers"), "pairs"], 12)
        self.assertEqual(len(luck.ratios(self.ds)["no-order"]), 3)

    def test_contributions(self):
        said = table("why.h5", "contributions")
        ends = said[said["effect"].isin(["without_causes", "with_all_causes"])]
        said = said.drop(ends.index).drop(columns="point").reset_index(drop=True)
        pd.testing.assert_frame_equal(effects.contributions(self.why), said, check_exact=True)
        for outcome, (without, whole) in effects.ends(self.why).items():
            shapley = said[(said["outcome"] == outcome) & (said["effect"] == "shapley")]["mean"]
            np.testing.assert_equal(sum(shapley), whole - without)

    def test_contributions_to_shares_add_up_at_every_date(self):
        found = effects.share_contributions(self.why, "county")
        whole, none = (tizhi.share(self.why, "county", variant=v).mean("replicate")
                       for v in ("base", "none"))
        np.testing.assert_allclose(found.sum("cause"), whole - none, atol=1e-6)
        self.assertEqual(str(found["time"].values[-1])[:10], "2000-07-01")

    def test_a_run_is_no_decomposition(self):
        self.assertFalse(effects.is_decomposition(self.ds))
        with self.assertRaisesRegex(tizhi.NotRecorded, "tizhi decompose"):
            effects.contributions(self.ds)

    def test_the_table_of_luck_refuses_what_has_no_counterfactual(self):
        synthetic.write("one.h5", Synthetic(variants=("base",)))
        for path in ("one.h5", "why.h5", "absent.h5"):
            self.assertEqual(luck.main([path]), 2)
        self.assertEqual(luck.main(["x.h5", "--lang", "zh"]), 0)


class ByHand(unittest.TestCase):
    def test_gaps_of_one_two_three_two(self):
        got = effects.difference(np.array([0., 10, 20, 30]), np.array([1., 12, 23, 32]))
        self.assertEqual((got["pairs"], got["difference"]), (4, 2))
        self.assertAlmostEqual(got["error"], (1 / 6) ** 0.5)
        self.assertAlmostEqual(got["high"], 2 + 3.18244630528 * (1 / 6) ** 0.5)

    def test_pairs_that_all_differ_alike_have_no_error(self):
        got = effects.difference(np.array([0.1, 0.3, 0.7]), np.array([0.2, 0.4, 0.8]))
        self.assertEqual((got["error"], got["variance_ratio"]), (0, np.inf))

    def test_one_pair_has_no_error_and_none_no_difference(self):
        one = effects.difference(np.array([1.0]), np.array([3.0]))
        self.assertEqual(one["difference"], 2)
        self.assertTrue(np.isnan(one["error"]) and np.isnan(one["low"]))
        none = effects.difference(np.array([np.nan]), np.array([3.0]))
        self.assertTrue(np.isnan(none["difference"]) and none["pairs"] == 0)


if __name__ == "__main__":
    unittest.main()
