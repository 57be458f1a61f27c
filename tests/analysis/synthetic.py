"""Writes a small file in the layout of tizhi 1.0, from random formations, without the program.

The reader's tests compare what it rebuilds with plain loops over `Synthetic.runs`.
"""
import sys
from dataclasses import dataclass, field
from pathlib import Path

import h5py
import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "analysis"))

CAUSES = ["inertia", "imitation", "mandate", "leadership", "script"]
SCENARIO = '''title = "A small country"
title_zh = "一个小国"
question = "Why do forms differ?"
question_zh = "体制为何不同？"
description = "Random formations, to test the reader."
seed = 7
replicates = 3

[[event]]
id = "order"
date = "1990-05"
kind = "mandate"
model = "dedicated"
description = "The <first> order"
description_zh = "第一道命令"
source = "https://example.org/a?b=1&c=2"
'''


@dataclass
class Synthetic:
    """What to write; `runs` then holds (step, region, from, to, cause, ledger) of each run."""
    points: int = 1
    variants: tuple = ("base", "no_order")
    replicates: int = 3
    steps: int = 48
    children: tuple = (1, 6, 20)
    models: tuple = ("leading_group", "dedicated", "attached", "general_office")
    rate: float = 0.05
    seed: int = 1
    yearly: bool = False
    compress: bool = False
    with_formations: bool = True
    initial_age: float = None
    named: bool = True  # generated regions have no names and no places
    seed_attributes: dict = field(default_factory=dict)
    runs: list = field(default_factory=list)
    initial: np.ndarray = None

    def regions(self):
        """parent and level of each region: each level's regions are dealt to the level above."""
        parent, level, above = [], [], None
        for number, count in enumerate(self.children):
            first = len(parent)
            parent += [-1 if above is None else above[n % len(above)] for n in range(count)]
            level += [number] * count
            above = range(first, first + count)
        return np.array(parent), np.array(level)

    def draw(self):
        """Random initial states and formations of every run, at most one per region and step."""
        rng = np.random.default_rng(self.seed)
        count, codes = sum(self.children), list(range(len(self.models))) + [255]
        number = self.points * len(self.variants) * self.replicates
        self.initial = rng.choice(codes, (number, count)).astype(np.uint8)
        self.runs = [self._run(rng, self.initial[n].copy()) for n in range(number)]

    def _run(self, rng, now):
        rows = []
        for step in range(self.steps):
            for region in np.flatnonzero(rng.random(len(now)) < self.rate):
                to = int(rng.choice([k for k in range(len(self.models)) if k != now[region]]))
                ledger = np.diff([0, *np.sort(rng.integers(0, 256, 3)), 255])
                rows.append((step, int(region), int(now[region]), to, int(rng.integers(5)), ledger))
                now[region] = to
        return rows

    def states(self, run):
        """Every state of a run by plain loops: [T + 1][region]."""
        found = [list(self.initial[run])]
        for step in range(self.steps):
            found.append(list(found[-1]))
            for row in self.runs[run]:
                if row[0] == step:
                    found[-1][row[1]] = row[3]
        return np.array(found)

    def time(self):
        """Days since 1900-01-01 of the first of every month from 1988-01."""
        months = np.datetime64("1988-01") + np.arange(self.steps + 1)
        return (months.astype("datetime64[D]") - np.datetime64("1900-01-01")).astype(np.int32)


def write(path, what):
    """Draws `what` and writes it to `path`."""
    what.draw()
    with h5py.File(path, "w", track_order=True, libver=("v108", "v110")) as file:
        writer = _Writer(file, what)
        writer.attributes()
        writer.fixed()
        writer.results()
        if what.with_formations:
            writer.formations()
    return what


