"""The deadline of 2018 has all plans approved within weeks; an order without one does not."""

import unittest

from cases import Case, Pattern
from counts import Count, outside
from history import History

PROVINCES = 31
FORMS = ["dedicated", "general_office", "attached"]
COUNTS = (
    Count("plans_10_27", (25,)),
    Count("plans_11_05", (29,)),
    Count("plans_11_11", (31,)),
)


def most_are_approved_by_11_november(history):
    return history.outcomes["plans_11_11"] * PROVINCES > 26.5


def nearly_all_are_approved_by_the_end_of_the_year(history):
    return history.outcomes["plans_year_end"] * PROVINCES > 29.5


def every_open_form_is_in_use(history):
    last = [history.shares("province", form)[:, -1] > 0 for form in FORMS]
    return last[0] & last[1] & last[2]


class Restructuring2018(Case, unittest.TestCase):
    file = "cases/restructuring-2018.toml"
    patterns = (
        Pattern("27 plans of 31 or more are approved by 11 November",
                most_are_approved_by_11_november, 0.85, {"no-deadline": 0.01, "no-order": 0.01}),
        Pattern("30 plans or all are approved by the end of the year",
                nearly_all_are_approved_by_the_end_of_the_year, 0.95,
                {"no-deadline": 0.01, "no-order": 0.01}),
        Pattern("each of the forms that the order leaves open is in use at the end of the year",
                every_open_form_is_in_use, 0.95, {"no-order": 0.2}),
    )

    def test_the_dated_counts_lie_in_the_band_as_the_file_says(self):
        self.assertEqual(outside(History("own.h5"), COUNTS, PROVINCES), [])
        self.assertIn("All three counts lie inside, none outside.", self.text)

    def test_without_a_date_no_count_lies_in_the_band(self):
        self.assertEqual(len(outside(History("own.h5", "no-deadline"), COUNTS, PROVINCES)), 3)


if __name__ == "__main__":
    unittest.main()
