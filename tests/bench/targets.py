"""What must be shown, in one place, and whether it is. A figure is known by its key."""
import statistics
from dataclasses import dataclass


@dataclass(frozen=True)
class Target:
    key: str
    says: str
    least: float = float("-inf")
    most: float = float("inf")
    unit: str = "×"

    def bound(self):
        if self.least > float("-inf") and self.most < float("inf"):
            return f"{self.least:g} … {self.most:g}"
        return f"≥ {self.least:g}" if self.least > float("-inf") else f"≤ {self.most:g}"

    def is_met(self, value):
        return self.least <= value <= self.most


TARGETS = [
    Target("china fast/naive", "China's case: fast kernel / student's model", least=80),
    Target("china fast/bare AVX3", "… / bare loop, AVX-512 (aim 0.5)", least=0.3),
    Target("china fast/bare AVX2", "… / bare loop, AVX2 (aim 1)", least=0.6),
    Target("dense fast/naive", "dense case: fast kernel / student's model", least=8),
    Target("country fast/naive", "373 regions: fast kernel / student's model", least=30),
    Target("villages cpu", "657,821 regions, 516 months, formations written: CPU", most=0.8,
           unit="s"),
    Target("output share", "output at its default: part of the run", most=0.15, unit=""),
    Target("startup", "start-up to the first step: whole process", most=0.030, unit="s"),
    Target("two threads", "China's case: two threads / one", least=1.8),
    Target("slope", "log time by log regions, 10⁴ … 10⁷", least=0.85, most=1.15, unit=""),
    Target("memory", "10⁷ regions, output included: memory", most=1000, unit="MB"),
]


def judged(figures):
    """(target, median or None, verdict) of every target; None: not measured here."""
    for target in TARGETS:
        values = figures.get(target.key)
        if not values:
            yield target, None, "–"
            continue
        middle = statistics.median(values)
        yield target, middle, "PASS" if target.is_met(middle) else "FAIL"


def short(value, unit=""):
    text = f"{value:.3g}" if abs(value) < 1000 else f"{value:,.0f}"
    return f"{text} {unit}".strip()


def spread(values):
    return f"{short(min(values))} … {short(max(values))}" if len(values) > 1 else ""
