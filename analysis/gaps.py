"""What the counterfactuals change: differences with their intervals, and shares over time."""
import numpy as np

import captions
import effects
import look
import tizhi
from bands import band_headings
from canvas import Canvas
from cells import Cells, rows_of
from layout import LEFT, PERCENT, PLOT, WIDTH, level_label, levels, span, used_models
from panel import Panel, legend, years

ACROSS = 3  # counterfactuals beside each other
BASE, OTHER = "#8a8a8a", "#0b5a8a"  # of the scenario itself, and of a counterfactual


def differences(ds, point=0, title=None):
    """A dot per outcome and counterfactual: the mean difference, with its 95 % interval."""
    table, means = effects.differences(ds, point), effects.means(ds, point)
    names, canvas = list(ds["variant"].values[1:]), None
    ends = table[["difference", "low", "high"]].unstack("variant").loc[means.index]
    rows = rows_of(ds, list(means.index), ends.min(axis=1), ends.max(axis=1))
    for first in range(0, len(names), ACROSS):
        chunk = names[first:first + ACROSS]
        drawn = Cells([captions.variant_title(ds, v) for v in chunk], [("base", "基准")],
                      title if canvas is None else None, "paired differences", part=0.31)
        for row in rows:
            panels = drawn.row(row, [means.loc[row.outcome].iloc[0]])
            for variant, panel in zip(chunk, panels):
                dot(drawn, panel, row, table.loc[(row.outcome, variant)])
        canvas = drawn.canvas if canvas is None else below(canvas, drawn.canvas)
    return canvas


def below(upper, lower):
    """Two drawings as one."""
    upper.append(lower, 0, upper.height + 14)
    upper.height += lower.height + 14
    return upper


def dot(drawn, panel, row, gap):
    """One difference; grey where its interval holds zero."""
    mean, middle = gap["difference"], panel.top + panel.height / 2
    if np.isnan(mean):
        drawn.beside(panel, "–")
        return
    nothing = mean == 0 and not gap["error"] > 0
    colour = look.MUTED if nothing or gap["low"] <= 0 <= gap["high"] else OTHER
    if not nothing and not np.isnan(gap["low"]):
        ends = panel.across(np.clip([gap["low"], gap["high"]], *panel.x))
        panel.canvas.line([(ends[0], middle), (ends[1], middle)], colour, 2.2)
    if not nothing:
        panel.canvas.disc(float(panel.across(mean)), middle, 4.2, colour)
    few = "" if nothing or np.isnan(gap["low"]) else \
        f"{row.change(gap['low'])} … {row.change(gap['high'])}"
    drawn.beside(panel, row.change(mean), few)


def what_if(ds, point=0, variant="base", title=None):
    """Shares with and without: a panel per level and model, medians and bands of nine in ten."""
    if tizhi.variant_number(ds, variant) == 0:
        variant = ds["variant"].values[1] if ds.sizes["variant"] > 1 else variant
    rows, models = levels(ds), used_models(ds, point, ["base", variant])
    columns = min(len(models), 7)
    canvas, top, wide, high = Canvas(WIDTH, 0), 6, PLOT / columns, 84
    if title:
        canvas.text(6, 22, title, 17, weight="bold")
        top = 36
    top = legend(canvas, LEFT, top, WIDTH, [(BASE, look.both("base")),
                                            (OTHER, captions.variant_title(ds, variant))]) + 4
    for chunk in [models[n:n + columns] for n in range(0, len(models), columns)]:
        top = band_headings(canvas, top, wide, [captions.model_names(ds)[k] for k in chunk])
        for row, (_, name, count) in enumerate(rows):
            both = [tizhi.share(ds, name, point, v) for v in ("base", variant)]
            for column, k in enumerate(chunk):
                panel = Panel(canvas, LEFT + column * wide, top, wide - 12, high, span(ds), (0, 1))
                two_bands(panel, [shares.isel(model=k) for shares in both], column == 0)
                panel.year_axis(labels=row == len(rows) - 1, most=3)
            level_label(canvas, panel, name, count)
            top += high + 16
        top += 16
    canvas.height = top
    return canvas


def two_bands(panel, pair, labels):
    """Base and counterfactual in one panel; pair: [replicate, time] of each."""
    panel.rules((0, 0.5, 1))
    if labels:
        panel.labels(PERCENT)
    keep = np.unique(np.linspace(0, pair[0].sizes["time"] - 1, 90).astype(int))
    x = years(pair[0]["time"].values[keep])
    found = [tizhi.bands(one.isel(time=keep), (0.05, 0.5, 0.95)).values for one in pair]
    for values, colour in zip(found, (BASE, OTHER)):
        panel.between(x, values[0], values[2], colour, 0.28)
    for values, colour in zip(found, (BASE, OTHER)):
        panel.curve(x, values[1], colour, 1.8)
