"""Every header compiles alone, and twice in one file, with g++ and with clang++. Where a source
begins with its own header, the build has shown that this compiles alone."""
import concurrent.futures
import json
import os
import pathlib
import re
import shlex
import sys

from house import complain, run, self_test, source_root, sources

WARNINGS = ["-std=c++20", "-Wall", "-Wextra", "-Werror", "-fsyntax-only", "-x", "c++", "-"]


def include_folders():
    """The folders that the build looks in for headers, from its list of commands."""
    build = pathlib.Path(os.environ["TIZHI_BUILD"])
    flags = {"-isystem": {}, "-I": {}}
    for entry in json.loads((build / "compile_commands.json").read_text()):
        words = shlex.split(entry["command"])
        flags["-isystem"] |= {w: 1 for f, w in zip(words, words[1:]) if f == "-isystem"}
        flags["-I"] |= {w[2:]: 1 for w in words if w.startswith("-I")}
    own = str(source_root() / "sim")
    return [a for kind in flags for f in flags[kind] if f != own for a in (kind, f)]


def begins_its_source(header, sim):
    source = header.with_suffix(".cpp")
    first = re.search(r'#include [<"](.*?)[>"]', source.read_text()) if source.exists() else None
    return first is not None and first[1] == str(header.relative_to(sim))


def check(root):
    sim, folders = root / "sim", include_folders()
    names = []
    for path in sources(sim, ".hpp"):
        if not begins_its_source(path, sim):
            names.append(str(path.relative_to(sim)))
        elif "#pragma once" not in path.read_text():
            yield f"{path}: no guard"

    def alone(job):
        compiler, name = job
        text = f'#include "{name}"\n' * 2
        code, said = run(compiler, "-I", str(sim), *folders, *WARNINGS, text=text)
        return None if code == 0 else f"{name} does not compile alone with {compiler}:\n{said}"

    jobs = [(compiler, name) for compiler in ("g++", "clang++") for name in names]
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        yield from filter(None, pool.map(alone, jobs))


if __name__ == "__main__":
    good = {"sim/a.hpp": "#pragma once\n#include <vector>\nstruct A { std::vector<int> v; };\n"}
    self_test(check, good, {
        "a missing include": {"sim/b.hpp": "#pragma once\nstruct B { std::string s; };\n"},
        "no guard": {"sim/b.hpp": "struct B {};\n"},
        "a missing include that the source has before": {
            "sim/b.hpp": "#pragma once\nstruct B { std::string s; };\n",
            "sim/b.cpp": "#include <string>\n#include \"b.hpp\"\n"},
        "no guard of a header with its source": {
            "sim/b.hpp": "struct B {};\n", "sim/b.cpp": "#include \"b.hpp\"\n"},
        "a warning": {"sim/b.hpp": "#pragma once\ninline void f(int unused) {}\n"},
    })
    sys.exit(complain(check(source_root())))
