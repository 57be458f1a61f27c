"""A finer catalogue tells the same story: summed over the departments, and case by case."""

import importlib
import inspect
import pathlib
import unittest

import numpy

from cases import Case, Pattern
from history import SCENARIOS, History, run

HOSTS = "catalogues/hosts.toml"
REPLICATES = "100"
PROVINCES = 31
MOST, MEAN = 0.045, 0.012  # between means over the replicates: at any date, and over all of them
# What counts different forms counts more of them here: a move between departments is one, too.
BOUNDS_OF_FINE_FORMS = {
    ("cases/hefei.toml", "two of Anhui's prefectures or more run three forms", "no-orders"): 0.5,
}


def cases():
    """The classes of all cases of China; this one, of the catalogue itself, is none."""
    for file in sorted(pathlib.Path(__file__).parent.glob("*_test.py")):
        if file.stem != "catalogues_test":
            for _, found in inspect.getmembers(importlib.import_module(file.stem), inspect.isclass):
                if issubclass(found, Case) and getattr(found, "file", "").startswith("cases/"):
                    yield found


def differences(coarse, fine):
    """{level: [time, model]}: summed share of the family, fine less coarse, means of replicates."""
    def means(history, level):
        return [history.shares(level, name).mean(0) for name in coarse.models]
    return {level: numpy.subtract(means(fine, level), means(coarse, level)).T
            for level in coarse.levels}


def with_hosts(file):
    """The scenario under the finer catalogue: three lines, nothing of it copied."""
    name = f"{pathlib.Path(file).stem}-hosts"
    text = f'extends = ["{SCENARIOS / file}", "{SCENARIOS / HOSTS}"]\n'
    pathlib.Path(f"{name}.toml").write_text(text, encoding="utf-8")
    run(pathlib.Path.cwd() / f"{name}.toml", f"{name}.h5", "--set", "output.compress=0")
    return f"{name}.h5"


def histories(path, names):
    return {name: History(path, name) for name in names}


class Shares(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.coarse = run("china.toml", "coarse.h5", "--replicates", REPLICATES)

    def fine(self, name, *options):
        return differences(self.coarse, run(HOSTS, name, "--replicates", REPLICATES, *options))

    def test_summed_over_the_departments_shares_are_those_of_the_coarse_catalogue(self):
        for level, found in self.fine("fine.h5").items():
            print(f"{level}: at most {abs(found).max():.3f}, {abs(found).mean():.4f} in the mean")
            self.assertLess(abs(found).max(), MOST, level)
            self.assertLess(abs(found).mean(), MEAN, level)

    def test_legacies_added_to_instead_of_divided_tell_another_story(self):
        added = [part for host in ("electronics", "computing-centres") for part in
                 ("--set", f"event.{host}-provinces.amount=1")]
        self.assertGreater(abs(self.fine("added.h5", *added)["province"]).max(), 1.5 * MOST)

    def test_every_family_of_the_finer_catalogue_is_a_model_of_the_coarse_one(self):
        fine = run(HOSTS, "names.h5", "--replicates", "1")
        self.assertEqual(sorted(set(fine.families)), sorted(self.coarse.models))
        self.assertEqual(len(fine.models), 11)


class EveryCase(unittest.TestCase):
    def test_every_case_shows_its_patterns_under_the_finer_catalogue_too(self):
        found = list(cases())
        self.assertGreaterEqual(len(found), 9)
        for case in found:
            names = {"base", *(name for one in case.patterns for name in one.controls)}
            of_variant = histories(with_hosts(case.file), names)
            for pattern in case.patterns:
                with self.subTest(case=case.file, pattern=pattern.name):
                    self.assert_pattern(case.file, pattern, of_variant)

    def assert_pattern(self, file, pattern, of_variant):
        rate = float(numpy.mean(pattern.holds(of_variant["base"])))
        self.assertGreaterEqual(rate, pattern.at_least)
        for variant, bound in pattern.controls.items():
            rate = float(numpy.mean(pattern.holds(of_variant[variant])))
            bound = BOUNDS_OF_FINE_FORMS.get((file, pattern.name, variant), bound)
            self.assertLess(rate, bound, variant)


def planning_leads_in_1996(history):
    return history.outcomes["planning_1996"] > 3 * history.outcomes["industry_1996"]


def planning_leads_in_2010(history):
    return history.outcomes["planning_2010"] > history.outcomes["industry_2010"]


def four_provinces_are_with_industry(history):
    return history.outcomes["industry_2010"] * PROVINCES > 3.5


class ChinaHosts(Case, unittest.TestCase):
    file = "catalogues/china-hosts.toml"
    patterns = (
        Pattern("in 1996 planning hosts three times as many provinces as industry",
                planning_leads_in_1996, 0.9, {"no-centres": 0.45}),
        Pattern("in 2010 planning still hosts more provinces than industry",
                planning_leads_in_2010, 0.55, {"no-centres": 0.5}),
        Pattern("some follow the centre: four provinces or more are with industry in 2010",
                four_provinces_are_with_industry, 0.6, {"centre-stays": 0.35}),
    )


if __name__ == "__main__":
    unittest.main()
