"""How fast the kernels are, against a bare loop of random draws and against the model as a student
would write it. Everything is played in turn, A B C A B C ..., and compared pair by pair.

    python3 tests/bench/bench.py [--quick] -o FOLDER

prints tables (markdown) and writes FOLDER/bench.csv, bench.json and bench.png. Wants a quiet
machine: two busy cores next door make every figure worse, though ratios less than rates."""
import argparse
import csv
import json
import pathlib
import sys
import tempfile

import figure
import measure
import tables
from measure import CHINA, scenario
from targets import judged

TENS = [[1, 9, 10] + [10] * n for n in range(6)]  # 10² … 10⁷ regions
DENSITIES = [0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30, 100]


class Effort:
    """How long to measure."""

    def __init__(self, quick):
        self.quick = quick
        self.rounds = 3 if quick else 9
        self.sweep_rounds = 1 if quick else 5
        self.seconds = 0.05 if quick else 0.3
        self.processes = 3 if quick else 7
        self.replicates = 100 if quick else 400
        self.tens = TENS[1:4] if quick else TENS
        self.densities = DENSITIES[2::3] if quick else DENSITIES
        self.student_until = 10**4 if quick else 10**6  # regions; beyond, only the fast kernel


def small_cases(effort, sets):
    """China, 373 regions, the dense case: the turns of each."""
    each = [f"{kind}:{name}" for name in sets for kind in ("fast", "bare", "bare3")]
    china = contest(effort, CHINA, ["naive", "plain", "fast", "clones", *each])
    two = ["naive", "plain", "fast"]
    return {"china": china, "country": contest(effort, scenario("country"), two),
            "dense": contest(effort, scenario("dense"), two)}


def contest(effort, path, players, sets=()):
    return measure.contest(path, players, effort.rounds, effort.seconds, sets)


def bare_rates(turns, name):
    """The better of the two bare loops, round by round."""
    pairs = zip(measure.rates(turns, f"bare:{name}"), measure.rates(turns, f"bare3:{name}"))
    return [max(pair) for pair in pairs]


def ratios_of(cases, sets):
    figures = {}
    for name, turns in cases.items():
        for fast, slow in (("fast", "naive"), ("plain", "naive"), ("fast", "plain")):
            figures[f"{name} {fast}/{slow}"] = measure.ratios(turns, fast, slow)
    turns = cases["china"]
    for name in sets:
        bare = bare_rates(turns, name)
        fast = measure.rates(turns, f"fast:{name}")
        figures[f"china fast/bare {name}"] = [a / b for a, b in zip(fast, bare)]
        figures[f"bare {name} G/s"] = [b / 1e9 for b in bare]
    clones = measure.rates(turns, "clones")
    figures["clones/bare"] = [a / b for a, b in zip(clones, bare_rates(turns, sets[0]))]
    return figures


def scaling(effort, sets):
    """Turns for worlds of each size, equally dense in events; the slow players leave earlier."""
    turns = []
    for children in effort.tens:
        regions = 10 ** (len(children) - 1)
        size = [f"regions.generate={children}"]
        players = ["fast"]
        if regions <= 10**6:
            players += [f"fast:{name}" for name in sets[1:] if name != "SSSE3"]
        rounds = min(effort.sweep_rounds, 3) if regions > 10**5 else effort.sweep_rounds
        turns += sweep(effort, players, rounds, regions, size)
        if regions <= effort.student_until:
            rounds = 1 if regions > 10**5 else effort.sweep_rounds
            turns += sweep(effort, ["naive", "plain"], rounds, regions, size)
    return turns


def sweep(effort, players, rounds, place, sets):
    """The turns at one place of a sweep; they know it."""
    turns = measure.contest(scenario("steady"), players, rounds, effort.seconds, sets)
    return [{**turn, "sweep": place} for turn in turns]


