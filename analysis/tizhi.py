"""Reads what `tizhi run` and `tizhi sweep` write.

    import tizhi
    ds = tizhi.open_dataset("china.h5")             # an xarray Dataset, read lazily
    tizhi.state(ds, "2008-06")                      # which region has which model, per replicate
    tizhi.formations(ds, replicate=0)               # a pandas DataFrame, one row per formation
    tizhi.bands(tizhi.share(ds, "province"))        # quantiles over replicates

Everywhere `point` is a number (0 in a plain run), `variant` a name ("base" first) and `replicate`
a number; where `replicate` is None the answer has a dimension `replicate`. A state or date is
given as a step number (0 ... T) or as a date ("2008", "2008-06", a datetime): "at" a date means the
first state on or after it. Model codes are positions in `ds.model`; 255 stands for no model.
"""
import os

import numpy as np
import pandas as pd
import xarray as xr

NONE = 255
FORMAT = 1  # the major version of the layout that this file reads
NAMES = ("region", "model", "level", "cause", "pressing_cause", "variant", "event")


class UnknownFile(ValueError):
    """The file is not a tizhi file, or a newer layout than this reader knows."""


class NotRecorded(ValueError):
    """The file is sound, but the run was told not to store what is asked for."""


def open_dataset(path, engine=None):
    """The file as an xarray Dataset, lazily read; `engine` is "h5netcdf" or "netcdf4".

    Raises FileNotFoundError, or UnknownFile for what is not a tizhi file of layout 1.
    """
    if not os.path.exists(path):
        raise FileNotFoundError(f"{path}: there is no such file")
    try:
        ds = xr.open_dataset(path, engine=engine or _engine(), mask_and_scale=True)
    except (OSError, RuntimeError) as error:
        raise UnknownFile(f"{path}: not an HDF5 file that can be read ({error})") from error
    _refuse_strangers(ds, path)
    names = {name: (name, _text(ds[name])) for name in NAMES if name in ds.variables}
    return ds.assign_coords(names)


def _engine():
    for engine in ("h5netcdf", "netcdf4"):
        try:
            __import__({"netcdf4": "netCDF4"}.get(engine, engine))
            return engine
        except ImportError:
            continue
    raise ImportError("reading needs h5netcdf or netCDF4: apt-get install python3-h5netcdf")


def _refuse_strangers(ds, path):
    kind, version = ds.attrs.get("file_type"), str(ds.attrs.get("format_version", ""))
    if kind != "tizhi":
        ds.close()
        raise UnknownFile(f"{path}: not a tizhi file (file_type is {kind!r}, expected 'tizhi')")
    if version.split(".")[0] != str(FORMAT):
        ds.close()
        raise UnknownFile(f"{path}: layout version {version or 'missing'}; this reader knows "
                          f"{FORMAT}.x: take analysis/tizhi.py of the program that wrote the file")


def _text(variable):
    """The values of a text variable, as an object array of str."""
    values = np.asarray(variable.values, dtype=object)
    return np.array([v.decode() if isinstance(v, bytes) else str(v) for v in values], dtype=object)


def text(ds, name):
    """A text variable (model_name, region_name_zh ...) as str [its dimension]; None if absent."""
    return _text(ds[name]) if name in ds.variables else None


# ---- time -----------------------------------------------------------------------------------

def dates(ds, name="time"):
    """A variable of dates as datetime64[ns], whether the file declares CF units or bare days."""
    values = ds[name].values
    if np.issubdtype(values.dtype, np.datetime64):
        return values.astype("datetime64[ns]")
    return np.datetime64("1900-01-01", "ns") + values.astype("timedelta64[D]")


def step_at(ds, at):
    """The number (0 ... T) of the first state on or after a date; a number is taken as it is.

    Raises ValueError outside the run.
    """
    time = dates(ds)
    if isinstance(at, (int, np.integer)):
        step = int(at)
    else:
        step = int(np.searchsorted(time, np.datetime64(pd.Timestamp(at), "ns")))
    if not 0 <= step < len(time):
        raise ValueError(f"{at}: the run holds the states 0 ... {len(time) - 1}, "
                         f"{_day(time[0])} to {_day(time[-1])}")
    return step


def _day(date):
    return str(np.datetime64(date, "D"))


def years_per_step(ds):
    """The length of a step in years, as the model counts it: a month is 1/12, n days n/365.25."""
    time = dates(ds)
    months = time.astype("datetime64[M]").astype(np.int64)
    same_day = len(set((time - time.astype("datetime64[M]")).tolist())) == 1
    if same_day and len(set(np.diff(months))) == 1:
        return int(months[1] - months[0]) / 12
    return float((time[-1] - time[0]) / np.timedelta64(1, "D")) / (len(time) - 1) / 365.25


