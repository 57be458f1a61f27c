"""Draws a Canvas with matplotlib: PNG, or PDF with its fonts inside."""
from dataclasses import dataclass
from pathlib import Path

import matplotlib

matplotlib.use("Agg")
matplotlib.rcParams["pdf.fonttype"] = 42  # TrueType: text in a PDF stays text
from matplotlib import font_manager, patches  # noqa: E402  (the backend comes first)
from matplotlib.figure import Figure  # noqa: E402

CHINESE = ("wqy-microhei", "NotoSansCJK", "SourceHanSans", "wqy-zenhei")
DOTS = 100  # matplotlib's dots per inch at scale 1: an arbitrary number that cancels


class MissingFont(RuntimeError):
    """No font with Chinese characters is installed."""


def save(canvas, path, language, wide=180.0, scale=2.0):
    """Writes `canvas` as seen in `language`: a PDF `wide` millimetres wide, or `scale` dots per
    pixel."""
    if str(path).lower().endswith(".pdf"):
        inches = wide / 25.4
        figure = drawn(canvas, language, inches / (canvas.width / DOTS))
        figure.savefig(path, metadata={"CreationDate": None, "Creator": None, "Producer": None})
        return
    figure = drawn(canvas, language)
    figure.savefig(path, dpi=DOTS * scale, facecolor="white", metadata={"Software": None})


def drawn(canvas, language, shrink=1.0, figure=None):
    """`canvas` on a Figure (a new one, or over what `figure` shows), in `shrink` of its size."""
    number = 1 if language == "zh" else 0
    shapes = [(kind, *rest) for kind, only, *rest in canvas.shapes if only in (None, language)]
    size = (canvas.width / DOTS * shrink, canvas.height / DOTS * shrink)
    figure = figure or Figure(figsize=size, dpi=DOTS)
    figure.clear()
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set(xlim=(0, canvas.width), ylim=(canvas.height, 0))
    axes.axis("off")
    pen = _Pen(axes, number, _family([s[3][number] for s in shapes if s[0] == "text"]), shrink)
    for order, (kind, *rest) in enumerate(shapes):
        _DRAW[kind](pen, order, *rest)
    return figure


@dataclass
class _Pen:
    """Where and how shapes are drawn: the language's number, its font, the size of a pixel."""
    axes: object
    language: int
    family: str
    shrink: float

    def points(self, pixels):
        """Of matplotlib, 72 to an inch."""
        return pixels * 72 / DOTS * self.shrink


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


def _area(pen, order, points, fill, opacity, tip):
    pen.axes.add_patch(patches.Polygon(points, closed=True, facecolor=fill, alpha=opacity,
                                       linewidth=0, zorder=order))


def _line(pen, order, points, colour, width, dash, opacity):
    style = (0, tuple(map(float, dash.split()))) if dash else "-"
    pen.axes.plot(*points.T, color=colour, linewidth=pen.points(width), linestyle=style,
                  alpha=opacity, zorder=order, solid_capstyle="butt")


def _disc(pen, order, x, y, radius, fill, tip):
    pen.axes.add_patch(patches.Circle((x, y), radius, facecolor=fill, linewidth=0, zorder=order))


def _text(pen, order, x, y, words, size, anchor, colour, weight, tip):
    side = {"start": "left", "middle": "center", "end": "right"}[anchor]
    pen.axes.text(x, y, words[pen.language], fontsize=pen.points(size), ha=side, va="baseline",
                  color=colour, weight=weight, family=pen.family, zorder=order, parse_math=False)


_DRAW = {"area": _area, "line": _line, "disc": _disc, "text": _text}
