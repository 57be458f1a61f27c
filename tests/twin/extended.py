"""The same scenario, told in two files of which one extends the other."""
from copy import deepcopy

from scenarios import BY_MODEL
from toml_text import toml_text


def extended(draft):
    """The document of the later file; the earlier one joins the draft's tables in a folder."""
    rng, base, later = draft.rng, deepcopy(draft.document), {"extends": "earlier/base.toml"}
    for name, section in base.items():
        if not isinstance(section, dict):
            continue
        for key in sorted(key for key in section if key not in ("file", "neighbours")):
            if rng.random() < 0.4:
                later.setdefault(name, {})[key] = section[key]
                if key in BY_MODEL:
                    section[key] = {draft.models[0]: 0.77}  # replaced whole
    events = base.get("event", [])
    for event in rng.sample(events, len(events) // 2):
        later.setdefault("event", []).append(deepcopy(event))
        if rng.random() < 0.5:
            events.remove(event)
        elif event["kind"] == "legacy":
            later["event"][-1] = {key: event[key] for key in ("id", "model")}
            event["model"] = "m0"  # joined by id
    if not events:
        base.pop("event", None)
    if base["seed"] % 2:
        later["seed"], base["seed"] = base["seed"], 5
    files = {f"earlier/{name}": text for name, text in draft.files.items()}
    return later, files | {"earlier/base.toml": toml_text(base)}