# ---- runs -----------------------------------------------------------------------------------

def variant_number(ds, variant):
    """The position of a variant, given its name or number. Raises ValueError if unknown."""
    names = list(ds.variant.values) if "variant" in ds.dims else ["base"]
    if isinstance(variant, (int, np.integer)) and 0 <= variant < len(names):
        return int(variant)
    if variant in names:
        return names.index(variant)
    raise ValueError(f"no variant {variant!r}: this file holds {', '.join(names)}")


def select(ds, name, point=0, variant="base", replicate=None):
    """The variable `name` of one point and variant, of one replicate or all, as a DataArray."""
    if name not in ds.variables:
        raise NotRecorded(f"the file holds no `{name}`: ask for it in [output] and run again")
    found = ds[name].isel(point=point, variant=variant_number(ds, variant))
    return found if replicate is None else found.isel(replicate=replicate)


def _span(ds, point, variant, replicate):
    """Where the formations of the chosen runs lie: offsets (runs + 1) and replicate numbers."""
    if "formation_offset" not in ds.variables:
        raise NotRecorded("the file holds no formations: set `formations = true` in [output] "
                          "and run again")
    count = ds.sizes["replicate"]
    first = (point * ds.sizes["variant"] + variant_number(ds, variant)) * count
    chosen = range(count) if replicate is None else [range(count)[replicate]]
    offset = ds["formation_offset"].values
    return offset[first + chosen[0]:first + chosen[-1] + 2], np.arange(chosen[0], chosen[-1] + 1)


def columns(ds, names, point=0, variant="base", replicate=None):
    """Columns of the formations as numpy arrays [formation], by name (`step`, `region`, `to` ...).

    `replicate` is always among them: the number of the replicate of each formation.
    """
    offset, numbers = _span(ds, point, variant, replicate)
    rows = slice(int(offset[0]), int(offset[-1]))
    found = {name: ds["formation_" + name][rows].values for name in names}
    found["replicate"] = np.repeat(numbers.astype(np.int32), np.diff(offset))
    return found


def formations(ds, point=0, variant="base", replicate=None):
    """The formations in words: a DataFrame, one row per formation, in the order of the file.

    replicate; step; date (the start of the step: it is in force at the next state); region (code),
    name, name_zh, level; from, to (model ids, "none"); cause; and the ledger, one column per
    pressing cause (shares that add up to 1; 0 for scripted events and where no ledger is stored).
    """
    raw = columns(ds, ("step", "region", "from", "to", "cause"), point, variant, replicate)
    where, levels = raw["region"], ds["level"].values[ds["region_level"].values]
    frame = {"replicate": raw["replicate"], "step": raw["step"], "date": dates(ds)[raw["step"]],
             "region": ds["region"].values[where]}
    for column in ("name", "name_zh"):
        names = text(ds, "region_" + column)
        frame[column] = names[where] if names is not None else ""
    frame["level"] = pd.Categorical.from_codes(ds["region_level"].values[where], ds["level"].values)
    frame["from"] = model_ids(ds)[raw["from"]]
    frame["to"] = model_ids(ds)[raw["to"]]
    frame["cause"] = pd.Categorical.from_codes(raw["cause"], ds["cause"].values)
    for cause, share in zip(ds["pressing_cause"].values, _ledger(ds, point, variant, replicate).T):
        frame["ledger_" + cause] = share
    return pd.DataFrame(frame)


def _ledger(ds, point, variant, replicate):
    offset, _ = _span(ds, point, variant, replicate)
    rows = slice(int(offset[0]), int(offset[-1]))
    if "formation_ledger" not in ds.variables:
        return np.zeros((rows.stop - rows.start, ds.sizes["pressing_cause"]), np.float32)
    return ds["formation_ledger"][rows].values


def model_ids(ds):
    """The model ids by code [256], with "none" at 255."""
    ids = np.full(256, "none", dtype=object)
    ids[:ds.sizes["model"]] = ds["model"].values
    return ids


# ---- states ---------------------------------------------------------------------------------

