"""Law ends the leaders' whims; a strong centre makes provinces alike, but no steadier."""

import unittest

from cases import Case, Pattern
from history import History


def leaders_hardly_move_anything(history):
    """Fewer than one formation by leaders in 400 county-years."""
    return history.outcomes["by_leaders_counties"] < 1 / 400


def provinces_are_alike(history):
    return history.outcomes["diversity_provinces_2013"] < 2.2


def provinces_move_once_in_three_years(history):
    return history.outcomes["churn_provinces"] > 1 / 3.3


class RuleOfLaw(Case, unittest.TestCase):
    file = "cases/rule-of-law.toml"
    patterns = (
        Pattern("leaders hardly move anything", leaders_hardly_move_anything, 0.98,
                {"no-law": 0.02, "as-it-was": 0.02}),
        Pattern("the provinces are alike in 2013", provinces_are_alike, 0.9,
                {"no-strong-centre": 0.05, "as-it-was": 0.05}),
        Pattern("the provinces are unsteady: they follow the centre",
                provinces_move_once_in_three_years, 0.9,
                {"no-strong-centre": 0.05, "as-it-was": 0.05}),
    )

    def setUp(self):
        names = ("base", "no-law", "no-strong-centre", "as-it-was")
        self.variants = {name: History("own.h5", name).outcomes for name in names}

    def means(self, outcome):
        return {name: float(values[outcome].mean()) for name, values in self.variants.items()}

    def test_law_takes_most_of_the_leaders_formations_away_with_or_without_a_strong_centre(self):
        for level in ("provinces", "counties"):
            found = self.means(f"by_leaders_{level}")
            self.assertLess(found["base"], 0.2 * found["no-law"], level)
            self.assertLess(found["no-strong-centre"], 0.2 * found["as-it-was"], level)

    def test_variety_among_counties_survives_both(self):
        found = self.means("diversity_counties_2013")
        self.assertGreater(found["base"], 0.9 * found["as-it-was"])

    def test_law_alone_leaves_the_provinces_as_various_as_they_were(self):
        found = self.means("diversity_provinces_2013")
        self.assertGreater(found["no-strong-centre"], 0.85 * found["as-it-was"])


if __name__ == "__main__":
    unittest.main()
