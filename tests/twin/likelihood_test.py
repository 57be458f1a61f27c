"""The likelihood of a history is the slow twin's: both are led through the same panels, of random
scenarios in which everything acts, and must give the same number."""
import json
import math
import os
import subprocess
import sys
from pathlib import Path

import plays
import reference
import reference_scenario
from scenarios import Draft

COUNT = 24
TOLERANCE = 1e-9
RATES = ("inertia.pull,imitation.superior,imitation.peers,mandate.compliance,"
         "leadership.preference")


class Known(reference.Simulation):
    """The twin where the history is known: it adds up the logarithms of what came."""

    def __init__(self, scenario, formations, arrivals):
        super().__init__(scenario)
        self.known = {(n, i): k for n, i, k in formations}
        self.coming = {}
        for n, i, k in arrivals:
            self.coming.setdefault(n, []).append((i, k))
        self.arrived = [0] * len(self.regions)  # the panel dates the first leaders at the start
        self.total, self.counted = 0.0, 0

    def turn_over(self, n):
        if self.on[reference.LEADERSHIP]:
            for event in self.dated("leader", n):
                for i in event.regions:
                    self.arrive(i, n, event.model)
            for i, k in self.coming.get(n, []):
                self.arrive(i, n, k)

    def issue_orders(self, n):
        pass

    def formation(self, i, n):
        certain, h = self.clocks(i, n)
        k, now = self.known.get((n, i)), self.model[i]
        rate = sum(map(sum, h))
        any_ = 1 if certain else -math.expm1(-rate * self.years)
        to = [any_ * sum(row) / rate if rate > 0 else 0 for row in h]
        chance = to[k] if k is not None else 1 - sum(p for m, p in enumerate(to) if m != now)
        if k is None and not certain and now is None:
            chance = math.exp(-rate * self.years)
        self.total += math.log(chance)
        self.counted += k is not None
        return [] if k is None else [(n, i, now, k, 0, [0] * 4)]


def starts_on_a_first(document):
    """Else the days that a month has shift the dates of states."""
    start = str(document["time"]["start"])
    return len(start) <= 7 or start.endswith("-01")


def drafts():
    number = found = 0
    while found < COUNT:
        draft = Draft(number)
        number += 1
        draft.document.get("mandate", {}).pop("issue_rate", None)
        if starts_on_a_first(draft.document) and len(draft.acting) > 1:
            found += 1
            yield number, draft


def panel(path):
    """What the program formed, written as a panel; and the same in steps for the twin."""
    out = path.with_suffix(".h5")
    subprocess.run([os.environ["TIZHI_BIN"], "run", path, "-o", out, "-q", "--replicates", "1"],
                   check=True)
    table = path.with_suffix(".csv")
    history = Path(os.environ["TIZHI_SOURCE"]) / "analysis" / "history.py"
    subprocess.run([sys.executable, history, out, "-o", table], check=True)
    import h5py
    with h5py.File(out) as file:
        play = plays.from_file(file, 0)
    return table, play


def add_first_leaders(table, scenario):
    """Rows for those who lead at the start, whom an output does not tell."""
    start = table.read_text(encoding="utf-8").splitlines()[1].split(",")[1]
    first = reference.Simulation(scenario).favourite
    names = [region.code for region in scenario.regions]
    header, *rows = table.read_text(encoding="utf-8").splitlines(keepends=True)
    if not header.strip().endswith(",leader"):
        return
    led = [f"{code},{start},,{'none' if k is None else scenario.models[k]}\n"
           for code, k in zip(names, first)]
    table.write_text("".join([header, *led, *rows]), encoding="utf-8")


def by_twin(path, play):
    scenario = reference_scenario.Scenario(path)
    place = {region.code: i for i, region in enumerate(scenario.regions)}
    model = {name: k for k, name in enumerate(scenario.models)} | {"none": None}
    twin = Known(scenario,
                 [(n, place[i], model[k]) for n, i, _, k, cause, _ in play.formations
                  if cause != "script"],
                 [(n, place[i], model[k]) for n, i, k in play.arrivals])
    twin.run()
    return twin


def by_program(path, table, *options):
    done = subprocess.run([os.environ["TIZHI_BIN"], "fit", path, "--panel", table, "--json",
                           "--fix", RATES, "--leaders", "ignored", "--rows", "changes",
                           "--no-tests", *options], capture_output=True, text=True)
    assert done.returncode == 0, f"{path}\n{done.stderr}"
    return json.loads(done.stdout)["log_likelihood_of_scenario"]


def main():
    worst = counted = 0
    for number, draft in drafts():
        path = plays.write(Path(str(number)), draft.document, draft.files)
        table, play = panel(path)
        add_first_leaders(table, reference_scenario.Scenario(path))
        twin, program = by_twin(path, play), by_program(path, table)
        error = abs(twin.total - program) / max(1, abs(twin.total))
        worst, counted = max(worst, error), counted + twin.counted
        assert error < TOLERANCE, f"{path}: twin {twin.total!r}, program {program!r}"
    print(f"{counted} formations in {COUNT} histories; largest relative error {worst:.1e}")
    assert counted > 500
    # The same panel under another rate is another likelihood: the test can fail.
    other = by_program(path, table, "--set", "imitation.peers=0.123")
    assert abs(other - twin.total) > 1e-6


if __name__ == "__main__":
    main()
