"""What `tizhi explain --json` says of a region is what the output holds: the story is the region's
rows of `tizhi table formations`, and all frequencies come again from the HDF5 by other means."""
import collections
import csv
import json
import os
import subprocess
import unittest
from pathlib import Path

import h5py
import numpy as np

HERE = Path(__file__).resolve().parent
CAUSES = ["inertia", "imitation", "mandate", "leadership", "script"]
REGIONS = ["0", "1", "11", "21", "31"]
VARIANTS = ["base", "without_document"]
LAG = 6  # steps: half a year of months


def tizhi(*arguments):
    return subprocess.run([os.environ["TIZHI_BIN"], *arguments], check=True,
                          capture_output=True, text=True).stdout


def explained(region, variant, replicate=0):
    return json.loads(tizhi("explain", "out.h5", region, "--json", "--quiet", "--variant", variant,
                            "--replicate", str(replicate)))


class Output:
    """The file, read plainly."""

    def __init__(self, path):
        with h5py.File(path) as file:
            self.codes = list(file["region"].asstr()[()])
            self.models = list(file["model"].asstr()[()])
            self.parent = file["region_parent"][()]
            self.level = file["region_level"][()]
            self.variants = list(file["variant"].asstr()[()])
            self.days = file["time"][()]
            self.initial = file["initial_state"][0]
            self.share = file["share"][0].astype(float)
            self.offset = file["formation_offset"][()]
            self.columns = np.stack([file["formation_" + name][()] for name in
                                     ("step", "region", "from", "to", "cause")], axis=1)
            self.ledger = file["formation_ledger"][()] / 255
        self.replicates = self.initial.shape[1]

    def rows(self, variant, replicate):
        run = self.variants.index(variant) * self.replicates + replicate
        return slice(self.offset[run], self.offset[run + 1])

    def date(self, step):
        return str(np.datetime64("1900-01-01") + int(self.days[step]))

    def model(self, code):
        return None if code == 255 else self.models[code]

    def of_region(self, region, variant):
        """Its formations [replicate], each with its ledger."""
        row = self.codes.index(region)
        for replicate in range(self.replicates):
            rows = self.rows(variant, replicate)
            mine = self.columns[rows, 1] == row
            yield self.columns[rows][mine], self.ledger[rows][mine]

    def state(self, variant, replicate, step, scripted=True):
        """All regions at the start of a step, with what is scripted in it."""
        models = self.initial[self.variants.index(variant), replicate].copy()
        for at, region, _, to, cause in self.columns[self.rows(variant, replicate)]:
            if at < step or (scripted and at == step and cause == 4):
                models[region] = to
        return models


def quantile(steps, share):
    return int(np.quantile(steps, share, method="inverted_cdf"))


def of_points(name, numbers, paths):
    """A file as a sweep writes it, a run a point: their rows one after the other."""
    runs = [h5py.File(path) for path in paths]
    shift = 0
    with h5py.File(name, "w", track_order=True) as out:
        out.attrs.update(runs[0].attrs)
        for key, first in runs[0].items():
            joined = [run[key][()] for run in runs]
            if key.endswith("_offset"):
                ends, shift = [joined[0]], joined[0][-1]
                for more in joined[1:]:
                    ends.append(more[1:] + shift)
                    shift += more[-1]
                value = np.concatenate(ends)
            elif key == "point":
                value = np.array(numbers, "int32")
            elif key.split("_")[0] in ("formation", "arrival", "order", "outcome") or \
                    key in ("initial_state", "share"):
                value = np.concatenate(joined)
            else:
                value = joined[0]
            out.create_dataset(key, data=value, dtype=first.dtype)
        lag = out.create_dataset("imitation.lag", data=[0.5, 0.0])
        lag.attrs["parameter"] = "imitation.lag"
        out["point"].make_scale("point")
        lag.dims[0].attach_scale(out["point"])
    for run in runs:
        run.close()


