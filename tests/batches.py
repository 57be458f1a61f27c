"""Sources that can be compiled as one file: most of a compiler's time goes into headers, and the
sources of one batch share them. The build under test compiles each source alone."""
import functools
import pathlib
import re

MOST_LINES = 1600  # of a batch: two must fit into little memory beside each other
# What would hold in the sources after it: macros, and names for what is elsewhere.
ALONE = r"^#(define|undef)|\busing( namespace)? \w+(::\w+)*;|\bnamespace \w+ ="
SIM = pathlib.Path(__file__).resolve().parent.parent / "sim"


def batches(paths):
    """Lists of paths, each path in one of them, the sources of one list from one folder. No source
    of a list names what another has in its unnamed namespace, and no type has two meanings."""
    found = []
    for path in paths:
        mine = Batch(path)
        host = next((batch for batch in found if batch.takes(mine)), None)
        if host:
            host.add(mine)
        else:
            found.append(mine)
    return [batch.paths for batch in found]


def as_one(paths):
    """The text of a file that is all of them."""
    return "".join(f'#include "{path}"\n' for path in paths)


class Batch:
    def __init__(self, path):
        text, headers = bare(path), headers_of(path)
        self.paths, self.lines = [path], text.count("\n")
        self.is_open = not re.search(ALONE, text, re.M)
        self.functions, self.things = private_functions(text), private_things(text)
        self.called = set(re.findall(r"(?<![.>])\b([a-z]\w*)\(", text)) | self.functions
        self.words = set().union(*(words(file) for file in (path, *headers)))
        self.types = {name: header for header in headers for name in types(bare(header))}

    def takes(self, other):
        return (self.is_open and other.is_open and self.lines + other.lines <= MOST_LINES
                and self.paths[0].parent == other.paths[0].parent
                and self.keeps_apart(other) and other.keeps_apart(self)
                and all(other.types.get(name, header) == header
                        for name, header in self.types.items()))

    def keeps_apart(self, other):
        return not self.functions & other.called and not self.things & other.words

    def add(self, other):
        self.paths += other.paths
        self.lines += other.lines
        for name in ("functions", "things", "called", "words", "types"):
            getattr(self, name).update(getattr(other, name))


@functools.cache
def bare(path):
    """C++ without comments and quotes, except what is included and where a namespace ends."""
    pattern = r'^#include "[^"\n]*"|^\}  // namespace$|//[^\n]*|"(?:\\.|[^"\\\n])*"'
    return re.sub(pattern, lambda found: found[0] if found[0][0] in "#}" else "", path.read_text(),
                  flags=re.M)


@functools.cache
def words(path):
    return frozenset(re.findall(r"[A-Za-z_]\w*", bare(path)))


@functools.cache
def headers_of(path):
    """The headers of sim/ that a file includes, and those that they include."""
    found = set()
    for name in re.findall(r'^#include "([^"\n]*)"', bare(path), re.M):
        header = SIM / name
        if header.exists() and header != path:
            found |= {header, *headers_of(header)}
    return frozenset(found)


def unnamed(text):
    return "\n".join(re.findall(r"^namespace \{\n(.*?)^\}  // namespace$", text, re.M | re.S))


def types(text):
    """What is defined as a type at a line's beginning: so clang-format lays out a namespace."""
    return set(re.findall(r"^(?:struct|class|enum class|enum|using|concept) (\w+)[^;\n]*[={]",
                          text, re.M))


def private_things(text):
    """Types and constants."""
    inside = unnamed(text)
    return types(inside) | set(re.findall(r"\b(k[A-Z]\w*)\s*[{=[]", inside))


def private_functions(text):
    inside = unnamed(text) + "\n" + "\n".join(re.findall(r"^static (.*)", text, re.M))
    return set(re.findall(r"^(?:\[\[\w+\]\] )?\w[^(={;\n]*?(\w+)\(", inside, re.M))
