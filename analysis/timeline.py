"""One region's story: single histories as strips, and over all replicates which model it had."""
import numpy as np
import pandas as pd

import captions
import look
import tizhi
from canvas import Canvas
from layout import LEFT, PERCENT, PLOT, RIGHT, WIDTH, span
from panel import Panel, legend, years
from shares import event_list, event_marks, write_inside

STRIP = 30  # pixels of one history


def region_at(ds, name):
    """The position of a region given its code or a name. Raises ValueError if there is none."""
    for known in ("region", "region_name", "region_name_zh"):
        texts = tizhi.text(ds, known)
        found = np.flatnonzero(texts == name) if texts is not None else ()
        if len(found):
            return int(found[0])
    raise ValueError(f"no region {name!r}: give the code or the name of one, as in "
                     f"{ds['region'].values[-1]!r}")


def named(ds, most=4):
    """Positions of the regions that the run's outcomes are about."""
    scopes = [o.get("scope", []) for o in captions.scenario(ds).get("outcome", [])]
    codes = dict.fromkeys(c for s in scopes for c in ([s] if isinstance(s, str) else s))
    places = {code: n for n, code in enumerate(ds["region"].values)}
    return [places[code] for code in codes if code in places][:most]


def told_of(ds, most=4):
    """Regions whose story is told: those of the outcomes, else the first of each level that may
    change."""
    level, fixed = ds["region_level"].values, ds["region_fixed"].values
    count = np.bincount(level, minlength=ds.sizes["level"])
    free = [np.flatnonzero((level == n) & (fixed == 0)) for n in np.flatnonzero(count)]
    several = [found for found in free if len(found) > 1] or free
    return named(ds, most) or [int(found[0]) for found in several if len(found)][:most]


def history(ds, region, point=0, variant="base"):
    """A region's formations, as a DataFrame (replicate, step, to, cause), and its first models."""
    raw = tizhi.columns(ds, ("step", "region", "to", "cause"), point, variant)
    of_region = raw.pop("region") == region
    first = tizhi.select(ds, "initial_state", point, variant).isel(region=region).values
    return pd.DataFrame({name: column[of_region] for name, column in raw.items()}), first


def models(ds, found, first):
    """The region's model in every state: uint8 [replicate, time], 255 = none."""
    held = np.tile(first[:, None], (1, ds.sizes["time"]))
    for row in found.sort_values("step", kind="stable").itertuples():
        held[row.replicate, row.step + 1:] = row.to
    return held


def timeline(ds, point=0, variant="base", region=None, replicate=None, title=True):
    """The strips of three histories (or of one replicate) above the shares of all replicates."""
    region = told_of(ds)[0] if region is None else region_at(ds, region)
    found, first = history(ds, region, point, variant)
    held = models(ds, found, first)
    codes = [*range(ds.sizes["model"]), tizhi.NONE]
    seen = [k for k, code in enumerate(codes) if (held == code).any()]
    canvas, top = Canvas(WIDTH, 0), 6
    if title:
        canvas.text(6, 22, heading(ds, region), 17, weight="bold")
        top = 36
    colours, names = captions.model_colours(ds), captions.model_names(ds)
    top = legend(canvas, LEFT, top, WIDTH - RIGHT, [(colours[k], names[k]) for k in seen])
    causes = [c for n, c in enumerate(ds["cause"].values) if (found["cause"] == n).any()]
    top = legend(canvas, LEFT, top, WIDTH - RIGHT, [(look.CAUSE_COLOURS[c], cause_words(c))
                                                    for c in causes])
    events = concerning(ds, region)
    top = event_marks(canvas, span(ds), events, top + 12)
    chosen = range(min(3, len(held))) if replicate is None else [range(len(held))[replicate]]
    for number in chosen:
        panel = Panel(canvas, LEFT, top + 4, PLOT, STRIP, span(ds), (0, 1))
        strip(ds, panel, held[number], found[found["replicate"] == number])
        words = (f"replicate {number + 1}", f"第{number + 1}次重复")
        canvas.text(LEFT - 42, top + STRIP / 2 + 8, words, 12, "end", weight="bold")
        top += STRIP + 12
    frequencies(ds, Panel(canvas, LEFT, top + 10, PLOT, 150, span(ds), (0, 1)), held, events)
    canvas.text(LEFT - 42, top + 90, "every history", 12, "end", weight="bold")
    canvas.height = event_list(canvas, events, top + 206) if title else top + 190
    return canvas


