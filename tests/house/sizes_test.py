"""Files and functions stay small: files with a median of 100 lines and 95 % within 400, functions
with a median of 8 and 95 % within 40, lines within 100 columns."""
import ast
import re
import statistics
import sys
import unicodedata

from house import bare, complain, self_test, source_root, sources

ENDINGS = (".cpp", ".hpp", ".py", ".sh", ".cmake", ".txt")
OUTER = re.compile(r"\b(namespace|class|struct|union|enum|extern)\b[^()]*$")


def cpp_functions(text):
    """(first line, lines) of every function body; lambdas and local types count with theirs."""
    scopes, start, line = [], None, 1  # a scope: the line where its function began, or None
    chunk = ""  # since the last ; or brace
    for char in bare(text):
        line += char == "\n"
        if char == "{":
            inside = any(s is not None for s in scopes)
            function = not inside and "(" in chunk and not OUTER.search(chunk)
            scopes.append(start if function else None)
        elif char == "}" and scopes:
            begun = scopes.pop()
            if begun is not None:
                yield begun, line - begun + 1
        if char in "{};":
            chunk, start = "", None
        else:
            start = line if start is None and not char.isspace() else start
            chunk += char


def python_functions(text):
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            yield node.lineno, node.end_lineno - node.lineno + 1


def functions(path, text):
    readers = {".py": python_functions, ".cpp": cpp_functions, ".hpp": cpp_functions}
    return [(n, f"{path}:{line}") for line, n in readers.get(path.suffix, lambda _: [])(text)]


def columns(line):
    """Width of the line; a Chinese character takes two columns in a terminal but counts once."""
    return sum(not unicodedata.combining(c) for c in line)


def judge(what, sized, median, most):
    """Complains where half exceed `median` or more than 5 % exceed `most`; says the figures."""
    sizes = sorted(n for n, _ in sized) or [0]
    middle, high = statistics.median(sizes), sizes[int(0.95 * (len(sizes) - 1))]
    print(f"{what}: {len(sized)}, median {middle:g}, 95 % within {high}, longest {sizes[-1]}")
    if middle > median:
        yield f"{what}: the median is {middle:g} lines, more than {median}"
    if high > most:
        longest = "\n  ".join(f"{n} {name}" for n, name in sorted(sized, reverse=True)[:10])
        yield f"{what}: more than 5 % exceed {most} lines; the longest:\n  {longest}"


def check(root):
    files, bodies = [], []
    for room in ("sim", "tests", "analysis", "scenarios"):
        for path in sources(root / room, *ENDINGS):
            text = path.read_text()
            lines = text.splitlines()
            name = path.relative_to(root)
            if path.suffix != ".txt" or path.name == "CMakeLists.txt":
                files.append((len(lines), str(name)))
                bodies += [(n, str(where)) for n, where in functions(name, text)]
                yield from (f"{name}:{k}: {columns(line)} columns"
                            for k, line in enumerate(lines, 1) if columns(line) > 100)
    yield from judge("files", files, 100, 400)
    yield from judge("functions", bodies, 8, 40)


def body(lines):
    return "int f(int x) {\n" + "  ++x;\n" * (lines - 2) + "}\n"


if __name__ == "__main__":
    good = {f"sim/{n}.cpp": "struct A {\n" + body(8) + "};\n" * 30 for n in range(3)}
    self_test(check, good, {
        "a wide line": {"sim/wide.cpp": "// " + "x" * 98 + "\n"},
        "long files": {f"sim/long{n}.cpp": "// x\n" * 401 for n in range(3)},
        "long functions": {f"sim/long{n}.cpp": body(9) * 2 for n in range(3)},
        "long python": {f"tests/l{n}.py": "def f():\n" + "    pass\n" * 41 for n in range(3)},
    })
    sys.exit(complain(check(source_root())))
