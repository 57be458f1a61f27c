"""Shares, diversity and alignment over time, with bands over the replicates."""
import numpy as np

import captions
import look
import tizhi
from canvas import LANGUAGES, Canvas
from layout import LEFT, PERCENT, PLOT, RIGHT, WIDTH, level_label, levels, span, used_models
from panel import Panel, in_lines, legend, ticks, years


def share_bands(ds, point=0, variant="base"):
    """A panel per level and model: median, and where 50 % and 90 % of the replicates lie."""
    rows, models = levels(ds), used_models(ds, point, [variant])
    columns = min(len(models), 8)
    wide, high = PLOT / columns, 84
    canvas, top = Canvas(WIDTH, 0), 6
    for chunk in [models[n:n + columns] for n in range(0, len(models), columns)]:
        top = band_headings(canvas, top, wide, [captions.model_names(ds)[k] for k in chunk])
        for row, (_, name, count) in enumerate(rows):
            found = tizhi.bands(tizhi.share(ds, name, point, variant))
            for column, k in enumerate(chunk):
                panel = Panel(canvas, LEFT + column * wide, top, wide - 12, high, span(ds), (0, 1))
                band_panel(panel, found.isel(model=k), captions.model_colours(ds)[k], column == 0)
                panel.year_axis(labels=row == len(rows) - 1, most=3)
            level_label(canvas, panel, name, count)
            top += high + 16
        top += 16
    canvas.height = top
    return canvas


def band_headings(canvas, top, wide, names):
    """The models' names above their columns, in as many lines as needed; returns the y below."""
    lines = {(n, language): in_lines(name[number], 12, wide - 14) for n, name in enumerate(names)
             for number, language in enumerate(LANGUAGES)}
    base = top + 15 * max(map(len, lines.values()))
    for (n, language), texts in lines.items():
        with canvas.speaking(language):
            for row, text in enumerate(texts):
                y = base - 15 * (len(texts) - 1 - row)
                canvas.text(LEFT + n * wide, y, (text, text))
    return base + 8


def band_panel(panel, found, colour, labels):
    """The bands of one series; found: [quantile 5, time]."""
    keep = np.unique(np.linspace(0, found.sizes["time"] - 1, 180).astype(int))
    x, values = years(found["time"].values[keep]), found.values[:, keep].astype(float)
    panel.rules((0, 0.5, 1))
    if labels:
        panel.labels(PERCENT)
    panel.between(x, values[0], values[4], colour, 0.22)
    panel.between(x, values[1], values[3], colour, 0.45)
    panel.curve(x, values[2], colour, 1.8)


def measures(ds, point=0, variant="base"):
    """Diversity and alignment over time, per level: medians with the band of 90 % of replicates."""
    canvas, half = Canvas(WIDTH, 300), (WIDTH - 60 - RIGHT) / 2
    steps = np.unique(np.linspace(0, ds.sizes["time"] - 1, 173).astype(int))
    rows, colours = levels(ds), look.LEVEL_COLOURS
    found = [(name, tizhi.diversity(tizhi.share(ds, name, point, variant))) for _, name, _ in rows]
    draw_measure(canvas, ds, 34, half - 10, "diversity", found)
    if "formation_offset" in ds.variables and (ds["region_parent"].values >= 0).any():
        every = tizhi.alignment(ds, steps, point, variant)
        found = [(name, every.sel(level=name)) for _, name, _ in rows]
        draw_measure(canvas, ds, 60 + half, half, "alignment", found)
    legend(canvas, 34, 274, WIDTH,
           [(colours[n % len(colours)], look.both(name)) for n, (_, name, _) in enumerate(rows)])
    return canvas


def draw_measure(canvas, ds, left, wide, name, found):
    """One measure's panel; found: (level, [replicate, time])."""
    found = [(level, tizhi.bands(values, (0.05, 0.5, 0.95))) for level, values in found]
    high = 1 if name == "alignment" else max([2.0, *(float(v.max()) for _, v in found)])
    panel = Panel(canvas, left, 36, wide, 204, span(ds), (0, high * 1.02))
    canvas.text(left - 28, 16, name, 13, weight="bold")
    panel.value_axis(ticks(0, high, 5))
    for n, (_, values) in enumerate(found):
        keep = np.unique(np.linspace(0, values.sizes["time"] - 1, 173).astype(int))
        x, colour = years(values["time"].values[keep]), look.LEVEL_COLOURS[n % 6]
        panel.between(x, values.values[0, keep], values.values[2, keep], colour, 0.2)
        panel.curve(x, values.values[1, keep], colour, 2)
    panel.frame()
    panel.year_axis(most=8)
