"""The clocks: contests of players inside tizhi_bench, and whole processes of tizhi."""
import csv
import io
import os
import pathlib
import subprocess
import time

HERE = pathlib.Path(__file__).resolve().parent
SOURCE = HERE.parents[1]
CHINA = SOURCE / "scenarios" / "china.toml"


def scenario(name):
    return HERE / "scenarios" / f"{name}.toml"


def programs():
    """(tizhi, tizhi_bench), from the environment or from the usual build folders."""
    if "TIZHI_BIN" in os.environ and "TIZHI_BENCH" in os.environ:
        return os.environ["TIZHI_BIN"], os.environ["TIZHI_BENCH"]
    for folder in (SOURCE / "build" / name for name in ("release", "tests")):
        found = folder / "tizhi", folder / "tests" / "tizhi_bench"
        if all(path.exists() for path in found):
            return tuple(map(str, found))
    raise SystemExit("nothing to measure is built: cmake --preset release && "
                     "cmake --build --preset release")


TIZHI, BENCH = programs()


def instruction_sets():
    """Those of this machine, best first."""
    return subprocess.run([BENCH, "--sets"], check=True, text=True,
                          stdout=subprocess.PIPE).stdout.split()


def contest(path, players, rounds, seconds, sets=()):
    """The turns of the players, in turn: dicts with player, round, rate (region-steps per second
    of CPU time), density (formations per region-step) and what tizhi_bench printed."""
    command = [BENCH, str(path), str(rounds), str(seconds), *players, *sets]
    said = subprocess.run(command, check=True, text=True, stdout=subprocess.PIPE).stdout
    turns = []
    for row in csv.DictReader(io.StringIO(said)):
        turn = {key: value if key == "player" else float(value) for key, value in row.items()}
        turn["rate"] = turn["region_steps"] / turn["seconds"]
        turn["density"] = turn["formations"] / turn["region_steps"]
        turns.append(turn)
    return turns


def rates(turns, player):
    """Of one player, round by round."""
    return [turn["rate"] for turn in turns if turn["player"] == player]


def ratios(turns, fast, slow):
    """Pair by pair: what drifts with the machine drifts in both."""
    return [a / b for a, b in zip(rates(turns, fast), rates(turns, slow))]


def process(*command):
    """CPU and wall seconds and the largest resident size in MB of one process."""
    begin = time.perf_counter()
    child = subprocess.Popen(list(map(str, command)), stdout=subprocess.DEVNULL,
                             stderr=subprocess.DEVNULL)
    _, status, used = os.wait4(child.pid, 0)
    wall = time.perf_counter() - begin
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise RuntimeError(f"exit {child.returncode}: {' '.join(map(str, command))}")
    return {"cpu": used.ru_utime + used.ru_stime, "wall": wall, "mb": used.ru_maxrss * 1024 / 1e6}


def together(*command):
    """Wall seconds of one process, times two, by those of two of them side by side: what this
    machine gives to two cores at once, threads or not."""
    def wall(count):
        begin = time.perf_counter()
        crew = [subprocess.Popen(list(map(str, command)), stdout=subprocess.DEVNULL)
                for _ in range(count)]
        if any([child.wait() for child in crew]):
            raise RuntimeError(f"failed: {' '.join(map(str, command))}")
        return time.perf_counter() - begin
    return 2 * wall(1) / wall(2)


def run(path, out, *options):
    """`tizhi run` into a file that is not kept."""
    target = pathlib.Path(out) / "bench.h5"
    used = process(TIZHI, "run", path, "-o", target, "--quiet", "--force", *options)
    used["file_mb"] = target.stat().st_size / 1e6
    target.unlink()
    return used


def first_step_of_china(folder):
    """A scenario that ends after China's first month; outcomes at later dates are left out."""
    text = CHINA.read_text().split("[[outcome]]")[0]
    text = text.replace('"data/', f'"{CHINA.parent}/data/').replace('end = "2025-01"',
                                                                    'end = "1982-02"')
    path = pathlib.Path(folder) / "first_step.toml"
    path.write_text(text)
    return path


def caches():
    """Sizes of the data caches of this machine, in words."""
    folder = pathlib.Path("/sys/devices/system/cpu/cpu0/cache")
    found = []
    for index in sorted(folder.glob("index*")):
        if (index / "type").read_text().strip() != "Instruction":
            level, size = ((index / name).read_text().strip() for name in ("level", "size"))
            found.append(f"L{level} {size}")
    return ", ".join(found) or "unknown"
