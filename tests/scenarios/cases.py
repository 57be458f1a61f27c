"""What every case scenario (scenarios/cases/) must show, in one place: see Case.

A case is a class: class Shanghai(Case, unittest.TestCase), with `file` and `patterns`. A pattern is
a claim about one replicate; its rate is the share of replicates in which it holds. It is asserted
for every seed: the scenario's own and the next ones, three in all, 21 with TIZHI_LONG=1.
"""

import dataclasses
import os
import pathlib
import re
import resource
import subprocess
import tomllib
from collections.abc import Callable, Mapping

import h5py
import numpy

from history import SCENARIOS, History, run, texts

SEEDS = 21 if os.environ.get("TIZHI_LONG") == "1" else 3
SECONDS = 5  # of all threads together
ATTEMPTS = 3  # whoever shares the machine's caches and cores can only make a run slower
CENTRE = "000000"
MARKS = ("[seen", "[derived", "[general", "[assumed", "[calibrated")
PROSE = {"title", "title_zh", "description", "description_zh", "question", "question_zh"}
PARAMETERS = {"inertia", "imitation", "mandate", "leadership"}
DEFENDED = PARAMETERS | {"windows", "event", "time", "initial", "regions", "model"}
LEVELS = ["centre", "province", "prefecture", "county"]
PLACE = {"code", "parent", "level", "name", "name_zh", "row", "col"}


@dataclasses.dataclass(frozen=True)
class Pattern:
    """holds(history): one bool a replicate. Rates are shares of a seed's replicates.

    at_least: in the base, for every seed. controls: variant id -> the rate stays below this there.
    """

    name: str
    holds: Callable[[History], numpy.ndarray]
    at_least: float
    controls: Mapping[str, float]


def processor_seconds():
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def seconds_of(play):
    before = processor_seconds()
    play()
    return processor_seconds() - before


def is_optimised():
    cache = pathlib.Path(os.environ["TIZHI_BUILD"], "CMakeCache.txt").read_text(encoding="utf-8")
    value = dict(re.findall(r"^(CMAKE_BUILD_TYPE|TIZHI_SANITIZE):\w+=(.*)$", cache, re.MULTILINE))
    return value["CMAKE_BUILD_TYPE"].startswith("Rel") and not value.get("TIZHI_SANITIZE")


def scenario_of(path):
    """The scenario of an output, as run: after `extends`."""
    with h5py.File(path) as file:
        text = file.attrs["scenario"]
    return tomllib.loads(text.decode() if isinstance(text, bytes) else str(text))


def variants_of(path):
    with h5py.File(path) as file:
        return texts(file["variant"])


def regions_named(event):
    """Codes in an event's region, scope and issuer."""
    for key in ("region", "scope", "issuer"):
        value = event.get(key, [])
        yield from [value] if isinstance(value, str) else value


def blocks(text):
    """The file's tables: (header, the comment above it and its lines, as one text)."""
    comment, header, lines = [], "", []
    for line in text.splitlines() + ["[end]"]:
        if line.startswith("["):
            yield header, "\n".join(lines)
            header, lines, comment = line.strip("[]"), comment, []
        elif line.startswith("#"):
            comment.append(line)
        else:
            lines += [*comment, line]
            comment = []


def scripted(resolved, named_events=frozenset(), top=CENTRE):
    """What of a scenario would write a history down instead of letting it arise."""
    for event in resolved["event"]:
        below = set(regions_named(event)) - {top}
        everywhere = not ("region" in event or "scope" in event)
        is_set = event["kind"] == "set" and (below or everywhere)
        if is_set or (event["kind"] == "legal" and below):  # law for all alike is no one's own
            yield f"{event['id']}: {event['kind']}"
        elif below and event["id"] not in named_events:
            yield f"{event['id']}: names {sorted(below)}"
    if resolved["regions"].get("fixed") != [top]:
        yield "regions.fixed"
    if "region" in resolved.get("initial", {}):
        yield "initial.region"


def private_rates(resolved, levels=LEVELS, folder=SCENARIOS):
    """What of a scenario in that folder would give a region a rate or a trait of its own."""
    if resolved["regions"]["levels"] != levels:
        yield "regions.levels"
    table = folder / resolved["regions"]["file"]
    with table.open(encoding="utf-8") as file:
        traits = set(file.readline().strip().split(",")) - PLACE
    yield from sorted(traits)
    known = set(levels).union(*({model["id"], model.get("family", model["id"])}
                                for model in resolved["model"]))
    for section in PARAMETERS:
        for key, value in resolved.get(section, {}).items():
            if isinstance(value, dict) and set(value) - known:
                yield f"{section}.{key}"


