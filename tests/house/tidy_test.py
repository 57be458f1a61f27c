"""clang-tidy finds nothing in sim/ by the rules of .clang-tidy."""
import concurrent.futures
import os
import sys

from house import complain, run, self_test, source_root, sources

RULES = f"--config-file={source_root() / '.clang-tidy'}"


def check(root):
    built = root == source_root()
    gcc_only = "--extra-arg=-Wno-unknown-warning-option"  # options of g++ in the build's commands
    how = ["-p", os.environ["TIZHI_BUILD"], gcc_only] if built else []
    flags = [] if built else ["--", "-std=c++20"]

    def tidy(path):
        code, said = run("clang-tidy", "--quiet", RULES, *how, str(path), *flags)
        return said if code else None

    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        yield from filter(None, pool.map(tidy, sources(root / "sim", ".cpp")))


if __name__ == "__main__":
    self_test(check, {"sim/a.cpp": "struct Region { int *at = nullptr; };\n"}, {
        "a bug": {"sim/b.cpp": "double half(int n) { return n / 2; }\n"},
        "a name": {"sim/b.cpp": "void FormInstitution() {}\n"},
        "a private name": {"sim/b.cpp": "class A { int x; };\n"},
    })
    sys.exit(complain(check(source_root())))
