"""A panel of a figure: a rectangle with scales, its axes, areas over time, and event lines."""
from dataclasses import dataclass

import numpy as np

import look
from canvas import LANGUAGES

DAY = np.timedelta64(1, "D")


def years(dates):
    """datetime64 [n] as years with fractions, float64 [n]: 1988-07-02 -> 1988.5."""
    dates = np.asarray(dates, dtype="datetime64[ns]")
    year = dates.astype("datetime64[Y]")
    length = ((year + 1).astype("datetime64[D]") - year.astype("datetime64[D]")) / DAY
    return year.astype(np.int64) + 1970 + (dates - year.astype("datetime64[ns]")) / DAY / length


def is_short(span):
    """Whether a run is told by the month: it has no two whole years; span: (low, high) in years."""
    return span[1] - span[0] < 2


def ticks(low, high, most):
    """At most `most` + 1 round numbers in [low, high]."""
    wanted = max((high - low) / most, 1e-9)
    magnitude = 10 ** np.floor(np.log10(wanted))
    spacing = next(magnitude * n for n in (1, 2, 5, 10) if magnitude * n >= wanted * (1 - 1e-9))
    first, last = np.ceil(low / spacing - 1e-9), np.floor(high / spacing + 1e-9)
    return np.arange(first, last + 1) * spacing + 0.0  # + 0.0: no minus zero


@dataclass
class Panel:
    """left, top, width, height [pixels]; x and y: the values at the panel's edges (low, high)."""
    canvas: object
    left: float
    top: float
    width: float
    height: float
    x: tuple
    y: tuple

    def across(self, values):
        """Pixels from the left of the canvas."""
        return self.left + (np.asarray(values) - self.x[0]) / (self.x[1] - self.x[0]) * self.width

    def down(self, values):
        """Pixels from the top of the canvas."""
        part = (np.asarray(values) - self.y[0]) / (self.y[1] - self.y[0])
        return self.top + (1 - part) * self.height

    def points(self, x, y):
        """[n, 2] pixels of a line through the values x [n], y [n]."""
        return np.column_stack([self.across(x), self.down(y)])

    def between(self, x, low, high, fill, opacity=1.0, tip=None):
        """Fills between two curves over x, a piece for each run without NaN."""
        for piece in runs(~np.isnan(low + high)):
            forth = self.points(x[piece], high[piece])
            back = self.points(x[piece], low[piece])[::-1]
            self.canvas.area(np.concatenate([forth, back]), fill, opacity, tip)

    def curve(self, x, y, colour, width=1.5):
        """A line over x, interrupted where y is NaN."""
        for piece in runs(~np.isnan(y)):
            self.canvas.line(self.points(x[piece], y[piece]), colour, width)

    def frame(self):
        """The base line."""
        base = self.top + self.height
        self.canvas.line([(self.left, base), (self.left + self.width, base)], look.MUTED, 0.8)

    def year_axis(self, labels=True, most=11):
        """Ticks at round years (months in runs under two years), with or without labels."""
        low, high = self.x
        if is_short(self.x):
            self.month_axis(labels, most)
            return
        for year in ticks(low, high, min(most, high - low)):
            self.time_mark(year, f"{int(year)}" if labels else "")

    def month_axis(self, labels, most):
        """Ticks at the first days of months, quarters or half-years: at most `most` if it can be.

        Labels at the panel's ends stay inside it, where they would touch the next panel's.
        """
        first = np.floor((np.array(self.x) - 1970) * 12).astype(int)
        months = np.arange(first[0], first[1] + 2).astype("datetime64[M]")
        at = years(months)
        months = months[(at >= self.x[0] - 1e-9) & (at <= self.x[1] + 1e-9)]
        every = next((n for n in (1, 3) if len(months) <= n * most), 6)
        for month in months[months.astype(int) % every == 0]:
            year = float(years([month])[0])
            side = (self.across(year) - self.left) / self.width
            anchor = "start" if side < 0.05 else "end" if side > 0.95 else "middle"
            self.time_mark(year, str(month) if labels else "", anchor)

    def time_mark(self, year, label, anchor="middle"):
        """A tick below the panel, and its label."""
        x, base = float(self.across(year)), self.top + self.height
        self.canvas.line([(x, base), (x, base + 4)], look.MUTED, 0.8)
        if label:
            self.canvas.text(x, base + 16, label, 11, anchor, look.MUTED)

    def value_axis(self, values):
        """Rules across the panel at `values`, and their labels at the left."""
        self.rules(values)
        self.labels((value, f"{value:g}") for value in values)

    def rules(self, values):
        """Thin lines across the panel."""
        for y in self.down(list(values)):
            self.canvas.line([(self.left, y), (self.left + self.width, y)], look.RULE, 0.6)

    def labels(self, marks):
        """Text at the left of the panel; marks: (value, text)."""
        for value, text in marks:
            y = float(self.down(value)) + 4
            self.canvas.text(self.left - 5, y, text, 11, "end", look.MUTED)

    def event_lines(self, events):
        """A thin line at each event's date."""
        for event in events:
            x = float(self.across(years([event.date])[0]))
            if self.left <= x <= self.left + self.width:
                self.canvas.line([(x, self.top), (x, self.top + self.height)], look.INK, 0.6,
                                 "2 2", 0.45)


def runs(keep):
    """Slices of the runs of True in `keep` [n] that have at least two members."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], keep, [False]]).astype(int)))
    return [slice(a, b) for a, b in zip(edges[::2], edges[1::2]) if b - a > 1]


def legend(canvas, left, top, right, entries, size=12):
    """Swatches with names, in as many rows as needed; returns the y below them.

    entries: (colour, (English, Chinese)).
    """
    bottoms = []
    for number, language in enumerate(LANGUAGES):
        with canvas.speaking(language):
            named = [(colour, look.both(words)[number]) for colour, words in entries]
            bottoms.append(_legend(canvas, left, top, right, named, size))
    return max(bottoms)


def _legend(canvas, left, top, right, entries, size):
    x, y = left, top
    for colour, name in entries:
        wide = 18 + text_width(name, size) + 16
        if x + wide > right and x > left:
            x, y = left, y + size + 8
        canvas.rect(x, y, 13, 13, colour)
        canvas.text(x + 18, y + 11, (name, name), size)
        x += wide
    return y + size + 8


def text_width(text, size):
    """About how many pixels a text takes."""
    return sum(size * (1.0 if ord(letter) > 0x2e7f else 0.55) for letter in text)


def in_lines(text, size, room):
    """`text` in lines of at most `room` pixels: broken at spaces, Chinese anywhere."""
    gap = " " if " " in text else ""
    lines = [""]
    for word in text.split() if gap else text:
        longer = lines[-1] + gap + word if lines[-1] else word
        if text_width(longer, size) <= room or not lines[-1]:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines
