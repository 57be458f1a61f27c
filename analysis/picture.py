"""Draws a Canvas into a PNG with matplotlib."""
from pathlib import Path

import matplotlib

matplotlib.use("Agg")
from matplotlib import font_manager, patches  # noqa: E402  (the backend comes first)
from matplotlib.figure import Figure  # noqa: E402

CHINESE = ("wqy-microhei", "NotoSansCJK", "SourceHanSans", "wqy-zenhei")
DOTS = 100  # matplotlib's dots per inch at scale 1: an arbitrary number that cancels


class MissingFont(RuntimeError):
    """No font with Chinese characters is installed."""


def save(canvas, path, language, scale):
    """Writes `canvas` to `path` as seen in `language`, with `scale` dots per pixel."""
    number = 1 if language == "zh" else 0
    shapes = [(kind, *rest) for kind, only, *rest in canvas.shapes if only in (None, language)]
    figure = Figure(figsize=(canvas.width / DOTS, canvas.height / DOTS), dpi=DOTS * scale)
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set(xlim=(0, canvas.width), ylim=(canvas.height, 0))
    axes.axis("off")
    family = _family([s[3][number] for s in shapes if s[0] == "text"])
    for order, (kind, *rest) in enumerate(shapes):
        _DRAW[kind](axes, order, number, family, *rest)
    figure.savefig(path, dpi=DOTS * scale, facecolor="white", metadata={"Software": None})


def _family(texts):
    if not any(ord(letter) > 0x2e7f for text in texts for letter in text):
        return "DejaVu Sans"
    files = sorted(font_manager.findSystemFonts())
    for name in CHINESE:
        for file in files:
            if name in Path(file).name:
                font_manager.fontManager.addfont(file)
                return font_manager.FontProperties(fname=file).get_name()
    raise MissingFont("no font with Chinese characters, text would be boxes: "
                      "apt-get install fonts-wqy-microhei, or take --lang en")


def _area(axes, order, language, family, points, fill, opacity, tip):
    axes.add_patch(patches.Polygon(points, closed=True, facecolor=fill, alpha=opacity,
                                   linewidth=0, zorder=order))


def _line(axes, order, language, family, points, colour, width, dash, opacity):
    style = (0, tuple(map(float, dash.split()))) if dash else "-"
    axes.plot(*points.T, color=colour, linewidth=width * 72 / DOTS, linestyle=style,
              alpha=opacity, zorder=order, solid_capstyle="butt")


def _disc(axes, order, language, family, x, y, radius, fill, tip):
    axes.add_patch(patches.Circle((x, y), radius, facecolor=fill, linewidth=0, zorder=order))


def _text(axes, order, language, family, x, y, words, size, anchor, colour, weight, tip):
    side = {"start": "left", "middle": "center", "end": "right"}[anchor]
    axes.text(x, y, words[language], fontsize=size * 72 / DOTS, ha=side, va="baseline",
              color=colour, weight=weight, family=family, zorder=order, parse_math=False)


_DRAW = {"area": _area, "line": _line, "disc": _disc, "text": _text}
