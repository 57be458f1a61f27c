"""Tile maps: regions that have a row and a column, coloured by the model they most often run."""
import numpy as np

import captions
import look
import tizhi
from canvas import Canvas
from layout import date_text
from panel import legend, ticks, years

TILE = 26  # pixels of a tile in the small maps


def placed(ds):
    """Positions of the regions on the map: those of the highest level of which several have one."""
    if "region_row" not in ds.variables:
        return np.array([], int)
    on_map = (ds["region_row"].values >= 0) & (ds["region_col"].values >= 0)
    level = ds["region_level"].values
    for number in range(ds.sizes["level"]):
        found = np.flatnonzero(on_map & (level == number))
        if len(found) > 1:
            return found
    return np.array([], int)


def grid(ds, regions):
    """Row and column [region] of each, from 0."""
    row, column = ds["region_row"].values[regions], ds["region_col"].values[regions]
    return row - row.min(), column - column.min()


def modal(frequencies):
    """The most frequent model and its share, each [..., region]; frequencies: [..., model]."""
    values = frequencies.values
    return values.argmax(axis=-1), values.max(axis=-1)


def key_steps(ds, count=8):
    """Steps to show: `count` beginnings of round years, in short runs evenly spread steps."""
    time = tizhi.dates(ds)
    for most in range(count, 3 * count):
        found = [y for y in ticks(*years(time[[0, -1]]), most) if y == int(y)]
        if len(found) >= count:
            chosen = np.linspace(0, len(found) - 1, count).round().astype(int)
            return np.array([tizhi.step_at(ds, f"{found[n]:.0f}-01-01") for n in chosen])
    return np.unique(np.linspace(0, len(time) - 1, count).round().astype(int))


def small_multiples(ds, point=0, variant="base", steps=None):
    """A small map per date, four in a row: the square is larger where more replicates agree.

    Size and not paleness says so, because composites have paler tones of their bases' colours.
    """
    regions = placed(ds)
    steps = key_steps(ds) if steps is None else sorted(tizhi.step_at(ds, s) for s in steps)
    found = tizhi.frequency(ds, tizhi.states(ds, steps, point, variant, regions=regions))
    colours, names = captions.model_colours(ds), captions.model_names(ds)
    code, share = modal(found)
    canvas, labels = Canvas(1100, 0), captions.region_names(ds, regions)
    top = legend(canvas, 6, 6, 1094, [(colours[k], names[k]) for k in np.unique(code)]) + 8
    row, column = grid(ds, regions)
    wide, high = (column.max() + 2) * TILE, (row.max() + 1) * TILE + 40
    across = max(1, int(1094 // wide))
    for n, when in enumerate(tizhi.dates(ds)[steps]):
        left, here = 6 + n % across * (1094 / across), top + n // across * high
        canvas.text(left, here + 16, date_text(ds, when), 14, weight="bold")
        for i, name in enumerate(labels):
            tip = tuple(f"{name[x]}: {names[code[n, i]][x]} {share[n, i]:.0%}" for x in (0, 1))
            x, y = left + column[i] * TILE, here + 24 + row[i] * TILE
            tile(canvas, x, y, colours[code[n, i]], share[n, i], tip)
    canvas.height = top + ((len(steps) - 1) // across + 1) * high
    return canvas


def tile(canvas, x, y, colour, share, tip):
    """A grey tile, of which the part `share` has the colour."""
    side = TILE - 2
    canvas.rect(x, y, side, side, look.NONE_COLOUR, tip)
    if colour != look.NONE_COLOUR:
        inner = side * np.sqrt(share)
        canvas.rect(x + (side - inner) / 2, y + (side - inner) / 2, inner, inner, colour, tip)


def history(ds, point=0, variant="base", most=250_000):
    """What the page's moving map shows, as a dict ready for JSON.

    dates [time] text; regions: row, col, en, zh each; share: percent of replicates
    [time][region][model + 1]; replicates: a text per replicate, a letter per time and region
    ("a" the first model, "~" none); of as many replicates as `most` letters hold.
    """
    regions = placed(ds)
    time = tizhi.dates(ds)
    first = np.flatnonzero(np.diff(time.astype("datetime64[Y]").astype(int), prepend=-1) != 0)
    steps = np.unique([*first, len(time) - 1])
    if len(steps) < 12:
        steps = np.unique(np.linspace(0, len(time) - 1, 60).astype(int))
    models = tizhi.states(ds, steps, point, variant, regions=regions)
    percent = np.rint(100 * tizhi.frequency(ds, models).values).astype(int)
    row, column = grid(ds, regions)
    letters = np.where(models.values == tizhi.NONE, ord("~"), ord("a") + models.values)
    kept = min(models.sizes["replicate"], max(1, most // (len(steps) * len(regions))))
    return {"dates": [date_text(ds, day) for day in time[steps]], "share": percent.tolist(),
            "regions": [{"row": int(r), "col": int(c), "en": n[0], "zh": n[1]}
                        for r, c, n in zip(row, column, captions.region_names(ds, regions))],
            "replicates": [bytes(letters[:, r].ravel().astype(np.uint8)).decode()
                           for r in range(kept)]}
