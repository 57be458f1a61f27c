"""What the models, levels and events of a file are called, in English and Chinese."""
from dataclasses import dataclass

import numpy as np

import look
import tizhi
from panel import years

try:
    import tomllib
except ImportError:  # Python before 3.11
    tomllib = None


def scenario(ds):
    """The scenario's text as a dict; {} where it cannot be read (then ids stand for titles)."""
    try:
        return tomllib.loads(ds.attrs.get("scenario", "")) if tomllib else {}
    except tomllib.TOMLDecodeError:
        return {}


def pair(table, key, default=""):
    """(English, Chinese) of `key` and `key_zh`; where one is missing the other stands for it."""
    english, chinese = table.get(key, ""), table.get(key + "_zh", "")
    return (english or chinese or default, chinese or english or default)


def windows(ds, level):
    """When change comes easier at a level (a number): (start, end) in years, from the scenario."""
    low, high = years(tizhi.dates(ds)[[0, -1]])
    found = []
    for window in scenario(ds).get("windows", []):
        lag = level * window.get("lag_per_level", 0)
        starts = [_year(date) for date in window.get("dates", [])]
        if window.get("every") and "from" in window:
            starts += np.arange(_year(window["from"]), high, window["every"]).tolist()
        if window.get("factor", 1) > 1:
            found += [(start + lag, start + lag + window.get("length", 0)) for start in starts]
    return [(max(a, low), min(b, high)) for a, b in found if b > low and a < high]


def _year(date):
    year, month, day = (str(date) + "-01-01").split("-")[:3]
    return years([np.datetime64(f"{year}-{month}-{day}")])[0]


def model_names(ds):
    """(English, Chinese) of each model, and at the end of none."""
    ids = [i.replace("_", " ") for i in ds["model"].values]
    names = [_filled(tizhi.text(ds, name), ids) for name in ("model_name", "model_name_zh")]
    return [*zip(*names), look.both("none")]


def _filled(texts, otherwise):
    return [t or o for t, o in zip(texts if texts is not None else otherwise, otherwise)]


def model_colours(ds):
    """The colour of each model, and at the end of none."""
    given = tizhi.text(ds, "model_colour")
    return [*look.model_colours(given, ds.sizes["model"]), look.NONE_COLOUR]


def region_names(ds, regions):
    """(English, Chinese) short names of some regions: without what all of their kind are called."""
    codes = ds["region"].values[regions]
    texts = [tizhi.text(ds, name) for name in ("region_name", "region_name_zh")]
    columns = [_filled(t[regions] if t is not None else codes, codes) for t in texts]
    return [(english, short_chinese(chinese)) for english, chinese in zip(*columns)]


def title(ds):
    """(English, Chinese) title of the run."""
    own = {key: str(ds.attrs.get(key, "")) for key in ("title", "title_zh")}
    return pair(scenario(ds), "title") if scenario(ds).get("title") else pair(own, "title", "tizhi")


def variant_title(ds, name):
    """(English, Chinese) of a variant: the counterfactual's title, else its id."""
    if name == "base":
        return look.both("base")
    told = [c for c in scenario(ds).get("counterfactual", []) if c.get("id") == name]
    if told and told[0].get("title"):
        return pair(told[0], "title")
    titles = tizhi.text(ds, "variant_title")
    own = titles[tizhi.variant_number(ds, name)] if titles is not None else ""
    return (own, own) if own else look.both(name)


def outcome_titles(ds):
    """id -> (English, Chinese) of the outcomes to which the scenario gives a title."""
    told = [o for o in scenario(ds).get("outcome", []) if o.get("title") or o.get("title_zh")]
    return {outcome.get("id"): pair(outcome, "title") for outcome in told}


def outcomes_in_percent(ds):
    """ids of the scenario's outcomes that are shares of regions."""
    shares = ("share", "alignment", "kept", "forms")
    return {o.get("id") for o in scenario(ds).get("outcome", []) if o.get("measure") in shares}


def short_chinese(name):
    """北京市 -> 北京, 广西壮族自治区 -> 广西, 犹他州 -> 犹他; an 自治州 keeps its name."""
    for ending in ("壮族自治区", "回族自治区", "维吾尔自治区", "自治区", "特别行政区", "省", "市", "州"):
        if name.endswith("自治州"):
            return name
        if name.endswith(ending) and len(name) > len(ending) + 1:
            return name[:-len(ending)]
    return name


@dataclass
class Event:
    """An event of the timeline: its number in figures, its date and its words."""
    number: int
    date: np.datetime64
    kind: str
    name: str
    title: tuple
    source: str


def events(ds):
    """The events of the file by date, numbered from 1."""
    if "event" not in ds.variables:
        return []
    told = {e.get("id"): e for e in scenario(ds).get("event", []) if isinstance(e, dict)}
    when, names = tizhi.dates(ds, "event_date"), ds["event"].values
    kinds, sources = tizhi.text(ds, "event_kind"), tizhi.text(ds, "event_source")
    titles = Titles(ds)
    return [Event(number, when[n], kinds[n], names[n], titles.of(told.get(names[n], {}), names[n]),
                  sources[n])
            for number, n in enumerate(np.argsort(when, kind="stable"), start=1)]


class Titles:
    """Short titles of events: the scenario's own, else who is concerned and with which form."""

    def __init__(self, ds):
        self.models = dict(zip(ds["model"].values, model_names(ds)))
        self.places = {code: n for n, code in enumerate(ds["region"].values)}
        self.ds = ds

    def of(self, event, name):
        """(English, Chinese); `event`: its table in the scenario, {} if it cannot be read."""
        if event.get("title") or event.get("title_zh"):
            return pair(event, "title")
        who, forms, end = self.who(event, name), self.forms(event), event.get("deadline")
        until = (f" (by {end})", f"（限 {end} 前）") if end else ("", "")
        return tuple(who[n] + (" → " + forms[n] if forms[n] else "") + until[n] for n in (0, 1))

    def who(self, event, name):
        """The regions or levels that the event names, else its id."""
        code = event.get("region", event.get("scope"))
        if isinstance(code, str) and code in self.places:
            return region_names(self.ds, [self.places[code]])[0]
        levels = [look.both(level) for level in event.get("levels", [])]
        if levels:
            return ", ".join(w[0] for w in levels), "、".join(w[1] for w in levels)
        if event.get("issuer") in self.places:
            issuer = region_names(self.ds, [self.places[event["issuer"]]])[0]
            return f"all below {issuer[0]}", f"{issuer[1]}以下各级"
        return look.both(name)

    def forms(self, event):
        """The models that the event names."""
        target = event.get("model", [])
        ids = [target] if isinstance(target, str) else list(target)
        words = [self.models.get(i, look.both(i)) for i in ids]
        return " / ".join(w[0] for w in words), " / ".join(w[1] for w in words)