class Explained(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        tizhi("run", str(HERE / "named.toml"), "-o", "out.h5", "--quiet")
        cls.out = Output("out.h5")

    def every(self):
        for region in REGIONS:
            for variant in VARIANTS:
                yield region, variant, explained(region, variant)

    def changes(self, region, variant, pick=min):
        """By (from, to): replicates, times, causes, and quantiles of the first time."""
        steps = collections.defaultdict(list)
        causes = collections.defaultdict(collections.Counter)
        for formations, _ in self.out.of_region(region, variant):
            times = collections.defaultdict(list)
            for step, _, old, new, cause in formations:
                key = (self.out.model(old), self.out.model(new))
                times[key].append(step)
                causes[key][CAUSES[cause]] += 1
            for key, at in times.items():
                steps[key].append(pick(at))
        return {key: (len(at), sum(causes[key].values()), {c: causes[key][c] for c in CAUSES},
                      [self.out.date(quantile(at, q)) for q in (0.05, 0.5, 0.95)])
                for key, at in steps.items()}

    def test_the_story_is_the_regions_rows_of_the_table(self):
        table = list(csv.DictReader(tizhi("table", "out.h5", "formations").splitlines()))
        told = 0
        for region in REGIONS:
            for variant, replicate in (("base", 0), ("base", 7), ("without_document", 19)):
                rows = [r for r in table if (r["region"], r["variant"], int(r["replicate"])) ==
                        (region, variant, replicate)]
                story = explained(region, variant, replicate)["story"]
                told += len(story)
                self.assertEqual(
                    [(str(e["step"]), e["date"][:7], e["from"] or "", e["to"] or "", e["cause"])
                     for e in story],
                    [(r["step"], r["date"], r["from"], r["to"], r["cause"]) for r in rows])
                for e, row in zip(story, rows):
                    for cause in CAUSES[:4]:
                        self.assertAlmostEqual(e["ledger"][cause], float(row[cause]), delta=1e-4)
        self.assertGreater(told, 50)

    def test_changes_are_counted_over_the_replicates(self):
        differs = False
        for region, variant, said in self.every():
            found = {(c["from"], c["to"]): (c["replicates"], c["times"], c["by_cause"],
                                            [c["first_date_5"], c["first_date_median"],
                                             c["first_date_95"]]) for c in said["changes"]}
            self.assertEqual(found, self.changes(region, variant))
            differs |= found != self.changes(region, variant, pick=max)
            order = [(-c["replicates"], -c["times"]) for c in said["changes"]]
            self.assertEqual(order, sorted(order))
            self.assertEqual(said["replicates"], self.out.replicates)
        self.assertTrue(differs, "the last time of a change would pass for the first")

    def test_what_is_held_at_dates(self):
        moved = 0
        for region, variant, said in self.every():
            row = self.out.codes.index(region)
            for moment in said["has"]:
                counts = collections.Counter()
                for replicate in range(self.out.replicates):
                    states = [self.out.state(variant, replicate, moment["state"], scripted)[row]
                              for scripted in (False, True)]
                    counts[self.out.model(states[0]) or "none"] += 1
                    moved += states[0] != states[1]
                self.assertEqual(moment["replicates"],
                                 {name: counts[name] for name in self.out.models + ["none"]})
                self.assertEqual(moment["date"], self.out.date(moment["state"]))
            self.assertEqual(said["has"][-1]["state"], len(self.out.days) - 1)

    def test_causes_ledgers_and_histories(self):
        for region, variant, said in self.every():
            causes, paths, ledgers = collections.Counter(), collections.Counter(), []
            for replicate, (formations, shares) in enumerate(self.out.of_region(region, variant)):
                first = self.out.initial[self.out.variants.index(variant), replicate,
                                         self.out.codes.index(region)]
                paths[tuple(map(self.out.model, [first, *formations[:, 3]]))] += 1
                causes.update(CAUSES[c] for c in formations[:, 4])
                ledgers += [s for s in shares if s.sum() > 0]
            self.assertEqual(said["by_cause"], {c: causes[c] for c in CAUSES})
            self.assertEqual(said["formations"], sum(causes.values()))
            if ledgers:
                np.testing.assert_allclose(list(said["mean_ledger"].values()),
                                           np.mean(ledgers, axis=0), rtol=1e-12)
            else:
                self.assertIsNone(said["mean_ledger"])
            self.assertEqual({tuple(h["models"]): h["replicates"] for h in said["histories"]},
                             dict(paths))

    def test_the_level_at_the_end(self):
        for region, variant, said in self.every():
            level = self.out.level[self.out.codes.index(region)]
            means = self.out.share[self.out.variants.index(variant), :, -1, level].mean(axis=0)
            found = list(said["level_at_end"].values())
            np.testing.assert_allclose(found[:-1], means, rtol=1e-12)
            self.assertAlmostEqual(sum(found), 1, delta=1e-6)

    def seen(self, region, variant, replicate, episode, lag):
        """Does the superior, and how many siblings do, have what the region takes up?"""
        at = episode["step"] - lag
        models = (self.out.state(variant, replicate, at) if at >= 0 else
                  self.out.initial[self.out.variants.index(variant), replicate])
        row = self.out.codes.index(region)
        above = self.out.parent[row]
        to = self.out.models.index(episode["to"])
        siblings = [i for i, p in enumerate(self.out.parent) if p == above and i != row]
        return models[above] == to, len(siblings), sum(models[i] == to for i in siblings)

    def test_imitators_see_the_picture_of_half_a_year_ago(self):
        looked = misled = 0
        for region in REGIONS[1:]:
            for replicate in range(6):
                for episode in explained(region, "base", replicate)["story"]:
                    if episode["cause"] != "imitation":
                        continue
                    found = (episode["superior_had_it"], episode["peers"],
                             episode["peers_that_had_it"])
                    self.assertEqual(found, self.seen(region, "base", replicate, episode, LAG))
                    self.assertTrue(found[0] or found[2] > 0, "someone must have been imitated")
                    looked += 1
                    misled += found != self.seen(region, "base", replicate, episode, 0)
        self.assertGreater(looked, 20)
        self.assertGreater(misled, 0, "the picture of the day would pass for the old one")

    def test_a_point_of_a_sweep_is_told_as_its_own_run(self):
        tizhi("run", str(HERE / "named.toml"), "-o", "now.h5", "--quiet", "--set",
              "imitation.lag=0")
        of_points("points.h5", [7, 8], ["out.h5", "now.h5"])
        for region in REGIONS[2:]:
            for variant in VARIANTS:
                told = {}
                for point, path in ((7, "out.h5"), (8, "now.h5")):
                    asked = [region, "--json", "--variant", variant, "--replicate", "3"]
                    told[point] = json.loads(tizhi("explain", "points.h5", *asked, "--point",
                                                   str(point)))
                    alone = json.loads(tizhi("explain", path, *asked))
                    self.assertEqual(told[point], {**alone, "point": point})
                self.assertNotEqual(told[7]["story"], told[8]["story"])

    def test_a_story_names_the_events_of_its_variant(self):
        named = collections.Counter()
        for variant in VARIANTS:
            for region in REGIONS:
                for replicate in range(6):
                    for episode in explained(region, variant, replicate)["story"]:
                        named.update((variant, episode["cause"], e) for e in episode["events"])
        self.assertGreater(named["base", "mandate", "document-9"], 5)
        self.assertEqual(named["without_document", "mandate", "document-9"], 0)
        self.assertGreater(named["base", "inertia", "centres"], 5)
        self.assertGreater(named["base", "script", "centre-1986"], 0)
        kinds = {"inertia": {"centres", "offices"}, "mandate": {"document-9"},
                 "script": {"centre-1986"}, "leadership": {"mayor"}}
        for _, cause, event in named:
            self.assertIn(event, kinds[cause])
        known = {v: [e["id"] for e in explained("21", v)["events"]] for v in VARIANTS}
        self.assertIn("document-9", known["base"])
        self.assertEqual(known["without_document"],
                         [e for e in known["base"] if e != "document-9"])


if __name__ == "__main__":
    unittest.main()
