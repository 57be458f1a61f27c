"""The slow twin's own reader of valid scenarios: TOML and CSV -> Scenario.

It reads what matters to trajectories and trusts what it reads; `tizhi check` finds the errors.
Inside, dates are positions in steps since the start, levels are ranks (0 = first), models and
regions are numbers, and prestige and neighbour weights count in units of 1/1024.
"""
import csv
import math
import tomllib
from calendar import monthrange
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from reference_families import spelled_out
from reference_random import luck

INF = math.inf
CAUSES = "inertia", "imitation", "mandate", "leadership"
MONTHS = {"month": 1, "quarter": 3, "year": 12}
DEFAULTS = {
    "inertia": {"pull": 0, "half_life": INF, "drag": 0, "settling": 5},
    "imitation": {"superior": 0, "peers": 0, "conformity": 1, "founding": 1,
                  "peer_set": "siblings", "lag": 0},
    "mandate": {"compliance": 0, "decay": 1, "resistance": 0, "crowding": 0, "issue_rate": 0,
                "issue_length": 1},
    "leadership": {"preference": 0, "tenure": 3.5, "honeymoon": INF, "term": INF,
                   "tenure_shape": 1, "outsider": 0, "taste": 1, "favourites": 1},
}
BY_MODEL = {"pull", "drag", "superior", "peers", "founding", "favourites"}


@dataclass
class Region:
    code: str
    parent: int | None
    rank: int
    prestige: int = 1024
    legal: float = 0
    fixed: bool = False
    model: str = ""  # of the CSV; empty: not said
    luck: int = 0
    children: list = field(default_factory=list)
    neighbours: dict = field(default_factory=dict)  # region -> weight


@dataclass
class Event:
    """Something dated. `regions` is its scope; the rest belongs to some kinds only."""
    kind: str
    date: float
    step: int
    regions: list
    model: int | None = None
    value: float = 0         # a legacy's amount, a law's value
    targets: dict = field(default_factory=dict)  # of an order: model -> weight
    weighted: bool = False   # whether the weights were said
    issuer: int | None = None
    strength: float = 1
    until: float = INF
    deadline: float = INF
    delay: float = 0         # in steps, as the next
    lag_per_level: float = 0


class Clock:
    """From dates and years to steps."""

    def __init__(self, time):
        self.start = parts(time["start"])
        step = time.get("step", "month")
        self.months = MONTHS.get(step)
        if self.months:
            self.years = self.months / 12  # the length of a step
        else:
            self.days = int(str(step).split()[0])
            self.years = self.days / 365.25
        self.steps = math.ceil(self.position(time["end"]))

    def position(self, text):
        when = parts(text)
        if not self.months:
            return (date(*when) - date(*self.start)).days / self.days
        months = 12 * (when[0] - self.start[0]) + when[1] - self.start[1]
        return (months + (within_month(when) - within_month(self.start))) / self.months


