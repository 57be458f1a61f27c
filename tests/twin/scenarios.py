"""Random small scenarios: the whole document, over `worlds`."""
import random
from itertools import chain, combinations

import worlds
from worlds import number, weights

CAUSES = ["inertia", "imitation", "mandate", "leadership"]
SUBSETS = list(chain.from_iterable(combinations(CAUSES, n) for n in (1, 2, 3)))
BY_MODEL = {"pull", "drag", "superior", "peers", "founding"}
FOREVER = float("inf")

# How to draw a value of each parameter. What is left out of a scenario keeps its default.
DRAWN = {
    "inertia": {
        "pull": lambda r: number(r, 0.1, 1.5),
        "half_life": lambda r: r.choice([FOREVER, number(r, 0.3, 20)]),
        "drag": lambda r: number(r, 0, 2.5),
        "settling": lambda r: number(r, 0.2, 8),
    },
    "imitation": {
        "superior": lambda r: number(r, 0, 1),
        "peers": lambda r: number(r, 0.1, 2),
        "conformity": lambda r: number(r, 0.3, 3),
        "founding": lambda r: r.choice([0, number(r, 0.2, 4)]),
        "peer_set": lambda r: r.choice(["siblings", "level", "neighbours", "neighbours", "none"]),
        "lag": lambda r: r.choice([0, 0.125, 0.25, 1, number(r, 0, 3)]),
    },
    "mandate": {
        "compliance": lambda r: number(r, 0.1, 1.5),
        "decay": lambda r: r.choice([0, number(r, 0.2, 1), number(r, 1, 1.5)]),
        "resistance": lambda r: number(r, 0.2, 2),
        "crowding": lambda r: r.choice([1, number(r, 0.1, 1)]),
        "issue_rate": lambda r: number(r, 0.05, 0.6),
        "issue_length": lambda r: r.choice([0, 0.5, 1, 2, FOREVER, number(r, 0.1, 3)]),
    },
    "leadership": {
        "preference": lambda r: number(r, 0.2, 2.5),
        "tenure": lambda r: number(r, 0.3, 6),
        "honeymoon": lambda r: r.choice([FOREVER, number(r, 0.2, 5)]),
        "term": lambda r: r.choice([FOREVER, 0, 1, 5, number(r, 0.3, 6)]),
        "tenure_shape": lambda r: r.choice([1, 2, number(r, 0.5, 3)]),
        "outsider": lambda r: r.choice([1, number(r, 0.1, 0.9)]),
        "taste": lambda r: r.choice([0, number(r, 0.2, 1)]),
        "favourites": None,  # weights
    },
}
RATES = {"pull", "peers", "compliance", "preference"}  # without one the cause does nothing


