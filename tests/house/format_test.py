"""The C++ files are as clang-format leaves them."""
import sys

from house import complain, run, self_test, source_root, sources


def check(root):
    files = [str(p) for room in ("sim", "tests") for p in sources(root / room, ".hpp", ".cpp")]
    if files:
        code, said = run("clang-format", "--dry-run", "--Werror", f"--style=file:{STYLE}", *files)
        if code:
            yield said


STYLE = source_root() / ".clang-format"
if __name__ == "__main__":
    self_test(check, {"sim/a.hpp": "int f();\n"}, {"spaces": {"tests/a.cpp": "int  f ( ) ;\n"}})
    sys.exit(complain(check(source_root())))
