"""g++ and clang++, plain and optimised, with 1, 2 and 5 threads compute the same bits.

Three builds beside the one under test, which tests/all.sh makes with g++ -O3."""
import os
import sys

from house import complain
from variants import SCENARIOS, play, variant

VARIANTS = {
    "g++-O0": ["-DCMAKE_CXX_COMPILER=g++", "-DCMAKE_CXX_FLAGS_RELEASE=-O0"],
    "clang++-O0": ["-DCMAKE_CXX_COMPILER=clang++", "-DCMAKE_CXX_FLAGS_RELEASE=-O0"],
    "clang++-O3": ["-DCMAKE_CXX_COMPILER=clang++", "-DCMAKE_CXX_FLAGS_RELEASE=-O3"],
}


def check():
    programs = {name: variant(name, *options) for name, options in VARIANTS.items()}
    for scenario in SCENARIOS:
        same = ["--replicates", "5", "--seed", "7"]
        expected = play(os.environ["TIZHI_BIN"], scenario, *same, "--threads", "1")
        for name, program in programs.items():
            for threads in "1", "2", "5":
                if play(program, scenario, *same, "--threads", threads) != expected:
                    yield f"{scenario}: {name} with {threads} threads differs"


def other_luck_is_seen():
    first, second = (play(os.environ["TIZHI_BIN"], "mandate.toml", "--seed", n) for n in "12")
    assert first != second, "the digest does not see that the luck is another"


if __name__ == "__main__":
    other_luck_is_seen()
    sys.exit(complain(check()))
