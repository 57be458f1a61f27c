"""The most memory that a program holds."""
import subprocess
import sys

# Linux counts what the parent holds when it starts a program as that program's own: the parent
# must be small, an interpreter that has loaded next to nothing.
MEASURE = """
import os, sys
out = os.open(os.devnull, os.O_WRONLY)
child = os.posix_spawnp(sys.argv[1], sys.argv[1:], os.environ,
                        file_actions=[(os.POSIX_SPAWN_DUP2, out, 1)])
_, status, used = os.wait4(child, 0)
with open("/proc/self/status") as own:
    least = own.read().partition("VmHWM:")[2].split()[0]
print(os.waitstatus_to_exitcode(status), used.ru_maxrss, least)
"""


def peak(arguments):
    """(exit code, kB) of a program whose standard output nobody wants. What is too small to be
    seen beside the interpreter that measures it is an error."""
    said = subprocess.run([sys.executable, "-I", "-S", "-c", MEASURE, *map(str, arguments)],
                          check=True, text=True, stdout=subprocess.PIPE).stdout
    code, held, least = map(int, said.split())
    assert held > least, f"{arguments[0]}: {held} kB cannot be told from the measure's own {least}"
    return code, held
