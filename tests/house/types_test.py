"""A type has one definition. Two of one name in a program are one to the linker, which keeps the
functions of either for both."""
import re
import sys
from collections import defaultdict

from house import complain, self_test, source_root, sources

# Where a name is a file's own, or an instruction set's.
APART = (r"^namespace \{\n.*?^\}  // namespace$",
         r"^namespace HWY_NAMESPACE \{\n.*?^\}  // namespace HWY_NAMESPACE$")
TYPE = r"^(?:struct|class|enum|enum class) (?:alignas\(\w+\) )?(\w+)(?: final)?(?: : [^{;]*)? \{"


def types(text):
    """What is defined at a line's beginning: so clang-format lays out a namespace."""
    for own in APART:
        text = re.sub(own, "", text, flags=re.M | re.S)
    return set(re.findall(TYPE, text, re.M))


def check(root):
    places = defaultdict(list)
    for path in sources(root / "sim", ".hpp", ".cpp"):
        for name in types(path.read_text()):
            places[name].append(str(path.relative_to(root)))
    for name, where in sorted(places.items()):
        if len(where) > 1:
            yield f"{name} is defined in {' and in '.join(where)}"


if __name__ == "__main__":
    row = "namespace tizhi {\nstruct Row {\n  int n;\n};\n}  // namespace tizhi\n"
    own = "namespace {\nstruct Row {\n};\n}  // namespace\n"
    self_test(check, {"sim/cli/a.hpp": row, "sim/fit/own.cpp": own}, {
        "two structs": {"sim/fit/b.hpp": row},
        "an aligned one": {"sim/fit/b.hpp": "struct alignas(16) Row {\n};\n"},
        "a class with a base": {"sim/fit/b.cpp": "class Row final : public Base {\n};\n"},
        "an enumeration": {"sim/fit/b.hpp": "enum class Row : std::uint8_t { one };\n"},
    })
    sys.exit(complain(check(source_root())))
