"""Makes tests/VERIFICATION.md: results known in closed form, beside what the program does.

    python3 tests/verification.py [-o tests/VERIFICATION.md]       (TIZHI_BIN: the program)

Each row: what is expected, what came, the error in its own standard deviations, and a named wrong
model with its distance; within 4.9 deviations (a false alarm in a million) the right model passes,
and the wrong one must lie outside. Exit code 1 where a row fails.
"""
import argparse
import os
import subprocess
import sys
import tempfile
from math import exp, sqrt
from pathlib import Path

import h5py
import numpy as np

LIMIT = 4.9
TIZHI = os.environ.get("TIZHI_BIN", "tizhi")


def run(text, replicates):
    """(share [replicate, time, level, model], final states [replicate, region])"""
    with tempfile.TemporaryDirectory() as folder:
        path, out = Path(folder, "s.toml"), Path(folder, "o.h5")
        path.write_text(text + '\n[output]\ntrajectory = "yearly"\n', encoding="utf-8")
        subprocess.run([TIZHI, "run", path, "-o", out, "-q", "--replicates", str(replicates)],
                       check=True)
        with h5py.File(out) as file:
            return file["share"][0, 0].astype(float), file["trajectory"][0, 0, :, -1]


def scenario(regions, years, body, models="ab", step='"month"'):
    named = ", ".join(f'{{ id = "{m}" }}' for m in models)
    return (f'model = [{named}]\nregions = {regions}\n'
            f'time = {{ start = "2000", end = "{2000 + years}", step = {step} }}\n{body}')


def mean_row(name, values, expected, wrong_name, wrong, slack=0.0):
    """A mean over independent draws; `slack`: what the expectation leaves out."""
    values = np.asarray(values, float)
    error = values.std(ddof=1) / sqrt(len(values))
    scale = sqrt(error ** 2 + (slack / LIMIT) ** 2)
    z, off = ((values.mean() - x) / scale for x in (expected, wrong))
    return name, expected, values.mean(), scale, z, wrong_name, off


def orders():
    event = 'event = [{ id = "o", kind = "mandate", date = "2000", model = "a"%s }]'
    body = 'mandate = { compliance = 0.4 }\n'
    share, _ = run(scenario("{ generate = [2000] }", 2, body + event % "", step='"year"'), 20)
    yield mean_row("an order without a deadline, steps of a year: complied after 2",
                   share[:, 2, 0, 0], 1 - exp(-0.8),
                   "chances add up instead of clocks: 1 - (1 - rΔ)²", 1 - 0.6 ** 2)
    share, _ = run(scenario("{ generate = [2000] }", 4,
                            body + event % ', deadline = "2004"'), 20)
    yield mean_row("an order with a deadline in 4 years: not complied after 3",
                   1 - share[:, 36, 0, 0], 0.25 ** 1.6, "no haste before the deadline", exp(-1.2))
    yield mean_row("the same, at the deadline", 1 - share[:, 48, 0, 0] + 1e-12 *
                   np.arange(20), 0, "a deadline that does not bind", exp(-1.6), 1e-9)


def cascade():
    depth, p = 3, -np.expm1(-0.8 / 12)
    body = ('imitation = { superior = 0.8, peer_set = "none" }\n'
            'initial = { default = "none", level = { level0 = "a" } }')
    share, _ = run(scenario("{ generate = [1, 1, 1, 1] }", 8, body), 8000)
    law = np.array([1.0] + [0.0] * depth)
    first = law.copy()
    for _ in range(60):
        law = law * np.append(np.full(depth, 1 - p), 1) + np.append(0, law[:-1] * p)
        first = first * np.append(np.full(depth - 1, 1 - p), [1, 1]) + np.append(0, first[:-1] * p)
    yield mean_row("a cascade down 3 levels (Erlang in steps): arrived after 5 years",
                   share[:, 60, depth, 0], law[depth], "a cascade of 2 levels",
                   1 - sum(np.exp(-4) * 4.0 ** k / (1, 1)[k] for k in range(2)))


