"""Each province has a data body by the deadline of 2024; the centre's example says which kind."""

import unittest

import numpy

from cases import Case, Pattern
from counts import Count, band, outside
from history import History

PROVINCES = 31
# Counts of 31 provinces and the corps, which has no row in the table: it is among them, or not.
COUNTS = (
    Count("bodies_01_05", (0, 1)),
    Count("bodies_01_11", (2, 3)),
    Count("bodies_01_14", (3, 4)),
    Count("bodies_01_15", (6, 7)),
    Count("bodies_01_25", (11, 12)),
    Count("bodies_03_22", (20, 21)),
    Count("bodies_04_01", (31,)),
)
INDEPENDENT = Count("independent_04_01", (25, 26))


def number(history, outcome):
    return numpy.rint(history.outcomes[outcome] * PROVINCES)


def every_province_has_one(history):
    return number(history, "bodies_04_01") == PROVINCES


def they_come_one_after_another(history):
    """At most half by 25 January, at least half by 22 March: neither at once nor at the end."""
    return ((number(history, "bodies_01_25") < PROVINCES / 2)
            & (number(history, "bodies_03_22") > PROVINCES / 2))


def most_are_independent(history):
    return number(history, "independent_04_01") > 2 / 3 * PROVINCES


class DataBureaus2024(Case, unittest.TestCase):
    file = "cases/data-bureaus-2024.toml"
    patterns = (
        Pattern("every province has a data body on 1 April",
                every_province_has_one, 0.98, {"no-deadline": 0.01, "no-order": 0.01}),
        Pattern("they open one after another",
                they_come_one_after_another, 0.9, {"no-order": 0.01}),
        Pattern("two thirds or more are independent on 1 April",
                most_are_independent, 0.9, {"no-example": 0.01, "no-order": 0.01}),
    )

    def test_the_dated_counts_lie_in_the_band_as_the_file_says(self):
        self.assertEqual(outside(History("own.h5"), COUNTS, PROVINCES), [])
        self.assertIn("All seven counts lie inside, none outside.", self.text)

    def test_without_orders_fewer_than_five_counts_lie_in_the_band(self):
        self.assertGreater(len(outside(History("own.h5", "no-order"), COUNTS, PROVINCES)), 2)

    def test_levels_left_out_have_no_regions_and_no_shares(self):
        history = History("own.h5")
        self.assertEqual(len(history.regions), 1 + PROVINCES)
        for level in ("prefecture", "county"):
            self.assertEqual(history.shares(level, history.models).max(), 0)

    def test_the_split_that_nothing_was_fitted_to_lies_in_the_band(self):
        self.assertEqual(outside(History("own.h5"), [INDEPENDENT], PROVINCES), [])
        least, most = band(History("own.h5", "no-example"), INDEPENDENT.outcome, PROVINCES)
        self.assertLess(most, 10)


if __name__ == "__main__":
    unittest.main()
