"""The core compiled by g++ and clang++, plain and optimised, tells the committed histories."""
import os
import pathlib
import subprocess
import sys

SOURCE = pathlib.Path(os.environ["TIZHI_SOURCE"])
PARTS = ["sim/random/*.cpp", "sim/model/*.cpp", "sim/causes/*.cpp", "sim/engine/simulation.cpp",
         "sim/engine/initial.cpp", "sim/engine/conditions.cpp", "sim/engine/pictures.cpp",
         "tests/support/case.cpp", "tests/support/golden_runs.cpp", "tests/engine/golden_main.cpp"]


def histories(compiler, level):
    files = [str(path) for part in PARTS for path in sorted(SOURCE.glob(part))]
    program = f"./golden-{compiler}{level}"
    subprocess.run([compiler, "-std=c++20", level, "-ffp-contract=off", f"-I{SOURCE}/sim",
                    f"-I{SOURCE}/tests", *files, "-o", program], check=True)
    return subprocess.run([program], check=True, capture_output=True, text=True).stdout


def first_difference(expected, actual):
    pairs = zip(expected.splitlines() + ["end"], actual.splitlines() + ["end"])
    return next((f"- {old}\n+ {new}" for old, new in pairs if old != new), None)


def main():
    golden = (SOURCE / "tests/engine/histories.golden").read_text()
    moved = [f"{compiler} {level}:\n{difference}"
             for compiler in ("g++", "clang++") for level in ("-O0", "-O3")
             if (difference := first_difference(golden, histories(compiler, level)))]
    print("\n".join(moved) or "four programs, one history")
    return 1 if moved else 0


if __name__ == "__main__":
    sys.exit(main())
