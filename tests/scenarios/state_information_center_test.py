"""The planning line's centres found the attached form in most provinces, by inertia."""

import unittest

import numpy

from cases import Case, Pattern
from history import months

START = "1986-01"
DECADE = int(months("1996-01", START))
PROVINCES = 31
ATTACHED = ["attached", "group_on_attached"]


def founded_by(history, cause, models):
    """Per replicate: provinces whose first body is one of models, by that cause, before 1996."""
    cause, models = history.causes.index(cause), history.model_numbers(models)
    return numpy.array([
        ((e["from"] == 255) & (e["cause"] == cause) & numpy.isin(e["to"], models)).sum()
        for e in history.formed("province", 0, DECADE)])


def most_are_founded_by_inertia(history):
    return ((founded_by(history, "inertia", "attached") > PROVINCES / 2)
            & (founded_by(history, "mandate", history.models) == 0))


def the_line_holds_most_a_decade_later(history):
    return ((history.shares("province", ATTACHED)[:, DECADE] > 0.5)
            & (history.shares("prefecture", ATTACHED)[:, DECADE] > 0.5))


def it_takes_less_than_two_years(history):
    return history.outcomes["years_to_attached_provinces"] < 2


def it_runs_down_the_levels(history):
    times = [history.outcomes[f"years_to_attached_{level}"]
             for level in ("provinces", "prefectures", "counties")]
    return (times[0] < times[1]) & (times[1] < times[2])


class StateInformationCenter(Case, unittest.TestCase):
    file = "cases/state-information-center.toml"
    patterns = (
        Pattern("most provinces are founded attached by inertia, none by order",
                most_are_founded_by_inertia, 0.6, {"no-centres": 0.02}),
        Pattern("a decade later the planning line holds most provinces and prefectures",
                the_line_holds_most_a_decade_later, 0.9, {"no-centres": 0.1}),
        Pattern("two fifths of the provinces have the form within two years",
                it_takes_less_than_two_years, 0.9, {"no-centres": 0.1, "no-inertia": 0.05}),
        Pattern("provinces first, prefectures next, counties last",
                it_runs_down_the_levels, 0.9, {"no-centres": 0.1}),
    )


if __name__ == "__main__":
    unittest.main()
