"""Why an outcome is as it is: what each cause contributes, by outcome, and to shares over time."""
import numpy as np

import captions
import effects
import look
from bands import band_headings
from canvas import Canvas
from cells import Cells, rows_of
from layout import LEFT, PLOT, WIDTH, level_label, levels, span, used_models
from panel import Panel, legend, ticks, years

NORMAL = 1.96  # standard errors to each side of a 95 % interval


def decomposition(ds, title=None):
    """A bar per outcome and cause: its Shapley value, with the 95 % interval as a line."""
    table = effects.contributions(ds)
    table = table[table["effect"] == "shapley"].set_index(["outcome", "cause"])
    ends, causes = effects.ends(ds), list(ds["pressing_cause"].values)
    found = [table.loc[o, "mean"] for o in ends]
    drawn = Cells([look.both(c) for c in causes], ["no cause", "all causes"], title,
                  "contributions of the causes")
    for row in rows_of(ds, list(ends), [f.min() for f in found], [f.max() for f in found]):
        panels = drawn.row(row, ends[row.outcome])
        if table.loc[row.outcome, "mean"].isna().any():
            drawn.beside(panels[0], "no value", shift=-panels[0].width)
            continue
        for cause, panel in zip(causes, panels):
            bar(drawn, panel, row, cause, *table.loc[(row.outcome, cause), ["mean", "error"]])
    return drawn.canvas


def bar(drawn, panel, row, cause, mean, error):
    """One cause's bar, its interval and its number."""
    error = 0.0 if np.isnan(error) else error
    left, right = sorted(panel.across([0, mean]))
    tip = tuple(f"{word}: {row.change(mean)}" for word in look.both(cause))
    panel.canvas.rect(left, panel.top + 3, right - left, panel.height - 6,
                      look.CAUSE_COLOURS[cause], tip)
    low, high = panel.across(np.clip([mean - NORMAL * error, mean + NORMAL * error], *panel.x))
    middle = panel.top + panel.height / 2
    if high - low > 0.5:
        panel.canvas.line([(low, middle), (high, middle)], look.INK, 1.4)
    drawn.beside(panel, row.change(mean), f"±{row.change(error, '')}" if mean or error else "")


def contributions(ds, title=None):
    """What each cause contributes to the share of each model, stacked, by level over time.

    Upward what adds to the share, downward what takes from it; the line is the sum of the four:
    the share with all causes less that with none.
    """
    rows, models = levels(ds), used_models(ds, 0, ["base"])
    causes, columns, high = list(ds["pressing_cause"].values), min(len(models), 7), 100
    wide, canvas, top = PLOT / columns, Canvas(WIDTH, 0), 6
    if title:
        canvas.text(6, 22, title, 17, weight="bold")
        top = 36
    top = legend(canvas, LEFT, top, WIDTH,
                 [*((look.CAUSE_COLOURS[c], look.both(c)) for c in causes),
                  (look.INK, look.both("sum of the four"))]) + 4
    found = {name: effects.share_contributions(ds, name) for _, name, _ in rows}
    bounds = reach([values.isel(model=models) for values in found.values()])
    for chunk in [models[n:n + columns] for n in range(0, len(models), columns)]:
        top = band_headings(canvas, top, wide, [captions.model_names(ds)[k] for k in chunk])
        for row, (_, name, count) in enumerate(rows):
            for column, k in enumerate(chunk):
                panel = Panel(canvas, LEFT + column * wide, top, wide - 12, high, span(ds), bounds)
                stack(panel, found[name].isel(model=k), column == 0)
                panel.year_axis(labels=row == len(rows) - 1, most=3)
            level_label(canvas, panel, name, count)
            top += high + 18
        top += 16
    canvas.height = top
    return canvas


def reach(arrays):
    """The lowest sum of what takes from a share and the highest of what adds, with some air."""
    low = min(float(np.minimum(a, 0).sum("cause").min()) for a in arrays)
    high = max(float(np.maximum(a, 0).sum("cause").max()) for a in arrays)
    return 1.04 * min(low, -0.05), 1.04 * max(high, 0.05)


def stack(panel, found, labels):
    """The areas of one model's share; found: [time, cause]."""
    x, values = years(found["time"].values), found.transpose("time", "cause").values
    marks = [m for m in ticks(*panel.y, 4) if panel.y[0] <= m <= panel.y[1]]
    panel.rules(marks)
    if labels:
        panel.labels([(m, f"{m:+.0%}".replace("-", "−") if m else "0") for m in marks])
    for part in (np.maximum(values, 0), np.minimum(values, 0)):
        edge = np.zeros(len(x))
        for n, cause in enumerate(found["cause"].values):
            if np.abs(part[:, n]).max() > 5e-4:
                tip = look.both(cause)
                ends = np.sort([edge, edge + part[:, n]], axis=0)
                panel.between(x, ends[0], ends[1], look.CAUSE_COLOURS[cause], tip=tip)
            edge = edge + part[:, n]
    panel.curve(x, np.zeros(len(x)), look.MUTED, 0.8)
    panel.curve(x, values.sum(axis=1), look.INK, 1.6)
