#!/usr/bin/env python3
"""The figures of a run. One of them as a picture:

    figures.py OUT.h5 shares -o shares.png [--lang en|zh] [--variant base] [--point 0]
"""
import argparse
import sys

import captions
import tizhi
from bands import measures, share_bands
from bars import causes
from canvas import LANGUAGES
from maps import small_multiples
from shares import shares

FIGURES = {"shares": shares, "bands": share_bands, "causes": causes, "measures": measures,
           "map": small_multiples}


def main(arguments=None):
    """Writes one figure as a PNG; returns the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("file")
    parser.add_argument("figure", choices=FIGURES)
    parser.add_argument("-o", "--output", required=True, help="the PNG to write")
    parser.add_argument("--lang", choices=LANGUAGES, default="en")
    parser.add_argument("--point", type=int, default=0)
    parser.add_argument("--variant", default="base")
    asked = parser.parse_args(arguments)
    try:
        ds = tizhi.open_dataset(asked.file)
        more = {}
        if asked.figure == "shares":
            more["title"] = captions.title(ds)
        drawn = FIGURES[asked.figure](ds, asked.point, asked.variant, **more)
        drawn.save_png(asked.output, asked.lang)
    except (OSError, ValueError, RuntimeError) as error:
        print(f"figures.py: {error}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