class Scenario:
    def __init__(self, path):
        text = load(Path(path))
        self.seed, self.replicates = text.get("seed", 1), text.get("replicates", 100)
        self.clock = Clock(text["time"])
        self.models = [model["id"] for model in text["model"]]
        self.read_regions(text["regions"])
        text = spelled_out(text, self.levels)
        self.rules = {cause: self.read_cause(cause, text.get(cause, {})) for cause in CAUSES}
        self.on = [text.get(cause, {}).get("on", True) for cause in CAUSES]
        self.initial = text.get("initial", {})
        self.windows = [opening for window in text.get("windows", []) for opening in
                        self.openings(window)]
        events = sorted(filter(None, map(self.read_event, text.get("event", []))),
                        key=lambda event: event.date)
        self.events = {kind: [event for event in events if event.kind == kind] for kind in
                       ("legacy", "mandate", "set", "leader", "legal")}

    # Regions

    def read_regions(self, section):
        if "file" in section:
            rows = read_csv(section["file"])
            for row in rows:
                row["rank"] = None
            names = section.get("levels") or levels_of_tree(rows)
        else:
            rows, depth = generated(section["generate"])
            names = section.get("levels") or [f"level{rank}" for rank in range(depth)]
        rows = narrowed(rows, section.get("only"))
        number = {row["code"]: i for i, row in enumerate(rows)}
        self.levels, self.number = names, number
        self.regions = [Region(
            row["code"], number.get(row["parent"]),
            names.index(row["level"]) if row["rank"] is None else row["rank"],
            round(1024 * float(row.get("prestige") or 1)), float(row.get("legal") or 0),
            row.get("fixed") in (True, "true", "1") or row["code"] in section.get("fixed", []),
            row.get("model") or "", luck(row["code"])) for row in rows]
        for i, region in enumerate(self.regions):
            if region.parent is not None:
                self.regions[region.parent].children.append(i)
        for row in read_csv(section["neighbours"]) if "neighbours" in section else []:
            if row["a"] in number and row["b"] in number:
                a, b = number[row["a"]], number[row["b"]]
                weight = round(1024 * float(row.get("weight") or 1))
                self.regions[a].neighbours[b] = self.regions[b].neighbours[a] = weight

    def below(self, code):
        """The region of this code and all below it."""
        found = [self.number[code]] if code in self.number else []
        for i in found:
            found.extend(self.regions[i].children)
        return found

    def scope(self, event):
        scope = event.get("scope", [row.code for row in self.regions if row.parent is None])
        codes = [scope] if isinstance(scope, str) else scope
        found = {i for code in codes for i in self.below(code)}
        if "issuer" in event:
            found &= set(self.below(event["issuer"])[1:])
        levels = event.get("levels", self.levels)
        levels = [levels] if isinstance(levels, str) else levels
        return sorted(i for i in found if self.levels[self.regions[i].rank] in levels)

    # Parameters

    def read_cause(self, cause, section):
        """name -> a value per level; where the parameter goes by model, a list of them."""
        return {name: [self.value(section.get(name, default), default, level, name)
                       for level in self.levels] for name, default in DEFAULTS[cause].items()}

    def value(self, given, default, level, name):
        """What holds at a level: names that a table leaves out keep the default."""
        if isinstance(given, dict) and set(given) <= set(self.levels):
            given = given.get(level, default)
        if name not in BY_MODEL:
            return given
        if not isinstance(given, dict):
            return [given] * len(self.models)
        rest = 0 if name == "favourites" else default  # who names weights means these alone
        return [given.get(model, rest) for model in self.models]

    # Time

    def openings(self, window):
        """(factor, opening, closing, lag per level), in steps."""
        length, lag = (window.get(key, 0) / self.clock.years for key in ("length", "lag_per_level"))
        if "dates" in window:
            dates = [self.clock.position(text) for text in window["dates"]]
        else:
            first, every = self.clock.position(window["from"]), window["every"] / self.clock.years
            dates = [first + j * every for j in range(1 + max(0, int((self.clock.steps - first)
                                                                     / every)))]
        return [(window["factor"], opening, opening + length, lag) for opening in dates]

    def read_event(self, text):
        named = [text[key] for key in ("region", "issuer") if key in text]
        if any(code not in self.number for code in named):
            return None  # `only` left it out
        when = self.clock.position(text["date"])
        event = Event(text["kind"], when, max(0, math.floor(when)),
                      [self.number[text["region"]]] if "region" in text else self.scope(text))
        if event.kind == "mandate":
            self.read_order(event, text)
        else:
            event.model = self.model(text.get("model", "none"))
            event.value = text.get("value", text.get("amount", 1))
        return event

    def read_order(self, event, text):
        targets = text.get("model", self.models)
        targets = [targets] if isinstance(targets, str) else targets
        event.weighted = isinstance(targets, dict)
        event.targets = {self.model(k): targets[k] if event.weighted else 1 for k in targets}
        event.issuer = self.number.get(text.get("issuer"))
        event.strength = text.get("strength", 1)
        if "deadline" in text:
            event.deadline = event.until = self.clock.position(text["deadline"])
        if "until" in text:
            event.until = self.clock.position(text["until"])
        event.delay, event.lag_per_level = (text.get(key, 0) / self.clock.years
                                            for key in ("delay", "lag_per_level"))

    def model(self, name):
        return None if name == "none" else self.models.index(name)

    # The initial state

    def initial_model(self, region):
        """A model's name, or weights: the most special that is said."""
        by_region, by_level = self.initial.get("region", {}), self.initial.get("level", {})
        level = self.levels[region.rank]
        return by_region.get(region.code, region.model or
                             by_level.get(level, self.initial.get("default", "none")))

    def initial_age(self, region):
        age = self.initial.get("age", 0)
        return age.get(self.levels[region.rank], 0) if isinstance(age, dict) else age


def load(path):
    """The document, joined with those that it extends: later keys win, events join by id."""
    document = {}
    for text in chain_of(path, []):
        lay_over(document, text)
    return document


def chain_of(path, known):
    """The texts of all that the file extends, then its own: each file once."""
    text = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    for key in {"file", "neighbours"} & set(text.get("regions", {})):
        text["regions"][key] = path.parent / text["regions"][key]
    names = text.pop("extends", [])
    for name in [names] if isinstance(names, str) else names:
        base = (path.parent / name).resolve()
        if base not in known:
            yield from chain_of(base, known)
    known.append(path.resolve())
    yield text


def lay_over(base, text):
    for key, later in text.items():
        if key == "event":
            base[key] = joined(base.get(key, []), later)
        elif isinstance(later, dict) and isinstance(base.get(key), dict):
            base[key] = base[key] | later
        else:
            base[key] = later


def joined(events, later):
    place = {event["id"]: i for i, event in enumerate(events) if "id" in event}
    for event in later:
        if event.get("id") in place:
            events[place[event["id"]]] |= event
        else:
            events.append(event)
    return events


def read_csv(path):
    with open(path, encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def generated(children):
    """Rows of a forest: so many roots, so many children of each, and so on."""
    rows, above = [], [""]
    for rank, count in enumerate(children):
        here = [f"{code}.{j + 1}" if code else str(j + 1) for code in above for j in range(count)]
        rows += [{"code": code, "parent": code.rpartition(".")[0], "rank": rank} for code in here]
        above = here
    return rows, len(children)


def levels_of_tree(rows):
    """The levels of a table, top down, where the tree leaves no doubt about their order."""
    level = {row["code"]: row["level"] for row in rows}
    above = {(level[row["parent"]], row["level"]) for row in rows if row["parent"]}
    rank = dict.fromkeys(level.values(), 0)
    for _ in rank:
        for high, low in above:
            rank[low] = max(rank[low], rank[high] + 1)
    return sorted(rank, key=rank.get)


def narrowed(rows, only):
    """The region `only`, what is below it, and its ancestors, which stay fixed."""
    if only is None:
        return rows
    parent = {row["code"]: row["parent"] for row in rows}

    def lineage(code):
        return [code, *lineage(parent[code])] if parent[code] else [code]

    above = lineage(only)[1:]
    return [row | {"fixed": True} if row["code"] in above else row
            for row in rows if row["code"] in above or only in lineage(row["code"])]


def parts(text):
    """Year, month and day of YYYY, YYYY-MM or YYYY-MM-DD."""
    return tuple([*map(int, str(text).split("-")), 1, 1][:3])


def within_month(when):
    return (when[2] - 1) / monthrange(*when[:2])[1]
