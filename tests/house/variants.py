"""The program built in other ways, and a digest of what it computes."""
import hashlib
import os
import pathlib
import sys

import h5py
import numpy

from batches import batches
from house import run, source_root, sources

SCENARIOS = ["china.toml", "inertia.toml", "imitation.toml", "mandate.toml", "leadership.toml"]


def variant(name, *options, in_batches=False):
    """Path of the program, built with the options of CMake in a folder that is kept; with sources
    in batches where those can be found that compile."""
    folder = pathlib.Path(os.environ["TIZHI_BUILD"]) / "variants" / name
    for batched in ([True, False] if in_batches else [False]):
        configure = ["cmake", "-S", str(source_root()), "-B", str(folder), "-DTIZHI_TESTS=OFF",
                     f"-DCMAKE_UNITY_BUILD={'ON' if batched else 'OFF'}", *options]
        if batched:
            folder.mkdir(parents=True, exist_ok=True)
            configure.append(f"-DCMAKE_PROJECT_tizhi_INCLUDE={written_groups(folder)}")
        for command in (configure, ["cmake", "--build", str(folder), "-j", "2"]):
            code, said = run(*command)
            if code:
                break
        else:
            return folder / "tizhi"
        print(f"{name}: {' '.join(command)}\n{said}")
    return sys.exit(1)


def written_groups(folder):
    """A file that tells CMake which sources to compile as one."""
    path = folder / "groups.cmake"
    groups = batches(sources(source_root() / "sim", ".cpp"))
    path.write_text("".join(
        f'set_source_files_properties("{source}" PROPERTIES UNITY_GROUP group{number})\n'
        for number, group in enumerate(groups) if len(group) > 1 for source in group))
    return path


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