class _Writer:
    def __init__(self, file, what):
        self.file, self.what = file, what
        self.pack = {"compression": "gzip", "shuffle": True} if what.compress else {}

    def put(self, name, values, dims, **attributes):
        text = isinstance(values, list)
        kind = {"dtype": h5py.string_dtype()} if text else {}
        made = self.file.create_dataset(name, data=values, **kind, **({} if text else self.pack))
        made.attrs.update(attributes)
        if dims == [name]:
            made.make_scale(name)
            return
        for axis, dim in enumerate(dims):
            if dim not in self.file:
                bare = self.file.create_dataset(dim, (made.shape[axis],), dtype=">f4")
                bare.make_scale(
                    f"This is a netCDF dimension but not a netCDF variable.{made.shape[axis]:10d}")
            made.dims[axis].attach_scale(self.file[dim])

    def attributes(self):
        self.file.attrs.update({
            "Conventions": "CF-1.10", "file_type": "tizhi", "format_version": "1.0",
            "program_version": "0.1.0", "git": "abc1234", "title": "A small country",
            "scenario": SCENARIO, "scenario_hash": "0123456789abcdef", "seed": "7",
            **self.what.seed_attributes})

    def fixed(self):
        what, (parent, level) = self.what, self.what.regions()
        count, columns = len(parent), 8
        days = {"units": "days since 1900-01-01", "calendar": "standard"}
        place = np.where((level == 1) & what.named, np.cumsum(level == 1) - 1, -1)
        self.put("time", what.time(), ["time"], **days)
        self.put("region", [f"r{n}" for n in range(count)], ["region"])
        self.put("level", ["centre", "province", "county"][:len(what.children)], ["level"])
        self.put("model", list(what.models), ["model"])
        self.put("model_name", [m.replace("_", " ") for m in what.models], ["model"])
        chinese = ["领导小组", "专职机构", "挂靠部门", "办公厅(室)"]
        self.put("model_name_zh", (chinese + [""] * 12)[:len(what.models)], ["model"])
        self.put("model_colour", [""] * len(what.models), ["model"])
        self.put("cause", CAUSES, ["cause"])
        self.put("pressing_cause", CAUSES[:4], ["pressing_cause"])
        self.put("variant", list(what.variants), ["variant"])
        self.put("point", np.arange(what.points, dtype=np.int32), ["point"])
        if what.named:
            self.put("region_name", [f"Region {n}" for n in range(count)], ["region"])
            self.put("region_name_zh", [f"地区{n}" for n in range(count)], ["region"])
        self.put("region_level", level.astype(np.uint8), ["region"])
        self.put("region_fixed", np.zeros(count, np.uint8), ["region"])
        self.put("region_parent", parent.astype(np.int32), ["region"])
        self.put("region_row", np.where(place >= 0, place // columns, -1).astype(np.int32),
                 ["region"])
        self.put("region_col", np.where(place >= 0, place % columns, -1).astype(np.int32),
                 ["region"])
        self.put("event", ["order"], ["event"])
        self.put("event_date", np.array([32992], np.int32), ["event"], **days)
        self.put("event_kind", ["mandate"], ["event"])
        self.put("event_source", ["https://example.org/a?b=1&c=2"], ["event"])

    def results(self):
        what = self.what
        runs, shape = len(what.runs), (what.points, len(what.variants), what.replicates)
        _, level = what.regions()
        every = np.array([what.states(run) for run in range(runs)])
        shares = np.stack([np.stack([(every[:, :, level == n] == k).mean(axis=2)
                                     for k in range(len(what.models))], axis=-1)
                           for n in range(len(what.children))], axis=2)
        axis = "time"
        if what.yearly:
            axis, shares = "share_time", shares[:, ::12]
            self.put("share_time", what.time()[::12], ["share_time"],
                     units="days since 1900-01-01", calendar="standard")
        self.put("share", shares.reshape(*shape, *shares.shape[1:]).astype(np.float32),
                 ["point", "variant", "replicate", axis, "level", "model"])
        self.put("outcome_last", shares[:, -1, len(what.children) // 2, 1].reshape(shape),
                 ["point", "variant", "replicate"])
        self.put("initial_state", what.initial.reshape(*shape, -1),
                 ["point", "variant", "replicate", "region"])
        if what.initial_age is not None:
            self.put("initial_age", np.full(len(level), what.initial_age), ["region"])

    def formations(self):
        rows = [row for run in self.what.runs for row in run]
        offset = np.cumsum([0, *map(len, self.what.runs)])
        self.put("formation_offset", offset.astype(np.int64), ["run_edge"])
        kinds = {"step": np.int32, "region": np.int32, "from": np.uint8, "to": np.uint8,
                 "cause": np.uint8}
        for column, (name, kind) in enumerate(kinds.items()):
            self.put("formation_" + name, np.array([row[column] for row in rows], kind),
                     ["formation"])
        self.put("formation_ledger", np.array([row[5] for row in rows], np.uint8).reshape(-1, 4),
                 ["formation", "pressing_cause"], scale_factor=np.float64(1 / 255))
