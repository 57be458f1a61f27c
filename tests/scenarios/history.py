"""A finished run as a test reads it: one variant's formations and shares, by replicate."""

import calendar
import os
import pathlib
import subprocess

import h5py
import numpy

SCENARIOS = pathlib.Path(os.environ["TIZHI_SOURCE"]) / "scenarios"
NONE = 255


def run(scenario, output, *options):
    """Runs a scenario of the project (a path below scenarios/) and gives its History."""
    command = [os.environ["TIZHI_BIN"], "run", str(SCENARIOS / scenario), "-o", output, "--quiet"]
    subprocess.run([*command, *options], check=True)
    return History(output)


def texts(variable):
    return [text.decode() if isinstance(text, bytes) else str(text) for text in variable[:]]


class History:
    """The base variant (or another) of an output file.

    models, levels, causes: ids in the file's order. families: of each model, or its own id.
    level: of each region, int.
    share[replicate, time, level, model]: of all regions of the level, with a model or without.
    formations[replicate]: dict of arrays step, region, from, to, cause, ledger[:, cause].
    """

    def __init__(self, path, variant="base"):
        with h5py.File(path) as file:
            self.models = texts(file["model"])
            names = texts(file["model_family"]) if "model_family" in file else self.models
            self.families = [name or own for name, own in zip(names, self.models)]
            self.levels = texts(file["level"])
            self.causes = texts(file["cause"])
            self.regions = texts(file["region"])
            self.level = file["region_level"][:].astype(int)
            at = texts(file["variant"]).index(variant)
            self.share = file["share"][0, at].astype(float)
            self.outcomes = {name.removeprefix("outcome_"): file[name][0, at]
                             for name in file if name.startswith("outcome_")}
            replicates = self.share.shape[0]
            offsets = file["formation_offset"][:]
            first = at * replicates
            self.formations = self._slices(file, offsets[first:first + replicates + 1])

    @staticmethod
    def _slices(file, offsets):
        columns = ("step", "region", "from", "to", "cause", "ledger")
        cuts = offsets[1:-1] - offsets[0]
        pieces = [numpy.split(file["formation_" + name][offsets[0]:offsets[-1]], cuts)
                  for name in columns]
        return [dict(zip(columns, of_one)) for of_one in zip(*pieces)]

    def model_numbers(self, ids):
        """Of models by their ids; a family's name stands for all its models."""
        found = [[k for k, names in enumerate(zip(self.models, self.families)) if name in names]
                 for name in ([ids] if isinstance(ids, str) else ids)]
        assert all(found), f"no model or family among {ids}"
        return [k for of_one in found for k in of_one]

    def shares(self, level, ids):
        """[replicate, time]: share of the level's regions whose model is one of ids."""
        return self.share[:, :, self.levels.index(level)][..., self.model_numbers(ids)].sum(-1)

    def without_model(self, level):
        """[replicate, time]: share of the level's regions that have no model."""
        return 1 - self.share[:, :, self.levels.index(level)].sum(-1)

    def diversity(self, level):
        """[replicate, time]: the effective number of models among regions that have one."""
        share = self.share[:, :, self.levels.index(level)]
        share = share / numpy.maximum(share.sum(-1, keepdims=True), 1e-12)
        terms = share * numpy.log(numpy.where(share > 0, share, 1))
        return numpy.exp(-terms.sum(-1))

    def formed(self, level, begin, end):
        """One dict of arrays a replicate: the level's formations in steps begin <= step < end."""
        for events in self.formations:
            chosen = ((self.level[events["region"]] == self.levels.index(level))
                      & (events["step"] >= begin) & (events["step"] < end))
            yield {name: column[chosen] for name, column in events.items()}


def months(date, start="1982-01"):
    """Months from start to a date YYYY, YYYY-MM or YYYY-MM-DD; a day is its part of the month."""
    def position(text):
        year, month, day = ([int(part) for part in text.split("-")] + [1, 1])[:3]
        return 12 * year + month - 1 + (day - 1) / calendar.monthrange(year, month)[1]
    return position(date) - position(start)
