"""Playing a scenario three ways: the twin, the program (`tizhi run`), its engine without files.

Each gives a Play, whose lists name regions and models by their codes and ids:
    formations  (step, region, from, to, cause, ledger)
    arrivals    (step, region, favourite);  orders  (step, region, model)
    rates       {(step, region): sum of hazards}
"""
import os
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

import reference
import reference_scenario
from toml_text import toml_text

CAUSES = (*reference_scenario.CAUSES, "script")


@dataclass
class Play:
    formations: list = field(default_factory=list)
    arrivals: list = field(default_factory=list)
    orders: list = field(default_factory=list)
    rates: dict = field(default_factory=dict)


def write(folder, document, files):
    """The scenario's files in a folder of their own; returns the path of the TOML."""
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8", newline="")
    (folder / "s.toml").write_text(toml_text(document), encoding="utf-8")
    return folder / "s.toml"


class Watched(reference.Simulation):
    """The twin, with the sum of hazards written down wherever it is asked for."""

    def clocks(self, i, n):
        certain, hazards = super().clocks(i, n)
        rate = sum(h for row in hazards for h in row)
        self.rates[n, self.regions[i].code] = rate * (self.years if certain else 1)
        return certain, hazards


def by_twin(path, replicate=0):
    scenario = reference_scenario.Scenario(path)
    simulation = Watched(scenario, replicate)
    simulation.rates = {}
    simulation.run()
    code = [region.code for region in scenario.regions]
    name = dict(enumerate(scenario.models)) | {None: "none"}
    return Play([(n, code[i], name[was], name[k], CAUSES[c], tuple(shares))
                 for n, i, was, k, c, shares in simulation.formations],
                [(n, code[i], name[k]) for n, i, k in simulation.arrivals],
                [(n, code[i], name[k]) for n, i, k in simulation.issues], simulation.rates)


def by_program(path, replicate=0, *options):
    """Runs `tizhi run` and reads its file with h5py: one replicate of the base."""
    import h5py
    out = path.with_suffix(".h5")
    done = subprocess.run([os.environ["TIZHI_BIN"], "run", path, "-o", out, "--quiet", *options],
                          capture_output=True, text=True)
    assert done.returncode == 0, f"{path}: exit {done.returncode}\n{done.stderr}"
    with h5py.File(out) as file:
        return from_file(file, replicate)


def from_file(file, run):
    code, model = (list(file[name].asstr()[:]) for name in ("region", "model"))

    def name(k):
        return "none" if k == 255 else model[k]

    def columns(group, *names):
        first, end = file[f"{group}_offset"][run:run + 2]
        return zip(*(file[f"{group}_{column}"][first:end].tolist() for column in names))

    formations = [(n, code[i], name(was), name(k), CAUSES[c], tuple(shares)) for
                  n, i, was, k, c, shares in
                  columns("formation", "step", "region", "from", "to", "cause", "ledger")]
    arrivals, orders = ([(n, code[i], name(k)) for n, i, k in
                         columns(group, "step", "region", "model")]
                        for group in ("arrival", "order"))
    return Play(formations, arrivals, orders)


def by_engine(paths, *options):
    """Plays many scenarios in one process, without output files: path -> Play, or None where the
    fast kernel does not take the run."""
    text = "".join(f"{path}\n" for path in paths)
    done = subprocess.run([os.environ["TIZHI_REPLAY"], *options], input=text, check=True,
                          capture_output=True, text=True, encoding="utf-8")
    plays = {}
    for line in done.stdout.splitlines():
        kind, _, rest = line.partition(" ")
        words = rest.split()
        if kind == "scenario":
            play = plays[rest] = Play()
        elif kind == "refused":
            raise AssertionError(done.stderr)
        elif kind == "unsuited":  # to the fast kernel
            plays[next(reversed(plays))] = None
        elif kind == "rate":
            play.rates[int(words[0]), words[1]] = float.fromhex(words[2])
        elif kind == "formation":
            play.formations.append((int(words[0]), *words[1:5], tuple(map(int, words[5:]))))
        else:
            known = play.arrivals if kind == "arrival" else play.orders
            known.append((int(words[0]), *words[1:3]))
    return plays


def first_difference(ours, theirs):
    """Of two lists of formations, arrivals or orders: a line of words, or None."""
    for n, (a, b) in enumerate(zip(ours, theirs)):
        if not same(a, b):
            return f"number {n}: twin {a}, program {b}"
    if len(ours) != len(theirs):
        longer = "twin" if len(ours) > len(theirs) else "program"
        odd = max(ours, theirs, key=len)[min(len(ours), len(theirs))]
        return f"{len(ours)} in the twin, {len(theirs)} in the program; only the {longer} has {odd}"
    return None


def same(a, b):
    """Equal, but for a ledger that is rounded in its last part of 255."""
    return a[:5] == b[:5] and (len(a) < 6 or all(abs(x - y) <= 1 for x, y in zip(a[5], b[5])))
