#!/usr/bin/env python3
"""How well a history was predicted, as a picture:

    tizhi score SCENARIO.toml --panel PANEL.csv --split DATE --json > score.json
    score.py score.json calibration|bands -o score.png [--lang en|zh]

calibration: formations seen against chances given, a point for each tenth of the region-steps.
bands: what came (black), over what the fitted model simulates from the date on: median, 90 % by
luck alone (dark) and by luck and what the estimates leave open (light). Beyond what is known: a
forecast.
"""
import argparse
import json
import sys

import numpy as np

import look
from canvas import LANGUAGES, Canvas
from layout import LEFT, PERCENT
from panel import Panel, in_lines, legend, ticks, years

COLOURS = look.LEVEL_COLOURS
SIDE = 420


def calibration(report):
    """Observed frequency against prediction, a colour a fold, both on one scale. Bars: where 95 %
    of frequencies would lie if the prediction were right."""
    folds = [fold for fold in report["folds"] if fold["bins"]]
    most = max(max(b["predicted"], b["observed"]) for f in folds for b in f["bins"]) * 1.15
    canvas = Canvas(SIDE + 110, SIDE + 140)
    panel = Panel(canvas, 70, 40, SIDE, SIDE, (0, most), (0, most))
    panel.value_axis(ticks(0, most, 5))
    panel.curve(np.array([0, most]), np.array([0, most]), look.MUTED, 1)
    for n, fold in enumerate(folds):
        calibrated_fold(panel, fold, COLOURS[n % len(COLOURS)])
    panel.frame()
    for value in ticks(0, most, 5):
        words = f"{value:g}"
        canvas.text(float(panel.across(value)), 40 + SIDE + 16, (words, words), 11, "middle")
    canvas.text(70, 22, ("formations seen, by the chance given to them", "实际形成频率与预测概率"), 13,
                weight="bold")
    canvas.text(70 + SIDE / 2, 40 + SIDE + 36, (
        "chance given, a region-step (bars: 95 % if it were right)",
        "预测概率（每地区-时步；竖线：若预测正确的95%范围）"), 12, "middle")
    legend(canvas, 70, SIDE + 98, SIDE + 90,
           [(COLOURS[n % len(COLOURS)], look.both(fold["name"]))
            for n, fold in enumerate(folds)])
    return canvas


def calibrated_fold(panel, fold, colour):
    """The tenths of one fold."""
    x, y, cases = (np.array([b[key] for b in fold["bins"]])
                   for key in ("predicted", "observed", "cases"))
    panel.curve(x, y, colour, 1.2)
    half = 1.96 * np.sqrt(x * (1 - x) / cases)
    for place, wide in zip(x, half):
        ends = np.clip([place - wide, place + wide], *panel.y)
        panel.canvas.line(panel.points([place, place], ends), colour, 1, opacity=0.5)
    for across, down in panel.points(x, y):
        panel.canvas.disc(across, down, 4, colour)


def models_of(report):
    """{id: ((English, Chinese), colour)} of the models, in the order of the catalogue."""
    models = report["models"]
    colours = look.model_colours([m["colour"] for m in models], len(models))
    return {m["id"]: ((m["name"].replace("_", " "), m["name_zh"] or m["name"]), colour)
            for m, colour in zip(models, colours)}


def column(rows, key):
    """Numbers of the rows, NaN where there is none."""
    return np.array([np.nan if row.get(key) is None else row[key] for row in rows], dtype=float)


def bands(report):
    """A panel per level and model: what came (line) over the simulated bands."""
    rows, known = report["free_run"]["bands"], models_of(report)
    level_names = [level["name"] for level in report["levels"] if level["regions"] > 1]
    level_names = level_names or [level["name"] for level in report["levels"]]
    models = list(dict.fromkeys(row["model"] for row in rows))
    wide, high, left = max(230, 920 // len(models)), 120, LEFT
    canvas = Canvas(left + 30 + wide * len(models), 0)
    dates = np.array([rows[0]["date"], rows[-1]["date"]], dtype="datetime64[ns]")
    low, end = years(dates)
    names = [known[model][0] for model in models]
    for place, name in enumerate(names):
        for language, word in zip(LANGUAGES, name):
            with canvas.speaking(language):
                for line, words in enumerate(in_lines(word, 12, wide - 44)[:2]):
                    canvas.text(left + wide * place, 18 + 15 * line, (words, words), 12,
                                weight="bold")
    for line, level in enumerate(level_names):
        top = 48 + line * (high + 30)
        canvas.text(left - 42, top + high / 2, level, 12, "end", weight="bold")
        for place, model in enumerate(models):
            own = [r for r in rows if r["level"] == level and r["model"] == model]
            panel = Panel(canvas, left + wide * place, top, wide - 44, high,
                          (low, max(end, low + 1)), (0, 1))
            band_panel(panel, own, known[model][1])
            if place == 0:
                panel.labels(PERCENT)
    top = 48 + len(level_names) * (high + 30)
    canvas.height = top + 24 * keys(canvas, left, top + 4, "q05_drawn" in rows[0])
    return canvas


def band_panel(panel, own, colour):
    """One level's share of one model: what came, over the bands."""
    x = years(np.array([r["date"] for r in own], dtype="datetime64[ns]"))
    panel.rules((0, 0.5, 1))
    if "q05_drawn" in own[0]:
        panel.between(x, column(own, "q05_drawn"), column(own, "q95_drawn"), colour, 0.22)
    panel.between(x, column(own, "q05"), column(own, "q95"), colour, 0.45)
    panel.curve(x, column(own, "q50"), colour, 1.5)
    panel.curve(x, column(own, "observed"), look.INK, 1.8)
    panel.year_axis(most=4)


def keys(canvas, left, top, has_draws):
    """What the bands mean, a line each; returns how many lines."""
    said = [("line in black: what came; in colour: median of the replicates; dark: 90 % of them, "
             "by luck alone", "黑线：实际；彩线：重复的中位数；深色：90%的重复（仅随机性）")]
    if has_draws:
        said.append(("light: 90 % by luck and by what the estimates leave open",
                     "浅色：90%的重复（随机性与估计误差）"))
    for line, words in enumerate(said):
        canvas.text(left, top + 14 + 20 * line, words, 12, colour=look.MUTED)
    return len(said) + 1


FIGURES = {"calibration": calibration, "bands": bands}


def main(arguments=None):
    """Writes one figure as a PNG; returns the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("file", help="what `tizhi score --json` printed")
    parser.add_argument("figure", choices=FIGURES)
    parser.add_argument("-o", "--output", required=True, help="the PNG to write")
    parser.add_argument("--lang", choices=LANGUAGES, default="en")
    asked = parser.parse_args(arguments)
    try:
        with open(asked.file, encoding="utf-8") as file:
            report = json.load(file)
        if asked.figure == "bands" and not report["free_run"]:
            raise ValueError("there is no simulation in this score: give it --split DATE")
        if asked.figure == "calibration" and not report["folds"]:
            raise ValueError("nothing that is known is predicted here: take an earlier --split")
        FIGURES[asked.figure](report).save(asked.output, asked.lang)
    except (OSError, ValueError, KeyError) as error:
        print(f"score.py: {error}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
