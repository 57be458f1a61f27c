"""States raise the drinking age beside states that have; all follow when an act sets a date.

What happened in fact is read from data/us_drinking_age_21.csv.
"""

import csv
import unittest

import numpy

from cases import Case, Pattern
from counts import Count, outside
from history import NONE, SCENARIOS, History, months

START = "1970-01"
STATES = 51
BEFORE, ACT = "1976-01", "1984-07"
DATES = ("1976-01", "1982-01", ACT, "1986-01", "1986-10", "1988-01", "1988-07")


def table(name):
    with (SCENARIOS / "data" / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def since():
    """Since when each state has 21, as text that sorts by date."""
    return {row["code"]: row["since"] for row in table("us_drinking_age_21.csv")}


def observed(date):
    """States with 21 as a month begins, without and with those that begin on its first."""
    return tuple(sorted({sum(day < date + end for day in since().values())
                         for end in ("-01", "-02")}))


COUNTS = tuple(Count(f"states_{date.replace('-', '_')}", observed(date)) for date in DATES)


def number(history, date):
    return numpy.rint(history.outcomes[f"states_{date.replace('-', '_')}"] * STATES)


def neighbours_of(history):
    near = [[] for _ in history.regions]
    for a, b in history.neighbours:
        near[a].append(b)
        near[b].append(a)
    return near


def raisings(history):
    """Per replicate: how many raise the age between 1976 and the act, and how many of these border

    on a state that had 21 in the step before."""
    first, last = (int(months(date, START)) for date in (BEFORE, ACT))
    twenty_one, near = history.model_numbers("twenty_one")[0], neighbours_of(history)
    federation = history.regions.index("US")
    for models, events in zip(history.initial.tolist(), history.formations):
        since = [-1 if model == twenty_one else last for model in models]
        raised = bordered = 0
        for step, region, to in zip(*(events[key].tolist() for key in ("step", "region", "to"))):
            since[region] = step if to == twenty_one else last
            if first <= step < last and to == twenty_one and region != federation:
                raised += 1
                bordered += any(since[other] < step for other in near[region])
        yield raised, bordered


def the_amendment_leaves_few(history):
    return number(history, BEFORE) < STATES / 2


def some_raise_it_unordered(history):
    return number(history, ACT) >= number(history, BEFORE) + 3


def they_border_on_states_that_have_it(history):
    """Five of six in fact; here four of five, of three or more."""
    return numpy.array([raised >= 3 and bordered >= 0.8 * raised
                        for raised, bordered in raisings(history)])


def all_follow_the_act(history):
    return ((number(history, "1986-10") >= 0.6 * STATES)
            & (number(history, "1988-07") >= STATES - 3))


class DrinkingAge(Case, unittest.TestCase):
    file = "drinking-age.toml"
    top = "US"
    levels = ["federation", "state"]
    patterns = (
        Pattern("fewer than half of the states keep 21 after the amendment",
                the_amendment_leaves_few, 0.95, {"no-amendment": 0.01}),
        Pattern("three states more have 21 on the eve of the act than in 1976",
                some_raise_it_unordered, 0.75, {"no-neighbours": 0.1}),
        Pattern("four of five of those that raise it border on a state with 21",
                they_border_on_states_that_have_it, 0.8,
                {"no-borders": 0.5, "no-neighbours": 0.1}),
        Pattern("three fifths have 21 by October 1986, all but three by July 1988",
                all_follow_the_act, 0.95, {"no-law": 0.01}),
    )

    def test_the_dated_counts_lie_in_the_band_as_the_file_says(self):
        self.assertEqual(outside(History("own.h5"), COUNTS, STATES), [])
        self.assertIn("All seven counts lie inside, none outside", self.text)

    def test_without_the_act_no_count_after_it_lies_in_the_band(self):
        late = [count for count in COUNTS if count.outcome > "states_1986_01"]
        self.assertEqual(len(outside(History("own.h5", "no-law"), late, STATES)), len(late))

    def test_the_counts_that_it_names_are_those_of_the_table(self):
        titles = {outcome["id"]: outcome["title"] for outcome in self.own["outcome"]}
        for count in COUNTS:
            self.assertIn(f"(in fact {max(count.observed)} of {STATES}: ", titles[count.outcome])

    def test_five_of_the_six_that_raised_it_before_the_act_bordered_on_one_with_21(self):
        days = since()
        pairs = [(row["a"], row["b"]) for row in table("us_state_neighbours.csv")]
        near = {code: {b if a == code else a for a, b in pairs if code in (a, b)} for code in days}
        raised = [code for code, day in days.items() if "1976" < day < "1984-07-17"]
        self.assertEqual(len(raised), 6)
        self.assertEqual(sum(any(days[n] < days[code] for n in near[code]) for code in raised), 5)

    def test_every_state_has_a_day_and_a_place(self):
        states = [row for row in table("us_states.csv") if row["level"] == "state"]
        self.assertEqual({row["code"] for row in states}, set(since()))
        self.assertEqual(len({(row["row"], row["col"]) for row in states}), STATES)
        named = {code for row in table("us_state_neighbours.csv") for code in row.values()}
        self.assertEqual({row["code"] for row in states} - named, {"AK", "HI"})

    def test_the_federal_government_has_no_drinking_age_before_the_commission(self):
        history = History("own.h5")
        self.assertTrue((history.initial[:, history.regions.index("US")] == NONE).all())


if __name__ == "__main__":
    unittest.main()
