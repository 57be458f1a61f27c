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


def opening_tree(b, depth, fidelity):
    """A tree whose levels open one after the other; each copies its superior or chance."""
    noise = (1 - fidelity) / fidelity * 4 / 2
    body = (f'imitation = {{ superior = 4, peer_set = "none" }}\ninertia = {{ pull = {noise}, '
            'drag = 60, settling = 0.0001 }\n'
            'initial = { default = "none", level = { level0 = "a" } }\n'
            'windows = [{ dates = ["1900"], length = 100, factor = 0, lag_per_level = 4 }]\n'
            'event = [{ id = "x", kind = "legacy", date = "2000", model = "a" }, '
            '{ id = "y", kind = "legacy", date = "2000", model = "b" }]')
    tree = [1] + [b] * depth
    return scenario(f'{{ generate = {tree}, fixed = ["1"] }}', 4 * depth + 4, body)


def broadcast(b=2, depth=7):
    for fidelity in (0.9, 0.6):
        share, _ = run(opening_tree(b, depth, fidelity), 2000)
        leaves = (share[:, -1, depth, 0] - share[:, -1, depth, 1]) * b ** depth
        fidelity = kept_fidelity(fidelity)
        mean, square = census_laws(fidelity, b, depth)[-1]
        noise = square - mean ** 2
        yield mean_row(f"broadcast down a binary tree, bλ² = {b * fidelity ** 2:.2f}: census of "
                       "2⁷ leaves", leaves, mean, "perfect copies", b ** depth)
        yield mean_row(f"the same: mean square (signal² : noise = {mean ** 2 / noise:.2f})",
                       leaves ** 2, square, "leaves that err independently", mean ** 2 + b ** depth)


def census_laws(fidelity, b, depth):
    """Of the census down a b-ary tree, level by level: (mean, mean square)."""
    laws = [(1.0, 1.0)]
    for _ in range(depth):
        mean, square = laws[-1]
        laws.append((b * fidelity * mean, b * square + b * (b - 1) * fidelity ** 2 * mean ** 2))
    return laws


def signal_per_noise(values):
    return values.mean(axis=0) ** 2 / values.var(axis=0, ddof=1)


def growth(census, levels):
    """Growth of log(signal² : noise) a level between two levels, with its error by jackknife."""
    def slope(part):
        ratio = np.log(signal_per_noise(part[:, levels]))
        return (ratio[1] - ratio[0]) / (levels[1] - levels[0])
    blocks = np.array_split(np.arange(len(census)), 50)
    left = np.array([slope(np.delete(census, block, axis=0)) for block in blocks])
    return slope(census), sqrt((len(left) - 1) * left.var())


def threshold():
    """The root's signal is kept if and only if b·fidelity² > 1: as the tree grows the signal:noise
    of the census stays where that holds and falls by b·fidelity² a level where it does not."""
    for b, wanted, levels in ((2, 0.58, (4, 9)), (4, 0.58, (3, 5)), (2, 0.85, (4, 9))):
        share, _ = run(opening_tree(b, levels[1], wanted), 4000)
        census = (share[:, -1, :, 0] - share[:, -1, :, 1]) * b ** np.arange(levels[1] + 1)
        fidelity = kept_fidelity(wanted)
        laws = census_laws(fidelity, b, levels[1])
        ratio = [laws[n][0] ** 2 / (laws[n][1] - laws[n][0] ** 2) for n in levels]
        expected = np.log(ratio[1] / ratio[0]) / (levels[1] - levels[0])
        came, error = growth(census, list(levels))
        times = b * fidelity ** 2
        kept = times > 1
        # Below, who counts means alone would see it kept: b·fidelity > 1. Above, who thinks that
        # each copy weakens the signal for good would see it fall by fidelity² a level.
        wrong = np.log(fidelity ** 2) if kept else 0.0
        yield (f"threshold, b = {b}, λ = {fidelity:.3f}, bλ² = {times:.2f} "
               f"{'> 1: kept' if kept else '< 1: lost'}; growth of log(signal² : noise) a level, "
               f"levels {levels[0]} to {levels[1]}", expected, came, error,
               (came - expected) / error,
               "each copy weakens the signal for good: falls by λ²" if kept
               else f"kept wherever bλ > 1 (here {b * fidelity:.2f}): does not fall",
               (came - wrong) / error)