def voter():
    size, start, p = 20, 6, -np.expm1(-1.0)
    ones = ", ".join(f'"{i + 1}" = "a"' for i in range(start))
    body = (f'imitation = {{ peers = 1, peer_set = "level" }}\n'
            f'initial = {{ default = "b", region = {{ {ones} }} }}')
    share, _ = run(scenario(f"{{ generate = [{size}] }}", 300, body, step='"year"'), 3000)
    a = share[:, :, 0, 0]
    yield mean_row("voters, 6 of 20, steps of a year: the 6 win", a[:, -1] > 0.5, start / size,
                   "majorities pull harder than their share (squares)",
                   start ** 2 / (start ** 2 + (size - start) ** 2))
    steps = ((a > 1e-6) & (a < 1 - 1e-6)).sum(axis=1)
    from scipy.stats import binom
    chain = np.zeros((size + 1, size + 1))
    for n in range(size + 1):
        keep = binom.pmf(np.arange(n + 1), n, 1 - p * (size - n) / (size - 1))
        take = binom.pmf(np.arange(size - n + 1), size - n, p * n / (size - 1))
        chain[n] = np.convolve(keep, take)
    inner = chain[1:-1, 1:-1]
    mean = np.linalg.solve(np.eye(size - 1) - inner, np.ones(size - 1))[start - 1]
    x = start / size
    short = -(size - 1) * (x * np.log(x) + (1 - x) * np.log(1 - x))
    yield mean_row("the same: mean years to consensus, by the exact chain", steps, mean,
                   "the diffusion limit of short steps", short)


def curves():
    size, p, q, years = 4000, 0.03, 0.4, 8
    event = 'event = [{ id = "l", kind = "legacy", date = "2000", model = "a" }]\n'
    body = event + f'inertia = {{ pull = {p} }}\nimitation = {{ peers = {q}, peer_set = "level" }}'
    share, _ = run(scenario(f"{{ generate = [{size}] }}", years, body, "a", "10"), 20)
    grown = exp(-(p + q) * years)
    yield mean_row("Bass: adopted after 8 years (p = 0.03, q = 0.4)", share[:, -1, 0, 0],
                   (1 - grown) / (1 + q / p * grown), "no imitation", 1 - exp(-p * years), 0.01)
    body = (f'imitation = {{ peers = 0.6, peer_set = "level" }}\n'
            'initial = { default = { none = 9, a = 1 } }')
    share, _ = run(scenario(f"{{ generate = [{size}] }}", years, body, "a", "10"), 20)
    logistic = 0.1 / (0.1 + 0.9 * exp(-0.6 * years))
    yield mean_row("SI: infected after 8 years (10 % at first, 0.6 a year)", share[:, -1, 0, 0],
                   logistic, "contagion in proportion to the susceptible alone",
                   1 - 0.9 * exp(-0.6 * years), 0.015)


def noisy_voter():
    size, peers, preference = 10, 1.0, 0.3
    body = (f'imitation = {{ peers = {peers}, peer_set = "level" }}\n'
            f'leadership = {{ preference = {preference}, tenure = 0.0001 }}\n'
            'initial = { default = { a = 1, b = 1 } }')
    share, _ = run(scenario(f"{{ generate = [{size}] }}", 20, body, step="3"), 4000)
    n = share[:, -1, 0, 0] * size
    alpha = (size - 1) * preference / (2 * peers)
    expected = size / 4 * (2 * alpha + size) / (2 * alpha + 1)
    yield mean_row("noisy voters: variance of the number that run a (Dirichlet-multinomial)",
                   (n - size / 2) ** 2, expected, "nobody copies: binomial", size / 4, 0.15)


def kept_fidelity(fidelity, step=1 / 12):
    """A body that has just formed is not yet slow: it may change again in its first step, and the
    one that agrees with its superior changes less often. What is kept then agrees the more."""
    agree, differ = (1 + fidelity) / 2, (1 - fidelity) / 2
    q = -np.expm1(-4 / fidelity * step)
    stays = (1 - q * differ) / (1 - q * q * agree * differ)
    return 2 * (agree * stays + differ * q * agree * stays) - 1


