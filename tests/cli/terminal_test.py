"""On a terminal there is a bar, in colour unless NO_COLOR; in a pipe there is neither."""
import os
import pathlib
import pty
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
TIZHI = os.environ["TIZHI_BIN"]


OWN_TERMINALS = """
mkdir -p /dev/pts && mount -t devpts -o newinstance,ptmxmode=0666 devpts /dev/pts || exit
[ -e /dev/ptmx ] || : >/dev/ptmx
mount --bind /dev/pts/ptmx /dev/ptmx
"$@"
code=$?
umount /dev/ptmx /dev/pts
exit $code
"""


def make_sure_of_terminals():
    """A bare root may have none: then we start again with our own, that nobody else sees."""
    try:
        for end in pty.openpty():
            os.close(end)
    except OSError:
        if "OWN_TERMINALS" in os.environ:
            raise
        os.execvpe("unshare", ["unshare", "--mount", "--propagation", "unchanged", "sh", "-c",
                               OWN_TERMINALS, "sh", sys.executable, __file__],
                   os.environ | {"OWN_TERMINALS": "yes"})


def on_terminal(*arguments, **variables):
    """(exit code, what a terminal of 80 columns is shown)"""
    ours, theirs = pty.openpty()
    environment = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "TERM": "xterm", "COLUMNS": "80"}
    process = subprocess.Popen([TIZHI, *arguments], stdin=theirs, stdout=theirs, stderr=theirs,
                               env=environment | variables)
    os.close(theirs)
    shown = b""
    try:
        while block := os.read(ours, 65536):
            shown += block
    except OSError:  # how a terminal says that nobody writes any more
        pass
    os.close(ours)
    return process.wait(), shown.decode()


def test_bar():
    code, shown = on_terminal("run", HERE / "long.toml", "-o", "bar.h5", "--replicates", "100000",
                              "--max-time", "2s")
    assert code == 75, shown
    bars = [part for part in shown.split("\r") if part.startswith("[")]
    assert len(bars) >= 2 and "0/100,000 runs" in bars[0], shown
    assert any("region-steps/s" in bar and "left" in bar for bar in bars), shown
    assert all(len(bar.removesuffix("\x1b[K").rstrip()) < 80 for bar in bars), bars
    assert "the same command continues" in shown.splitlines()[-1], shown


def test_quiet():
    assert on_terminal("run", HERE / "small.toml", "-o", "quiet.h5", "--quiet") == (0, "")


def test_colour():
    arguments = ("info", "quiet.h5", "--level", "county")
    assert "\x1b[48;2;78;121;167m" in on_terminal(*arguments)[1]
    assert "\x1b[" not in on_terminal(*arguments, NO_COLOR="1")[1]
    assert "\x1b[" not in on_terminal(*arguments, TERM="dumb")[1]
    assert "\x1b[1;31merror" in on_terminal("info", "nowhere.h5")[1]
    assert "\x1b[" not in on_terminal("info", "nowhere.h5", NO_COLOR="1")[1]


if __name__ == "__main__":
    make_sure_of_terminals()
    for name, test in list(globals().items()):
        if name.startswith("test_"):
            test()
            print("passed", name)
    sys.exit(0)
