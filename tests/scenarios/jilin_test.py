"""Two orders put general offices in charge all over Jilin; the window of 2018 moves the top."""

import unittest

import numpy

from cases import Case, Pattern
from history import months

PROVINCE = "220000"
WINDOW = int(months("2018-03")), int(months("2019-04"))


def the_whole_province_obeys(history):
    return ((history.outcomes["province_general_office_2007"] == 1)
            & (history.outcomes["below_general_office_2007"] >= 0.75))


def the_window_makes_it_a_direct_agency(history):
    """A formation by order in the window, standing in April 2019."""
    mandate, dedicated = history.causes.index("mandate"), history.model_numbers("dedicated")
    moved = numpy.array([
        ((e["region"] == history.regions.index(PROVINCE)) & (e["cause"] == mandate)
         & numpy.isin(e["to"], dedicated)).any()
        for e in history.formed("province", *WINDOW)])
    return moved & (history.outcomes["province_dedicated_2019"] == 1)


def from_general_office_to_direct_agency(history):
    return ((history.outcomes["province_general_office_2007"] == 1)
            & (history.outcomes["province_dedicated_2019"] == 1))


class Jilin(Case, unittest.TestCase):
    file = "cases/jilin.toml"
    named_events = frozenset({"jilin-order-1", "jilin-order-2"})
    patterns = (
        Pattern("general offices in the province and in three quarters of what is below it, 2007",
                the_whole_province_obeys, 0.8, {"no-provincial-orders": 0.05, "one-order": 0.5}),
        Pattern("the window of 2018 gives the province a direct agency",
                the_window_makes_it_a_direct_agency, 0.3, {"no-restructuring-2018": 0.05}),
        Pattern("a general office in 2007 and a direct agency in 2019",
                from_general_office_to_direct_agency, 0.42,
                {"no-provincial-orders": 0.32, "no-restructuring-2018": 0.32}),
    )


if __name__ == "__main__":
    unittest.main()
