#!/usr/bin/env python3
"""The figures of a run. One of them as a file, or the map as a film:

    figures.py OUT.h5 shares -o shares.svg [--lang en|zh] [--variant base] [--point 0]
    figures.py OUT.h5 timeline --region 340100 -o hefei.pdf
    figures.py WHY.h5 decomposition -o why.png
    figures.py OUT.h5 map -o map.gif

The ending says the kind: .svg, .pdf, .png; of the map also .gif, and .mp4 where ffmpeg is.
"""
import argparse
import sys

import captions
import effects
import movie
import tizhi
from bands import measures, share_bands
from bars import causes
from canvas import LANGUAGES
from contributions import contributions, decomposition
from gaps import differences, what_if
from maps import small_multiples
from shares import shares
from timeline import timeline

# name: (what draws it, what it is told)
FIGURES = {
    "shares": (shares, ("point", "variant", "title")),
    "bands": (share_bands, ("point", "variant")),
    "causes": (causes, ("point", "variant")),
    "measures": (measures, ("point", "variant")),
    "map": (small_multiples, ("point", "variant")),
    "timeline": (timeline, ("point", "variant", "region", "replicate")),
    "differences": (differences, ("point", "title")),
    "what-if": (what_if, ("point", "variant", "title")),
    "decomposition": (decomposition, ("title",)),
    "contributions": (contributions, ("title",)),
}
OF_DECOMPOSITIONS = ("decomposition", "contributions")
OF_COUNTERFACTUALS = ("differences", "what-if")
STILL, MOVING = (".svg", ".pdf", ".png"), (".gif", ".mp4")


def parsed(arguments):
    """The command line, checked as far as it can be without the file."""
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file")
    parser.add_argument("figure", choices=FIGURES)
    parser.add_argument("-o", "--output", required=True, help="the file to write")
    parser.add_argument("--lang", choices=LANGUAGES, default="en")
    parser.add_argument("--point", type=int, default=0, help="of a sweep")
    parser.add_argument("--variant", default="base", help="a counterfactual, or base")
    parser.add_argument("--region", help="of the timeline: a code or a name")
    parser.add_argument("--replicate", type=int, help="of the timeline and of films: one history")
    parser.add_argument("--title", help="in place of the run's; '' leaves it out")
    parser.add_argument("--width", type=float, default=180.0,
                        help="of SVG and PDF, in millimetres (180: a page between its margins)")
    parser.add_argument("--scale", type=float, default=2.0, help="dots per pixel of a PNG")
    asked = parser.parse_args(arguments)
    allowed = STILL + (MOVING if asked.figure == "map" else ())
    if not asked.output.lower().endswith(allowed):
        parser.error(f"{asked.output}: {asked.figure} can be {', '.join(allowed)}")
    return asked


def refuse(ds, figure, path):
    """Raises ValueError, with the way out, where the file holds nothing for the figure."""
    if figure in OF_DECOMPOSITIONS and not effects.is_decomposition(ds):
        raise ValueError(f"{path} is no decomposition: `tizhi decompose SCENARIO.toml -o WHY.h5` "
                         "writes one")
    if figure == "decomposition" and "shapley" not in ds.variables:
        raise ValueError(f"{path} has no outcome: add [[outcome]] to the scenario")
    if figure in OF_COUNTERFACTUALS and (ds.sizes["variant"] < 2 or effects.is_decomposition(ds)):
        raise ValueError(f"{path} holds no counterfactual: add [[counterfactual]] to the scenario "
                         "and run it again")


def drawn(ds, asked):
    """The figure asked for."""
    title = captions.title(ds) if asked.title is None else asked.title or None
    told = {"point": asked.point, "variant": asked.variant, "title": title,
            "region": asked.region, "replicate": asked.replicate}
    draw, takes = FIGURES[asked.figure]
    return draw(ds, **{name: told[name] for name in takes})


def main(arguments=None):
    """Writes one figure; returns the exit code."""
    asked = parsed(arguments)
    try:
        ds = tizhi.open_dataset(asked.file)
        refuse(ds, asked.figure, asked.file)
        if asked.output.lower().endswith(MOVING):
            title = captions.title(ds) if asked.title is None else asked.title
            movie.save(movie.frames(ds, asked.point, asked.variant, asked.replicate, title),
                       asked.output, asked.lang)
        else:
            drawn(ds, asked).save(asked.output, asked.lang, asked.width, asked.scale)
    except (OSError, ValueError, RuntimeError) as error:
        print(f"figures.py: {error}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
