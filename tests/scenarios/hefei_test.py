"""Three forms in ten years need no cause of their own: orders give them to every fifth city."""

import tomllib
import unittest

from cases import Case, Pattern
from history import SCENARIOS

PREFECTURES = 16


def three_forms(history):
    return history.outcomes["three_forms_hefei"] == 1


def two_prefectures_have_three_forms(history):
    return history.outcomes["three_forms_prefectures"] * PREFECTURES > 1.5


class Hefei(Case, unittest.TestCase):
    file = "cases/hefei.toml"
    patterns = (
        Pattern("Hefei runs three forms or more from 2007 to 2017",
                three_forms, 0.13, {"no-orders": 0.08}),
        Pattern("two of Anhui's prefectures or more run three forms",
                two_prefectures_have_three_forms, 0.7, {"no-orders": 0.2}),
    )

    def test_it_changes_no_value_of_the_china_case(self):
        china = tomllib.loads((SCENARIOS / "china.toml").read_text(encoding="utf-8"))
        for key in ("time", "model", "initial", "windows", "event",
                    "inertia", "imitation", "mandate", "leadership"):
            self.assertNotIn(key, self.own)
            self.assertIn(key, china)
            self.assertEqual(self.resolved[key], china[key], key)


if __name__ == "__main__":
    unittest.main()
