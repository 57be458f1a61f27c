"""Families of models spelled out: for the slow twin a scenario names nothing but models.

The program divides what a family is given when it reads it; here the document is rewritten, so
that the two have nothing in common but the rule: a family's weights, amounts and favourites are
divided by its models' parts, its rates and lists hold for each of them, and what a model is given
itself goes before.
"""
from copy import deepcopy

BY_MODEL = {"pull", "drag", "superior", "peers", "founding", "favourites"}


def families_of(document):
    """{family: {model: its share of the whole}}"""
    parts = {}
    for model in document["model"]:
        if "family" in model:
            parts.setdefault(model["family"], {})[model["id"]] = model.get("part", 1)
    return {family: {model: part / sum(own.values()) for model, part in own.items()}
            for family, own in parts.items()}


class Speller:
    def __init__(self, families, models):
        self.families, self.models = families, models

    def listed(self, names):
        names = [names] if isinstance(names, str) else names
        return [model for name in names for model in self.families.get(name, [name])]

    def table(self, given, divides):
        found = {}
        for name, value in given.items():
            for model, share in self.families.get(name, {}).items():
                found[model] = value * share if divides else value
        return found | {name: value for name, value in given.items() if name not in self.families}

    def weights(self, given):
        if isinstance(given, dict):
            return self.table(given, divides=True)
        return self.families.get(given, given)

    def parameter(self, name, given, levels):
        if not isinstance(given, dict):
            return given
        if set(given) <= set(levels):
            return {level: self.parameter(name, of_one, ()) for level, of_one in given.items()}
        return self.table(given, divides=name == "favourites")

    def events(self, event):
        """The events that stand for it: a family's legacy is one for each model."""
        model = event.get("model")
        if event["kind"] == "legacy" and model in self.families:
            return [event | {"id": f"{event.get('id', '')}-{own}", "model": own,
                             "amount": event.get("amount", 1) * share}
                    for own, share in self.families[model].items()]
        if event["kind"] == "mandate" and model is not None:
            model = self.weights(model) if isinstance(model, dict) else self.listed(model)
            return [event | {"model": model}]
        return [event]

    def initial(self, given):
        if "default" in given:
            given["default"] = self.weights(given["default"])
        for key in ("level", "region"):
            given[key] = {name: self.weights(of_one) for name, of_one in given.get(key, {}).items()}
        return given


def spelled_out(document, levels):
    families = families_of(document)
    if not families:
        return document
    document = deepcopy(document)
    speller = Speller(families, [model["id"] for model in document["model"]])
    favourites = {model: share for own in families.values() for model, share in own.items()}
    document.setdefault("leadership", {}).setdefault("favourites", {
        model: favourites.get(model, 1) for model in speller.models})
    for cause in ("inertia", "imitation", "leadership"):
        section = document.get(cause, {})
        for name in BY_MODEL & set(section):
            section[name] = speller.parameter(name, section[name], levels)
    document["event"] = [one for event in document.get("event", []) for one in
                         speller.events(event)]
    document["initial"] = speller.initial(document.get("initial", {}))
    for outcome in document.get("outcome", []):
        if "model" in outcome:
            outcome["model"] = speller.listed(outcome["model"])
    for model in document["model"]:
        model.pop("family", None)
        model.pop("part", None)
    return document
