"""Curves and heat maps over a sweep: an outcome against each parameter, with the replicates' band.

    python3 analysis/sweep_figures.py SWEEP.h5 -o FIGURE.png [--outcome ID] [--variant ID]

Curves: the mean at each value of a parameter (of twenty classes where every point has its own),
and the band that holds 90 % of the replicates there. Where two parameters or more form a grid, a
heat map of the first two follows: means over all else."""
import argparse
import sys

import h5py
import matplotlib.pyplot as plt
import numpy
from sensitivity import in_order

CLASSES = 20


def read(path, outcome=None, variant=None):
    """Parameters by name, and the outcome (point x replicate), NaN where it has no value."""
    with h5py.File(path) as file:
        names = in_order(file)
        parameters = {file[n].attrs["parameter"]: file[n][:] for n in names
                      if "parameter" in file[n].attrs}
        if not parameters:
            raise SystemExit(f"{path} holds no sweep: 'tizhi sweep' writes one")
        chosen = "outcome_" + outcome if outcome else next(
            (n for n in names if n.startswith("outcome_")), "outcome_")
        if chosen not in file:
            raise SystemExit(f"{path} has no outcome '{chosen[8:]}'")
        known = [v.decode() for v in file["variant"][:]]
        runs = file[chosen][:, known.index(variant) if variant else 0]
        return parameters, runs, chosen[8:]


def classes_of(values):
    """Each point's class along a parameter, and the classes' middles."""
    own = numpy.unique(values)
    if len(own) <= CLASSES:
        return numpy.searchsorted(own, values), own
    edges = numpy.quantile(values, numpy.linspace(0, 1, CLASSES + 1))
    place = numpy.clip(numpy.searchsorted(edges, values, "right") - 1, 0, CLASSES - 1)
    return place, numpy.array([values[place == c].mean() for c in range(CLASSES)])


def curve(values, runs):
    """Middles, means, and the ends of the replicates' band."""
    place, middles = classes_of(values)
    rows = [runs[place == c] for c in range(len(middles))]
    rows = [r[numpy.isfinite(r)] for r in rows]
    told = [(r.mean(), *numpy.quantile(r, (0.05, 0.95))) if len(r) else (numpy.nan,) * 3
            for r in rows]
    return middles, *numpy.array(told).T


def grid(one, other, runs):
    """Means over the grid of two parameters; nothing where they form none."""
    x, y = numpy.unique(one), numpy.unique(other)
    if len(x) < 2 or len(y) < 2 or len(x) * len(y) > len(one):
        return None
    means = numpy.full((len(y), len(x)), numpy.nan)
    for i, left in enumerate(x):
        for j, low in enumerate(y):
            cell = runs[(one == left) & (other == low)]
            cell = cell[numpy.isfinite(cell)]
            means[j, i] = cell.mean() if len(cell) else numpy.nan
    return x, y, means


def draw(parameters, runs, title):
    names = list(parameters)
    cells = grid(*(parameters[n] for n in names[:2]), runs) if len(names) > 1 else None
    count = len(names) + (cells is not None)
    figure, axes = plt.subplots(1, count, figsize=(3.6 * count, 3.2), squeeze=False,
                                layout="constrained")
    for axis, name in zip(axes[0], names):
        middles, mean, low, high = curve(parameters[name], runs)
        axis.fill_between(middles, low, high, alpha=0.25, linewidth=0)
        axis.plot(middles, mean, marker="o", markersize=3)
        axis.set(xlabel=name, ylabel=title)
    if cells is not None:
        x, y, means = cells
        axis = axes[0][-1]
        image = axis.imshow(means, origin="lower", aspect="auto")
        axis.set_xticks(range(len(x)), [f"{v:.3g}" for v in x], rotation=45)
        axis.set_yticks(range(len(y)), [f"{v:.3g}" for v in y])
        axis.set(xlabel=names[0], ylabel=names[1])
        figure.colorbar(image, label=title)
    return figure


def main(arguments):
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("sweep")
    parser.add_argument("-o", "--output", required=True)
    parser.add_argument("--outcome")
    parser.add_argument("--variant")
    o = parser.parse_args(arguments)
    draw(*read(o.sweep, o.outcome, o.variant)).savefig(o.output, dpi=150)


if __name__ == "__main__":
    main(sys.argv[1:])
