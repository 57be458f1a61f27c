"""One leader's push, fourteen years of stillness, districts alike: each goes with its own cause."""

import unittest

import numpy

from cases import Case, Pattern
from history import months

CITY = "370200"
PREFECTURES = 16  # of Shandong
PUSH, YEAR = int(months("1996-02")), 12
DEDICATED = ["dedicated", "group_on_dedicated"]


def the_leader_gets_it_within_a_year(history):
    leadership = history.causes.index("leadership")
    by_leader = numpy.array([
        ((e["region"] == history.regions.index(CITY)) & (e["cause"] == leadership)
         & numpy.isin(e["to"], history.model_numbers(DEDICATED))).any()
        for e in history.formed("prefecture", PUSH, PUSH + YEAR)])
    return by_leader & (history.outcomes["dedicated_1997"] == 1)


def the_city_keeps_it(history):
    return history.outcomes["kept_1997_to_2010"] == 1


def the_city_keeps_it_and_nearly_all_districts_have_it(history):
    return the_city_keeps_it(history) & (history.outcomes["districts_dedicated_2010"] > 0.79)


def two_prefectures_never_move(history):
    return history.outcomes["all_prefectures_moved_1997_to_2010"] * PREFECTURES < 14.5


class Qingdao(Case, unittest.TestCase):
    file = "cases/qingdao.toml"
    named_events = frozenset({"leader-1996"})
    patterns = (
        Pattern("within a year the leader has the city run a dedicated body",
                the_leader_gets_it_within_a_year, 0.55, {"no-leader": 0.1}),
        Pattern("the city keeps it from 1997 to July 2010",
                the_city_keeps_it, 0.15, {"no-leader": 0.1, "nothing-holds": 0.01}),
        Pattern("the city keeps it and four fifths of its districts have it",
                the_city_keeps_it_and_nearly_all_districts_have_it, 0.14,
                {"no-leader": 0.1, "no-copying-downward": 0.1}),
        Pattern("others stand still as well: two of Shandong's 16 prefectures",
                two_prefectures_never_move, 0.7, {"nothing-holds": 0.15}),
    )


if __name__ == "__main__":
    unittest.main()
