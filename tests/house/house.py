"""What the tests of the house share: its files, and the proof that each test can fail."""
import contextlib
import io
import os
import pathlib
import re
import subprocess
import tempfile


def source_root():
    return pathlib.Path(os.environ["TIZHI_SOURCE"])


def sources(folder, *endings):
    """Files under `folder` with one of the endings, in order."""
    return sorted(p for p in folder.rglob("*") if p.suffix in endings and p.is_file())


def bare(text):
    """C++ without comments and without what stands in quotes; as many lines as before."""
    quoted = r"""//[^\n]*|/\*.*?\*/|R"\((?:.*?)\)"|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])'"""
    return re.sub(quoted, lambda found: '""' + "\n" * found[0].count("\n"), text, flags=re.S)


def complain(complaints):
    """Prints the complaints; the exit code of the test."""
    found = list(complaints)
    print("\n".join(found))
    return 1 if found else 0


def plant(root, tree):
    for name, text in tree.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


def self_test(check, good, bad):
    """`check` is silent about the tree `good` and complains about it with any of `bad` added."""
    for name, extra in {"nothing": {}, **bad}.items():
        with tempfile.TemporaryDirectory(dir=".") as folder:
            root = pathlib.Path(folder).resolve()
            plant(root, {**good, **extra})
            with contextlib.redirect_stdout(io.StringIO()):
                found = list(check(root))
            assert bool(found) == bool(extra), f"{name}: {found}"


def run(*command, text=None):
    """(exit code, what it printed on stdout and stderr)"""
    done = subprocess.run(command, input=text, text=True, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, check=False)
    return done.returncode, done.stdout