def undefended(text):
    """Headers of tables that bear on the run, without a mark in them or in the comment above."""
    for header, block in blocks(text):
        if header.split(".")[0] in DEFENDED and not any(mark in block for mark in MARKS):
            yield header


class Case:
    """The claims common to all cases. A class of its own names what is particular to it."""

    file: str                     # below scenarios/
    patterns: tuple[Pattern, ...]
    named_events: frozenset = frozenset()  # ids of events that may name a region below the top
    top = CENTRE                  # the one region that may follow a script
    levels = LEVELS

    @classmethod
    def setUpClass(cls):
        cls.path = SCENARIOS / cls.file
        cls.text = cls.path.read_text(encoding="utf-8")
        cls.own = tomllib.loads(cls.text)
        cls.seconds = seconds_of(lambda: run(cls.file, "own.h5"))
        cls.resolved = scenario_of("own.h5")

    def test_it_opens_with_its_question_and_its_sources(self):
        for key in sorted(PROSE):
            self.assertTrue(self.own.get(key, "").strip(), key)
        self.assertTrue(self.own["question"].rstrip().endswith("?"))
        self.assertTrue(self.own["question_zh"].rstrip().endswith("？"))
        first, second = self.text.splitlines()[:2]
        self.assertRegex(first, r"^# .*\?$")
        self.assertRegex(second, r"^# .*？$")
        self.assertTrue(self.own["sources"])

    def test_it_runs_in_under_five_seconds(self):
        if not is_optimised():
            self.skipTest("this is no optimised build")
        least = self.seconds
        for _ in range(1, ATTEMPTS):
            if least >= SECONDS:
                least = min(least, seconds_of(lambda: run(self.file, "own.h5")))
        self.assertLess(least, SECONDS)

    def test_no_history_is_scripted(self):
        self.assertEqual(list(scripted(self.resolved, self.named_events, self.top)), [])

    def test_no_region_has_a_rate_of_its_own(self):
        self.assertEqual(list(private_rates(self.resolved, self.levels, self.path.parent)), [])

    def test_what_it_changes_is_defended(self):
        self.assertEqual(list(undefended(self.text)), [])

    def test_check_prints_what_it_changes(self):
        if "extends" not in self.own:
            self.skipTest("this case changes no other scenario")
        done = subprocess.run([os.environ["TIZHI_BIN"], "check", str(self.path)], text=True,
                              capture_output=True, check=True)
        table = done.stdout.split("what it says differently", 1)[1]
        for event in self.own.get("event", []):
            self.assertIn(f"event.{event['id']}.", table)
        for section in PARAMETERS & set(self.own):
            self.assertIn(f"{section}.", table)
        for variant in self.own["counterfactual"]:
            self.assertIn(f"counterfactual.{variant['id']}.", table)

    def test_its_patterns_hold_for_every_seed_and_not_in_the_controls(self):
        rates = {pattern.name: {} for pattern in self.patterns}
        for seed in range(self.own["seed"], self.own["seed"] + SEEDS):
            path = f"{seed}.h5"
            run(self.file, path, "--seed", str(seed), "--set", "output.compress=0")
            self.assert_of_one_seed(path, rates)
            os.remove(path)
        for name, found in rates.items():
            for variant, values in found.items():
                print(f"{self.file}: {name}: {variant}: {values[0]:.2f} for the given seed, "
                      f"{min(values):.2f} to {max(values):.2f} for {len(values)}")

    def assert_of_one_seed(self, path, rates):
        histories = {name: History(path, name) for name in variants_of(path)}
        for pattern in self.patterns:
            self.assertTrue(pattern.controls, f"'{pattern.name}' lacks a control")
            for variant in ("base", *pattern.controls):
                rate = float(numpy.mean(pattern.holds(histories[variant])))
                rates[pattern.name].setdefault(variant, []).append(rate)
                said = f"'{pattern.name}' in '{variant}' of {path}"
                if variant == "base":
                    self.assertGreaterEqual(rate, pattern.at_least, said)
                else:
                    self.assertLess(rate, pattern.controls[variant], said)
