"""A panel of 50 units × 400 policies × 50 years, as in research on the diffusion of policies: one
table of units, one of neighbours, one of adoptions. The rates that made it are found, in seconds;
with rates of each policy's own they are found for each."""
import csv
import json
import os
import random
import resource
import subprocess
import sys
import time
from math import expm1, inf, log

UNITS, POLICIES, YEARS = 50, 400, 50
PULL, PEERS = 0.01, 0.25
MOST_SECONDS = 20  # of CPU time; an optimised build takes two or three

SCENARIO = f"""
title = "Policies that spread among neighbours"
time = {{ start = "1950", end = "{1950 + YEARS}", step = "year" }}
model = [{{ id = "adopted" }}]
regions = {{ file = "units.csv", levels = ["state"], neighbours = "neighbours.csv" }}
inertia = {{ pull = 0.05 }}
imitation = {{ peers = 0.05, peer_set = "neighbours" }}
event = [{{ id = "everyone", kind = "legacy", date = "1950", model = "adopted" }}]
"""


def adoptions(rng, neighbours, half_life, product):
    """One policy: (unit, year of adoption). A step asks everyone as the year before left it."""
    def hazard(i, have, year):
        pull = PULL * legacy(year, half_life)
        copied = PEERS * len(have & neighbours[i]) / len(neighbours[i])
        return pull + copied + product * pull * copied

    have = set()
    for year in range(YEARS):
        now = [i for i in range(UNITS) if i not in have and rng.random() < -expm1(
            -hazard(i, have, year))]
        have.update(now)
        yield from ((i, 1950 + year) for i in now)


def write(name, rows):
    with open(name, "w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)


def legacy(year, half_life):
    """Mean over that year, from the start on, of what is left of a legacy of 1."""
    if half_life == inf:
        return 1
    return (0.5 ** (year / half_life) - 0.5 ** ((year + 1) / half_life)) * half_life / log(2)


def prepare(seed, policies=POLICIES, half_life=inf, product=0.0):
    rng = random.Random(seed)
    pairs = {(i, (i + 1) % UNITS) for i in range(UNITS)} | {(i, i + 7) for i in range(UNITS - 7)}
    neighbours = [{b for a, b in pairs if a == i} | {a for a, b in pairs if b == i}
                  for i in range(UNITS)]
    write("units.csv", [("code", "parent", "level")] + [(f"u{i}", "", "state")
                                                         for i in range(UNITS)])
    write("neighbours.csv", [("a", "b")] + [(f"u{a}", f"u{b}") for a, b in sorted(pairs)])
    write("panel.csv", [("history", "region", "date", "model")] + [
        (f"p{n}", f"u{i}", year, "adopted") for n in range(policies)
        for i, year in adoptions(rng, neighbours, half_life, product)])
    with open("s.toml", "w", encoding="utf-8") as file:
        file.write(SCENARIO.replace("pull = 0.05", f"pull = 0.05, half_life = {half_life}"))


def fit(*options):
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    started = time.monotonic()
    done = subprocess.run([os.environ["TIZHI_BIN"], "fit", "s.toml", "--panel", "panel.csv",
                           "--json", *options], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    cpu = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before
    print(f"{' '.join(options)}: {cpu:.1f} s of CPU time, {time.monotonic() - started:.1f} s")
    return json.loads(done.stdout), cpu


def main():
    prepare("policies")
    found, cpu = fit()
    rates = {e["name"]: e for e in found["estimates"]}
    for name, truth in (("inertia.pull", PULL), ("imitation.peers", PEERS)):
        e = rates[name]
        print(f"{name}: {e['estimate']:.5f} ± {e['error']:.5f}, made with {truth}")
        assert e["known"] == "well" and abs(e["estimate"] - truth) < 4.9 * e["error"], e
        assert e["error"] < 0.05 * truth
        assert abs(e["estimate"] - 1.3 * truth) > 4.9 * e["error"]  # a wrong rate is told apart
    assert cpu < MOST_SECONDS, cpu
    apart, cpu = fit("--by", "history", "--no-tests")
    own = [e for e in apart["estimates"] if e["name"].startswith("imitation.peers [")]
    assert len(own) == POLICIES
    held = sum(e["least"] <= PEERS <= e["most"] for e in own) / POLICIES
    print(f"{held:.1%} of the policies' own intervals hold the rate that made all of them")
    assert 0.88 <= held <= 0.99
    given, _ = fit("--first-adopters", "given", "--no-tests")
    assert POLICIES <= given["formations_given"] < 1.5 * POLICIES
    for e in given["estimates"]:
        if e["known"] == "well":
            print(f"first adopters given: {e['name']} {e['estimate']:.5f} ± {e['error']:.5f}")
            truth = {"inertia.pull": PULL, "imitation.peers": PEERS}[e["name"]]
            assert abs(e["estimate"] - truth) < 4.9 * e["error"], e
    products()


def products():
    """Where causes add up their product gains nothing; where they help each other it is found."""
    for product, sign in ((0.0, None), (300.0, 1)):
        prepare("products", policies=100, half_life=10, product=product)
        (found,) = fit()[0]["products"]
        print(f"product {product:g}: gain {found['gained']:.2f}, p {found['p']:.2g}")
        assert (found["one"], found["other"]) == ("inertia", "imitation")
        assert (found["p"] < 1e-6) == (sign is not None), found
        assert sign is None or found["sign"] == sign


if __name__ == "__main__":
    sys.exit(main())
