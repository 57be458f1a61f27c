#!/usr/bin/env python3
"""The history of one replicate as a panel for `tizhi fit`: history?,region,date,model,leader.

    history.py OUT.h5 [--replicate 0] [--variant base] [--leaders yes|no] [--round day|month|year]
               [--history NAME] -o PANEL.csv

The first rows say what there is at the start; each further row is a formation or, where the run
kept its leaders ([output] leaders = true), the arrival of a leader. A formation is dated at the
first state that shows it; an arrival at the first day that lies wholly in its step.
"""
import argparse
import calendar
import csv
import sys

import numpy as np
import pandas as pd

import tizhi

LENGTH = {"day": 10, "month": 7, "year": 4}


def names(ds):
    """Of models by their code, none included."""
    return dict(enumerate(ds["model"].values)) | {tizhi.NONE: "none"}


def days(ds, states):
    return [str(t)[:10] for t in np.asarray(ds["time"].values)[np.asarray(states, dtype=int)]]


def place(day):
    """Where a day begins, in months with parts: 2000-01-15 -> 24000 + 14/31."""
    year, month, number = (int(part) for part in day.split("-"))
    return 12 * year + month - 1 + (number - 1) / calendar.monthrange(year, month)[1]


def days_within(ds, steps):
    """A day in each step. States of a run that starts inside a month fall inside days, whose begin
    is still in the step before: the next day is wholly in it."""
    start, second = days(ds, [0, 1])
    found = days(ds, steps)
    if np.datetime64(second) - np.datetime64(start) < np.timedelta64(28, "D"):
        return found  # steps of whole days
    part = place(start) % 1
    return [str(np.datetime64(day) + 1) if place(day) % 1 < part - 1e-9 else day for day in found]


def arrivals(ds, run):
    """(step, region, favourite), or nothing where leaders were not kept."""
    if "arrival_offset" not in ds.variables:
        return []
    first, end = ds["arrival_offset"].values[run:run + 2]
    columns = (ds[f"arrival_{name}"].values[first:end] for name in ("step", "region", "model"))
    return list(zip(*(column.tolist() for column in columns)))


def rows(ds, variant, replicate, leaders, precision):
    """The rows in the order of time: (date, region, model, leader)."""
    model, code = names(ds), ds["region"].values
    start = tizhi.state(ds, 0, 0, variant, replicate).values
    first = days(ds, [0])[0]
    found = [(0, first, code[i], model[int(k)], "") for i, k in enumerate(start)]
    variants = list(ds["variant"].values)
    run = variants.index(variant) * ds.sizes["replicate"] + replicate
    first, end = ds["formation_offset"].values[run:run + 2]
    part = {name: ds[f"formation_{name}"].values[first:end] for name in ("step", "region", "to")}
    dates = days(ds, part["step"] + 1)
    found += [(int(n) + 1, date[:LENGTH[precision]], code[i], model[int(k)], "")
              for n, date, i, k in zip(part["step"], dates, part["region"], part["to"])]
    if leaders:
        came = arrivals(ds, run)
        found += [(n, date, code[i], "", model[int(k)]) for (n, i, k), date in
                  zip(came, days_within(ds, [n for n, _, _ in came]))]
    return [row[1:] for row in sorted(found, key=lambda row: row[0])]


def main(arguments=None):
    """Writes the panel; returns the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("file")
    parser.add_argument("-o", "--output", required=True, help="the table to write; - is stdout")
    parser.add_argument("--replicate", type=int, default=0)
    parser.add_argument("--variant", default="base")
    parser.add_argument("--leaders", choices=("yes", "no"), default="yes")
    parser.add_argument("--round", choices=LENGTH, default="day", help="how exactly it is dated")
    parser.add_argument("--history", help="a first column with this name in it")
    asked = parser.parse_args(arguments)
    try:
        ds = tizhi.open_dataset(asked.file)
        found = rows(ds, asked.variant, asked.replicate, asked.leaders == "yes", asked.round)
        table = pd.DataFrame(found, columns=["date", "region", "model", "leader"])
        table = table[["region", "date", "model", "leader"]]
        if not table["leader"].any():
            table = table.drop(columns="leader")
        if asked.history:
            table.insert(0, "history", asked.history)
        table.to_csv(sys.stdout if asked.output == "-" else asked.output, index=False,
                     lineterminator="\n", quoting=csv.QUOTE_MINIMAL)
    except (OSError, ValueError, RuntimeError) as error:
        print(f"history.py: {error}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
