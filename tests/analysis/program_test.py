"""What the program writes and what the reader rebuilds from it agree, value by value."""
import os
import subprocess
import unittest

import numpy as np
import synthetic  # noqa: F401  (finds the analysis folder)

import report
import tizhi

SCENARIO = """
title = "A country of four levels"
title_zh = "四级之国"
seed = 5
replicates = 4
[time]
start = "1990-01"
end = "2000-01"
step = "month"
[[model]]
id = "attached"
name = "attached to a department"
name_zh = "挂靠部门"
colour = "#009E73"
[[model]]
id = "dedicated"
[[model]]
id = "general_office"
[regions]
generate = [1, 5, 4, 3]
levels = ["centre", "province", "prefecture", "county"]
[initial]
default = { none = 2, attached = 1 }
[inertia]
pull = 0.3
[imitation]
superior = 0.4
peers = 0.3
[mandate]
compliance = 1
[leadership]
preference = 0.5
[[event]]
id = "old-line"
date = "1985"
kind = "legacy"
model = "attached"
source = "made up for this test"
[[event]]
id = "order"
date = "1994-03"
kind = "mandate"
issuer = "1"
model = "dedicated"
deadline = "1996-03"
[[event]]
id = "example"
date = "1992-05"
kind = "set"
region = "1.2"
model = "general_office"
[[outcome]]
id = "variety"
measure = "diversity"
level = "county"
at = "1995-06"
[[outcome]]
id = "aligned"
measure = "alignment"
level = "prefecture"
at = "1997-01"
[[outcome]]
id = "churned"
measure = "churn"
level = "county"
at = "1998-01"
[[outcome]]
id = "copied"
measure = "by_cause"
cause = "imitation"
level = "county"
at = "2000-01"
[[outcome]]
id = "ordered"
measure = "share"
level = "county"
model = ["dedicated", "attached"]
at = "1996-03"
[[counterfactual]]
id = "no-order"
title = "without the order"
without = ["order"]
[output]
trajectory = "every step"
"""


class TheProgramsFile(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        with open("country.toml", "w", encoding="utf-8") as file:
            file.write(SCENARIO)
        cls.path = "country.h5"
        subprocess.run([os.environ["TIZHI_BIN"], "run", "country.toml", "-o", cls.path, "--quiet"],
                       check=True)
        cls.ds = tizhi.open_dataset(cls.path)
        cls.counties = np.flatnonzero(cls.ds["region_level"].values == 3)

    def test_rebuilt_states_are_the_recorded_trajectory(self):
        for variant in ("base", "no-order"):
            rebuilt = tizhi.states(self.ds, range(121), variant=variant)
            recorded = tizhi.select(self.ds, "trajectory", variant=variant)
            recorded = recorded.transpose("snapshot", "replicate", "region")
            np.testing.assert_array_equal(rebuilt.values, recorded.values)

    def test_shares_are_the_shares_of_the_rebuilt_states(self):
        models = tizhi.states(self.ds, range(121), regions=self.counties).values
        want = np.stack([(models == k).mean(axis=2) for k in range(3)], axis=-1)
        np.testing.assert_allclose(tizhi.share(self.ds, "county").values,
                                   want.transpose(1, 0, 2), rtol=1e-6)

    def test_formations_tell_what_was_there_before(self):
        table = tizhi.formations(self.ds, replicate=2)
        codes = tizhi.states(self.ds, range(121), replicate=2).values[:, 0]
        models = tizhi.model_ids(self.ds)[codes]
        region = {code: n for n, code in enumerate(self.ds["region"].values)}
        self.assertGreater(len(table), 50)
        for row in table.to_dict("records"):
            place = region[row["region"]]
            self.assertEqual(row["from"], models[row["step"], place])
            self.assertEqual(row["to"], models[row["step"] + 1, place])
        ledger = table[[c for c in table if c.startswith("ledger_")]].sum(axis=1)
        np.testing.assert_allclose(ledger, table["cause"] != "script", atol=1e-6)

    def outcome(self, name):
        return tizhi.outcomes(self.ds)[name].loc[(0, "base")].values

    def test_diversity_and_alignment_are_the_programs(self):
        variety = tizhi.diversity(tizhi.share(self.ds, "county").sel(time="1995-06-01"))
        np.testing.assert_allclose(self.outcome("variety"), variety, rtol=1e-6)
        aligned = tizhi.alignment(self.ds, ["1997-01"]).sel(level="prefecture").isel(time=0)
        np.testing.assert_allclose(self.outcome("aligned"), aligned, rtol=1e-12)

    def test_churn_counts_the_formations_that_no_script_made(self):
        counts = tizhi.formations_by_cause(self.ds).sel(level="county")
        every = counts.sel(cause=["inertia", "imitation", "mandate", "leadership"])
        until = every.sel(period=slice(1990, 1997)).sum(["period", "cause"])
        np.testing.assert_allclose(self.outcome("churned"), until / 60 / 8, rtol=1e-12)
        copied = counts.sel(cause="imitation").sum("period") / 60 / 10
        np.testing.assert_allclose(self.outcome("copied"), copied, rtol=1e-12)

    def test_after_the_deadline_all_comply(self):
        models = tizhi.state(self.ds, "1996-03").values[:, self.counties]
        self.assertTrue((models == 1).all())
        np.testing.assert_array_equal(self.outcome("ordered"), 1)

    def test_the_step_is_a_month(self):
        self.assertEqual(tizhi.years_per_step(self.ds), 1 / 12)

    def test_the_page_of_it_names_variant_events_and_forms(self):
        self.assertEqual(report.main([self.path, "-o", "country.html"]), 0)
        with open("country.html", encoding="utf-8") as file:
            text = file.read()
        for words in ("四级之国", "挂靠部门", "without the order", "made up for this test"):
            self.assertTrue(words in text, words)


if __name__ == "__main__":
    unittest.main()
