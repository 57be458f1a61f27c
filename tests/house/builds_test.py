"""The whole program gives the same bits however it is built and on however many threads, and the
sanitizers of addresses, undefined behaviour and threads find nothing in it. Two builds bring both
compilers and all sanitizers, with two instruction sets of the fast kernel and with one;
TIZHI_LONG=1 builds them optimised, with all instruction sets, and adds each compiler plain. (The
core alone is compared in many more ways by engine/one_hash_test.py; the unit tests under
sanitizers: presets asan, tsan.)"""
import os
import sys

from house import complain, run
from variants import SCENARIOS, play, variant

# Name: its compiler, its options, its sanitizers.
BUILDS = {
    "asan": ("g++", "-O0 '-DHWY_DISABLED_TARGETS=(HWY_SSSE3|HWY_SSE4|HWY_AVX3|HWY_AVX3_DL)'",
             "address,undefined"),
    "tsan": ("clang++", "-O1 -DHWY_COMPILE_ONLY_STATIC", "thread"),
}
LONG_BUILDS = {
    "asan": ("g++", "-O1 -g1", "address,undefined"),
    "tsan": ("clang++", "-O2 -g1", "thread"),
    "g++-O0": ("g++", "-O0", ""),
    "clang++-O3": ("clang++", "-O3", ""),
}
FAULTS = {
    "asan": "int main(int n, char**) { int* p = new int[2]; delete[] p; return p[n]; }\n",
    "tsan": "#include <thread>\nint x; int main() { std::thread t([] { ++x; }); ++x; t.join(); }\n",
}
LONG = bool(os.environ.get("TIZHI_LONG"))


def each_sanitizer_finds_its_fault():
    for name, (compiler, _, kind) in BUILDS.items():
        code, said = run(compiler, f"-fsanitize={kind}", "-x", "c++", "-", "-o", name,
                         text=FAULTS[name])
        assert code == 0, said
        assert run(f"./{name}")[0] != 0, f"{name} finds nothing in a program that has a fault"


def other_luck_is_seen():
    first, second = (play(os.environ["TIZHI_BIN"], "mandate.toml", "--seed", n) for n in "12")
    assert first != second, "the digest does not see that the luck is another"


def check():
    plays = [("the build under test", os.environ["TIZHI_BIN"], threads)
             for threads in ("1", "2", "5", "16")]
    for name, (compiler, optimisation, kind) in (LONG_BUILDS if LONG else BUILDS).items():
        program = variant(f"{name}{'-long' * LONG}", f"-DCMAKE_CXX_COMPILER={compiler}",
                          "-DCMAKE_BUILD_TYPE=Debug",
                          f"-DCMAKE_CXX_FLAGS_DEBUG={optimisation}", f"-DTIZHI_SANITIZE={kind}",
                          in_batches=not LONG)
        plays += [(name, program, "2")]
    for scenario in SCENARIOS:
        same = ["--seed", "7", "--replicates", "2" if scenario == "china.toml" else "9"]
        digests = {f"{name} with {threads} threads": play(program, scenario, *same,
                                                          "--threads", threads)
                   for name, program, threads in plays}
        expected = next(iter(digests.values()))
        for name, found in digests.items():
            if found != expected:
                yield f"{scenario}: {name} computes something else"


if __name__ == "__main__":
    each_sanitizer_finds_its_fault()
    other_luck_is_seen()
    sys.exit(complain(check()))