def broadcast(b=2, depth=7):
    """A tree whose levels open one after the other; each copies its superior or chance."""
    for fidelity in (0.9, 0.6):
        noise = (1 - fidelity) / fidelity * 4 / 2
        body = (f'imitation = {{ superior = 4, peer_set = "none" }}\ninertia = {{ pull = {noise}, '
                'drag = 60, settling = 0.0001 }\n'
                'initial = { default = "none", level = { level0 = "a" } }\n'
                'windows = [{ dates = ["1900"], length = 100, factor = 0, lag_per_level = 4 }]\n'
                'event = [{ id = "x", kind = "legacy", date = "2000", model = "a" }, '
                '{ id = "y", kind = "legacy", date = "2000", model = "b" }]')
        tree = [1] + [b] * depth
        share, _ = run(scenario(f"{{ generate = {tree}, fixed = [\"1\"] }}", 4 * depth + 4, body),
                       2000)
        leaves = (share[:, -1, depth, 0] - share[:, -1, depth, 1]) * b ** depth
        fidelity = kept_fidelity(fidelity)
        mean, square = 1.0, 1.0
        for _ in range(depth):
            square = b * square + b * (b - 1) * fidelity ** 2 * mean ** 2
            mean *= b * fidelity
        threshold = f"bλ² = {b * fidelity ** 2:.2f}"
        yield mean_row(f"broadcast down a binary tree, {threshold}: census of 2⁷ leaves", leaves,
                       mean, "perfect copies", b ** depth)
        yield mean_row(f"the same: mean square (signal² : noise = "
                       f"{mean ** 2 / (square - mean ** 2):.2f})", leaves ** 2, square,
                       "leaves that err independently", mean ** 2 + b ** depth)


def petermann(picture):
    """When does hierarchy overrule self-reinforcement: superior against peers with conformity 2.
    Mean field: all below run a, the centre b; b wins where superior > peers/8."""
    rates = np.array([0.2, 0.4, 0.8, 1.2, 1.6, 2.0, 2.4, 2.8])
    parts = np.array([0.02, 0.05, 0.08, 0.11, 0.14, 0.17, 0.2, 0.25])
    found = np.zeros((len(rates), len(parts)))
    for i, peers in enumerate(rates):
        for j, part in enumerate(parts):
            body = (f'imitation = {{ superior = {peers * part}, peers = {peers}, '
                    'conformity = 2 }\n'
                    'initial = { default = "a", level = { level0 = "b" } }')
            share, _ = run(scenario('{ generate = [1, 2000], fixed = ["1"] }', 200, body), 1)
            found[i, j] = share[0, -1, 1, 1]
    import matplotlib.pyplot as plt
    figure, axes = plt.subplots(figsize=(6, 4.5))
    mesh = axes.pcolormesh(parts, rates, found, shading="nearest", vmin=0, vmax=1, cmap="viridis")
    axes.axvline(1 / 8, color="white", linestyle="--")
    axes.set(xlabel="superior : peers", ylabel="peers, per year",
             title="Share that follows the centre after 200 years\n(dashed: mean field, 1/8)")
    figure.colorbar(mesh)
    figure.tight_layout()
    figure.savefig(picture, dpi=110, metadata={"Software": None})
    below, above = found[2:, parts < 0.1].ravel(), found[2:, parts > 0.16].ravel()
    yield mean_row("hierarchy against self-reinforcement, superior < peers/10: who follows < ½",
                   (below < 0.5) + 1e-9 * np.arange(below.size), 1, "hierarchy always wins", 0,
                   1e-3)
    yield mean_row("the same, superior > peers/6.25: who follows > ½",
                   (above > 0.5) + 1e-9 * np.arange(above.size), 1,
                   "self-reinforcement always holds", 0, 1e-3)


def table(rows):
    text = ("# What is known in closed form, and what the program does\n\n"
            "Made by `python3 tests/verification.py`; made again, it is the same. Errors are in "
            "standard deviations of what came; within ±4.9 a right model passes (a false alarm in "
            "a million), and each named wrong model must lie outside.\n\n"
            "| result | expected | came | deviation | error | wrong model | its error | |\n"
            "|---|---|---|---|---|---|---|---|\n")
    sound = True
    for name, expected, came, scale, z, wrong, off in rows:
        passed = abs(z) < LIMIT < abs(off)
        sound &= passed
        text += (f"| {name} | {expected:.5g} | {came:.5g} | {scale:.2g} | {z:+.2f} | {wrong} | "
                 f"{off:+.1f} | {'passed' if passed else 'FAILED'} |\n")
    return sound, text + ("\n![Phase diagram](verification.png)\n\n*Petermann et al. (2019): when "
                          "does hierarchy overrule self-reinforcement?*\n")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    here = Path(__file__).resolve().parent
    parser.add_argument("-o", "--output", type=Path, default=here / "VERIFICATION.md")
    asked = parser.parse_args()
    rows = []
    for part in (orders(), cascade(), voter(), curves(), noisy_voter(), broadcast(),
                 petermann(asked.output.with_name("verification.png"))):
        rows += list(part)
    sound, text = table(rows)
    asked.output.write_text(text, encoding="utf-8")
    print(text)
    return 0 if sound else 1


if __name__ == "__main__":
    sys.exit(main())
