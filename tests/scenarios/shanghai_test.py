"""The plan makes Shanghai's office a commission; its districts obey rather than copy."""

import unittest

from cases import Case, Pattern


def an_office_becomes_a_commission(history):
    return (history.outcomes["office_before_2003"] == 1) & the_city_runs_a_commission(history)


def the_city_runs_a_commission(history):
    return history.outcomes["commission_2007"] == 1


def three_districts_in_four_follow(history):
    return ((history.outcomes["districts_commission_2007"] >= 0.75)
            & (history.outcomes["districts_as_the_city_2007"] >= 0.75))


class Shanghai(Case, unittest.TestCase):
    file = "cases/shanghai.toml"
    named_events = frozenset({"reform-plan-2003", "reform-plan-districts"})
    patterns = (
        Pattern("the city runs a commission in 2007",
                the_city_runs_a_commission, 0.95, {"no-plan": 0.1}),
        Pattern("an office before 2003, a commission in 2007",
                an_office_becomes_a_commission, 0.5, {"no-plan": 0.1}),
        Pattern("three districts in four have the city's form, a commission, in 2007",
                three_districts_in_four_follow, 0.9, {"no-plan": 0.05, "city-alone": 0.1}),
    )


if __name__ == "__main__":
    unittest.main()
