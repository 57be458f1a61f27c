"""A drawing of areas, lines and bilingual text, in pixels from the top left.

One drawing serves the page (SVG; both languages at once, the page shows one) and pictures (PNG).
"""
from contextlib import contextmanager
from html import escape

import numpy as np

import look

LANGUAGES = ("en", "zh")


class Canvas:
    """Shapes in drawing order. A `tip` is what a pointer that rests on the shape is told."""

    def __init__(self, width, height):
        self.width, self.height, self.shapes = width, height, []
        self.only = None

    @contextmanager
    def speaking(self, language):
        """Inside, what is drawn is seen in one language alone: where its texts take their room."""
        self.only = language
        yield
        self.only = None

    def area(self, points, fill, opacity=1.0, tip=None):
        """A filled polygon; points: [n, 2]."""
        self.shapes.append(("area", self.only, thinned(points), fill, opacity, tip))

    def line(self, points, colour=look.INK, width=1.0, dash=None, opacity=1.0):
        """A line through points [n, 2]."""
        self.shapes.append(("line", self.only, thinned(points), colour, width, dash, opacity))

    def rect(self, x, y, width, height, fill, tip=None, opacity=1.0):
        """A filled rectangle."""
        corners = [(x, y), (x + width, y), (x + width, y + height), (x, y + height)]
        self.shapes.append(("area", self.only, np.array(corners, float), fill, opacity, tip))

    def disc(self, x, y, radius, fill, tip=None):
        """A filled circle."""
        self.shapes.append(("disc", self.only, x, y, radius, fill, tip))

    def text(self, x, y, words, size=12, anchor="start", colour=look.INK, weight="normal",
             tip=None):
        """Text on the baseline y; `words`: (English, Chinese), or one text for both.

        anchor: start, middle or end.
        """
        style = (look.both(words), size, anchor, colour, weight, tip)
        self.shapes.append(("text", self.only, x, y, *style))

    def append(self, other, right, down):
        """Draws another drawing into this one, moved by so many pixels."""
        self.shapes += [_moved(shape, right, down) for shape in other.shapes]

    def svg(self, languages=LANGUAGES, head=""):
        """The drawing as an <svg> element; text in each language has that language as class."""
        parts = [_grouped(only, _SVG[kind](languages, *rest))
                 for kind, only, *rest in self.shapes if only is None or only in languages]
        return (f'<svg viewBox="0 0 {self.width:g} {self.height:g}" role="img" '
                f'xmlns="http://www.w3.org/2000/svg"{head}>{"".join(parts)}</svg>')

    def save(self, path, language="en", wide=180.0, scale=2.0):
        """Writes one figure, in one language: SVG or PDF `wide` millimetres wide, else a PNG of
        `scale` dots per pixel. The same drawing gives the same bytes.

        Raises MissingFont if Chinese would be boxes.
        """
        if str(path).lower().endswith(".svg"):
            size = f' width="{wide:g}mm" height="{wide * self.height / self.width:.2f}mm"'
            head = f'{size} font-family="{look.PRINT_FONTS}"'
            with open(path, "w", encoding="utf-8") as file:
                file.write('<?xml version="1.0" encoding="UTF-8"?>\n'
                           f"{self.svg((language,), head)}\n")
            return
        import picture  # matplotlib takes a second to load, and pages do without it
        picture.save(self, path, language, wide, scale)


def thinned(points):
    """`points` [n, 2] without those that lie on the straight line between their neighbours."""
    points = np.asarray(points, dtype=float)
    # Of two equal points one must stay: beside its double it would look like no bend at all.
    points = points[np.concatenate([[True], np.any(np.diff(points, axis=0) != 0, axis=1)])]
    if len(points) < 3:
        return points
    before, after = points[1:-1] - points[:-2], points[2:] - points[1:-1]
    bends = np.abs(before[:, 0] * after[:, 1] - before[:, 1] * after[:, 0]) > 1e-9
    return points[np.concatenate([[True], bends, [True]])]


def _moved(shape, right, down):
    kind, only, *rest = shape
    if kind in ("area", "line"):
        return (kind, only, rest[0] + np.array([right, down]), *rest[1:])
    return (kind, only, rest[0] + right, rest[1] + down, *rest[2:])


def _path(points, close):
    """SVG path data in tenths of a pixel, relative from point to point to stay short."""
    tenths = np.rint(np.asarray(points) * 10).astype(np.int64)
    moves = np.diff(tenths, axis=0)
    moves = moves[np.any(moves != 0, axis=1)]
    start = f"M{tenths[0, 0] / 10:g} {tenths[0, 1] / 10:g}"
    return start + "l" + " ".join(f"{x / 10:g} {y / 10:g}" for x, y in moves) + "z" * close


def _grouped(only, markup):
    return f'<g class="{only}">{markup}</g>' if only else markup


def _title(tip, languages):
    if not tip:
        return ""
    texts = dict(zip(LANGUAGES, look.both(tip)))
    return f"<title>{escape(' / '.join(dict.fromkeys(texts[x] for x in languages)))}</title>"


def _area(languages, points, fill, opacity, tip):
    faint = f' fill-opacity="{opacity:g}"' if opacity < 1 else ""
    return f'<path d="{_path(points, True)}" fill="{fill}"{faint}>{_title(tip, languages)}</path>'


def _line(languages, points, colour, width, dash, opacity):
    dashes = f' stroke-dasharray="{dash}"' if dash else ""
    faint = f' stroke-opacity="{opacity:g}"' if opacity < 1 else ""
    return (f'<path d="{_path(points, False)}" fill="none" stroke="{colour}" '
            f'stroke-width="{width:g}"{dashes}{faint}/>')


def _disc(languages, x, y, radius, fill, tip):
    return (f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:g}" fill="{fill}">'
            f"{_title(tip, languages)}</circle>")


def _text(languages, x, y, words, size, anchor, colour, weight, tip):
    bold = f' font-weight="{weight}"' if weight != "normal" else ""
    head = (f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size:g}" text-anchor="{anchor}" '
            f'fill="{colour}"{bold}')
    if words[0] == words[1]:
        return f"{head}>{escape(words[0])}{_title(tip, languages)}</text>"
    texts = dict(zip(LANGUAGES, words))
    return "".join(f'{head} class="{x}">{escape(texts[x])}{_title(tip, languages)}</text>'
                   for x in languages)


_SVG = {"area": _area, "line": _line, "disc": _disc, "text": _text}
