"""Includes point left to right only, and each outside library stays in its room."""
import re
import sys

from house import bare, complain, self_test, source_root, sources

CORE = ["random", "model", "causes", "engine", "story"]
MAY_SEE = {room: CORE[: n + 1] for n, room in enumerate(CORE)}
MAY_SEE |= {"input": CORE + ["input"], "output": CORE + ["output"]}
MAY_SEE |= {"fit": CORE + ["fit"], "web": CORE + ["input", "web"]}
MAY_SEE |= {"cli": CORE + ["input", "output", "fit", "cli"]}

# What only the named rooms may include; everything else is free.
ONLY_IN = {
    r"hdf5|H5": ["output"],
    r"boost/program_options": ["cli"],
    r"boost/random": ["input"],
    r"toml\+\+|toml": ["input"],
    r"hwy/": ["engine"],
    r"nlopt": ["fit"],
    r"boost/math": ["fit", "cli"],
    r"version\.hpp": ["output", "cli"],
    r"(thread|mutex|shared_mutex|condition_variable|future|atomic|semaphore|latch|barrier"
    r"|stop_token|[io]?stream|[iofs]+stream|iomanip|syncstream|filesystem|cstdio|stdio\.h"
    r"|stdexcept|exception|system_error)$": ["input", "output", "cli", "ensemble"],
}
NO_EXCEPTIONS = CORE + ["input", "web"]  # what is compiled for WebAssembly
EXCEPTIONS = re.compile(r"\b(throw|try|catch)\b")


def folder_of(path):
    inside = path.parts[len(path.parts) - path.parts[::-1].index("sim"):]
    return inside[0]  # a room may have rooms of its own


def room_of(path):
    return "ensemble" if path.stem.startswith("ensemble") else folder_of(path)


def wrong_include(path, name, sim):
    room = room_of(path)
    for pattern, rooms in ONLY_IN.items():
        if re.match(pattern, name) and room not in rooms:
            return f"{name} belongs to {', '.join(rooms)}"
    target = sim / name
    if not target.exists():
        return None
    if room_of(target) == "ensemble" and room in CORE:
        return f"{name}: the core knows nothing of threads"
    seen = MAY_SEE["engine"] if room == "ensemble" else MAY_SEE.get(room, [])
    if folder_of(target) not in seen:
        return f"{name}: {room} may include {', '.join(seen) or 'nothing: say in this test what'}"
    return None


def check(root):
    sim = root / "sim"
    for path in sources(sim, ".hpp", ".cpp"):
        text = path.read_text()
        for number, line in enumerate(text.splitlines(), 1):
            found = re.match(r'\s*#\s*include\s*["<]([^">]+)', line)
            wrong = found and wrong_include(path, found[1], sim)
            if wrong:
                yield f"{path.relative_to(root)}:{number}: {wrong}"
        if room_of(path) in NO_EXCEPTIONS and EXCEPTIONS.search(bare(text)):
            yield f"{path.relative_to(root)}: no exceptions here"


if __name__ == "__main__":
    good = {"sim/model/world.hpp": "", "sim/causes/a.hpp": '#include "model/world.hpp"\n'}
    self_test(check, good, {
        "an arrow backwards": {"sim/model/b.hpp": '#include "causes/a.hpp"\n'},
        "input and output apart": {"sim/input/s.hpp": "",
                                   "sim/output/o.cpp": '#include "input/s.hpp"'},
        "HDF5 outside output": {"sim/cli/main.cpp": "#include <hdf5.h>\n"},
        "Boost outside cli": {"sim/input/o.cpp": "#include <boost/program_options.hpp>"},
        "toml++ outside input": {"sim/cli/o.cpp": "#include <toml++/toml.h>\n"},
        "NLopt outside fit": {"sim/engine/s.cpp": "#include <nlopt.h>\n"},
        "a fit that reads files": {"sim/input/p.hpp": "",
                                   "sim/fit/f.cpp": '#include "input/p.hpp"'},
        "threads in the core": {"sim/engine/run.cpp": "#include <thread>\n"},
        "ensemble in the core": {"sim/engine/ensemble.hpp": "",
                                 "sim/story/s.cpp": '#include "engine/ensemble.hpp"'},
        "streams in the core": {"sim/model/state.cpp": "#include <sstream>\n"},
        "exceptions in the core": {"sim/model/state.cpp": "void f() { throw 1; }\n"},
        "exceptions in the reader": {"sim/input/s.cpp": "void f() { throw 1; }\n"},
        "the page and the commands apart": {"sim/web/p.hpp": "",
                                            "sim/cli/c.cpp": '#include "web/p.hpp"\n'},
        "a room that nobody declared": {"sim/annex/a.cpp": '#include "model/world.hpp"\n'},
    })
    sys.exit(complain(check(source_root())))
