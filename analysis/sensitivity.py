"""Sobol indices from a Saltelli sweep: which parameters an outcome hangs on, and how much on luck.

    python3 analysis/sensitivity.py SWEEP.h5 [--outcome ID] [--variant ID] [--json]

The indices are of the mean over replicates. Products of runs with different luck alone enter, so
that the noise of the few replicates there are adds nothing to them (U-statistics); first order
after Saltelli et al. (2010), total after Jansen (1999). Luck is a factor of its own beside them:
what it alone, and with all its interactions, contributes to the variance of a single run."""
import argparse
import json
import sys
from dataclasses import asdict, dataclass

import h5py
import numpy

BOOTSTRAPS = 1000


@dataclass
class Index:
    name: str
    first: float
    first_interval: tuple
    total: float
    total_interval: tuple


def product(u, v):
    """The mean over luck of u times that of v, from runs u, v (sample x replicate)."""
    replicates = u.shape[1]
    if replicates == 1:  # nothing tells noise from effect
        return u[:, 0] * v[:, 0]
    pairs = u.sum(1) * v.sum(1) - (u * v).sum(1)
    return pairs / (replicates * (replicates - 1))


def terms(runs):
    """Per base sample what the indices are ratios of; runs: sample x row (A, AB, B) x replicate."""
    runs = runs - runs.mean()
    a, mixed, b = runs[:, 0], runs[:, 1:-1], runs[:, -1]
    own_a, own_b = product(a, a), product(b, b)
    variance = (own_a + own_b) / 2 - product(a, b)
    first = [product(b, m) - product(b, a) for m in numpy.moveaxis(mixed, 1, 0)]
    total = [(own_a + product(m, m)) / 2 - product(a, m) for m in numpy.moveaxis(mixed, 1, 0)]
    return variance, numpy.array(first), numpy.array(total)


def interval(values):
    return tuple(float(q) for q in numpy.quantile(values, (0.025, 0.975)))


def indices(runs, names, seed=1):
    variance, first, total = terms(runs)
    chance = numpy.random.default_rng(seed)
    picks = chance.integers(0, len(runs), (BOOTSTRAPS, len(runs)))
    spread = variance[picks].mean(1)
    found = []
    for name, one, both in zip(names, first, total):
        ends = [interval(t[picks].mean(1) / spread) for t in (one, both)]
        found.append(Index(name, one.mean() / variance.mean(), ends[0],
                           both.mean() / variance.mean(), ends[1]))
    return found


def luck(runs, is_shared, seed=1):
    """Luck's share of a single run's variance; alone only where all points have the same luck."""
    if runs.shape[2] == 1:
        return None

    def shares(some):
        ends = some[:, (0, -1)]
        noise = ends.var(axis=2, ddof=1).mean()
        whole = terms(some)[0].mean() + noise
        a = ends[:, 0]
        count = len(a)
        of_means = a.mean(0).var(ddof=1) * count**2 - a.var(axis=1, ddof=1).sum()
        return of_means / (count * (count - 1)) / whole if is_shared else numpy.nan, noise / whole

    chance = numpy.random.default_rng(seed)
    again = numpy.array([shares(runs[chance.integers(0, len(runs), len(runs))])
                         for _ in range(BOOTSTRAPS // 5)])
    first, total = shares(runs)
    return Index("luck", float(first), interval(again[:, 0]), float(total), interval(again[:, 1]))


def read(path, outcome=None, variant=None):
    """The runs of each outcome, the parameters' names, and whether all points share luck."""
    with h5py.File(path) as file:
        if file.attrs.get("design") != "saltelli":
            raise SystemExit(f"{path} holds no Saltelli sweep: design = \"saltelli\" makes one")
        if file.attrs.get("shard"):
            raise SystemExit(f"{path} is a shard: 'tizhi merge' puts the shards together first")
        names = [file[n].attrs["parameter"] for n in in_order(file) if "parameter" in file[n].attrs]
        known = [v.decode() for v in file["variant"][:]]
        place = known.index(variant) if variant else 0
        rows = len(names) + 2
        wanted = [outcome] if outcome else [n[8:] for n in in_order(file)
                                                 if n.startswith("outcome_")]
        runs = {}
        for name in wanted:
            values = file["outcome_" + name][:, place]
            if file["outcome_" + name].attrs["units"] == "year":  # a time that never came
                values = numpy.where(numpy.isnan(values), end_of(file), values)
            values = values.reshape(-1, rows, values.shape[1])
            runs[name] = values[numpy.isfinite(values).all((1, 2))]
        return runs, names, file.attrs["luck"] == "shared"


def in_order(file):
    """The variables as they were made: rows of the design follow the order of the parameters."""
    names = []
    file.id.links.iterate(lambda name: names.append(name.decode()),
                          idx_type=h5py.h5.INDEX_CRT_ORDER)
    return names


def end_of(file):
    return float(file["time"][-1] - file["time"][0]) / 365.25


def analyse(path, outcome=None, variant=None):
    runs, names, is_shared = read(path, outcome, variant)
    found = {}
    for name, values in runs.items():
        found[name] = indices(values, names)
        of_luck = luck(values, is_shared)
        if of_luck:
            found[name].append(of_luck)
    return found


def table(found):
    lines = []
    for outcome, rows in found.items():
        lines.append(f"{outcome}\n  {'':28}  first order            total")
        for row in rows:
            one, both = row.first_interval, row.total_interval
            lines.append(f"  {row.name:28}  {row.first:5.2f} [{one[0]:5.2f}, {one[1]:5.2f}]   "
                         f"{row.total:5.2f} [{both[0]:5.2f}, {both[1]:5.2f}]")
    return "\n".join(lines)


def main(arguments):
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("sweep")
    parser.add_argument("--outcome")
    parser.add_argument("--variant")
    parser.add_argument("--json", action="store_true")
    o = parser.parse_args(arguments)
    found = analyse(o.sweep, o.outcome, o.variant)
    if o.json:
        print(json.dumps({k: [asdict(r) for r in rows] for k, rows in found.items()}, indent=1))
    else:
        print(table(found))


if __name__ == "__main__":
    main(sys.argv[1:])
