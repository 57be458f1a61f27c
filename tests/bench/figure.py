"""The plot of region-steps per second against the number of regions and the density of events."""
import math
import statistics

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt  # noqa: E402  (after the choice of backend)
from matplotlib.ticker import FuncFormatter, NullFormatter  # noqa: E402

# Okabe and Ito's colours, which colour-blind readers tell apart.
LOOKS = {"fast": ("#0072B2", "o", "fast kernel"), "plain": ("#009E73", "s", "plain kernel"),
         "naive": ("#D55E00", "^", "student's model"), "bare": ("#555555", "", "bare loop")}
DASHES = {"AVX2": "-", "SSE4": (0, (4, 2)), "SCALAR": (0, (1, 1.5))}
SETS = {"AVX3": "AVX-512", "SCALAR": "scalar"}


def slope(points):
    """Of log y against log x, by least squares."""
    xs, ys = ([math.log(point[axis]) for point in points] for axis in (0, 1))
    x, y = statistics.mean(xs), statistics.mean(ys)
    return sum((a - x) * (b - y) for a, b in zip(xs, ys)) / sum((a - x) ** 2 for a in xs)


def medians(turns, player, column):
    """[(x, median rate)] of a player, by place in the sweep."""
    places = {}
    for turn in turns:
        if turn["player"] == player:
            places.setdefault(turn["sweep"], []).append(turn)
    return [(statistics.median(t[column] for t in own), statistics.median(t["rate"] for t in own))
            for own in places.values()]


def look(player):
    kind, _, name = player.partition(":")
    colour, mark, label = LOOKS[kind]
    if not name:
        return dict(color=colour, marker=mark, label=label, linewidth=2.2, zorder=3)
    return dict(color="#56B4E9", linestyle=DASHES.get(name, "-"), linewidth=1.4, zorder=2,
                label=f"{label}, {SETS.get(name, name)}")


def rate_words(rate, _=None):
    return f"{rate / 1e9:g} G" if rate >= 1e9 else f"{rate / 1e6:g} M"


def curves(axes, turns, column):
    for player in dict.fromkeys(turn["player"] for turn in turns):
        points = medians(turns, player, column)
        axes.plot(*zip(*points), markersize=6, markeredgewidth=0, **look(player))


def ceiling(axes, turns, name):
    """The bare loop, as a line across."""
    best = max(statistics.median(t["rate"] for t in turns if t["player"] == f"{loop}:{name}")
               for loop in ("bare", "bare3"))
    colour, _, label = LOOKS["bare"]
    axes.axhline(best, color=colour, linewidth=1.2, linestyle=(0, (5, 3)), zorder=1,
                 label=f"{label}, {SETS.get(name, name)}")


def dress(axes, title, says):
    axes.set_xscale("log")
    axes.set_yscale("log")
    axes.set_title(title, loc="left", fontsize=11, fontweight="bold")
    axes.set_xlabel(says)
    axes.yaxis.set_major_formatter(FuncFormatter(rate_words))
    axes.yaxis.set_minor_formatter(NullFormatter())
    axes.grid(True, which="major", color="#E4E4E4", linewidth=0.8)
    axes.set_axisbelow(True)
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)


def draw(path, turns, sets):
    figure, (left, right) = plt.subplots(1, 2, figsize=(11.5, 4.8), sharey=True)
    curves(left, turns["regions"], "regions")
    curves(right, turns["density"], "density")
    for axes in (left, right):
        ceiling(axes, turns["china"], sets[0])
    density = statistics.median(t["density"] for t in turns["regions"])
    dress(left, f"Size of the world (a formation in {1 / density:.0f} region-steps)", "regions")
    dress(right, "Density of events (10,000 regions)", "formations per region-step")
    right.xaxis.set_major_formatter(FuncFormatter(lambda d, _: f"{d * 100:g} %"))
    left.set_ylabel("region-steps per second, one core")
    handles, labels = left.get_legend_handles_labels()
    figure.legend(handles, labels, loc="lower center", ncol=len(labels), frameon=False, fontsize=9)
    figure.tight_layout(rect=(0, 0.06, 1, 1))
    figure.savefig(path, dpi=130)
    plt.close(figure)
