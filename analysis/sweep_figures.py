"""Curves and heat maps over a sweep: an outcome against each parameter, with the replicates' band.

    python3 analysis/sweep_figures.py SWEEP.h5 -o FIGURE.png [--outcome ID] [--variant ID]
                                      [--lang en|zh]

Curves: the mean at each value of a parameter (of twenty classes where every point has its own),
and the band that holds 90 % of the replicates there. Where two parameters or more form a grid, a
heat map of the first two follows: means over all else."""
import argparse
import sys

import h5py
import numpy

import captions
import look
import tizhi
from canvas import LANGUAGES, Canvas
from panel import Panel, ticks
from sensitivity import in_order

CLASSES = 20
COLOUR = "#31688e"
SCALE = ((68, 1, 84), (59, 82, 139), (33, 145, 140), (94, 201, 98), (253, 231, 37))
WIDTH, COLUMNS, PANEL, HIGH, GAP = 1100, 3, 290, 190, 72
KEY = ("line: mean; band: nine in ten of the runs there", "线：均值；带：该处九成的运行")
KEY_OF_GRID = ("line: mean; band: nine in ten of the runs there; squares: mean of each combination",
               "线：均值；带：该处九成的运行；方格：每种组合的均值")


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


def shade(part):
    """The colour of a heat map at part 0 ... 1 of its scale: viridis, by its corners."""
    at = min(max(part, 0), 1) * (len(SCALE) - 1)
    below = min(int(at), len(SCALE) - 2)
    low, high = SCALE[below], SCALE[below + 1]
    return "#" + "".join(f"{round(a + (b - a) * (at - below)):02x}" for a, b in zip(low, high))


def in_words(value, percent):
    return f"{100 * value:.3g}%" if percent else f"{value:.3g}"


def span_of(low, high):
    """A scale for values from low to high with some room at both ends."""
    room = 0.06 * (high - low) or 0.5
    return low - room, high + room


def axes(panel, name, percent):
    panel.frame()
    for value in ticks(*panel.x, 5):
        x, base = float(panel.across(value)), panel.top + panel.height
        panel.canvas.line([(x, base), (x, base + 4)], look.MUTED, 0.8)
        panel.canvas.text(x, base + 16, f"{value:.4g}", 11, "middle", look.MUTED)
    values = ticks(*panel.y, 5)
    panel.rules(values)
    panel.labels((v, in_words(v, percent)) for v in values)
    panel.canvas.text(panel.left + panel.width / 2, panel.top + panel.height + 34, name, 12,
                      "middle", weight="bold")


def draw_curve(panel, name, found, percent):
    middles, mean, low, high = found
    axes(panel, name, percent)
    panel.between(middles, low, high, COLOUR, 0.22)
    panel.curve(middles, mean, COLOUR, 2)
    if len(middles) <= CLASSES:
        for x, y in panel.points(middles, mean)[numpy.isfinite(mean)]:
            panel.canvas.disc(x, y, 3, COLOUR)


def draw_grid(canvas, left, top, names, cells, percent):
    """A cell a combination, its mean written into it where there is room, and the scale."""
    x, y, means = cells
    low, high = numpy.nanmin(means), numpy.nanmax(means)
    wide, tall = (PANEL - 64) / len(x), HIGH / len(y)
    for i, one in enumerate(x):
        canvas.text(left + (i + 0.5) * wide, top + HIGH + 16, f"{one:.3g}", 11, "middle",
                    look.MUTED)
        for j, other in enumerate(y):
            corner = left + i * wide, top + HIGH - (j + 1) * tall
            value = means[j, i]
            known = numpy.isfinite(value)
            part = (value - low) / ((high - low) or 1)
            canvas.rect(*corner, wide + 0.4, tall + 0.4, shade(part) if known else look.NONE_COLOUR,
                        f"{names[0]} {one:.4g}, {names[1]} {other:.4g}: {in_words(value, percent)}")
            if known and wide > 36 and tall > 16:
                canvas.text(corner[0] + wide / 2, corner[1] + tall / 2 + 4,
                            in_words(value, percent), 11, "middle",
                            "#ffffff" if part < 0.6 else look.INK)
    for j, other in enumerate(y):
        canvas.text(left - 6, top + HIGH - (j + 0.5) * tall + 4, f"{other:.3g}", 11, "end",
                    look.MUTED)
    canvas.text(left + wide * len(x) / 2, top + HIGH + 34, names[0], 12, "middle", weight="bold")
    canvas.text(left - 34, top - 10, names[1], 12, weight="bold")
    bar = left + wide * len(x) + 12
    for n in range(40):
        down = top + HIGH * (1 - (n + 1) / 40)
        canvas.rect(bar, down, 10, HIGH / 40 + 0.4, shade((n + 0.5) / 40))
    for value, down in ((high, 8), (low, HIGH)):
        canvas.text(bar + 14, top + down, in_words(value, percent), 11, colour=look.MUTED)


def draw(parameters, runs, title, percent=False):
    """Curves of the outcome over each parameter, then the heat map: a Canvas."""
    names = list(parameters)
    cells = grid(*(parameters[n] for n in names[:2]), runs) if len(names) > 1 else None
    canvas = Canvas(WIDTH, 0)
    canvas.text(6, 22, title, 17, weight="bold")
    canvas.text(6, 42, KEY if cells is None else KEY_OF_GRID, 12, colour=look.MUTED)
    found = [curve(parameters[n], runs) for n in names]
    ends = span_of(numpy.nanmin(numpy.concatenate([low for _, _, low, _ in found])),
                   numpy.nanmax(numpy.concatenate([high for _, _, _, high in found])))
    for n in range(len(names) + (cells is not None)):
        left = 56 + n % COLUMNS * (PANEL + GAP)
        top = 74 + n // COLUMNS * (HIGH + 78)
        if n < len(names):
            middles = found[n][0]
            draw_curve(Panel(canvas, left, top, PANEL, HIGH, span_of(middles[0], middles[-1]),
                             ends), names[n], found[n], percent)
        else:
            draw_grid(canvas, left, top, names[:2], cells, percent)
        canvas.height = top + HIGH + 50
    return canvas


def main(arguments):
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("sweep")
    parser.add_argument("-o", "--output", required=True, help=".png, .svg or .pdf")
    parser.add_argument("--outcome", help="the first")
    parser.add_argument("--variant", help="a counterfactual (the scenario itself)")
    parser.add_argument("--lang", choices=LANGUAGES, default="en")
    o = parser.parse_args(arguments)
    parameters, runs, outcome = read(o.sweep, o.outcome, o.variant)
    with tizhi.open_dataset(o.sweep) as ds:
        title = captions.outcome_titles(ds).get(outcome, (outcome,) * 2)
        percent = outcome in captions.outcomes_in_percent(ds)
    draw(parameters, runs, title, percent).save(o.output, o.lang)


if __name__ == "__main__":
    main(sys.argv[1:])
