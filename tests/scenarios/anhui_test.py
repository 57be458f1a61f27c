"""The plan decides for the province alone; below it service bodies draw the task."""

import unittest

from cases import Case, Pattern
from history import History


def the_province_follows_its_plan(history):
    return history.outcomes["province_general_office_2011"] == 1


def a_general_office_above_service_bodies(history):
    return (the_province_follows_its_plan(history)
            & (history.outcomes["counties_dedicated_2011"] > 1 / 3))


class Anhui(Case, unittest.TestCase):
    file = "cases/anhui.toml"
    named_events = frozenset({"plan-2006", "service-bodies"})
    patterns = (
        Pattern("the general office runs e-government in the province in 2011",
                the_province_follows_its_plan, 0.95, {"no-plan": 0.4}),
        Pattern("a general office above dedicated bodies in a third of the counties",
                a_general_office_above_service_bodies, 0.85,
                {"no-plan": 0.4, "no-service-bodies": 0.01}),
    )

    def test_the_plan_changes_next_to_nothing_below_the_province(self):
        with_plan, without = History("own.h5"), History("own.h5", "no-plan")
        for name in ("prefectures_dedicated_2011", "counties_dedicated_2011",
                     "counties_general_office_2011"):
            change = with_plan.outcomes[name] - without.outcomes[name]
            self.assertLess(abs(change.mean()), 0.03, name)


if __name__ == "__main__":
    unittest.main()
