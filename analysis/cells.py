"""A table whose cells are small scales: a row per outcome, what changes it in columns."""
from dataclasses import dataclass

import numpy as np

import captions
import look
from canvas import LANGUAGES, Canvas
from layout import WIDTH
from panel import Panel, in_lines

TITLE, VALUE, ROW, SIZE = 262, 56, 34, 12  # pixels: of titles, of numbers, of a row; of letters


@dataclass
class Row:
    """An outcome: its title, whether it is told in percent, and the ends of its scale."""
    outcome: str
    words: tuple
    in_percent: bool
    scale: tuple

    def value(self, number):
        """72.6% or 2.91; "–" where it is not known."""
        if np.isnan(number):
            return "–"
        return f"{number:.1%}" if self.in_percent else f"{number:.3g}"

    def change(self, number, sign="+"):
        """+43.0 (percentage points) or +0.29: with as many decimals as the row's scale needs; 0
        where nothing at all changes."""
        if number == 0:
            return "0"
        if self.in_percent:
            return told(100 * number, 1, sign)
        return told(number, decimals(max(map(abs, self.scale))), sign)


def decimals(reach):
    """How many decimals numbers of up to `reach` need to have three digits."""
    return max(0, 2 - int(np.floor(np.log10(max(reach, 1e-9)))))


def told(number, places, sign="+"):
    """A number with so many decimals; an error (sign "") has one more rather than be 0."""
    places += not sign and 0 < abs(number) < 0.5 * 10.0 ** -places
    return f"{number:{sign}.{places}f}".replace("-", "−")


def rows_of(ds, outcomes, lows, highs):
    """A Row for each outcome; lows, highs: how far its numbers go, NaN where there are none.

    Shares have one scale, so that their bars can be compared; each other outcome has its own, with
    its zero at the same place.
    """
    percent, titles = captions.outcomes_in_percent(ds), captions.outcome_titles(ds)
    ends = {o: (max(-np.nan_to_num(low), 0), max(np.nan_to_num(high), 0))
            for o, low, high in zip(outcomes, lows, highs)}
    below = max([low for o, (low, _) in ends.items() if o in percent], default=1)
    above = max([high for o, (_, high) in ends.items() if o in percent], default=1)
    zero = np.clip(below / max(below + above, 1e-9), 0.25, 0.75)  # its place on every scale
    unit = {o: max(low / zero, high / (1 - zero), 1e-9) for o, (low, high) in ends.items()}
    common = max([unit[o] for o in outcomes if o in percent], default=1)
    wide = {o: common if o in percent else unit[o] for o in outcomes}
    scale = {o: (-zero * wide[o], (1 - zero) * wide[o]) for o in outcomes}
    return [Row(o, titles.get(o, look.both(o)), o in percent, scale[o]) for o in outcomes]


class Cells:
    """The table as it is drawn, from the top down."""

    def __init__(self, columns, values, title=None, what=None, part=0.36):
        """columns: (English, Chinese) heads of the scales; values: of the numbers before them;
        what: is to be seen, said under the title; part: of a column, for the scale."""
        self.canvas, self.columns, self.values = Canvas(WIDTH, 0), columns, values
        self.part = part
        self.left = TITLE + VALUE * len(values) + 16
        self.wide = (WIDTH - self.left) / max(len(columns), 1)
        self.top = 6
        if title:
            self.canvas.text(6, 22, title, 17, weight="bold")
            self.canvas.text(6, 42, what, 12, colour=look.MUTED)
            self.top = 56
        self.top = self.heads()

    def heads(self):
        """The heads of the columns, in as many lines as needed; returns the y below them."""
        places = [(TITLE + VALUE * (n + 1), VALUE - 4, "end", words)
                  for n, words in enumerate(self.values)]
        places += [(self.left + self.wide * n, self.wide - 12, "start", words)
                   for n, words in enumerate(self.columns)]
        lines = {(n, language): in_lines(look.both(words)[number], SIZE + 0.5, room)
                 for n, (_, room, _, words) in enumerate(places)
                 for number, language in enumerate(LANGUAGES)}
        base = self.top + 15 * max(map(len, lines.values()), default=1)
        for (n, language), texts in lines.items():
            with self.canvas.speaking(language):
                for row, text in enumerate(texts):
                    self.canvas.text(places[n][0], base - 15 * (len(texts) - 1 - row),
                                     (text, text), SIZE, places[n][2], weight="bold")
        return base + 10

    def row(self, row, numbers):
        """A row's title and numbers; returns a Panel for each scale, and goes on below. Where no
        number is known there is no scale."""
        self.canvas.line([(6, self.top), (WIDTH - 6, self.top)], look.RULE, 0.6)
        for language, word in zip(LANGUAGES, row.words):
            with self.canvas.speaking(language):
                lines = in_lines(word, SIZE, TITLE - 10)
                shown = lines[:2] if len(lines) < 3 else [lines[0], lines[1] + " …"]
                for n, line in enumerate(shown):
                    y = self.top + ROW / 2 + 4 + 14 * n - 7 * (len(shown) - 1)
                    self.canvas.text(6, y, (line, line), SIZE, tip=row.words)
        for n, number in enumerate(numbers):
            self.canvas.text(TITLE + VALUE * (n + 1), self.top + ROW / 2 + 4, row.value(number),
                             SIZE, "end")
        panels = [Panel(self.canvas, self.left + self.wide * n, self.top + 5,
                        self.wide * self.part, ROW - 10, row.scale, (0, 1))
                  for n in range(len(self.columns))]
        for panel in panels if not np.isnan(numbers).all() else ():
            zero = float(panel.across(0))
            self.canvas.line([(zero, panel.top - 3), (zero, panel.top + panel.height + 3)],
                             look.MUTED, 0.8)
        self.top += ROW
        self.canvas.height = self.top + 6
        return panels

    def beside(self, panel, words, small="", shift=0):
        """The number beside a scale, and what is said of it in smaller letters."""
        x, y = panel.left + panel.width + 11 + shift, panel.top + panel.height / 2 + 4
        self.canvas.text(x, y, words, SIZE)
        if small:
            self.canvas.text(x + 5 + 7.6 * len(words), y, small, 10, colour=look.MUTED)
