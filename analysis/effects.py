"""What changes the outcomes: counterfactuals, paired by replicate, and causes by decomposition.

The numbers and their names are those of `tizhi table OUT.h5 differences` and `... contributions`.
"""
import numpy as np
import pandas as pd
from scipy.special import stdtrit

import tizhi

EFFECTS = ("shapley", "first_in", "last_out")


def is_decomposition(ds):
    """Whether the variants are coalitions of the causes: what `tizhi decompose` writes."""
    return "coalition" in ds.variables


def outcome_ids(ds):
    """The ids of the outcomes, in the order of the scenario."""
    return [name[8:] for name in ds.data_vars if name.startswith("outcome_")]


def values(ds, outcome, point=0):
    """An outcome [variant, replicate]; a time that never comes counts as the end, in years."""
    found = ds["outcome_" + outcome].isel(point=point).values.astype(float)
    if ds["outcome_" + outcome].attrs.get("units") != "year":
        return found
    end = tizhi.years_per_step(ds) * (ds.sizes["time"] - 1)
    return np.where(np.isnan(found), end, found)


def means(ds, point=0):
    """Mean of each outcome in each variant: DataFrame [outcome, variant]; NaN is left out."""
    rows = {name: [_mean(row) for row in values(ds, name, point)] for name in outcome_ids(ds)}
    return pd.DataFrame.from_dict(rows, orient="index", columns=list(ds["variant"].values))


def _mean(row):
    known = row[~np.isnan(row)]
    return known.mean() if len(known) else np.nan


def difference(base, variant):
    """What a counterfactual changes, paired by replicate; base and variant: [replicate].

    A dict: pairs (replicates in which both have a value); base_mean, variant_mean of these;
    difference = variant - base, its standard error, its 95 % interval low ... high (Student's t),
    unpaired_error (if each had luck of its own), and variance_ratio (unpaired over paired).
    """
    both = ~np.isnan(base) & ~np.isnan(variant)
    base, variant, count = base[both], variant[both], int(both.sum())
    gap, several = variant - base, count > 1
    varied = [x.var(ddof=1) if several else np.nan for x in (base, variant, gap)]
    tiny = np.finfo(float).eps * (abs(_mean(base)) + abs(_mean(variant)))
    paired = 0.0 if varied[2] <= 16 * tiny ** 2 else varied[2]  # what rounding leaves is none
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = np.float64(varied[0] + varied[1]) / paired
    error = np.sqrt(paired / count) if several else np.nan
    reach = error * stdtrit(count - 1, 0.975) if several else np.nan
    return {"pairs": count, "base_mean": _mean(base), "variant_mean": _mean(variant),
            "difference": _mean(gap), "error": error, "low": _mean(gap) - reach,
            "high": _mean(gap) + reach,
            "unpaired_error": np.sqrt((varied[0] + varied[1]) / count) if several else np.nan,
            "variance_ratio": ratio}


def differences(ds, point=0):
    """What each counterfactual changes in each outcome: DataFrame indexed (outcome, variant).

    Columns: those of `difference`, and before them replicates, base_defined and variant_defined
    (how many have a value: of times, how many reach it).
    """
    rows, names = {}, list(ds["variant"].values)
    for outcome in outcome_ids(ds):
        raw = ds["outcome_" + outcome].isel(point=point).values
        counted, filled = (~np.isnan(raw)).sum(axis=1), values(ds, outcome, point)
        for n in range(1, len(names)):
            rows[outcome, names[n]] = {
                "replicates": raw.shape[1], "base_defined": int(counted[0]),
                "variant_defined": int(counted[n]), **difference(filled[0], filled[n])}
    index = pd.MultiIndex.from_tuples(rows, names=("outcome", "variant")) if rows else None
    return pd.DataFrame(list(rows.values()), index=index)


def contributions(ds):
    """What each cause contributes: DataFrame, a row per outcome, effect and cause: mean, error.

    effect: shapley, first_in, last_out; interaction of two causes ("inertia+mandate").
    """
    if "shapley" not in ds.variables:
        raise tizhi.NotRecorded("the file holds no contributions: "
                                "`tizhi decompose SCENARIO.toml -o OUT.h5` writes them")
    outcomes, causes = tizhi.text(ds, "outcome"), ds["pressing_cause"].values
    names = {**dict.fromkeys(EFFECTS, causes), "interaction": tizhi.text(ds, "cause_pair")}
    rows = [(outcome, effect, cause, ds[effect].values[o, c], ds[effect + "_error"].values[o, c])
            for effect, known in names.items() for o, outcome in enumerate(outcomes)
            for c, cause in enumerate(known)]
    return pd.DataFrame(rows, columns=["outcome", "effect", "cause", "mean", "error"])


def ends(ds):
    """(mean without any cause, with all) of each outcome, by id."""
    return {name: (float(ds["without_causes"].values[o]), float(ds["with_all_causes"].values[o]))
            for o, name in enumerate(tizhi.text(ds, "outcome"))}


def share_contributions(ds, level):
    """What each cause contributes to the share of each model: DataArray [time, model, cause]."""
    found = ds["shapley_share"].rename(pressing_cause="cause")
    return tizhi.with_time(ds, found.rename(cause="level_cause")).rename(
        level_cause="cause").sel(level=level)