class Draft:
    """A scenario in the making: `document` -> TOML, `files` -> the tables beside it."""

    def __init__(self, number_of):
        self.rng = rng = random.Random(f"twin {number_of}")
        self.document = {"seed": rng.randrange(2**63), "replicates": 1 + number_of % 2}
        self.document["time"], self.some_date, self.years = worlds.time(rng)
        self.models = worlds.models(rng)
        self.document["model"] = [{"id": name} for name in self.models]
        self.document["regions"] = {}
        self.world = worlds.world(rng, self.document["regions"], self.models)
        self.files = self.world.files
        self.document["initial"] = worlds.initial(rng, self.world, self.models)
        self.acting = SUBSETS[number_of % 28] if number_of % 28 < len(SUBSETS) else CAUSES
        for cause in CAUSES:
            self.add_cause(cause)
        if rng.random() < 0.5:
            self.document["windows"] = [self.window() for _ in range(rng.randint(1, 3))]
        self.add_events()
        self.document["output"] = {"leaders": True, "orders": True}

    # Parameters

    def add_cause(self, cause):
        rng = self.rng
        section = {}
        if cause in self.acting or rng.random() < 0.2:
            for name, draw in DRAWN[cause].items():
                if name in RATES or rng.random() < 0.55:
                    section[name] = self.favourites() if draw is None else self.value(name, draw)
        if cause not in self.acting:
            if section:
                section["on"] = False
        elif rng.random() < 0.1:
            section["on"] = True
        if section:
            self.document[cause] = section

    def value(self, name, draw):
        """One value, or a table by level, by model, or both."""
        rng, shape = self.rng, self.rng.random()
        by_model = name in BY_MODEL

        def models():
            return {k: draw(rng) for k in rng.sample(self.models, rng.randint(1, len(self.models)))}

        def levels(value):
            return {level: value() for level in self.some_levels()}

        if shape < 0.5:
            return draw(rng)
        if by_model and shape < 0.7:
            return models()
        if by_model and shape < 0.8:
            return levels(models)
        return levels(lambda: draw(rng))

    def some_levels(self):
        return self.rng.sample(self.world.levels, self.rng.randint(1, len(self.world.levels)))

    def favourites(self):
        def some():
            liked = self.rng.choice(self.models)
            weights = {k: number(self.rng, 0.1, 6) * (k == liked or self.rng.random() < 0.6)
                       for k in self.rng.sample(self.models, len(self.models))}
            return {k: weight for k, weight in weights.items() if weight > 0}

        if self.rng.random() < 0.6:
            return some()
        return {level: some() for level in self.some_levels()}

    # Time

    def window(self):
        rng = self.rng
        window = {"factor": rng.choice([0, 0.3, 3, number(rng, 0, 8)]),
                  "length": number(rng, 0.05, self.years / 4)}
        if rng.random() < 0.5:
            window["lag_per_level"] = number(rng, 0, self.years / 10)
        if rng.random() < 0.5:
            window["dates"] = sorted({self.some_date() for _ in range(rng.randint(1, 3))})
        else:
            window["from"] = self.some_date(-0.2, 0.3)
            window["every"] = rng.choice([number(rng, self.years / 8, self.years), self.years / 4])
        return window

    # Events

    def add_events(self):
        events = []
        for kind in self.kinds():
            event = {"kind": kind, "date": self.some_date(), **getattr(self, kind)()}
            if kind == "mandate":
                self.add_times(event)
            events.append(event)
            if kind in ("mandate", "set") and self.rng.random() < 0.3:
                events.append(event | {"model": self.rng.choice(self.models)})  # its rival
        if events:
            self.document["event"] = [{"id": f"e{n}"} | event for n, event in enumerate(events)]

    def kinds(self):
        rng, kinds = self.rng, []
        kinds += ["legacy"] * (rng.randint(1, 4) if "inertia" in self.acting else 0)
        kinds += ["mandate"] * (rng.randint(1, 5) if "mandate" in self.acting else 0)
        kinds += ["set"] * rng.choice([0, 0, 1, 4])
        kinds += ["leader"] * (rng.choice([0, 2, 4]) if "leadership" in self.acting else 0)
        kinds += ["legal"] * (rng.choice([0, 1, 2]) if "leadership" in self.acting else 0)
        rng.shuffle(kinds)
        return kinds

    def scope(self, candidates=None):
        """`scope` and `levels` that leave at least one of the candidates; or neither."""
        rng, event = self.rng, {}
        candidates = self.world.codes if candidates is None else candidates
        left = candidates
        if rng.random() < 0.6:
            some = rng.sample(candidates, min(len(candidates), rng.randint(1, 3)))
            event["scope"] = some[0] if rng.random() < 0.5 else some
            left = {c for code in ([some[0]] if isinstance(event["scope"], str) else some)
                    for c in self.world.below(code)}
        if rng.random() < 0.3:
            there = sorted({self.world.level(code) for code in left})
            event["levels"] = [self.world.levels[rank]
                               for rank in rng.sample(there, rng.randint(1, len(there)))]
        return event

    def legacy(self):
        event = {"model": self.rng.choice(self.models), **self.scope()}
        if self.rng.random() < 0.7:
            event["amount"] = number(self.rng, 0.2, 3)
        return event

    def set(self):
        rng = self.rng
        event = {"model": rng.choice(["none", *self.models])}
        return event | ({"region": rng.choice(self.world.codes)} if rng.random() < 0.6
                        else self.scope() or {"scope": rng.choice(self.world.codes)})

    def leader(self):
        event = {"region": self.rng.choice(self.world.codes)}
        if self.rng.random() < 0.8:
            event["model"] = self.rng.choice(self.models)
        return event

    def legal(self):
        return {"scope": self.rng.choice(self.world.codes),
                "value": self.rng.choice([0, 1, number(self.rng, 0, 1)])}

    def mandate(self):
        rng, event = self.rng, {}
        if self.world.superiors and rng.random() < 0.6:
            event["issuer"] = rng.choice(self.world.superiors)
        kind = rng.random()
        if kind < 0.5:
            event["model"] = rng.choice(self.models)
        elif kind < 0.65:
            event["model"] = rng.sample(self.models, rng.randint(1, len(self.models)))
        elif kind < 0.85:
            event["model"] = weights(rng, self.models)
        if rng.random() < 0.6:
            event["strength"] = number(rng, 0.2, 2.5)
        below = self.world.below(event["issuer"])[1:] if "issuer" in event else None
        return event | self.scope(below)

    def add_times(self, event):
        """The times of an order: it bites before its deadline everywhere."""
        rng, wait = self.rng, 0
        if rng.random() < 0.3:
            event["delay"] = number(rng, 0, self.years / 8)
            wait += event["delay"]
        if rng.random() < 0.3:
            event["lag_per_level"] = number(rng, 0, self.years / 16)
            wait += event["lag_per_level"] * len(self.world.levels)
        lasts = number(rng, self.years / 50, self.years / 2)
        if rng.random() < 0.5:
            event["deadline"] = worlds.later(event["date"], wait + lasts)
            if rng.random() < 0.6:
                event["until"] = worlds.later(event["deadline"], lasts)
        elif rng.random() < 0.5:
            event["until"] = worlds.later(event["date"], wait + lasts)
