"""Under the sanitizers of addresses, undefined behaviour and threads the program computes the same
and nothing is found. (The unit tests under them: the presets asan and tsan.)"""
import os
import sys

from house import complain, run
from variants import SCENARIOS, play, variant

COMMON = ["-DCMAKE_BUILD_TYPE=Debug", "-DCMAKE_CXX_FLAGS_DEBUG=-O1 -g1",
          "-DCMAKE_CXX_COMPILER=g++"]
VARIANTS = {"asan": "address,undefined", "tsan": "thread"}

FAULTS = {
    "asan": "int main(int n, char**) { int* p = new int[2]; delete[] p; return p[n]; }\n",
    "tsan": "#include <thread>\nint x; int main() { std::thread t([] { ++x; }); ++x; t.join(); }\n",
}


def each_sanitizer_finds_its_fault():
    for name, kind in VARIANTS.items():
        code, said = run("g++", f"-fsanitize={kind}", "-x", "c++", "-", "-o", name,
                         text=FAULTS[name])
        assert code == 0, said
        assert run(f"./{name}")[0] != 0, f"{name} finds nothing in a program that has a fault"


def check():
    for name, kind in VARIANTS.items():
        program = variant(name, *COMMON, f"-DTIZHI_SANITIZE={kind}")
        for scenario in SCENARIOS:
            same = ["--replicates", "2", "--threads", "2"]
            expected = play(os.environ["TIZHI_BIN"], scenario, *same)
            if play(program, scenario, *same) != expected:
                yield f"{scenario}: {name} computes something else"


if __name__ == "__main__":
    each_sanitizer_finds_its_fault()
    sys.exit(complain(check()))
