"""The whole program gives the same bits with 1, 2, 5 and 16 threads, built by g++ or clang++, plain
or optimised. The build under test is the third here (tests/all.sh: g++ -O3); the core alone is
compared in many more ways by tests/engine/one_hash_test.py."""
import os
import sys

from house import complain
from variants import SCENARIOS, play, variant

VARIANTS = {
    "g++-O0": ["-DCMAKE_CXX_COMPILER=g++", "-DCMAKE_CXX_FLAGS_RELEASE=-O0"],
    "clang++-O3": ["-DCMAKE_CXX_COMPILER=clang++", "-DCMAKE_CXX_FLAGS_RELEASE=-O3"],
}


def check():
    programs = {name: variant(name, *options) for name, options in VARIANTS.items()}
    programs["the build under test"] = os.environ["TIZHI_BIN"]
    for scenario in SCENARIOS:
        same = ["--seed", "7", "--replicates", "2" if scenario == "china.toml" else "9"]
        expected = play(os.environ["TIZHI_BIN"], scenario, *same, "--threads", "1")
        for name, program in programs.items():
            for threads in ("2",) if name == "g++-O0" else ("1", "2", "5", "16"):
                if play(program, scenario, *same, "--threads", threads) != expected:
                    yield f"{scenario}: {name} with {threads} threads differs"


def other_luck_is_seen():
    first, second = (play(os.environ["TIZHI_BIN"], "mandate.toml", "--seed", n) for n in "12")
    assert first != second, "the digest does not see that the luck is another"


if __name__ == "__main__":
    other_luck_is_seen()
    sys.exit(complain(check()))
