"""The engine and the runs made in code, compiled apart from CMake in a way that a test chooses."""
import fcntl
import hashlib
import os
import pathlib
import platform
import subprocess
from multiprocessing.pool import ThreadPool

from batches import as_one, batches

SOURCE = pathlib.Path(os.environ["TIZHI_SOURCE"])
KEPT = pathlib.Path(os.environ["TIZHI_BUILD"]) / "variants" / "engine"
LEVELS = {"x86-64": [], "x86-64-v3": ["avx2", "bmi2", "fma"],
          "x86-64-v4": ["avx512f", "avx512bw", "avx512cd", "avx512dq", "avx512vl"],
          "native": []}  # this very machine
CORE = ["sim/random", "sim/model", "sim/causes", "sim/engine"]
NOT_CORE = ("ensemble", "record", "measures", "study", "decompose")
CASES = ["case", "duel", "fast", "golden_runs", "random_causes", "random_run", "random_timeline",
         "random_world"]


def levels():
    """Of x86-64, those that this machine has; elsewhere, what the compiler takes by itself."""
    if platform.machine() != "x86_64":
        return [""]
    cpu = pathlib.Path("/proc/cpuinfo").read_text().split()
    return [level for level, flags in LEVELS.items() if set(flags) <= set(cpu)]


def sources():
    core = [path for room in CORE for path in sorted((SOURCE / room).rglob("*.cpp"))
            if not path.stem.startswith(NOT_CORE)]
    return [*core, *(SOURCE / f"tests/support/{case}.cpp" for case in CASES)]


def call(command):
    done = subprocess.run(list(map(str, command)), capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"{' '.join(map(str, command))}: exit {done.returncode}\n{done.stderr}")
    return done.stdout


class Build:
    """A program, tests/engine/<name>_main.cpp with the engine, compiled in one way; source by
    source, as the program is, or in batches, which takes less time. What is compiled is kept
    until a source changes; tests that run side by side share it."""

    def __init__(self, compiler, optimisation, level, name, in_batches=False):
        self.folder = KEPT / f"{compiler}{optimisation}-{level}{'-batches' * in_batches}"
        self.in_batches = in_batches
        self.program = self.folder / name
        march = [f"-march={level}"] if level else []
        self.command = [compiler, "-std=c++20", optimisation, *march, "-ffp-contract=off",
                        "-DHWY_DISABLED_TARGETS=HWY_AVX3_DL",  # as CMakeLists.txt says
                        f"-I{SOURCE}/sim", f"-I{SOURCE}/tests"]
        self.folder.mkdir(parents=True, exist_ok=True)
        with open(self.folder / "lock", "w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            self.build(SOURCE / f"tests/engine/{name}_main.cpp")

    def build(self, main):
        each = batches(sources()) if self.in_batches else [[source] for source in sources()]
        with ThreadPool(min(2, os.cpu_count())) as pool:
            objects = pool.map(self.compiled, [*each, [main]], chunksize=1)
        call([*self.command, *objects, "-o", self.program, "-pthread", "-lhwy"])

    def compiled(self, batch):
        """The object of some sources, compiled where what it is made from has changed."""
        name = str(batch[0].relative_to(SOURCE)).replace("/", "-")
        made, source = self.folder / f"{name}.o", batch[0]
        key, digest = made.with_suffix(".key"), digest_of(batch)
        if not key.exists() or key.read_text() != digest:
            if len(batch) > 1:
                source = self.folder / name
                source.write_text(as_one(batch))
            call([*self.command, "-c", source, "-o", made])
            key.write_text(digest)
        return made

    def play(self, *options):
        return call([self.program, *options]).splitlines()


def digest_of(batch):
    """Of some sources and of all headers that they might include."""
    digest = hashlib.sha256(b"".join(source.read_bytes() for source in batch))
    for room in (*CORE, "tests/support"):
        for path in sorted((SOURCE / room).rglob("*.hpp")):
            digest.update(path.read_bytes())
    return digest.hexdigest()
