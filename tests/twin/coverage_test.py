"""Every parameter matters: changing it changes a formation in some of the random scenarios."""
import json
import os
import subprocess
import sys
from collections import Counter
from copy import deepcopy
from multiprocessing import Pool
from pathlib import Path

import plays
from changes import CHANGES, parameter_change
from scenarios import BY_MODEL, CAUSES, DRAWN, Draft

COUNT = 200


def changed_in(number):
    """name -> whether the change of that name changed a formation of the scenario."""
    paths = {"": plays.write(Path(f"{number}/base"), Draft(number).document, Draft(number).files)}
    for name, change in changes().items():
        draft = Draft(number)
        before = deepcopy((draft.document, draft.files))
        change(draft)
        if (draft.document, draft.files) != before:
            paths[name] = plays.write(Path(f"{number}/{name}"), draft.document, draft.files)
    played = plays.by_engine([str(path) for path in paths.values()])
    formations = {name: played[str(path)].formations for name, path in paths.items()}
    return {name: formations[name] != formations[""] for name in paths if name}


def changes():
    parameters = {f"{cause}.{name}": parameter_change(cause, name)
                  for cause in CAUSES for name in DRAWN[cause]}
    return parameters | CHANGES


def told(draft):
    """(parameter, how it is told) for every parameter of the scenario."""
    for cause in CAUSES:
        for name, value in draft.document.get(cause, {}).items():
            if name in DRAWN[cause]:
                yield f"{cause}.{name}", way(value, draft.world.levels)


def way(value, levels):
    if not isinstance(value, dict):
        return "plainly"
    if set(value) <= set(levels):
        by_both = any(isinstance(inner, dict) for inner in value.values())
        return "by level and model" if by_both else "by level"
    return "by model"


def untold():
    """Ways to tell a parameter that no scenario uses."""
    used = {pair for number in range(COUNT) for pair in told(Draft(number))}
    for cause in CAUSES:
        for name in DRAWN[cause]:
            ways = {"plainly", "by level"} if name != "favourites" else set()
            if name in BY_MODEL or name == "favourites":
                ways |= {"by model", "by level and model"}
            yield from ({(f"{cause}.{name}", each) for each in ways} - used)


def known_to_the_program(path):
    done = subprocess.run([os.environ["TIZHI_BIN"], "params", path, "--format", "json"], check=True,
                          capture_output=True, text=True)
    return {entry["name"] for entry in json.loads(done.stdout) if entry["range"] != "results"}


def main():
    with Pool(min(2, os.cpu_count())) as pool:
        results = pool.map(changed_in, range(COUNT), chunksize=5)
    tried = Counter(name for result in results for name in result)
    mattered = Counter(name for result in results for name, changed in result.items() if changed)
    print(f"{'changed':40} tried  changed a formation")
    for name in changes():
        print(f"{name:40} {tried[name]:5} {mattered[name]:6}")
    silent = [name for name in changes() if mattered[name] == 0]
    print("without effect:", silent or "none")
    never = sorted(untold())
    print("never told so:", never or "none")
    forgotten = known_to_the_program(Path("0/base/s.toml")) - set(changes())
    print("parameters of the program that no change here is about:", forgotten or "none")
    sys.exit(bool(silent or never or forgotten))


if __name__ == "__main__":
    main()