def heading(ds, region):
    """What the figure of the region is called."""
    name, count = captions.region_names(ds, [region])[0], ds.sizes["replicate"]
    return (f"{name[0]}: possible histories, and how often each form among {count} of them",
            f"{name[1]}：几种可能的历史，及{count}次重复中各体制的比例")


def cause_words(cause):
    """What a dot of the cause's colour says."""
    return tuple(f"{head}{word}" for head, word in zip(("cause: ", "成因："), look.both(cause)))


def strip(ds, panel, held, found):
    """One history: a rectangle per model held, a dot per formation in its cause's colour."""
    colours, names = captions.model_colours(ds), captions.model_names(ds)
    x = years(tizhi.dates(ds))
    edges = np.flatnonzero(np.diff(held.astype(int))) + 1
    for begin, end in zip([0, *edges], [*edges, len(held) - 1]):
        k = min(int(held[begin]), len(names) - 1)
        left, right = panel.across(x[[begin, end]])
        tip = tuple(f"{str(tizhi.dates(ds)[begin])[:7]}: {word}" for word in names[k])
        panel.canvas.rect(left, panel.top, right - left, panel.height, colours[k], tip)
        part = x[begin:end + 1]
        if len(part) > 1:
            whole = np.ones(len(part))
            write_inside(panel, part, 0 * whole, whole, names[k], look.ink_on(colours[k]))
    for row in found.itertuples():
        cause = ds["cause"].values[row.cause]
        middle = float(panel.across(x[row.step + 1]))
        panel.canvas.disc(middle, panel.top + panel.height, 6.2, "#ffffff")
        panel.canvas.disc(middle, panel.top + panel.height, 4.8, look.CAUSE_COLOURS[cause],
                          cause_words(cause))


def frequencies(ds, panel, held, events):
    """In which share of the replicates the region has each model, stacked."""
    colours, names = captions.model_colours(ds), captions.model_names(ds)
    keep = np.unique(np.linspace(0, held.shape[1] - 1, 258).astype(int))
    each = np.array([(held[:, keep] == k).mean(axis=0) for k in range(ds.sizes["model"])])
    edges = np.vstack([np.zeros(len(keep)), np.minimum(np.cumsum(each, axis=0), 1),
                       np.ones(len(keep))])
    x = years(tizhi.dates(ds)[keep])
    panel.canvas.rect(panel.left, panel.top, panel.width, panel.height, look.NONE_COLOUR)
    for k in range(len(names)):
        if (edges[k + 1] - edges[k]).max() > 1e-3:
            panel.between(x, edges[k], edges[k + 1], colours[k], tip=names[k])
            write_inside(panel, x, edges[k], edges[k + 1], names[k], look.ink_on(colours[k]))
    panel.labels(PERCENT)
    panel.event_lines(events)
    panel.frame()
    panel.year_axis()


def concerning(ds, region):
    """The events of the run's time that reach the region: by its level, its code, or a superior."""
    told = {e.get("id"): e for e in captions.scenario(ds).get("event", []) if isinstance(e, dict)}
    above, up = {ds["region"].values[region]}, int(region)
    while ds["region_parent"].values[up] >= 0:
        up = int(ds["region_parent"].values[up])
        above.add(ds["region"].values[up])
    level = ds["level"].values[ds["region_level"].values[region]]
    low, high = span(ds)
    return [event for event in captions.events(ds)
            if low <= years([event.date])[0] <= high
            and _reaches(told.get(event.name, {}), above, level, ds["region"].values[region])]


def _reaches(event, above, level, code):
    if level not in event.get("levels", [level]):
        return False
    if "region" in event:
        return event["region"] == code
    scope = event.get("scope", [])
    scope = [scope] if isinstance(scope, str) else scope
    if scope:
        return bool(above & set(scope))
    issuer = event.get("issuer")
    return not issuer or (issuer in above and issuer != code)
