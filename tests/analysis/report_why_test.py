"""The page's sections about why: what they hold, and when they are there."""
import os
import subprocess
import unittest
from unittest import mock

import effects_test
import figures_test
from report_test import Elements

import report


def page(*arguments):
    if report.main([*arguments, "-o", "page.html"]) != 0:
        raise AssertionError(arguments)
    with open("page.html", encoding="utf-8") as file:
        return file.read()


def sections(text):
    return [a["id"] for tag, a in Elements(text).found if tag == "section" and "id" in a]


class Sections(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        text = effects_test.SCENARIO.replace(*figures_test.TITLES)
        named = text.replace('title_zh = "设有专职机构的县区",',
                             'title_zh = "设有专职机构的县区", scope = "1.2",')
        for name, words, command in (("x", text, "run"), ("named", named, "run"),
                                     ("why", text, "decompose")):
            with open(name + ".toml", "w", encoding="utf-8") as file:
                file.write(words)
            subprocess.run([os.environ["TIZHI_BIN"], command, name + ".toml", "-o", name + ".h5",
                            "--quiet"], check=True)

    def test_a_run_with_counterfactuals_tells_them(self):
        text = page("x.h5")
        self.assertEqual(Elements(text).open, [])
        self.assertEqual(sections(text), ["outcomes", "differences", "glance", "shares", "timeline",
                                          "bands", "causes", "measures", "variants", "what-if",
                                          "claims", "scenario"])
        for words in ("各反事实情形改变了什么", "no-peers", "replicate 3", "第3次重复"):
            self.assertTrue(words in text, words)

    def test_regions_that_the_outcomes_name_come_before_the_whole(self):
        found = sections(page("named.h5"))
        self.assertLess(found.index("timeline"), found.index("glance"))

    def test_the_regions_asked_for_are_told(self):
        text = page("x.h5", "--regions", "1.3,1.3.2")
        self.assertEqual(text.count("<h3>"), 2)
        self.assertTrue("<h3><span>1.3.2</span></h3>" in text)

    def test_a_decomposition_beside_the_run_is_in_its_page(self):
        found = sections(page("x.h5", "--why", "why.h5"))
        self.assertEqual(found[2:4], ["decomposition", "contributions"])

    def test_the_page_of_a_decomposition_is_about_the_causes(self):
        text = page("why.h5")
        self.assertEqual(sections(text), ["decomposition", "contributions", "glance", "shares",
                                          "bands", "measures", "claims", "scenario"])
        for words in ("Counties with an agency", "全部成因", "+0", "±"):
            self.assertTrue(words in text, words)

    def test_a_scenario_in_which_nothing_happens_has_its_pages(self):
        with open("idle.toml", "w", encoding="utf-8") as file:
            file.write('time = { start = "2000-01", end = "2001-01" }\nmodel = [{ id = "a" }]\n'
                       "regions = { generate = [1, 3] }\n")
        for command in ("run", "decompose"):
            subprocess.run([os.environ["TIZHI_BIN"], command, "idle.toml", "-o", "idle.h5",
                            "--quiet", "--force"], check=True)
            self.assertEqual("contributions" in sections(page("idle.h5")), command == "decompose")

    def test_what_is_no_decomposition_of_it_is_refused(self):
        with mock.patch("sys.stderr"):
            for arguments in (["x.h5", "--why", "x.h5"], ["x.h5", "--regions", "9"]):
                self.assertEqual(report.main([*arguments, "-o", "never.html"]), 2)
        self.assertFalse(os.path.exists("never.html"))


if __name__ == "__main__":
    unittest.main()
