"""Ways to change a random scenario, one for each thing that a scenario can say.

Each takes a Draft and changes its document or tables, where the thing is there to be changed.
"""
import csv
import io

from scenarios import DRAWN


def parameter_change(cause, name):
    """Takes the parameter back to its default, or gives it a value where it has none."""
    def change(draft):
        section = draft.document.get(cause, {})
        if name in section:
            del section[name]
        elif cause in draft.acting:
            draw = DRAWN[cause][name] or (lambda rng: {draft.models[-1]: 9})
            draft.document.setdefault(cause, section)[name] = draw(draft.rng)
    return change


def switched_off(cause):
    def change(draft):
        if cause in draft.acting:
            draft.document[cause]["on"] = False
    return change


def without(section, key):
    def change(draft):
        draft.document.get(section, {}).pop(key, None)
    return change


def windows(key, new):
    """Another value for a key of every window that has it; None takes it away."""
    def change(draft):
        for window in draft.document.get("windows", []):
            if key in window:
                replace(window, key, new)
    return change


def events(kind, key, new=None):
    def change(draft):
        for event in draft.document.get("event", []):
            if event["kind"] == kind and key in event:
                replace(event, key, new)
    return change


def replace(section, key, new):
    if new is None:
        del section[key]
    else:
        section[key] = new(section[key])


def earlier(text):
    return f"{int(text[:4]) - 1}{text[4:].replace('-29', '-28')}"


def later(text):
    return f"{int(text[:4]) + 1}{text[4:].replace('-29', '-28')}"


def unweighted(model):
    return list(model) if isinstance(model, dict) else model


def one_target(model):
    return model if isinstance(model, str) else list(model)[0]


def without_column(table, column):
    def change(draft):
        if table in draft.files:
            rows = list(csv.reader(io.StringIO(draft.files[table].lstrip("\ufeff"))))
            kept = [j for j, name in enumerate(rows[0]) if name != column]
            out = io.StringIO()
            csv.writer(out).writerows([[row[j] for j in kept] for row in rows])
            draft.files[table] = out.getvalue()
    return change


def other_seed(draft):
    draft.document["seed"] ^= 1


def other_step(draft):
    draft.document["time"]["step"] = "97 days"


def later_deadline(draft):
    for event in draft.document.get("event", []):
        if "deadline" in event:
            event["deadline"] = later(event["deadline"])
            event.pop("until", None)


def other_neighbours(draft):
    if "neighbours.csv" in draft.files:
        lines = draft.files["neighbours.csv"].splitlines(keepends=True)
        draft.files["neighbours.csv"] = "".join(lines[:2])


def other_place(kind, key):
    def change(draft):
        for event in draft.document.get("event", []):
            if event["kind"] == kind and key in event:
                event[key] = draft.world.codes[0]
    return change


def no_end_yet(draft):
    draft.document["time"]["end"] = later(draft.document["time"]["end"])


CHANGES = {
    **{f"{cause}.on": switched_off(cause) for cause in DRAWN},
    "seed": other_seed,
    "time.step": other_step,
    "time.end": no_end_yet,
    "regions.fixed": without("regions", "fixed"),
    "regions.only": without("regions", "only"),
    "regions.neighbours": other_neighbours,
    "neighbours: weight": without_column("neighbours.csv", "weight"),
    **{f"regions: {column}": without_column("regions.csv", column)
       for column in ("prestige", "legal", "fixed", "model")},
    **{f"initial.{key}": without("initial", key) for key in ("default", "level", "region", "age")},
    "windows.factor": windows("factor", lambda factor: factor + 1),
    "windows.length": windows("length", lambda years: years / 2),
    "windows.lag_per_level": windows("lag_per_level", None),
    "windows.dates": windows("dates", lambda dates: [later(dates[0]), *dates[1:]]),
    "windows.from": windows("from", later),
    "windows.every": windows("every", lambda years: years * 1.5),
    "legacy.model": events("legacy", "model", lambda _: "m0"),
    "legacy.amount": events("legacy", "amount"),
    "legacy.date": events("legacy", "date", earlier),
    "mandate.date": events("mandate", "date", earlier),
    "mandate.issuer": events("mandate", "issuer"),
    "mandate.model": events("mandate", "model"),
    "mandate.model: several": events("mandate", "model", one_target),
    "mandate.model: weights": events("mandate", "model", unweighted),
    "mandate.strength": events("mandate", "strength"),
    "mandate.until": events("mandate", "until"),
    "mandate.deadline": later_deadline,
    "mandate.delay": events("mandate", "delay"),
    "mandate.lag_per_level": events("mandate", "lag_per_level"),
    "set.model": events("set", "model", lambda _: "m0"),
    "set.date": events("set", "date", later),
    "leader.date": events("leader", "date", later),
    "leader.model": events("leader", "model"),
    "legal.date": events("legal", "date", later),
    "legal.value": events("legal", "value", lambda value: 1 - value),
    "set.region": other_place("set", "region"),
    "set.scope": other_place("set", "scope"),
    "leader.region": other_place("leader", "region"),
    "legal.scope": other_place("legal", "scope"),
    **{f"{kind}.scope": events(kind, "scope") for kind in ("legacy", "mandate")},
    **{f"{kind}.levels": events(kind, "levels") for kind in ("legacy", "mandate")},
}
