"""The page is one file that asks for nothing, in two languages, with the numbers of the run."""
import base64
import json
import os
import re
import tempfile
import unittest
from html.parser import HTMLParser
from unittest import mock

import numpy as np
import synthetic
from synthetic import Synthetic

import bars
import captions
import figures
import layout
import look
import maps
import panel
import picture
import report
import shares
import tizhi
from canvas import Canvas, thinned

VOID = {"meta", "input", "br", "img", "hr", "link"}


class Elements(HTMLParser):
    """Every element with its attributes; an error where a tag is closed that is not open."""

    def __init__(self, text):
        super().__init__()
        self.found, self.open = [], []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        self.found.append((tag, dict(attributes)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attributes):
        self.found.append((tag, dict(attributes)))

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            raise AssertionError(f"</{tag}> closes nothing")


def written(what):
    path = os.path.join(tempfile.mkdtemp(dir="."), "x.h5")
    synthetic.write(path, what)
    return path


def page(what, *options):
    source = written(what)
    target = source + ".html"
    if report.main([source, "-o", target, *options]) != 0:
        raise AssertionError("report.py failed")
    with open(target, encoding="utf-8") as file:
        return file.read()


def synthetic_outcome(what):
    """The second model's share of the middle level at the end: [variant, replicate]."""
    _, level = what.regions()
    last = [np.mean(what.states(run)[-1][level == 1] == 1) for run in range(len(what.runs))]
    return np.array(last).reshape(len(what.variants), what.replicates)


class Pages(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.what = Synthetic(replicates=5)
        cls.text = page(cls.what)
        cls.elements = Elements(cls.text)

    def test_every_element_is_closed(self):
        self.assertEqual(self.elements.open, [])

    def test_nothing_is_requested(self):
        loading = {"src", "srcset", "data", "poster", "action", "background", "xlink:href"}
        for tag, attributes in self.elements.found:
            self.assertFalse(loading & set(attributes), tag)
            self.assertNotIn(tag, ("link", "iframe", "object", "embed", "base"))
            if "href" in attributes:
                self.assertEqual(tag, "a")
        for word in ("url(", "@import", "fetch(", "XMLHttpRequest", "import("):
            self.assertFalse(word in self.text, word)

    def test_both_languages_are_there(self):
        for words in ("A small country", "一个小国", "Why do forms differ?", "体制为何不同？",
                      "Which forms, and when", "何时采用何种体制", "provinces", "省级"):
            self.assertTrue(words in self.text, words)

    def test_one_language_alone_leaves_the_other_out(self):
        english = page(self.what, "--lang", "en")
        self.assertFalse('class="zh"' in english.split("<script")[0])
        self.assertFalse('id="switch"' in english)
        chinese = page(self.what, "--lang", "zh")
        self.assertFalse('class="en"' in chinese.split("<script")[0])
        self.assertTrue('<html lang="zh"' in chinese)

    def test_what_a_scenario_says_cannot_break_out(self):
        evil = synthetic.SCENARIO.replace("A small country", "</script><img src=x>")
        text = page(Synthetic(seed_attributes={"scenario": evil}))
        self.assertFalse("<img" in text)
        self.assertEqual(Elements(text).open, [])

    def test_the_source_is_linked_with_its_whole_address(self):
        links = [a["href"] for tag, a in self.elements.found if tag == "a"]
        self.assertEqual(links, ["https://example.org/a?b=1&c=2"])

    def test_outcomes_stand_beside_their_paired_changes(self):
        last = synthetic_outcome(self.what)
        gap = last[1] - last[0]
        want = f"{last[1].mean():.3f}<small>{gap.mean():+.3f} ± {gap.std(ddof=1) / 5 ** .5:.3f}"
        want = f"<td>{last[0].mean():.3f}</td><td>{want}</small></td>".replace("-", "−")
        self.assertTrue(want in self.text)

    def test_outcomes_without_a_title_stand_late_by_their_id(self):
        self.assertTrue("<tr><td><span>last</span></td>" in self.text)
        self.assertLess(self.text.index('id="glance"'), self.text.index('id="outcomes"'))

    def test_shares_are_told_in_percent(self):
        told = synthetic.SCENARIO + '[[outcome]]\nid = "last"\nmeasure = "share"\n'
        text = page(Synthetic(replicates=5, seed_attributes={"scenario": told}))
        last = synthetic_outcome(self.what)
        gap = 100 * (last[1] - last[0])
        want = f"{last[1].mean():.1%}<small>{gap.mean():+.1f} ± {gap.std(ddof=1) / 5 ** .5:.1f}"
        want = f"<td>{last[0].mean():.1%}</td><td>{want}</small></td>".replace("-", "−")
        self.assertTrue(want in text)

    def test_numbers_of_a_row_have_the_decimals_that_its_largest_needs(self):
        gap = {"pairs": 5, "difference": -0.00012, "error": 0.00001}
        self.assertEqual(report.told(0.0018, gap, 0.0179), "0.0018<small>−0.0001 ± 0.00001</small>")
        self.assertEqual(report.told(0.5, {"pairs": 5, "difference": 0, "error": 0}, 1, True),
                         "50.0%<small>0</small>")

    def test_outcomes_with_a_title_are_the_answer_and_stand_first(self):
        told = synthetic.SCENARIO + ('[[outcome]]\nid = "last"\ntitle = "Agencies <last>"\n'
                                     'title_zh = "最后的机构"\n')
        text = page(Synthetic(seed_attributes={"scenario": told}))
        self.assertLess(text.index('id="outcomes"'), text.index('id="glance"'))
        for words in ("Agencies &lt;last&gt;</span>", "最后的机构</span>"):
            self.assertTrue(words in text, words)

    def test_an_address_ends_before_a_bracket_or_a_comma(self):
        self.assertEqual(re.findall(r'href="([^"]*)"', report.linked(
            "seen [W, http://a.b/c?d=1&e=%E4], http://x.y/z; more")),
            ["http://a.b/c?d=1&amp;e=%E4", "http://x.y/z"])

    def test_provenance_and_the_scenario_are_in_the_page(self):
        self.assertTrue("0123456789abcdef" in self.text)
        self.assertTrue("question_zh = &quot;体制为何不同？&quot;" in self.text)

    def test_the_maps_data_are_the_frequencies_and_replicates_of_the_file(self):
        holder = re.search(r'id="atlas-data">(.*?)</script>', self.text)[1]
        data = json.loads(holder)
        _, level = self.what.regions()
        provinces = np.flatnonzero(level == 1)
        last = np.array([self.what.states(r)[-1][provinces] for r in range(5)])
        for n in range(len(provinces)):
            want = [round(100 * np.mean(last[:, n] == k)) for k in (0, 1, 2, 3, 255)]
            self.assertEqual(data["share"][-1][n], want)
        letters = data["replicates"][3][-len(provinces):]
        self.assertEqual([255 if c == "~" else ord(c) - 97 for c in letters], list(last[3]))

    def test_yearly_shares_one_replicate_and_a_variant_make_a_page(self):
        Elements(page(Synthetic(yearly=True, replicates=1), "--variant", "no_order"))

    def test_odd_worlds_make_a_page(self):
        for what in (Synthetic(models=tuple(f"m{n}" for n in range(16)), named=False),
                     Synthetic(children=(9,), models=("a", "b"), variants=("base",)),
                     Synthetic(children=(1,), steps=5), Synthetic(steps=1), Synthetic(rate=0)):
            for options in ([], ["--lang", "zh"]):
                self.assertEqual(Elements(page(what, *options)).open, [])

    def test_without_formations_the_page_says_what_is_missing(self):
        text = page(Synthetic(with_formations=False))
        self.assertTrue("formations = true" in text)
        self.assertFalse('id="atlas-data"' in text)

    def test_an_unreadable_scenario_leaves_titles_to_the_file(self):
        self.assertTrue("A small country" in page(Synthetic(seed_attributes={"scenario": "= ="})))

    def test_errors_are_said_and_end_with_2(self):
        for options in (["absent.h5"], [written(Synthetic()), "--variant", "other"],
                        [written(Synthetic()), "--dates", "2050-01"]):
            with mock.patch("sys.stderr") as stderr:
                self.assertEqual(report.main([*options, "-o", "never.html"]), 2)
            self.assertIn("report.py: ", "".join(c.args[0] for c in stderr.write.mock_calls))
        self.assertFalse(os.path.exists("never.html"))


class Drawings(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.what = Synthetic(replicates=5)
        cls.path = written(cls.what)
        cls.ds = tizhi.open_dataset(cls.path)

    def test_a_stack_ends_at_the_mean_shares(self):
        canvas = Canvas(100, 100)
        drawn = panel.Panel(canvas, 0, 0, 100, 100, layout.span(self.ds), (0, 1))
        shares.share_panel(self.ds, drawn, "county", 0, "base", [])
        areas = [s for s in canvas.shapes if s[0] == "area" and s[5] is not None]
        want = tizhi.share(self.ds, "county").mean("replicate")[-1].values
        for (_, _, points, *_), share in zip(areas, want):
            right = points[points[:, 0] == points[:, 0].max()][:, 1]
            self.assertAlmostEqual(np.ptp(right), 100 * share, places=3)
        self.assertEqual(len(areas), 4)

    def test_bars_add_up_to_all_formations(self):
        drawn = bars.causes(self.ds)
        said = [s[5][0] for s in drawn.shapes if s[0] == "area" and s[5] and ":" in s[5][0]]
        counts = tizhi.formations_by_cause(self.ds).isel(level=[1, 2]).mean("replicate").values
        self.assertEqual(len(said), np.count_nonzero(counts))

    def test_the_bars_of_a_variant_are_its_last_shares(self):
        drawn = bars.variants(self.ds)
        said = [s[5][0] for s in drawn.shapes if s[0] == "area" and s[5]]
        last = tizhi.share(self.ds, "county", 0, "no_order").isel(time=-1).mean("replicate").values
        names = [n.replace("_", " ") for n in self.what.models] + ["none yet"]
        want = [f"{n} {p:.0%}" for n, p in zip(names, [*last.astype(float), 1 - last.sum()])]
        self.assertEqual(said[-5:], want)

    def test_every_figure_becomes_a_picture(self):
        for name in set(figures.FIGURES) - set(figures.OF_DECOMPOSITIONS):
            self.assertEqual(figures.main([self.path, name, "-o", name + ".png"]), 0)
            with open(name + ".png", "rb") as file:
                self.assertEqual(file.read(8), base64.b64decode("iVBORw0KGgo="))

    def test_without_a_chinese_font_the_way_out_is_said(self):
        drawn = shares.shares(self.ds)
        with mock.patch.object(picture.font_manager, "findSystemFonts", return_value=[]):
            with self.assertRaisesRegex(picture.MissingFont, "apt-get install fonts-wqy-microhei"):
                drawn.save("zh.png", "zh")
            drawn.save("en.png", "en")

    def test_thinning_keeps_bends_and_ends(self):
        points = [(0, 0), (1, 1), (2, 2), (3, 2), (4, 2), (5, 0)]
        self.assertEqual(thinned(points).tolist(), [[0, 0], [2, 2], [4, 2], [5, 0]])

    def test_thinning_keeps_the_corner_where_an_area_ends_in_a_point(self):
        points = [(0, 5), (1, 9), (2, 8), (2, 8), (1, 8), (0, 8)]
        self.assertEqual(thinned(points).tolist(), [[0, 5], [1, 9], [2, 8], [0, 8]])

    def test_years_know_leap_years(self):
        got = panel.years(np.array(["1987-07-02T12", "1988-07-02", "1988-01-01"], "M8[ns]"))
        np.testing.assert_allclose(got, [1987.5, 1988.5, 1988])

    def test_ticks_are_round_and_inside(self):
        self.assertEqual(panel.ticks(1982, 2025, 11).tolist(), list(range(1985, 2026, 5)))
        self.assertEqual(panel.ticks(0, 1, 5).round(9).tolist(), [0, .2, .4, .6, .8, 1])

    def test_lines_break_where_the_room_ends(self):
        for line in panel.in_lines("leading group, its office in the general office", 12, 100):
            self.assertLessEqual(panel.text_width(line, 12), 100)
        name = "领导小组办公室设在部门"
        self.assertEqual("".join(panel.in_lines(name, 12, 50)), name)

    def test_names_fit_into_the_roomiest_stretch_or_are_left_out(self):
        x, low = np.linspace(0, 100, 101), np.full(101, 50.0)
        high = np.where((x > 60) & (x < 95), 20.0, 45.0)
        self.assertEqual(shares.roomiest(x, low, high, 10, 12)[1], 35)
        self.assertGreater(shares.roomiest(x, low, high, 10, 12)[0], 60)
        self.assertIsNone(shares.roomiest(x, low, high, 50, 12))

    def test_models_without_a_colour_get_distinct_ones(self):
        colours = look.model_colours(["", "#0072B2", "red", ""], 4)
        self.assertEqual(len(set(colours)), 4)
        self.assertEqual(colours[1], "#0072b2")
        self.assertEqual(len(set(look.model_colours(None, 16))), 16)

    def test_titles_of_events_say_who_and_what(self):
        titles = captions.Titles(self.ds)
        self.assertEqual(titles.of({"levels": ["province"], "model": ["dedicated"]}, "x"),
                         ("provinces → dedicated", "省级 → 专职机构"))
        self.assertEqual(titles.of({"region": "r3", "model": "none"}, "x")[1], "地区3 → 尚无")
        self.assertEqual(titles.of({"issuer": "r0", "deadline": "2018-12"}, "x"),
                         ("all below Region 0 (by 2018-12)", "地区0以下各级（限 2018-12 前）"))
        self.assertEqual(titles.of({}, "first_order"), ("first order", "first order"))

    def test_windows_come_a_lag_later_on_each_level(self):
        told = """[[windows]]\nfrom = "1989-01"\nevery = 2\nlength = 0.5\nlag_per_level = 0.25
                  factor = 3\n[[windows]]\ndates = ["1985"]\nlength = 1\nfactor = 3"""
        ds = self.ds.assign_attrs(scenario=told)
        self.assertEqual(captions.windows(ds, 0), [(1989, 1989.5), (1991, 1991.5)])
        self.assertEqual(captions.windows(ds, 2), [(1989.5, 1990), (1991.5, 1992)])

    def test_the_map_shows_the_highest_level_that_has_places(self):
        _, level = self.what.regions()
        np.testing.assert_array_equal(maps.placed(self.ds), np.flatnonzero(level == 1))

    def test_chinese_names_lose_their_kind(self):
        for name, short in (("北京市", "北京"), ("广西壮族自治区", "广西"), ("省", "省"),
                            ("黑龙江省", "黑龙江"), ("犹他州", "犹他"),
                            ("凉山彝族自治州", "凉山彝族自治州")):
            self.assertEqual(captions.short_chinese(name), short)


if __name__ == "__main__":
    unittest.main()
