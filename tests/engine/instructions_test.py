"""The fast kernel executes as many instructions as instructions.golden says.

Two fixed runs, tests/engine/count_main.cpp, are counted by valgrind's callgrind: a number that no
other work on the machine can move and, as the instruction set is fixed, no other machine. More than
5 % off, more or fewer, is an error; where it is meant, TIZHI_REWRITE_GOLDENS=1 writes it down.
Compilers count differently: a version that is not in the table is held against its nearest, within
25 %, until it is written down in the same way."""
import os
import pathlib
import platform
import re
import sys

from builds import SOURCE, Build, call

GOLDEN = SOURCE / "tests/engine/instructions.golden"
RUNS = ("sparse", "dense")
NEAR, FAR = 0.05, 0.25
HEADER = """\
# Instructions of the fast kernel in the runs of tests/engine/count_main.cpp, by version of g++
# (-O3, x86-64, SSE4). After a change that is meant: TIZHI_REWRITE_GOLDENS=1
"""


def version():
    """The compiler's major version."""
    return int(call(["g++", "-dumpversion"]).split(".")[0])


def count(program, run):
    out = pathlib.Path(f"callgrind.{run}").resolve()
    call(["valgrind", "--tool=callgrind", f"--callgrind-out-file={out}",
          "--toggle-collect=*counted*", program, run])
    return int(re.search(r"^(?:summary|totals): (\d+)", out.read_text(), re.MULTILINE)[1])


def told(out):
    """Where most of the instructions go."""
    lines = call(["callgrind_annotate", out]).splitlines()
    return "\n".join(line for line in lines if "%" in line)[:3000]


def committed(text):
    """{(version, run): instructions}"""
    rows = re.findall(r"^g\+\+ (\d+) (\w+) ([\d,]+)$", text, re.MULTILINE)
    return {(int(major), run): int(number.replace(",", "")) for major, run, number in rows}


def written(table):
    return HEADER + "".join(f"g++ {major} {run} {number:,}\n"
                            for (major, run), number in sorted(table.items()))


def complaint(table, major, run, number):
    """What is wrong with a number of instructions; None where nothing is."""
    known = min((other for other, name in table if name == run), key=lambda v: abs(v - major),
                default=None)
    if known is None:
        return f"{run}: {number:,} instructions, and no baseline; TIZHI_REWRITE_GOLDENS=1 makes it"
    change = number / table[known, run] - 1
    if abs(change) <= (NEAR if known == major else FAR):
        return None
    return (f"{run}: {number:,} instructions, {change:+.1%} of the {table[known, run]:,} of g++ "
            f"{known}; if that is meant, run this test once with TIZHI_REWRITE_GOLDENS=1")


def a_change_is_seen():
    table = {(12, "sparse"): 1000, (14, "sparse"): 2000}
    assert committed(written(table)) == table
    assert not complaint(table, 12, "sparse", 1049) and not complaint(table, 12, "sparse", 951)
    assert complaint(table, 12, "sparse", 1051) and complaint(table, 12, "sparse", 949)
    assert complaint(table, 15, "sparse", 2501) and not complaint(table, 15, "sparse", 2499)
    assert complaint({}, 12, "sparse", 1)


def main():
    a_change_is_seen()
    if platform.machine() != "x86_64":
        print("counted on x86-64 only")
        return 0
    program = Build("g++", "-O3", "x86-64", "count").program
    major, table = version(), committed(GOLDEN.read_text() if GOLDEN.exists() else "")
    counts = {run: count(program, run) for run in RUNS}
    if os.environ.get("TIZHI_REWRITE_GOLDENS"):
        table |= {(major, run): number for run, number in counts.items()}
        GOLDEN.write_text(written(table))
    wrong = [run for run in RUNS if complaint(table, major, run, counts[run])]
    for run, number in counts.items():
        print(complaint(table, major, run, number) or f"{run}: {number:,} instructions")
    for run in wrong:
        print(told(f"callgrind.{run}"))
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main())
