"""The results as markdown."""
import statistics

from targets import judged, short, spread


def table(head, rows):
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(map(str, line)) + " |" for line in lines)


def musts(figures):
    rows = []
    for target, middle, verdict in judged(figures):
        value = "not measured" if middle is None else short(middle, target.unit)
        rows.append([target.says, value, spread(figures.get(target.key) or [0]), target.bound(),
                     verdict])
    return table(["must show", "median", "range", "bound", ""], rows)


def others(figures):
    """All that was measured and has no bound."""
    bound = {target.key for target, _, _ in judged(figures)}
    rows = [[key, short(statistics.median(values)), spread(values)]
            for key, values in figures.items() if key not in bound and values]
    return table(["also measured", "median", "range"], rows)


def by_player(turns):
    """{(regions, density rounded): {player: median rate}} in the order of playing."""
    grouped = {}
    for turn in turns:
        grouped.setdefault(turn["player"], []).append(turn)
    return {player: (statistics.median(t["rate"] for t in own),
                     statistics.median(t["density"] for t in own))
            for player, own in grouped.items()}


def speeds(cases):
    """Region-steps per second of each player of each case."""
    rows = []
    for case, turns in cases.items():
        for player, (rate, density) in by_player(turns).items():
            loop = player.startswith(("bare", "clones"))
            rows.append([case, player, f"{rate / 1e6:,.1f}", "" if loop else f"{density:.3%}"])
    return table(["case", "player", "million region-steps/s", "formations per region-step"], rows)


def sweep(turns, column, says, form):
    """A row per size or density, a column per player."""
    players = list(dict.fromkeys(turn["player"] for turn in turns))
    rows, batch = [], []
    for turn in [*turns, None]:
        if turn and (not batch or turn["sweep"] == batch[0]["sweep"]):
            batch.append(turn)
            continue
        rates = by_player(batch)
        value = statistics.median(t[column] for t in batch if t["player"] in ("fast", "plain"))
        cells = [f"{rates[p][0] / 1e6:,.1f}" if p in rates else "" for p in players]
        rows.append([form(value), *cells])
        batch = [turn]
    return table([says, *players], rows)


def bends(turns):
    """Where the fast kernel's rate falls as the world grows, and what the process then holds."""
    sizes = {}
    for turn in turns:
        if turn["player"] == "fast":
            sizes.setdefault(turn["regions"], []).append(turn)
    points = [(n, statistics.median(t["rate"] for t in own), min(t["mb"] for t in own))
              for n, own in sorted(sizes.items())]
    for (n, rate, mb), (more, less, most) in zip(points, points[1:]):
        if less < 0.85 * rate:
            yield (f"From {n:,.0f} to {more:,.0f} regions the fast kernel's rate falls by "
                   f"{1 - less / rate:.0%}; the program grows from {mb:.0f} to {most:.0f} MB.")


def text(results):
    turns = results["turns"]
    cases = {name: turns[name] for name in ("china", "country", "dense")}
    return "\n\n".join([
        f"Instruction sets: {', '.join(results['sets'])}. Data caches: {results['caches']}.",
        musts(results["figures"]), others(results["figures"]), speeds(cases),
        "Million region-steps per second by the number of regions (4 models, 120 months):",
        sweep(turns["regions"], "regions", "regions", lambda n: f"{n:,.0f}"),
        "\n".join(bends(turns["regions"])) or "The rate bends nowhere by more than 15 %.",
        "Million region-steps per second by the density of events (10⁴ regions):",
        sweep(turns["density"], "density", "formations per region-step", lambda d: f"{d:.3%}")])
