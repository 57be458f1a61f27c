#!/usr/bin/env python3
"""The figures of a run. One of them as a picture:

    figures.py OUT.h5 shares -o shares.png [--lang en|zh] [--variant base] [--point 0]
"""
import argparse
import sys

import numpy as np

import captions
import look
import maps
import tizhi
from canvas import LANGUAGES, Canvas
from panel import Panel, in_lines, legend, text_width, ticks, years

WIDTH, LEFT, RIGHT = 1100, 136, 26
PLOT = WIDTH - LEFT - RIGHT
PERCENT = ((0, "0%"), (0.5, "50%"), (1, "100%"))


def levels(ds, several=True):
    """(number, name, count of regions) of the levels; `several`: those of more than one region."""
    count = np.bincount(ds["region_level"].values, minlength=ds.sizes["level"])
    found = [(n, name, int(count[n])) for n, name in enumerate(ds["level"].values) if count[n]]
    many = [level for level in found if level[2] > 1]
    return many if several and many else found


def span(ds):
    """The first and last date of the run, in years."""
    return tuple(years(tizhi.dates(ds)[[0, -1]]))


def level_label(canvas, panel, name, count):
    """The level's name and size at the left of its panel."""
    middle = panel.top + panel.height / 2
    canvas.text(LEFT - 42, middle, name, 13, "end", weight="bold")
    if panel.height > 40:
        canvas.text(LEFT - 42, middle + 15, f"{count}", 11, "end", look.MUTED)


# ---- shares ---------------------------------------------------------------------------------

def shares(ds, point=0, variant="base", title=None):
    """Stacked shares of the models per level over time: means over replicates, events marked."""
    rows = levels(ds, several=False)
    events = [e for e in captions.events(ds) if span(ds)[0] <= years([e.date])[0] <= span(ds)[1]]
    canvas = Canvas(WIDTH, 0)
    top = 34 if title else 6
    if title:
        canvas.text(6, 22, title, 17, weight="bold")
    entries = list(zip(captions.model_colours(ds), captions.model_names(ds)))
    top = legend(canvas, LEFT, top, WIDTH - RIGHT, [entries[k] for k in used(ds, point, variant)])
    top = event_marks(canvas, span(ds), events, top + 12)
    for row, (_, name, count) in enumerate(rows):
        panel = Panel(canvas, LEFT, top, PLOT, 128 if count > 1 else 26, span(ds), (0, 1))
        share_panel(ds, panel, name, point, variant, events)
        level_label(canvas, panel, name, count)
        panel.year_axis(labels=row == len(rows) - 1)
        top += panel.height + 14
    canvas.height = event_list(canvas, events, top + 20) if title else top + 12
    return canvas