def walk(ds, steps, point=0, variant="base", replicate=None):
    """Yields (step, models) for ascending `steps`; models: uint8 [replicate, region], 255 = none.

    The array is written on at the next step: copy what you keep.
    """
    models = np.atleast_2d(select(ds, "initial_state", point, variant, replicate).values).copy()
    raw = columns(ds, ("step", "region", "to"), point, variant, replicate)
    place = (raw["replicate"] - (replicate or 0)).astype(np.int64) * models.shape[1] + raw["region"]
    order = np.argsort(raw["step"], kind="stable")  # scripted ones stay before the others
    done, ends = 0, np.searchsorted(raw["step"][order], steps)
    for step, end in zip(steps, ends):
        rows = order[done:end]
        models.flat[place[rows]] = raw["to"][rows]  # where a region comes twice the last one holds
        done = end
        yield int(step), models


def states(ds, steps, point=0, variant="base", replicate=None, regions=None):
    """Models at several states: DataArray uint8 [time, replicate, region], 255 = none.

    `regions`: positions of the regions to keep (all). Costs a byte per value.
    """
    steps = np.array(sorted(step_at(ds, step) for step in steps))
    regions = np.arange(ds.sizes["region"]) if regions is None else np.asarray(regions)
    kept = [m[:, regions].copy() for _, m in walk(ds, steps, point, variant, replicate)]
    numbers = np.arange(ds.sizes["replicate"]) if replicate is None else [replicate]
    return xr.DataArray(np.array(kept), dims=("time", "replicate", "region"), name="model_code",
                        coords={"time": dates(ds)[steps], "replicate": numbers,
                                "region": ds["region"].values[regions]})


def state(ds, at, point=0, variant="base", replicate=None):
    """Models at one state: DataArray uint8 [replicate, region], or [region] of one replicate."""
    found = states(ds, [at], point, variant, replicate).isel(time=0)
    return found if replicate is None else found.isel(replicate=0)


def ages(ds, at, point=0, variant="base", replicate=None):
    """Years since the model in force was formed: float64 [replicate, region]; NaN without a model.

    0 in the state after a formation. What stands since the start counts from there, plus
    `initial_age` [years] where the file holds it.
    """
    step = step_at(ds, at)
    models = np.atleast_2d(state(ds, step, point, variant, replicate).values)
    raw = columns(ds, ("step", "region"), point, variant, replicate)
    born = np.full(models.shape, -1, dtype=np.int64)  # the step of the last formation
    past = raw["step"] < step
    np.maximum.at(born, (raw["replicate"][past] - (replicate or 0), raw["region"][past]),
                  raw["step"][past])
    years = (step - np.where(born < 0, 0, born + 1)) * years_per_step(ds)
    years = np.where(models == NONE, np.nan, years + np.where(born < 0, _initial_age(ds), 0.0))
    return xr.DataArray(years, dims=("replicate", "region"), attrs={"units": "years"},
                        coords={"region": ds["region"].values})


def _initial_age(ds):
    return ds["initial_age"].values if "initial_age" in ds.variables else 0.0


# ---- measures -------------------------------------------------------------------------------

def share(ds, level, point=0, variant="base"):
    """Share of all regions of a level that run each model: float32 [replicate, time, model].

    `time` holds datetimes, also where shares were stored yearly.
    """
    found = select(ds, "share", point, variant)
    if level not in list(ds["level"].values):
        raise ValueError(f"no level {level!r}: this file holds {', '.join(ds['level'].values)}")
    return with_time(ds, found).sel(level=level)


def with_time(ds, array):
    """`array` with its dimension of dates (time, or that of yearly shares) named `time`."""
    axis = next(d for d in array.dims if d not in ("point", "variant", "replicate", "level",
                                                   "model", "region"))
    named = array.rename({axis: "time"}) if axis != "time" else array
    return named.assign_coords(time=dates(ds, axis))


def by_family(ds, shares):
    """`shares` summed over the models of each family: those of the coarser catalogue."""
    ids, names = ds["model"].values, text(ds, "model_family")
    ids = ids if names is None else np.where(names == "", ids, names)
    families = list(dict.fromkeys(ids))
    return xr.concat([shares.isel(model=ids == one).sum("model") for one in families],
                     pd.Index(families, name="model"))


def diversity(shares):
    """The effective number of models among regions that have one: `shares` without its `model`.

    exp of the entropy of the shares; 0 where no region has a model.
    """
    total = shares.sum("model").astype(np.float64)
    part = (shares / total.where(total > 0)).fillna(0).astype(np.float64)
    entropy = -(part * np.log(part.where(part > 0, 1))).sum("model")
    return xr.where(total > 0, np.exp(entropy), 0.0)


