"""How each client reads a variable: as a flat list of numbers or texts, row by row."""
import re
import shutil
import subprocess
from pathlib import Path

import h5py
import netCDF4
import numpy
import xarray

PACKAGES = {"h5dump": "hdf5-tools", "ncdump": "netcdf-bin", "Rscript": "r-cran-ncdf4 r-cran-hdf5r"}


def output_of(*command):
    if shutil.which(command[0]) is None:
        raise AssertionError(f"{command[0]} is missing: apt-get install {PACKAGES[command[0]]}")
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, f"{' '.join(command)}: exit {done.returncode}\n{done.stderr}"
    return done.stdout


def values(text):
    """The values of a comma-separated list of numbers or quoted texts."""
    found = re.findall(r'"((?:[^"\\]|\\.)*)"|([^\s,"]+)', text)
    return [quoted if not bare else bare for quoted, bare in found]


def texts_or_numbers(array):
    flat = numpy.asarray(array).reshape(-1)
    return [str(v) for v in flat] if flat.dtype.kind in "OSU" else flat.tolist()


def numbers_if(wanted, found):
    """Texts that a client printed, as what they stand for."""
    if wanted and not isinstance(wanted[0], str):
        return [float(v) for v in found]
    return ["" if v in ("NULL", "_") else v for v in found]


def unescaped(text):
    """h5dump spells what is not ASCII in octal bytes, some versions as 32-bit numbers."""
    spelled = re.sub(r"\\(37777777[0-7]{3}|[0-7]{3})",
                     lambda byte: chr(int(byte[1], 8) & 255), text)
    return spelled.encode("latin-1").decode("utf-8") if spelled != text else text


def with_h5py(path, names):
    with h5py.File(path) as file:
        return {name: texts_or_numbers(file[name].asstr()[()] if file[name].dtype == object
                                       else file[name][()]) for name in names}


def with_h5dump(path, names):
    asked = [word for name in names for word in ("-d", "/" + name)]
    text = output_of("h5dump", "-y", "-w", "0", "-m", "%.17g", *asked, str(path))
    found = re.findall(r'^DATASET "/(\w+)" \{.*?^   DATA \{(.*?)^   \}', text, re.S | re.M)
    return {name: [unescaped(v) for v in values(data)] for name, data in found}


def with_ncdump(path, names):
    text = output_of("ncdump", "-p", "9,17", "-v", ",".join(names), str(path))
    found = re.findall(r"^ (\w+) =(.*?);$", text.split("\ndata:\n")[1], re.S | re.M)
    printed = {name: values(data) for name, data in found}
    return {name: printed.get(name, []) for name in names}  # it is silent where there is nothing


def with_xarray(engine):
    def read(path, names):
        with xarray.open_dataset(path, engine=engine, decode_cf=False) as dataset:
            return {name: texts_or_numbers(dataset[name].values) for name in names}

    return read


def with_netcdf4(path, names):
    with netCDF4.Dataset(path) as file:
        file.set_auto_maskandscale(False)
        return {name: texts_or_numbers(file[name][...]) for name in names}


def with_r(library):
    def read(path, names):
        script = Path(__file__).with_name("clients.R")
        lines = output_of("Rscript", str(script), library, str(path), *names).splitlines()
        return {name: values for name, *values in (line.split("\t") for line in lines)}

    return read


ALL = {
    "h5dump": with_h5dump,
    "ncdump": with_ncdump,
    "netCDF4": with_netcdf4,
    "xarray with h5netcdf": with_xarray("h5netcdf"),
    "xarray with netcdf4": with_xarray("netcdf4"),
    "R's ncdf4": with_r("ncdf4"),
    "R's hdf5r": with_r("hdf5r"),
}
