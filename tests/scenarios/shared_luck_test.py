"""Shared luck narrows the difference that a counterfactual makes: by how much, per kind of change.

Asserted for a removed event and for a small change of a rate; of a removed cause only that the
table says it: there the pairs drift apart."""
import os
import subprocess
import unittest

import numpy as np

import effects
import luck
import tizhi
from history import SCENARIOS

FEWER = "80"  # replicates; the scenario's own 200 give the table in sim/ODD.md


def of_kind(kind, found):
    return np.concatenate([v for name, v in found.items() if name.startswith(kind + "-")])


class SharedLuck(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        scenario = str(SCENARIOS / "shared_luck.toml")
        subprocess.run([os.environ["TIZHI_BIN"], "run", scenario, "-o", "luck.h5", "--quiet",
                        "--replicates", FEWER], check=True)
        cls.ds = tizhi.open_dataset("luck.h5")
        cls.found = luck.ratios(cls.ds)

    def test_a_small_change_of_a_rate_leaves_at_most_half_the_variance_in_every_outcome(self):
        self.assertGreater(of_kind("small", self.found).min(), 2)

    def test_a_removed_event_leaves_at_most_half_in_most_outcomes(self):
        self.assertGreater(np.median(of_kind("event", self.found)), 2)
        self.assertGreater(self.found["event-document-36"].min(), 2)

    def test_the_more_is_changed_the_less_luck_is_worth(self):
        medians = [np.median(of_kind(kind, self.found)) for kind in ("small", "moderate", "cause")]
        self.assertEqual(medians, sorted(medians, reverse=True))

    def test_luck_of_its_own_would_not_do(self):
        """The named wrong model: pairs that do not belong together."""
        ratios = []
        for outcome in effects.outcome_ids(self.ds):
            base, *others = effects.values(self.ds, outcome)
            ratios += [effects.difference(base, np.roll(v, 1))["variance_ratio"] for v in others]
        self.assertLess(np.median(ratios), 1.3)

    def test_the_table_names_every_counterfactual(self):
        lines = list(luck.table(self.ds))
        self.assertEqual(len(lines), 2 + 15)
        self.assertTrue(lines[2].startswith("| without document 36 | "))
        self.assertTrue(list(luck.table(self.ds, "zh"))[2].startswith("| 没有国办发"))


if __name__ == "__main__":
    unittest.main()
