#!/usr/bin/env python3
"""How much variance shared luck saves in the differences of each counterfactual, as a table.

    luck.py OUT.h5 [--lang en|zh]

The ratio of the variance of a difference if base and counterfactual had luck of their own to that
of the pairs, over the outcomes that the counterfactual changes: the median, the least, the most.
"""
import argparse
import sys

import numpy as np

import captions
import effects
import tizhi
from canvas import LANGUAGES

HEAD = {"en": ("counterfactual", "median", "least", "most", "outcomes"),
        "zh": ("反事实", "中位数", "最小", "最大", "结果数")}


def ratios(ds, point=0):
    """variance_ratio of each counterfactual's outcomes: variant -> float64 [outcome].

    Outcomes that it changes in no replicate are left out: there the ratio is infinite.
    """
    table = effects.differences(ds, point)["variance_ratio"].unstack("variant")
    return {variant: found[np.isfinite(found)] for variant, found in
            ((variant, table[variant].values) for variant in ds["variant"].values[1:])}


def table(ds, language="en"):
    """The lines of a table in Markdown."""
    number = LANGUAGES.index(language)
    yield "| " + " | ".join(HEAD[language]) + " |"
    yield "|---" * len(HEAD[language]) + "|"
    for variant, found in ratios(ds).items():
        numbers = [f"{f(found):.1f}" if len(found) else "–" for f in (np.median, np.min, np.max)]
        name = captions.variant_title(ds, variant)[number]
        yield f"| {name} | {' | '.join(numbers)} | {len(found)} |"


def main(arguments=None):
    """Prints the table; returns the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("file", help="what `tizhi run` wrote")
    parser.add_argument("--lang", choices=LANGUAGES, default="en")
    asked = parser.parse_args(arguments)
    try:
        ds = tizhi.open_dataset(asked.file)
        if ds.sizes["variant"] < 2 or effects.is_decomposition(ds):
            raise ValueError(f"{asked.file} holds no counterfactual: add [[counterfactual]] to the "
                             "scenario and run it again")
        print("\n".join(table(ds, asked.lang)))
    except (OSError, ValueError) as error:
        print(f"luck.py: {error}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