def alignment(ds, steps, point=0, variant="base"):
    """Share of regions whose model equals their superior's, where both have one [0 ... 1].

    float64 [replicate, time, level]; NaN where there is no such pair.
    """
    steps = np.array(sorted(step_at(ds, step) for step in steps))
    parent = ds["region_parent"].values
    below = np.flatnonzero(parent >= 0)
    groups = [below[ds["region_level"].values[below] == n] for n in range(ds.sizes["level"])]
    values = np.full((ds.sizes["replicate"], len(steps), len(groups)), np.nan)
    for n, (_, models) in enumerate(walk(ds, steps, point, variant)):
        for level, group in enumerate(groups):
            values[:, n, level] = _aligned(models[:, group], models[:, parent[group]])
    return xr.DataArray(values, dims=("replicate", "time", "level"), name="alignment",
                        coords={"time": dates(ds)[steps], "level": ds["level"].values})


def _aligned(own, above):
    both = (own != NONE) & (above != NONE)
    pairs = both.sum(axis=1)
    same = (both & (own == above)).sum(axis=1)
    return np.divide(same, pairs, out=np.full(len(pairs), np.nan), where=pairs > 0)


def formations_by_cause(ds, point=0, variant="base", years=1, months=0):
    """Numbers of formations: int64 [replicate, period, level, cause]; `period` = its first year.

    A formation counts in the calendar year in which its step begins; `years` years make a period,
    or `months` months where given, and `period` is then a year with its fraction.
    The coordinate `covered` [years] says how much of each period the run covers.
    """
    raw = columns(ds, ("step", "region", "cause"), point, variant)
    unit, length, per_year = ("M", months, 12) if months else ("Y", years, 1)
    begun = dates(ds)[:-1].astype(f"datetime64[{unit}]").astype(np.int64)  # of each step
    period = (begun - begun[0]) // length
    shape = (ds.sizes["replicate"], int(period[-1]) + 1, ds.sizes["level"], ds.sizes["cause"])
    place = np.ravel_multi_index((raw["replicate"], period[raw["step"]],
                                  ds["region_level"].values[raw["region"]], raw["cause"]), shape)
    counts = np.bincount(place, minlength=int(np.prod(shape))).reshape(shape)
    covered = np.bincount(period) * years_per_step(ds)
    first = (begun[0] + length * np.arange(shape[1])) / per_year + 1970
    return xr.DataArray(counts, dims=("replicate", "period", "level", "cause"), name="formations",
                        coords={"period": first, "covered": ("period", covered),
                                "level": ds["level"].values, "cause": ds["cause"].values})


def frequency(ds, models):
    """How often each model holds, over replicates: float64 [..., model + 1], the last for none.

    `models`: codes with a dimension `replicate`, from `state` or `states`. A row adds up to 1.
    """
    codes = [*range(ds.sizes["model"]), NONE]
    found = [(models == code).mean("replicate") for code in codes]
    names = [*ds["model"].values, "none"]
    return xr.concat(found, pd.Index(names, name="model")).transpose(..., "model")


def bands(array, quantiles=(0.05, 0.25, 0.5, 0.75, 0.95)):
    """Quantiles over replicates, in the unit of `array`: [quantile, ...]; NaN is left out."""
    axis, rest = array.get_axis_num("replicate"), array.isel(replicate=0, drop=True)
    ordered = np.sort(array.values, axis=axis)  # NaN goes last
    counts = np.sum(~np.isnan(ordered), axis=axis, keepdims=True)
    found = [_quantile(ordered, counts, q, axis) for q in quantiles]
    return xr.DataArray(np.array(found), dims=("quantile", *rest.dims),
                        coords={"quantile": list(quantiles), **rest.coords})


def _quantile(ordered, counts, q, axis):
    place = np.maximum(counts - 1, 0) * q
    low = np.floor(place).astype(np.int64)
    high = np.minimum(low + 1, np.maximum(counts - 1, 0))
    a, b = (np.take_along_axis(ordered, n, axis).squeeze(axis) for n in (low, high))
    return a + (b - a) * (place - low).squeeze(axis)


def outcomes(ds):
    """The scenario's outcomes: DataFrame, one column each, indexed (point, variant, replicate)."""
    names = [name for name in ds.data_vars if name.startswith("outcome_")]
    index = pd.MultiIndex.from_product(
        [np.arange(ds.sizes[d]) if d != "variant" else ds["variant"].values
         for d in ("point", "variant", "replicate")], names=("point", "variant", "replicate"))
    return pd.DataFrame({name[8:]: ds[name].values.ravel() for name in names}, index=index)
