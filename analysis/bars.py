"""Formations by cause over time, and the forms at the end in every variant."""
import numpy as np

import captions
import look
import tizhi
from canvas import LANGUAGES, Canvas
from layout import LEFT, PLOT, RIGHT, WIDTH, level_label, levels, span, used
from panel import Panel, in_lines, is_short, legend, ticks

TOTAL = 92  # pixels at the right for the whole period


def causes(ds, point=0, variant="base"):
    """Formations per 100 regions and year, stacked by cause: means over replicates."""
    months = 1 if is_short(span(ds)) else 0  # 0: by the year
    counts = tizhi.formations_by_cause(ds, point, variant, months=months).mean("replicate")
    canvas = Canvas(WIDTH, 0)
    shown = counts.isel(level=[number for number, _, _ in levels(ds)])
    names = [c for c in counts["cause"].values if float(shown.sel(cause=c).sum()) > 0]
    canvas.text(6, 18, "per 100", 13, weight="bold")
    canvas.text(WIDTH - RIGHT, 18, "whole period", 13, "end", weight="bold")
    top = legend(canvas, LEFT, 30, WIDTH, [(look.CAUSE_COLOURS[c], look.both(c)) for c in names])
    rows = levels(ds)
    for row, (number, name, count) in enumerate(rows):
        of_level = counts.isel(level=number).sel(cause=names)
        percent = of_level / of_level["covered"] / count * 100
        panel = cause_panel(canvas, top + 10, span(ds), percent)
        whole_period(panel, of_level.sum("period"))
        level_label(canvas, panel, name, count)
        panel.year_axis(labels=row == len(rows) - 1)
        top += 132
    canvas.height = top + 20
    return canvas


def cause_panel(canvas, top, x_range, rates):
    """One level's bars; rates: [period, cause]."""
    most = max(float(rates.sum("cause").max()), 1e-9)
    panel = Panel(canvas, LEFT, top, PLOT - TOTAL, 110, x_range, (0, most * 1.02))
    panel.value_axis(ticks(0, most, 3))
    bars(panel, rates)
    panel.frame()
    return panel


def bars(panel, rates):
    """A stacked bar per period; rates: [period, cause]."""
    first, base = rates["period"].values.astype(float), np.zeros(rates.sizes["period"])
    wide = 1 / 12 if is_short(panel.x) else 1  # years
    for cause in rates["cause"].values:
        height = rates.sel(cause=cause).values
        for n in np.flatnonzero(height > 0):
            left, right = panel.across(np.clip(first[n] + np.array([0.04, 0.96]) * wide, *panel.x))
            high, low = panel.down([base[n] + height[n], base[n]])
            when = period_text(first[n], wide)
            tip = tuple(f"{when}: {word} {height[n]:.2g}" for word in look.both(cause))
            panel.canvas.rect(left, high, right - left, low - high, look.CAUSE_COLOURS[cause], tip)
        base += height


def period_text(first, wide):
    """A period that begins at `first` [years]: its year, or its month."""
    month = round(first % 1 * 12) + 1
    return f"{first:.0f}" if wide == 1 else f"{int(first)}-{month:02d}"


def whole_period(panel, counts):
    """The causes' shares of all formations of a level, as a column beside its panel."""
    total, base = float(counts.sum()), panel.top + panel.height
    left = panel.left + panel.width + TOTAL - 46
    for cause in counts["cause"].values if total > 0 else ():
        share, colour = float(counts.sel(cause=cause)) / total, look.CAUSE_COLOURS[cause]
        height = share * panel.height
        base -= height
        tip = tuple(f"{word} {share:.0%}" for word in look.both(cause))
        panel.canvas.rect(left, base, 46, height, colour, tip)
        if height > 13:
            panel.canvas.text(left + 23, base + height / 2 + 4, f"{share:.0%}", 11, "middle",
                              look.ink_on(colour))


def variants(ds, point=0):
    """The forms at the end in every variant, a bar each: means over replicates."""
    canvas, names = Canvas(WIDTH, 0), list(ds["variant"].values)
    colours = captions.model_colours(ds)
    seen = sorted({k for name in names for k in used(ds, point, name)})
    top = legend(canvas, LEFT, 6, WIDTH - RIGHT,
                 [(colours[k], captions.model_names(ds)[k]) for k in seen]) + 6
    room = 250  # pixels for the variants' titles
    for _, level, count in levels(ds):
        panel = Panel(canvas, LEFT + room, top, PLOT - room, 27 * len(names), (0, 1), (0, 1))
        level_label(canvas, panel, level, count)
        for row, name in enumerate(names):
            variant_bar(ds, panel, top + 27 * row, tizhi.share(ds, level, point, name))
            variant_title(canvas, LEFT, top + 27 * row, room, captions.variant_title(ds, name))
        top += panel.height + 16
    canvas.height = top
    return canvas


def variant_bar(ds, panel, top, shares):
    """One bar; shares: [replicate, time, model]."""
    colours, names = captions.model_colours(ds), captions.model_names(ds)
    parts = shares.isel(time=-1).mean("replicate").values.astype(float)
    left = panel.left
    for k, part in enumerate([*parts, max(0.0, 1 - parts.sum())]):
        tip = tuple(f"{name} {part:.0%}" for name in names[k])
        panel.canvas.rect(left, top, part * panel.width, 22, colours[k], tip)
        if part * panel.width > 34:
            panel.canvas.text(left + part * panel.width / 2, top + 15.5, f"{part:.0%}", 11.5,
                              "middle", look.ink_on(colours[k]))
        left += part * panel.width


def variant_title(canvas, left, top, room, words):
    """A variant's title before its bar, in each language as much as fits."""
    for language, word in zip(LANGUAGES, words):
        with canvas.speaking(language):
            lines = in_lines(word, 11, room - 20)
            text = lines[0] + ("…" if len(lines) > 1 else "")
            canvas.text(left, top + 15.5, (text, text), 12, tip=words)
