"""clang-tidy finds nothing in sim/ by the rules of .clang-tidy. Most of its time goes into what the
sources include; so those that can be are read as one, and where something is found in them each is
read alone: what is found then counts. TIZHI_LONG=1 reads each alone from the beginning."""
import concurrent.futures
import json
import os
import pathlib
import sys
import tempfile

from batches import as_one, batches
from house import complain, run, self_test, source_root, sources

RULES = f"--config-file={source_root() / '.clang-tidy'}"
GCC_ONLY = "--extra-arg=-Wno-unknown-warning-option"  # options of g++ in the build's commands


def commands_of_the_build():
    path = pathlib.Path(os.environ["TIZHI_BUILD"]) / "compile_commands.json"
    return {command["file"]: command for command in json.loads(path.read_text())}


def joined(batch, path, commands):
    """A file that includes the batch, added to the commands as the batch's first is built."""
    first = str(batch[0])
    path.write_text(as_one(batch))
    if first in commands:
        command = commands[first]["command"].replace(first, str(path))
        commands[str(path)] = {**commands[first], "file": str(path), "command": command}
    return path


def check(root):
    built, each_alone = root == source_root(), bool(os.environ.get("TIZHI_LONG"))
    paths = sources(root / "sim", ".cpp")
    commands = commands_of_the_build() if built else {}
    with tempfile.TemporaryDirectory(dir=".") as name:
        folder = pathlib.Path(name).resolve()
        how = [GCC_ONLY, "-p", name] if built else []
        flags = [] if built else ["--", "-std=c++20"]

        def tidy(path):
            code, said = run("clang-tidy", "--quiet", RULES, *how, str(path), *flags)
            return said if code else None

        def tidy_all(batch_and_path):
            batch, path = batch_and_path
            if len(batch) > 1 and not tidy(path):
                return []
            return [said for said in map(tidy, batch) if said]

        jobs = [(batch, joined(batch, folder / f"{n}.cpp", commands)) for n, batch in
                enumerate([[path] for path in paths] if each_alone else batches(paths))]
        (folder / "compile_commands.json").write_text(json.dumps([*commands.values()]))
        with concurrent.futures.ThreadPoolExecutor(2) as pool:
            for found in pool.map(tidy_all, jobs):
                yield from found


if __name__ == "__main__":
    self_test(check, {"sim/a.cpp": "struct Region { int *at = nullptr; };\n"}, {
        "a bug": {"sim/b.cpp": "double half(int n) { return n / 2; }\n"},
        "a name": {"sim/b.cpp": "void FormInstitution() {}\n"},
        "a private name": {"sim/b.cpp": "class A { int x; };\n"},
        "a name that is not used": {
            "sim/b.cpp": "namespace b { struct B {}; }\nnamespace c { using b::B; }\n"},
        "a bug in a header": {
            "sim/b.hpp": "#pragma once\ninline double half(int n) { return n / 2; }\n",
            "sim/b.cpp": "#include \"b.hpp\"\n"},
    })
    sys.exit(complain(check(source_root())))
