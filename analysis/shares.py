"""Stacked shares of the models per level over time, with the events of the timeline."""
import numpy as np

import captions
import look
import tizhi
from canvas import LANGUAGES, Canvas
from layout import LEFT, PERCENT, PLOT, RIGHT, WIDTH, level_label, levels, span, used
from panel import Panel, legend, text_width, years


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
    for row, (number, name, count) in enumerate(rows):
        panel = Panel(canvas, LEFT, top, PLOT, 128 if count > 1 else 26, span(ds), (0, 1))
        window_strips(panel, captions.windows(ds, number) if count > 1 else [])
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


def window_strips(panel, windows):
    """A strip above the panel for each window; windows: (start, end) in years."""
    for start, end in windows:
        left, right = panel.across([start, end])
        panel.canvas.rect(left, panel.top - 5, right - left, 3.5, look.INK, "window")


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
    edges = np.column_stack([top, np.ones(len(x))])  # none lies on top of the others
    for k in (*np.flatnonzero(each.max(axis=0) > 0.001), len(colours) - 1):
        write_inside(panel, x, edges[:, k], edges[:, k + 1], names[k], look.ink_on(colours[k]))
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