def by_density(effort):
    """Turns for 10⁴ regions with all rates larger or smaller by a factor; leaders come and go as
    much faster or slower, within what the run sees."""
    turns = []
    for factor in effort.densities:
        tenure = min(max(3.5 / factor, 0.25), 14)
        sets = [f"inertia.pull={0.1 * factor}", f"imitation.superior={0.1 * factor}",
                f"imitation.peers={0.1 * factor}", f"mandate.compliance={0.1 * factor}",
                f"mandate.issue_rate={0.04 * factor}", f"leadership.preference={0.3 * factor}",
                f"leadership.tenure={tenure}", f"leadership.term={3 * tenure}",
                "time.end=2043-01", f"regions.generate={TENS[2]}"]
        turns += sweep(effort, ["fast", "plain", "naive"], effort.sweep_rounds, factor, sets)
    return turns


def slope_of(turns):
    """Of log time against log regions over 10⁴ … 10⁷, at equal steps: round by round."""
    by_round = {}
    for turn in turns:
        if turn["player"] == "fast" and turn["regions"] >= 10**4:
            replicates = turn["region_steps"] / (turn["regions"] * turn["steps"])
            point = turn["regions"], turn["seconds"] / replicates
            by_round.setdefault(turn["round"], []).append(point)
    return [figure.slope(points) for points in by_round.values() if len(points) > 1]


def processes(effort, folder):
    """Whole processes of tizhi, in turn."""
    china = [CHINA, folder, "--set", "output.compress=0", "--replicates", effort.replicates]
    first = measure.first_step_of_china(folder)
    figures = {key: [] for key in (
        "villages cpu", "villages wall", "villages MB written", "startup", "output share",
        "two threads", "two processes side by side / one", "two threads, one big world")}
    for _ in range(effort.processes):
        one = measure.run(*china, "--threads", "1")
        two = measure.run(*china, "--threads", "2")
        bare = measure.process(measure.BENCH, "--play", "fast", CHINA, effort.replicates)
        start = measure.run(first, folder, "--replicates", "1", "--threads", "1")
        villages = measure.run(scenario("villages"), folder, "--threads", "1")
        pair = measure.run(scenario("villages"), folder, "--threads", "2")
        figures["two threads"].append(one["wall"] / two["wall"])
        figures["two processes side by side / one"].append(
            measure.together(measure.BENCH, "--play", "fast", CHINA, effort.replicates))
        figures["output share"].append(1 - bare["cpu"] / one["cpu"])
        figures["startup"].append(start["wall"])
        figures["villages cpu"].append(villages["cpu"])
        figures["villages wall"].append(villages["wall"])
        figures["villages MB written"].append(villages["file_mb"])
        figures["two threads, one big world"].append(villages["wall"] / pair["wall"])
    if not effort.quick:
        big = measure.run(scenario("steady"), folder, "--set", f"regions.generate={TENS[-1]}")
        figures["memory"] = [big["mb"]]
    return figures


def write(folder, results):
    with (folder / "bench.csv").open("w", newline="") as file:
        rows = [{"case": case, "sweep": "", **turn} for case, turns in results["turns"].items()
                for turn in turns]
        writer = csv.DictWriter(file, rows[0].keys(), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    summary = {"sets": results["sets"], "caches": results["caches"], "figures": results["figures"],
               "verdicts": {target.key: verdict
                            for target, _, verdict in judged(results["figures"])}}
    (folder / "bench.json").write_text(json.dumps(summary, indent=1) + "\n")
    figure.draw(folder / "bench.png", results["turns"], results["sets"])


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--quick", action="store_true", help="less of everything: a minute")
    parser.add_argument("-o", dest="folder", default="bench", help="folder for the results")
    options = parser.parse_args()
    folder = pathlib.Path(options.folder)
    folder.mkdir(parents=True, exist_ok=True)
    effort, sets = Effort(options.quick), measure.instruction_sets()
    cases = small_cases(effort, sets)
    turns = {**cases, "regions": scaling(effort, sets), "density": by_density(effort)}
    with tempfile.TemporaryDirectory(dir=folder) as scratch:
        figures = {**ratios_of(cases, sets), **processes(effort, scratch),
                   "slope": slope_of(turns["regions"])}
    results = {"sets": sets, "caches": measure.caches(), "figures": figures, "turns": turns}
    write(folder, results)
    print(tables.text(results))
    print(f"\nTable of turns: {folder}/bench.csv · figures: {folder}/bench.json · "
          f"plot: {folder}/bench.png")
    return 0


if __name__ == "__main__":
    sys.exit(main())