def event_list(canvas, events, top):
    """The numbered events in words, in two columns; returns the y below them."""
    half = (len(events) + 1) // 2
    for n, event in enumerate(events):
        x, y = 20 + (WIDTH / 2) * (n // half), top + 21 * (n % half)
        mark(canvas, x, y, event)
        canvas.text(x + 15, y + 4, str(event.date)[:7], 11, colour=look.MUTED)
        for language, word in zip(LANGUAGES, event.title):
            with canvas.speaking(language):
                canvas.text(x + 70, y + 4, (shortened(word, 450),) * 2)
    return top + 21 * half


def shortened(text, room, size=12):
    """`text`, cut where it would take more than `room` pixels."""
    while text_width(text, size) > room:
        text = text[:-2].rstrip() + "…"
    return text


def mark(canvas, x, y, event):
    """The disc with an event's number; its colour says the kind."""
    canvas.disc(x, y, 8.5, look.KIND_COLOURS.get(event.kind, look.INK), event.title)
    canvas.text(x, y + 3.8, str(event.number), 10, "middle", "#ffffff", "bold")


def used(ds, point, variant, least=0.005):
    """Positions of the models that some region ever runs, and of none where it is ever seen."""
    seen = tizhi.select(ds, "share", point, variant)
    each = seen.max([d for d in seen.dims if d != "model"]).values
    some_without = float(seen.sum("model").min()) < 1 - least
    return [*np.flatnonzero(each >= least), *([ds.sizes["model"]] if some_without else [])]


def share_panel(ds, panel, level, point, variant, events):
    """One level's stack, from the first model at the bottom to none on top."""
    found = tizhi.share(ds, level, point, variant).mean("replicate").astype(float)
    x, each = years(found["time"].values), found.values
    top = np.concatenate([np.zeros((len(x), 1)), np.minimum(np.cumsum(each, axis=1), 1)], axis=1)
    colours, names = captions.model_colours(ds), captions.model_names(ds)
    panel.canvas.rect(panel.left, panel.top, panel.width, panel.height, look.NONE_COLOUR)
    for k in np.flatnonzero(each.max(axis=0) > 0.001):
        panel.between(x, top[:, k], top[:, k + 1], colours[k], tip=names[k])
    if panel.height > 40:
        panel.labels(PERCENT)
    for k in np.flatnonzero(each.max(axis=0) > 0.001):
        write_inside(panel, x, top[:, k], top[:, k + 1], names[k], look.ink_on(colours[k]))
    panel.event_lines(events)


def write_inside(panel, x, low, high, words, colour, size=11.5):
    """The name of an area where it is broad enough for it, in each language."""
    pixels, low, high = panel.across(x), panel.down(low), panel.down(high)
    for language, word in zip(LANGUAGES, words):
        best = roomiest(pixels, low, high, text_width(word, size) + 8, size + 2)
        if best:
            with panel.canvas.speaking(language):
                panel.canvas.text(best[0], best[1] + size * 0.36, (word, word), size, "middle",
                                  colour)


def roomiest(x, low, high, wide, tall):
    """The middle (x, y) of the tallest free stretch of `wide` pixels; None if none is `tall`."""
    best, place = tall, None
    for first in range(0, len(x), max(1, len(x) // 90)):
        last = int(np.searchsorted(x, x[first] + wide))
        if last >= len(x):
            break
        bottom, top = low[first:last].min(), high[first:last].max()
        if bottom - top > best:
            best, place = bottom - top, (x[first] + wide / 2, (bottom + top) / 2)
    return place


def event_marks(canvas, x_range, events, top):
    """Numbered discs above the panels, in up to three lanes; returns the y below them."""
    scale = Panel(canvas, LEFT, top, PLOT, 1, x_range, (0, 1))
    ends, lanes = [-1e9] * 3, 1
    for event in events:
        x = float(scale.across(years([event.date])[0]))
        lane = next((n for n in range(3) if ends[n] <= x), int(np.argmin(ends)))
        place = max(x, ends[lane])
        ends[lane], lanes = place + 19, max(lanes, lane + 1)
        mark(canvas, place, top + 19 * lane + 4, event)
    return top + (19 * lanes if events else -6)


# ---- bands ----------------------------------------------------------------------------------

def share_bands(ds, point=0, variant="base"):
    """A panel per level and model: median, and where 50 % and 90 % of the replicates lie."""
    rows, models = levels(ds), [k for k in used(ds, point, variant) if k < ds.sizes["model"]]
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
    if "formation_offset" in ds.variables:
        every = tizhi.alignment(ds, steps, point, variant)
        found = [(name, every.sel(level=name)) for _, name, _ in rows]
        draw_measure(canvas, ds, 60 + half, half, "alignment", found)
    legend(canvas, 34, 274, WIDTH,
           [(colours[n % len(colours)], look.both(name)) for n, (_, name, _) in enumerate(rows)])
    return canvas


def draw_measure(canvas, ds, left, wide, name, found):
    """One measure's panel; found: (level, [replicate, time])."""
    found = [(level, tizhi.bands(values, (0.05, 0.5, 0.95))) for level, values in found]
    high = 1 if name == "alignment" else max(2, *(np.nanmax(v.values) for _, v in found))
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


# ---- causes ---------------------------------------------------------------------------------

def causes(ds, point=0, variant="base"):
    """Formations per 100 regions and year, stacked by cause: means over replicates."""
    counts = tizhi.formations_by_cause(ds, point, variant)
    counts = counts.mean("replicate")
    canvas = Canvas(WIDTH, 0)
    names = [c for c in counts["cause"].values if float(counts.sel(cause=c).sum()) > 0]
    canvas.text(6, 18, "per 100", 13, weight="bold")
    top = legend(canvas, LEFT, 30, WIDTH, [(look.CAUSE_COLOURS[c], look.both(c)) for c in names])
    rows = levels(ds)
    for row, (number, name, count) in enumerate(rows):
        rates = counts.isel(level=number) / counts["covered"] / count * 100
        most = max(float(rates.sum("cause").max()), 1e-9)
        panel = Panel(canvas, LEFT, top + 10, PLOT, 110, span(ds), (0, most * 1.02))
        panel.value_axis(ticks(0, most, 3))
        bars(panel, rates.sel(cause=names))
        panel.frame()
        level_label(canvas, panel, name, count)
        panel.year_axis(labels=row == len(rows) - 1)
        top += 132
    canvas.height = top + 20
    return canvas


def bars(panel, rates):
    """A stacked bar per year; rates: [period, cause]."""
    first, base = rates["period"].values.astype(float), np.zeros(rates.sizes["period"])
    for cause in rates["cause"].values:
        height = rates.sel(cause=cause).values
        for n in np.flatnonzero(height > 0):
            left, right = panel.across(np.clip([first[n] + 0.04, first[n] + 0.96], *panel.x))
            high, low = panel.down([base[n] + height[n], base[n]])
            tip = tuple(f"{first[n]:.0f}: {word} {height[n]:.2g}" for word in look.both(cause))
            panel.canvas.rect(left, high, right - left, low - high, look.CAUSE_COLOURS[cause], tip)
        base += height


FIGURES = {"shares": shares, "bands": share_bands, "causes": causes, "measures": measures,
           "map": maps.small_multiples}


def main(arguments=None):
    """Writes one figure as a PNG; returns the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("file")
    parser.add_argument("figure", choices=FIGURES)
    parser.add_argument("-o", "--output", required=True, help="the PNG to write")
    parser.add_argument("--lang", choices=LANGUAGES, default="en")
    parser.add_argument("--point", type=int, default=0)
    parser.add_argument("--variant", default="base")
    asked = parser.parse_args(arguments)
    try:
        ds = tizhi.open_dataset(asked.file)
        more = {}
        if asked.figure == "shares":
            more["title"] = captions.pair(captions.scenario(ds), "title", ds.attrs["title"])
        drawn = FIGURES[asked.figure](ds, asked.point, asked.variant, **more)
        drawn.save_png(asked.output, asked.lang)
    except (OSError, ValueError, RuntimeError) as error:
        print(f"figures.py: {error}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