def with_hierarchy(superior, peers, depth, width=1000):
    """The centre runs b, all below run a; peers are the whole level, who pull by their square."""
    body = (f'imitation = {{ superior = {superior}, peers = {peers}, conformity = 2, '
            'peer_set = "level" }\ninitial = { default = "a", level = { level0 = "b" } }')
    tree = [1, width] + [1] * (depth - 1)
    return scenario(f'{{ generate = {tree}, fixed = ["1"] }}', 200, body, step='"quarter"')


def mean_field(superior, peers, depth, years=200.0, step=0.02):
    """Share of b at each level below the centre after so many years, in endless levels."""
    share = np.zeros(depth)
    for _ in range(int(years / step)):
        above = np.append(1.0, share[:-1])
        gain = (superior * above + peers * share ** 2) * (1 - share)
        loss = (superior * (1 - above) + peers * (1 - share) ** 2) * share
        share = share + step * (gain - loss)
    return share


DEPTHS = (1, 2, 4)


def petermann(picture):
    """When does hierarchy overrule self-reinforcement? Superior against peers with conformity 2. In
    endless levels the centre's b wins the first where superior > peers/8; each level below has a
    weaker signal until the one above has turned."""
    rates = np.array([0.2, 0.4, 0.8, 1.2, 1.6, 2.0, 2.4, 2.8])
    parts = np.array([0.02, 0.05, 0.08, 0.11, 0.14, 0.17, 0.2, 0.25])
    found = np.zeros((len(DEPTHS), len(rates), len(parts)))
    levels = max(DEPTHS)
    for i, peers in enumerate(rates):
        for j, part in enumerate(parts):
            share, _ = run(with_hierarchy(peers * part, peers, levels), 1)
            found[:, i, j] = share[0, -1, list(DEPTHS), 1]
    draw_phases(picture, rates, parts, found)
    for d, depth in enumerate(DEPTHS):
        below, above = found[d][2:, parts < 0.1].ravel(), found[d][2:, parts > 0.16].ravel()
        where = f"hierarchy against self-reinforcement, {depth} level{'s' * (depth > 1)} down"
        yield mean_row(f"{where}, superior < peers/10: who follows < ½",
                       (below < 0.5) + 1e-9 * np.arange(below.size), 1, "hierarchy always wins", 0,
                       1e-3)
        yield mean_row(f"{where}, superior > peers/6.25: who follows > ½",
                       (above > 0.5) + 1e-9 * np.arange(above.size), 1,
                       "self-reinforcement always holds", 0, 1e-3)
    share, _ = run(with_hierarchy(0.11, 1.0, 2), 20)
    for depth in (1, 2):
        yield mean_row("hierarchy against self-reinforcement, superior = 0.11 peers: share that "
                       f"follows, {depth} down (mean field)", share[:, -1, depth, 1],
                       mean_field(0.11, 1.0, 2)[depth - 1],
                       "each level hears the centre itself" if depth > 1 else "no reinforcement",
                       mean_field(0.11, 1.0, 1)[0] if depth > 1 else 1.0, 0.004)


def draw_phases(picture, rates, parts, found):
    import matplotlib.pyplot as plt
    figure, axes = plt.subplots(1, len(found), figsize=(11, 4), sharey=True,
                                layout="constrained")
    for panel, depth, shares in zip(axes, DEPTHS, found):
        mesh = panel.pcolormesh(parts, rates, shares, shading="nearest", vmin=0, vmax=1,
                                cmap="viridis")
        panel.axvline(1 / 8, color="white", linestyle="--")
        panel.set(xlabel="superior : peers", title=f"{depth} level{'s' * (depth > 1)} down")
    axes[0].set_ylabel("peers, per year")
    figure.suptitle("Share that follows the centre after 200 years (dashed: mean field, 1/8)")
    figure.colorbar(mesh, ax=axes)
    figure.savefig(picture, dpi=110, metadata={"Software": None})


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
                          "does hierarchy overrule self-reinforcement? Where a superior pulls with "
                          "more than an eighth of what all peers together do, at every depth; but "
                          "below that line the few who follow thin out with depth, and above it "
                          "each level waits for the one above.*\n")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    here = Path(__file__).resolve().parent
    parser.add_argument("-o", "--output", type=Path, default=here / "VERIFICATION.md")
    asked = parser.parse_args()
    rows = []
    for part in (orders(), cascade(), voter(), curves(), noisy_voter(), broadcast(), threshold(),
                 petermann(asked.output.with_name("verification.png"))):
        rows += list(part)
    sound, text = table(rows)
    asked.output.write_text(text, encoding="utf-8")
    print(text)
    return 0 if sound else 1


if __name__ == "__main__":
    sys.exit(main())
