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


def with_h5py(path, name):
    with h5py.File(path) as file:
        variable = file[name]
        text = h5py.check_string_dtype(variable.dtype)
        return texts_or_numbers(variable.asstr()[()] if text else variable[()])


def with_h5dump(path, name):
    text = output_of("h5dump", "-y", "-w", "0", "-m", "%.17g", "-d", "/" + name, str(path))
    return values(re.search(r"DATA \{(.*?)\n   \}", text, re.S)[1])


def with_ncdump(path, name):
    text = output_of("ncdump", "-p", "9,17", "-v", name, str(path))
    data = re.search(rf"\ndata:\n.*?\n {name} =(.*?);\n", text, re.S)
    return values(data[1]) if data else []  # nothing is printed where there is nothing


def with_xarray(engine):
    def read(path, name):
        with xarray.open_dataset(path, engine=engine, decode_cf=False) as dataset:
            return texts_or_numbers(dataset[name].values)

    return read


def with_netcdf4(path, name):
    with netCDF4.Dataset(path) as file:
        file.set_auto_maskandscale(False)
        return texts_or_numbers(file[name][...])


def with_r(library):
    def read_all(path, names):
        script = Path(__file__).with_name("clients.R")
        lines = output_of("Rscript", str(script), library, str(path), *names).splitlines()
        assert len(lines) == len(names), "\n".join(lines)
        return {name: line.split("\t")[1:] for name, line in zip(names, lines)}

    return read_all
