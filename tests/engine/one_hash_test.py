"""One hash of all that happens, however the engine is compiled and run.

A small program, tests/engine/hashes_main.cpp, plays the golden runs and two hundred random ones: in
both kernels, compiled by g++ and clang++ at every optimisation and for every level of x86-64 that
this machine has, with each instruction set that the fast kernel may choose at run time, on 1, 2, 5
and 16 threads. The table of all of them is left in one_hash.md. A hash that differs is told with
the first formation that does. Six builds cover each compiler with each optimisation and each level;
TIZHI_LONG=1 makes all combinations. The build that instructions_test.py needs too is compiled
source by source, as the program is; the others in batches, which the compiler inlines otherwise."""
import itertools
import os
import pathlib
import sys
from multiprocessing.pool import ThreadPool

from builds import Build, levels

COMPILERS = ["g++", "clang++"]
OPTIMISATIONS = ["-O0", "-O2", "-O3"]
THREADS = ["1", "2", "5", "16"]
COUNTED = ("g++", "-O3", "x86-64")  # as instructions_test.py has it


def builds():
    """Each compiler with each optimisation, the levels in turn; or all combinations."""
    here = levels()
    if os.environ.get("TIZHI_LONG"):
        return list(itertools.product(COMPILERS, OPTIMISATIONS, here))
    return [(compiler, optimisation, here[(o - 2 + 2 * c) % len(here)])
            for c, compiler in enumerate(COMPILERS) for o, optimisation in enumerate(OPTIMISATIONS)]


def ways(build):
    """The options of each play: plain, then the fast kernel by instruction set and threads."""
    targets = build.play("--targets")
    yield "plain", "", "1"
    for target in targets:
        yield "fast", target, "1"
    for threads in THREADS[1:]:
        yield "fast", targets[0], threads
        yield "plain", "", threads


def options(kernel, target, threads):
    return ["--kernel", kernel, "--threads", threads, *(["--target", target] if target else [])]


def build_of(words):
    return Build(*words, "hashes", in_batches=tuple(words) != COUNTED)


def difference(case, one, other):
    """The first happening of a case that two plays, each (build, options), do not share."""
    histories = [build.play(*how, "--history", case) for build, how in (one, other)]
    for number, lines in enumerate(itertools.zip_longest(*histories, fillvalue="nothing")):
        if lines[0] != lines[1]:
            return f"{case}, happening {number}:\n- {lines[0]}\n+ {lines[1]}"
    return f"{case}: the hashes differ, and the histories do not"


def first_case(expected, found):
    return next(a.partition(":")[0] for a, b in zip(expected, found) if a != b)


def main():
    rows, complaints, first = [], [], None
    for words in builds():
        build = build_of(words)
        here = list(ways(build))
        with ThreadPool(min(2, os.cpu_count())) as pool:
            plays = pool.map(lambda way, build=build: build.play(*options(*way)), here, chunksize=1)
        for way, found in zip(here, plays):
            rows.append([*words, *way, found[-1].partition(": ")[2]])
            first = first or (build, options(*way), found)
            if found != first[2]:
                where = difference(first_case(first[2], found), first[:2], (build, options(*way)))
                complaints.append(f"{' '.join(rows[-1])}: {where}")
    write(rows)
    print("\n".join(complaints))
    hashes = {row[-1] for row in rows}
    print(f"{len(rows)} ways, {len(hashes)} hash{'es' * (len(hashes) > 1)}: {', '.join(hashes)}")
    the_hash_sees_luck_and_the_difference_is_told(first)
    return len(hashes) > 1


def write(rows):
    words = ["compiler", "optimisation", "level", "kernel", "instruction set", "threads", "hash"]
    table = [words, ["---"] * len(words), *rows]
    pathlib.Path("one_hash.md").write_text(
        "".join("| " + " | ".join(word or "–" for word in row) + " |\n" for row in table))


def the_hash_sees_luck_and_the_difference_is_told(first):
    """A test that cannot fail shows nothing: other replicates have another hash, and are told."""
    build, how, expected = first
    moved = [*how, "--later", "1"]
    found = build.play(*moved)
    assert found != expected, "the hash does not see that the luck is another"
    assert "- replicate" in difference(first_case(expected, found), first[:2], (build, moved))


if __name__ == "__main__":
    sys.exit(main())
