"""Dated counts of an observed history against what a case's replicates do."""

import dataclasses

import numpy

from history import History

CENTRAL = 0.98


@dataclasses.dataclass(frozen=True)
class Count:
    """observed: how many of `units` regions had it in fact; several numbers where the record

    leaves open which: all of them must lie in the band. outcome: the share in the scenario.
    """

    outcome: str
    observed: tuple[int, ...]


def band(history: History, outcome, units):
    """(least, most): the central 98 % of the replicates' counts."""
    counts = numpy.rint(history.outcomes[outcome] * units)
    tail = (1 - CENTRAL) / 2
    return tuple(int(numpy.quantile(counts, at, method="inverted_cdf")) for at in (tail, 1 - tail))


def outside(history, counts, units):
    """The outcomes whose observed count lies outside of the band."""
    found = []
    for count in counts:
        least, most = band(history, count.outcome, units)
        if min(count.observed) < least or max(count.observed) > most:
            found.append(count.outcome)
    return found
