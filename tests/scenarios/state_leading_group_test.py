"""An example copied or a weak order followed: the counts of 1997 and 2014, and between."""

import unittest

import numpy

from cases import Case, Pattern
from history import History, months

GROUPS = ["leading_group", "group_on_attached", "group_on_general_office", "group_on_dedicated"]
PROVINCES = 31
KNOWN_IN_2007 = 6  # provinces whose form is known; none of them has the centre's
BEGIN, END = int(months("2014-02")), int(months("2014-07"))
FOUR_MONTHS = months("2014-07") - months("2014-02-27")
CHANGES_WITHOUT_AN_ORDER = ("1998-03", "2001-08", "2008-03")
LEVELS_BELOW = {"prefecture": 2.1, "county": 2.3}
DATES = ("1997-04", "2007-01", "2014-07")


def distinct(history, begin, end, counts=lambda e: slice(None)):
    return numpy.array([len(set(e["region"][counts(e)]))
                        for e in history.formed("province", begin, end)])


def hazard_of_2014(history):
    """A month, of the provinces that have no group when the centre founds its own."""
    groups = history.model_numbers(GROUPS)
    forming = distinct(history, BEGIN, END, lambda e: numpy.isin(e["to"], groups)
                       & ~numpy.isin(e["from"], groups))
    without = (1 - history.outcomes["groups_2014_02"]) * PROVINCES
    return -numpy.log(1 - numpy.minimum(forming / numpy.maximum(without, 1), 0.99)) / FOUR_MONTHS


def most_have_a_group_in_1997(history):
    return history.outcomes["groups_1997_04"] >= 0.75


def a_third_follow_in_four_months(history):
    """The hazard is near 0.1 a month, and ten provinces or more have a group by July 2014."""
    hazard = hazard_of_2014(history)
    return ((hazard > 0.05) & (hazard < 0.2)
            & (history.outcomes["groups_2014_07"] * PROVINCES > 9.5))


def six_differ_from_the_centre_in_2007(history):
    others = 1 - history.shares("province", "leading_group")[:, int(months("2007-01"))]
    return others * PROVINCES > KNOWN_IN_2007 - 0.5


def changes_without_an_order_move_fewer_than_half(history):
    moved = [distinct(history, int(months(date)), int(months(date)) + 24)
             for date in CHANGES_WITHOUT_AN_ORDER]
    return (numpy.array(moved) < PROVINCES / 2).all(axis=0)


def all_three_facts(history):
    return (most_have_a_group_in_1997(history) & a_third_follow_in_four_months(history)
            & six_differ_from_the_centre_in_2007(history))


def many_forms_below(history):
    return numpy.all([history.diversity(level)[:, int(months(date))] > least
                      for level, least in LEVELS_BELOW.items() for date in DATES], axis=0)


class StateLeadingGroup(Case, unittest.TestCase):
    file = "cases/state-leading-group.toml"
    patterns = (
        Pattern("three quarters of the provinces have a group in April 1997",
                most_have_a_group_in_1997, 0.45, {"example-only": 0.3, "example-slow": 0.02}),
        Pattern("after February 2014 a third of those without a group form one in four months",
                a_third_follow_in_four_months, 0.7, {"example-slow": 0.02}),
        Pattern("six provinces or more differ from the centre in 2007",
                six_differ_from_the_centre_in_2007, 0.95, {"example-only": 0.25}),
        Pattern("the centre's changes of 1998, 2001 and 2008 move fewer than half each",
                changes_without_an_order_move_fewer_than_half, 0.85, {"example-only": 0.05}),
        Pattern("all that is known of 1997, 2007 and 2014 at once",
                all_three_facts, 0.35, {"example-only": 0.1, "example-slow": 0.02}),
        Pattern("many forms persist below the provinces", many_forms_below, 0.8,
                {"example-everywhere": 0.05}),
    )

    def histories(self, *names):
        return [History("own.h5", name) for name in names]

    def test_both_readings_give_the_count_of_2014(self):
        for history in self.histories("base", "example-only"):
            hazard = float(numpy.median(hazard_of_2014(history)))
            self.assertGreater(hazard, 0.097)
            self.assertLess(hazard, 0.14)

    def test_many_forms_persist_below_under_the_example_too(self):
        for history in self.histories("base", "example-only"):
            self.assertGreater(many_forms_below(history).mean(), 0.5)


if __name__ == "__main__":
    unittest.main()
