"""scenarios/china.toml shows what it claims, and scripts no region below the centre to do so."""

import math
import tomllib
import unittest

import numpy

from history import SCENARIOS, History, months, run

GROUPS = ["leading_group", "group_on_attached", "group_on_general_office", "group_on_dedicated"]
ATTACHED = ["attached", "group_on_attached"]
DEDICATED = ["dedicated", "group_on_dedicated"]
GENERAL_OFFICE = ["general_office", "group_on_general_office"]
PROVINCES = 31
CENTRE = "000000"


def step(date):
    return math.floor(months(date))


def state(date):
    return math.ceil(months(date))


def distinct_regions(history, begin, end, counts=lambda events: slice(None)):
    """Per replicate: how many provinces have a formation that counts in steps begin <= s < end."""
    return [len(set(events["region"][counts(events)]))
            for events in history.formed("province", begin, end)]


class China(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.history = run("china.toml", "china.h5", "--replicates", "100")
        cls.scenario = tomllib.loads((SCENARIOS / "china.toml").read_text(encoding="utf-8"))

    def forming_groups(self, history):
        groups = history.model_numbers(GROUPS)
        return distinct_regions(
            history, step("2014-02"), step("2014-07"),
            lambda e: numpy.isin(e["to"], groups) & ~numpy.isin(e["from"], groups))

    def test_the_tree_is_the_real_one(self):
        self.assertEqual(self.history.levels, ["centre", "province", "prefecture", "county"])
        counts = numpy.bincount(self.history.level)
        self.assertEqual(counts.tolist(), [1, PROVINCES, 419, 2759])
        self.assertEqual(self.history.share.shape[:2], (100, 517))

    def test_no_event_names_a_region_other_than_the_centre(self):
        for event in self.scenario["event"]:
            named = [event[key] for key in ("region", "scope", "issuer") if key in event]
            self.assertTrue(all(name == CENTRE for name in named), event["id"])
            if event["kind"] in ("set", "leader", "legal"):
                self.assertEqual(named, [CENTRE], event["id"])
        self.assertEqual(self.scenario["initial"], {"default": "none"})
        self.assertEqual(self.scenario["regions"]["fixed"], [CENTRE])

    def test_regions_differ_in_nothing_but_their_place_in_the_tree(self):
        table = SCENARIOS / self.scenario["regions"]["file"]
        header = table.read_text(encoding="utf-8").splitlines()[0].split(",")
        self.assertEqual(set(header), {"code", "parent", "level", "name", "name_zh", "row", "col"})

    def test_only_the_centre_follows_the_script(self):
        script = self.history.causes.index("script")
        centre = self.history.regions.index(CENTRE)
        for events in self.history.formations:
            self.assertTrue(((events["cause"] == script) == (events["region"] == centre)).all())

    def test_attached_is_the_most_common_form_from_1988_to_1995(self):
        def median(ids):
            return numpy.median(self.history.shares("province", ids), axis=0)
        period = slice(state("1988-01"), state("1996-01"))
        attached = median(ATTACHED)[period]
        for others in (["leading_group"], GENERAL_OFFICE, DEDICATED):
            self.assertTrue((attached > median(others)[period]).all(), others)
        none = numpy.median(self.history.without_model("province"), axis=0)
        self.assertTrue((attached > none[period]).all())

    def test_most_provinces_have_a_leading_group_by_april_1997(self):
        shares = self.history.shares("province", GROUPS)[:, state("1997-04")]
        self.assertGreaterEqual(numpy.median(shares), 0.75)

    def test_at_least_eight_provinces_form_a_group_within_four_months_of_february_2014(self):
        self.assertGreaterEqual(numpy.median(self.forming_groups(self.history)), 8)

    def test_the_example_of_2014_alone_would_not_have_done_it(self):
        path = "what_if.h5"
        run("china_what_if.toml", path, "--replicates", "8")
        alone = History(path, variant="example-only")
        self.assertLess(numpy.median(self.forming_groups(alone)), 8)

    def test_at_least_twenty_provinces_have_a_dedicated_agency_in_april_2024(self):
        shares = self.history.shares("province", "dedicated")[:, state("2024-04")]
        self.assertGreaterEqual(numpy.median(shares) * PROVINCES, 20 - 1e-4)

    def test_the_centres_changes_alone_move_fewer_than_half_of_the_provinces(self):
        for date in ("1998-03", "2001-08", "2008-03"):
            moved = distinct_regions(self.history, step(date), step(date) + 24)
            self.assertLess(numpy.median(moved), PROVINCES / 2, date)

    def test_provinces_jump_at_the_deadlines(self):
        events = {event["id"]: event for event in self.scenario["event"]}
        for name in ("restructuring-2018-provinces", "data-bureaus-2023-provinces"):
            begin, end = (months(events[name][key]) for key in ("date", "deadline"))
            late = begin + (end - begin) * 2 / 3  # later steps lie wholly in the last third
            shares = [(moves["step"] >= late).mean() for moves in self.history.formed(
                "province", math.floor(begin), math.ceil(end)) if moves["step"].size]
            self.assertEqual(len(shares), 100, name)
            self.assertGreaterEqual(numpy.median(shares), 0.5, name)

    def test_many_forms_persist_below_the_province(self):
        for level in ("prefecture", "county"):
            diversity = numpy.median(self.history.diversity(level), axis=0)
            self.assertGreaterEqual(diversity[state("1990-01"):].min(), 2, level)

    def test_named_outcomes_agree_with_the_shares(self):
        for name, ids, date in (("dedicated_2024", "dedicated", "2024-04"),
                                ("groups_1997", GROUPS, "1997-04")):
            shares = self.history.shares("province", ids)[:, state(date)]
            numpy.testing.assert_allclose(self.history.outcomes[name], shares, atol=1e-6)


if __name__ == "__main__":
    unittest.main()
