"""What all figures of a run share: their width, the levels that they show, and their labels."""
import numpy as np

import look
import tizhi
from panel import years

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


def date_text(ds, day):
    """A date as its month, in runs with shorter steps as its day."""
    return str(day)[:10 if tizhi.years_per_step(ds) < 1 / 13 else 7]


def level_label(canvas, panel, name, count):
    """The level's name and size at the left of its panel."""
    middle = panel.top + panel.height / 2
    canvas.text(LEFT - 42, middle, name, 13, "end", weight="bold")
    if panel.height > 40:
        canvas.text(LEFT - 42, middle + 15, f"{count}", 11, "end", look.MUTED)


def used(ds, point, variant, least=0.005):
    """Positions of the models that some region ever runs, and of none where it is ever seen."""
    seen = tizhi.select(ds, "share", point, variant)
    each = seen.max([d for d in seen.dims if d != "model"]).values
    some_without = float(seen.sum("model").min()) < 1 - least
    return [*np.flatnonzero(each >= least), *([ds.sizes["model"]] if some_without else [])]


def used_models(ds, point, variants):
    """Positions of the models that some region ever runs in one of the variants; else the first."""
    seen = {int(k) for variant in variants for k in used(ds, point, variant)}
    return sorted(seen - {ds.sizes["model"]}) or [0]
