#!/usr/bin/env python3
"""How well a history was predicted, as a picture:

    tizhi score SCENARIO.toml --panel PANEL.csv --split DATE --json > score.json
    score.py score.json calibration|bands -o score.png [--lang en|zh]

calibration: formations seen against chances given, a point for each tenth of the region-steps.
bands: what came, over what the fitted model simulates from the date on (median and 90 %).
"""
import argparse
import json
import sys

import numpy as np

import look
from canvas import LANGUAGES, Canvas
from panel import Panel, legend, ticks, years

COLOURS = look.LEVEL_COLOURS
SIDE = 420


def calibration(report):
    """Observed frequency against prediction, a colour a fold, both on one scale."""
    folds = [fold for fold in report["folds"] if fold["bins"]]
    most = max(max(b["predicted"], b["observed"]) for f in folds for b in f["bins"]) * 1.08
    canvas = Canvas(SIDE + 110, SIDE + 120)
    panel = Panel(canvas, 70, 40, SIDE, SIDE, (0, most), (0, most))
    panel.curve(np.array([0, most]), np.array([0, most]), look.MUTED, 1)
    for n, fold in enumerate(folds):
        x, y = (np.array([b[key] for b in fold["bins"]]) for key in ("predicted", "observed"))
        panel.curve(x, y, COLOURS[n % len(COLOURS)], 1.2)
        for across, down in panel.points(x, y):
            canvas.disc(across, down, 4, COLOURS[n % len(COLOURS)])
    panel.frame()
    panel.value_axis(ticks(0, most, 5))
    for value in ticks(0, most, 5):
        words = f"{value:g}"
        canvas.text(float(panel.across(value)), 40 + SIDE + 16, (words, words), 11, "middle")
    canvas.text(70, 22, ("formations seen, by the chance given to them", "实际形成频率与预测概率"), 13,
                weight="bold")
    legend(canvas, 70, SIDE + 78, SIDE + 90,
           [(COLOURS[n % len(COLOURS)], (fold["name"], fold["name"]))
            for n, fold in enumerate(folds)])
    return canvas


def bands(report):
    """A panel per level and model: what came (line) over the simulated bands."""
    rows = report["free_run"]["bands"]
    level_names = list(dict.fromkeys(row["level"] for row in rows))
    models = list(dict.fromkeys(row["model"] for row in rows))
    wide, high = 190, 110
    canvas = Canvas(120 + wide * len(models), 70 + (high + 30) * len(level_names))
    span = years(np.array([rows[0]["date"], rows[-1]["date"]], dtype="datetime64[ns]"))
    for column, model in enumerate(models):
        canvas.text(100 + wide * column, 24, (model, model), 12, weight="bold")
    for line, level in enumerate(level_names):
        canvas.text(12, 40 + line * (high + 30) + high / 2, (level, level), 12, weight="bold")
        for column, model in enumerate(models):
            own = [r for r in rows if r["level"] == level and r["model"] == model]
            panel = Panel(canvas, 100 + wide * column, 40 + line * (high + 30), wide - 30, high,
                          (span[0], max(span[1], span[0] + 1)), (0, 1))
            x = years(np.array([r["date"] for r in own], dtype="datetime64[ns]"))
            low, middle, top, came = (np.array([r[key] for r in own], dtype=float)
                                      for key in ("q05", "q50", "q95", "observed"))
            panel.rules((0, 0.5, 1))
            panel.between(x, low, top, COLOURS[column % len(COLOURS)], 0.3)
            panel.curve(x, middle, COLOURS[column % len(COLOURS)], 1.2)
            panel.curve(x, came, look.INK, 1.8)
            panel.year_axis(most=4)
    return canvas


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
        FIGURES[asked.figure](report).save(asked.output, asked.lang)
    except (OSError, ValueError, KeyError) as error:
        print(f"score.py: {error}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
