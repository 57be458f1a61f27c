"""One hash of all that happens, however the engine is compiled and run.

A small program, tests/engine/hashes_main.cpp, plays the golden runs and two hundred random ones: in
both kernels, compiled by g++ and clang++ at every optimisation and for every level of x86-64 that
this machine has, with each instruction set that the fast kernel may choose at run time, on 1, 2, 5
and 16 threads. The table of all of them is left in one_hash.md. A hash that differs is told with
the first formation that does. Six builds cover each compiler with each optimisation and each level;
TIZHI_LONG=1 makes all eighteen."""
import hashlib
import itertools
import os
import pathlib
import platform
import subprocess
import sys
from multiprocessing.pool import ThreadPool

SOURCE = pathlib.Path(os.environ["TIZHI_SOURCE"])
KEPT = pathlib.Path(os.environ["TIZHI_BUILD"]) / "variants" / "one_hash"
COMPILERS = ["g++", "clang++"]
OPTIMISATIONS = ["-O0", "-O2", "-O3"]
THREADS = ["1", "2", "5", "16"]
LEVELS = {"x86-64": [], "x86-64-v3": ["avx2", "bmi2", "fma"],
          "x86-64-v4": ["avx512f", "avx512bw", "avx512cd", "avx512dq", "avx512vl"]}
CORE = ["sim/random", "sim/model", "sim/causes", "sim/engine"]
NOT_CORE = ("ensemble", "record", "measures", "study")
CASES = ["case", "duel", "fast", "golden_runs", "random_causes", "random_run", "random_timeline",
         "random_world"]


def levels():
    """Of x86-64, those that this machine has; elsewhere, what the compiler takes by itself."""
    if platform.machine() != "x86_64":
        return [""]
    cpu = pathlib.Path("/proc/cpuinfo").read_text().split()
    return [level for level, flags in LEVELS.items() if set(flags) <= set(cpu)]


def builds():
    """Each compiler with each optimisation, the levels in turn; or all combinations."""
    if os.environ.get("TIZHI_LONG"):
        return list(itertools.product(COMPILERS, OPTIMISATIONS, levels()))
    here = levels()
    return [(compiler, optimisation, here[(o + 2 * c) % len(here)])
            for c, compiler in enumerate(COMPILERS) for o, optimisation in enumerate(OPTIMISATIONS)]


def sources():
    core = [path for room in CORE for path in sorted((SOURCE / room).rglob("*.cpp"))
            if not path.stem.startswith(NOT_CORE)]
    return [*core, *(SOURCE / f"tests/support/{case}.cpp" for case in CASES),
            SOURCE / "tests/engine/hashes_main.cpp"]


def key_of_sources():
    """A digest of all that the program is made from."""
    digest = hashlib.sha256()
    for room in (*CORE, "tests/support", "tests/engine"):
        for path in sorted((SOURCE / room).rglob("*.[ch]pp")):
            digest.update(path.read_bytes())
    return digest.hexdigest()


class Build:
    """The program, compiled in one way; kept until its sources change."""

    def __init__(self, compiler, optimisation, level):
        self.words = compiler, optimisation, level
        self.folder = KEPT / f"{compiler}{optimisation}-{level}"
        self.program = self.folder / "hashes"
        march = [f"-march={level}"] if level else []
        self.command = [compiler, "-std=c++20", optimisation, *march, "-ffp-contract=off",
                        f"-I{SOURCE}/sim", f"-I{SOURCE}/tests"]

    def compile(self, source):
        name = str(source.relative_to(SOURCE)).replace("/", "-")
        call([*self.command, "-c", source, "-o", self.folder / f"{name}.o"])

    def link(self):
        call([*self.command, *sorted(self.folder.glob("*.o")), "-o", self.program, "-pthread",
              "-lhwy"])

    def play(self, *options):
        return call([self.program, *options]).splitlines()

    def ways(self):
        """The options of each play: plain, then the fast kernel by instruction set and threads."""
        targets = self.play("--targets")
        yield "plain", "", "1"
        for target in targets:
            yield "fast", target, "1"
        for threads in THREADS[1:]:
            yield "fast", targets[0], threads
            yield "plain", "", threads


def call(command):
    done = subprocess.run(list(map(str, command)), capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"{' '.join(map(str, command))}: exit {done.returncode}\n{done.stderr}")
    return done.stdout


def built():
    """All builds; what is compiled anew is compiled two files at a time."""
    key = key_of_sources()
    all_builds = [Build(*words) for words in builds()]
    stale = [build for build in all_builds
             if not ((build.folder / "key").exists() and (build.folder / "key").read_text() == key)]
    for build in stale:
        build.folder.mkdir(parents=True, exist_ok=True)
        for old in build.folder.glob("*.o"):
            old.unlink()
    with ThreadPool(min(2, os.cpu_count())) as pool:
        pool.starmap(Build.compile, itertools.product(stale, sources()), chunksize=1)
        pool.map(Build.link, stale)
    for build in stale:
        (build.folder / "key").write_text(key)
    return all_builds


def options(kernel, target, threads):
    return ["--kernel", kernel, "--threads", threads, *(["--target", target] if target else [])]


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
    for build in built():
        for way in build.ways():
            found = build.play(*options(*way))
            rows.append([*build.words, *way, found[-1].partition(": ")[2]])
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
