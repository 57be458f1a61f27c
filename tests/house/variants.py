"""The program built in other ways, and a digest of what it computes."""
import hashlib
import os
import pathlib
import sys

import h5py
import numpy

from house import run, source_root

SCENARIOS = ["china.toml", "inertia.toml", "imitation.toml", "mandate.toml", "leadership.toml"]


def variant(name, *options):
    """Path of the program, built with the options of CMake in a folder that is kept."""
    folder = pathlib.Path(os.environ["TIZHI_BUILD"]) / "variants" / name
    configure = ["cmake", "-S", str(source_root()), "-B", str(folder), "-DTIZHI_TESTS=OFF"]
    for command in ([*configure, *options], ["cmake", "--build", str(folder), "-j", "2"]):
        code, said = run(*command)
        if code:
            sys.exit(f"{name}: {' '.join(command)}\n{said}")
    return folder / "tizhi"


def play(program, scenario, *options):
    """Digest of all that `program` writes, except the commit that it was built from."""
    path = source_root() / "scenarios" / scenario
    code, said = run(str(program), "run", str(path), "-o", "out.h5", "--force", "--quiet",
                     *options)
    if code:
        sys.exit(f"{program} {scenario} {options}: exit {code}\n{said}")
    return digest("out.h5")


def digest(path):
    total = hashlib.sha256()

    def add(name, node):
        attributes = {k: v for k, v in node.attrs.items() if k != "git"}
        for key in sorted(k for k in attributes if "REFERENCE" not in k and "DIMENSION" not in k):
            total.update(f"{name} {key} {numpy.asarray(attributes[key]).tolist()}".encode())
        if isinstance(node, h5py.Dataset):
            total.update(f"{name} {node.shape} {node.dtype}".encode())
            values = node[()]
            text = values.dtype == object
            total.update(repr(values.tolist()).encode() if text else values.tobytes())

    with h5py.File(path) as file:
        add("/", file)
        file.visititems(add)
    return total.hexdigest()
