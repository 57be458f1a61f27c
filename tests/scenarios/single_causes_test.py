"""The four scenarios of one cause each: every formation comes from that cause."""

import unittest

import numpy

from history import months, run


class SingleCauses(unittest.TestCase):
    def history_of(self, cause):
        history = run(f"{cause}.toml", f"{cause}.h5")
        number = history.causes.index(cause)
        self.assertGreater(sum(len(events["step"]) for events in history.formations), 1000)
        for events in history.formations:
            self.assertTrue((events["cause"] == number).all())
            self.assertTrue((events["ledger"][:, number] == 1).all()
                            or (events["ledger"][:, number] == 255).all())
            self.assertTrue((numpy.delete(events["ledger"], number, axis=1) == 0).all())
        return history

    def test_inertia_founds_in_the_ratio_of_the_legacies_and_then_slows(self):
        history = self.history_of("inertia")
        foundings = numpy.concatenate([e["to"][e["from"] == 255] for e in history.formations])
        self.assertAlmostEqual((foundings == 0).mean(), 2 / 3, delta=0.02)
        steps = numpy.concatenate([e["step"][e["from"] != 255] for e in history.formations])
        early = (steps < months("2000", "1980")).sum()
        self.assertGreater(early, 2 * (steps >= months("2000", "1980")).sum())

    def test_imitation_runs_down_the_levels(self):
        history = self.history_of("imitation")
        shares = {level: history.shares(level, "leading_group").mean(0) for level in history.levels}
        five_years = 60
        self.assertGreater(shares["level1"][five_years], shares["level2"][five_years])
        self.assertGreater(shares["level1"][-1], 0.5)
        self.assertGreater(history.shares("level2", "attached").mean(0)[-1], 0.05)

    def test_mandates_weaken_on_the_way_down_and_jump_at_the_deadline(self):
        history = self.history_of("mandate")
        soft = {level: history.shares(level, "leading_group").mean(0) for level in history.levels}
        three_years = int(months("1999-04", "1990"))
        self.assertGreater(soft["level1"][three_years], 1.5 * soft["level2"][three_years])
        before, after = (int(months(date, "1990")) for date in ("2018-12", "2019-01"))
        hard = history.shares("level2", "dedicated").mean(0)
        self.assertLess(hard[before], 0.5)
        self.assertEqual(hard[after], 1)

    def test_leadership_moves_without_a_trend(self):
        history = self.history_of("leadership")
        shares = [history.shares("level2", model).mean(0)[-1] for model in history.models]
        self.assertLess(max(shares) - min(shares), 0.1)
        shifts = sum((events["from"] != 255).sum() for events in history.formations)
        self.assertGreater(shifts, 1000)


if __name__ == "__main__":
    unittest.main()
