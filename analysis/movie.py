"""The tile map as a film: GIF, or MP4 where ffmpeg is installed."""
import numpy as np

import captions
import maps
import tizhi
from canvas import Canvas
from panel import legend, text_width

TILE = 70  # pixels
PER_SECOND = 3


class NoEncoder(RuntimeError):
    """What is needed to write this kind of film is not installed."""


def steps(ds):
    """The first state of each calendar year, and the last."""
    year = tizhi.dates(ds).astype("datetime64[Y]")
    first = np.flatnonzero(np.concatenate([[True], year[1:] != year[:-1]]))
    return np.unique([*first, len(year) - 1])


def frames(ds, point=0, variant="base", replicate=None, title=None):
    """A drawing per year: each tile's colours are the shares of the replicates that have each
    model there; of one replicate, its model."""
    regions = maps.placed(ds)
    if not len(regions):
        raise ValueError("no region has a place on a map: give the region table row and col")
    found = tizhi.frequency(ds, tizhi.states(ds, steps(ds), point, variant, replicate, regions))
    seen = np.flatnonzero(found.values.max(axis=(0, 1)) > 0)
    for when, share in zip(found["time"].values, found.values):
        yield frame(ds, regions, str(when)[:7], share, seen, title)


def frame(ds, regions, date, share, seen, title):
    """One drawing; share: [region, model + 1]."""
    row, column = maps.grid(ds, regions)
    colours, names = captions.model_colours(ds), captions.model_names(ds)
    wide = max((column.max() + 1) * TILE + 12, 620)
    canvas = Canvas(wide, 0)
    canvas.text(6, 32, date, 30, weight="bold")
    top = 46
    if title:
        canvas.text(140, 30, title, 15, weight="bold")
    top = legend(canvas, 6, top, wide - 6, [(colours[k], names[k]) for k in seen]) + 6
    for n, words in enumerate(captions.region_names(ds, regions)):
        tile(canvas, 6 + column[n] * TILE, top + row[n] * TILE, share[n], colours, words)
    canvas.height = top + (row.max() + 1) * TILE + 6
    return canvas


def tile(canvas, x, y, share, colours, words):
    """A region: its name above, its colours below, as broad as they are likely."""
    side = TILE - 3
    canvas.rect(x, y, side, side, "#f1f1f1")
    for language, word in zip(("en", "zh"), words):
        with canvas.speaking(language):
            size = min(12.5, 12.5 * side / max(text_width(word, 13.5), 1))
            canvas.text(x + side / 2, y + 13, (word, word), size, "middle")
    left = x
    for part, colour in zip(share, colours):
        if part > 0:
            canvas.rect(left, y + 18, part * side, side - 18, colour)
            left += part * side


def save(drawings, path, language="en", scale=1.5):
    """Writes the drawings as a film; raises NoEncoder where it cannot be encoded."""
    from matplotlib import animation  # a second to load

    import picture
    if str(path).lower().endswith(".gif"):
        writer = animation.PillowWriter(fps=PER_SECOND)
    elif animation.FFMpegWriter.isAvailable():
        writer = animation.FFMpegWriter(fps=PER_SECOND, bitrate=1800)
    else:
        raise NoEncoder("MP4 needs ffmpeg: apt-get install ffmpeg, or write a .gif")
    drawings = iter(drawings)
    figure = picture.drawn(next(drawings), language)
    with writer.saving(figure, path, picture.DOTS * scale):
        writer.grab_frame()
        for drawing in drawings:
            picture.drawn(drawing, language, figure=figure)
            writer.grab_frame()
