"""General offices lead by inertia and by order together: each is needed, each contributes."""

import os
import subprocess
import unittest

import h5py
import numpy

from cases import Case, Pattern
from history import months

DOCUMENT, ITS_END = int(months("2000-07")), int(months("2003-07"))
GENERAL_OFFICE = ["general_office", "group_on_general_office"]


def moves_to_general_offices(history, level, begin, end):
    """One array of causes a replicate: of the formations that bring a general office in charge."""
    models = history.model_numbers(GENERAL_OFFICE)
    return [e["cause"][numpy.isin(e["to"], models) & ~numpy.isin(e["from"], models)]
            for e in history.formed(level, begin, end)]


def share_by(history, causes, name):
    """Of each replicate's formations: the share that a cause has made."""
    number = history.causes.index(name)
    return numpy.array([numpy.mean(of_one == number) if of_one.size else 0 for of_one in causes])


def they_are_there_before_the_order(history):
    """By inertia for the most part, in a sixth of the prefectures and a third of the counties."""
    founded = moves_to_general_offices(history, "prefecture", 0, DOCUMENT)
    counties = history.shares("county", GENERAL_OFFICE)[:, DOCUMENT]
    return ((history.outcomes["prefectures_2000"] > 1 / 6) & (counties > 1 / 3)
            & (share_by(history, founded, "inertia") > 0.5))


def the_order_adds_to_them(history):
    gains = {level: (history.outcomes[f"{level}_2003"] - history.outcomes[f"{level}_2000"])
             for level in ("provinces", "prefectures")}
    moved = moves_to_general_offices(history, "province", DOCUMENT, ITS_END)
    return ((gains["provinces"] > 0.15) & (gains["prefectures"] > 0.03)
            & (share_by(history, moved, "mandate") > 0.8))


def both_have_made_the_quarter_of_2003(history):
    moves = moves_to_general_offices(history, "prefecture", 0, ITS_END)
    return ((history.outcomes["prefectures_2003"] > 0.25)
            & (share_by(history, moves, "inertia") > 0.4)
            & (share_by(history, moves, "mandate") > 0.12))


def decomposed(scenario, variant):
    """{outcome: {cause: (Shapley value, standard error)}}"""
    path = f"why-{variant}.h5"
    subprocess.run([os.environ["TIZHI_BIN"], "decompose", scenario, "-o", path, "--quiet",
                    "--variant", variant, "--replicates", "30"], check=True)
    with h5py.File(path) as file:
        causes = file["pressing_cause"].asstr()[:]
        return {outcome: dict(zip(causes, zip(file["shapley"][row], file["shapley_error"][row])))
                for row, outcome in enumerate(file["outcome"].asstr()[:])}


class OfficeAutomation(Case, unittest.TestCase):
    file = "cases/office-automation.toml"
    patterns = (
        Pattern("before the order general offices are in charge below the provinces, by inertia",
                they_are_there_before_the_order, 0.85, {"no-legacy": 0.02, "neither": 0.02}),
        Pattern("document 36 adds provinces and prefectures to them, by order",
                the_order_adds_to_them, 0.75, {"no-document": 0.02, "neither": 0.02}),
        Pattern("a quarter of the prefectures in 2003, by inertia and by order",
                both_have_made_the_quarter_of_2003, 0.7,
                {"no-document": 0.2, "no-legacy": 0.02, "neither": 0.02}),
    )

    def test_it_changes_no_value_of_the_china_case(self):
        self.assertFalse({"time", "model", "regions", "initial", "windows", "event", "inertia",
                          "imitation", "mandate", "leadership"} & set(self.own))

    def test_inertia_and_mandate_both_contribute_in_2003(self):
        values = decomposed(str(self.path), "base")
        for outcome in ("provinces_2003", "prefectures_2003"):
            for cause in ("inertia", "mandate"):
                value, error = values[outcome][cause]
                self.assertGreater(value, 5 * error, f"{outcome}, {cause}")
                self.assertGreater(value, 0.05, f"{outcome}, {cause}")

    def test_without_the_document_orders_contribute_nothing(self):
        values = decomposed(str(self.path), "no-document")
        for outcome in ("provinces_2003", "prefectures_2003"):
            self.assertLess(values[outcome]["mandate"][0], 0.03, outcome)
            self.assertGreater(values[outcome]["inertia"][0], 0.05, outcome)

    def test_without_the_legacy_inertia_contributes_nothing(self):
        values = decomposed(str(self.path), "no-legacy")
        for outcome in ("provinces_2003", "prefectures_2003"):
            self.assertLess(values[outcome]["inertia"][0], 0.01, outcome)
            self.assertGreater(values[outcome]["mandate"][0], 0.05, outcome)


if __name__ == "__main__":
    unittest.main()
