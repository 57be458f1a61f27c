"""Each folder of cases/ is a command line: `cmd`, a script for sh, beside what it must print on
`stdout` and `stderr` and the exit `code` (nothing and 0 where there is no such file).

A case runs in an empty folder, with tizhi in the PATH and $HERE the folder of this file.
TIZHI_REWRITE_GOLDENS=1 writes what comes instead of comparing; arguments name single cases."""
import difflib
import os
import pathlib
import re
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
REWRITE = os.environ.get("TIZHI_REWRITE_GOLDENS") == "1"

NUMBER = r"[0-9][0-9.,]*"
# What differs between two machines or two moments.
VOLATILE = [
    (rf"{NUMBER}(?: [kMGT])? region-steps/s", "# region-steps/s"),
    (rf"{NUMBER}(?: [kMGT])? runs/s", "# runs/s"),
    (rf"(?:{NUMBER} (?:min|h|d) )?{NUMBER} (?:m?s|min|h)\b(?! of)", "# s"),
    (rf"{NUMBER} [kMGT]?B are free", "# GB are free"),
    (rf"needs {NUMBER} [kMGT]?B of the {NUMBER} [kMGT]?B", "needs # TB of the # GB"),
    (rf"^(disk .*?){NUMBER} [kMGT]?B,", r"\1# kB,"),
    (rf"^(measured .*, ){NUMBER}(?: [kMGT])? formations", r"\1# formations"),
    (rf"^memory .*", "memory      about # MB"),
    (rf"with {NUMBER} threads?", "with # threads"),
    (r'("(?:seconds\w*|region_steps_per_second|memory_bytes|threads|disk_bytes\w*|'
     r'formations_per_run)": )[0-9.e+-]+', r"\1#"),
    (r"process \d+ on \S+", "process # on HOST"),
    (r"^  git .*", "  git       #"),
    (r"^  compiler .*", "  compiler  #"),
    (r"^  HDF5 .*", "  HDF5      #"),
    (r"^(written by  tizhi \S+).*", r"\1 (#)"),
    (r'("git": )".*"', r'\1"#"'),
]


def normalised(text, folder):
    text = text.replace(str(folder), "FOLDER").replace(str(HERE), "HERE")
    for pattern, replacement in VOLATILE:
        text = re.sub(pattern, replacement, text, flags=re.M)
    return text


def environment():
    """Nothing of the caller's that changes what is printed; no batch system."""
    kept = {k: os.environ[k] for k in ("HOME", "LD_LIBRARY_PATH", "ASAN_OPTIONS", "TSAN_OPTIONS",
                                       "UBSAN_OPTIONS") if k in os.environ}
    binary = pathlib.Path(os.environ["TIZHI_BIN"]).resolve()
    return {**kept, "PATH": f"{binary.parent}:/usr/bin:/bin", "HERE": str(HERE), "COLUMNS": "60",
            "LC_ALL": "C.UTF-8"}


def played(case, folder):
    done = subprocess.run(["sh", "-e", case / "cmd"], cwd=folder, env=environment(), timeout=300,
                          stdin=subprocess.DEVNULL, capture_output=True, check=False)
    out, err = (normalised(s.decode(), folder) for s in (done.stdout, done.stderr))
    return {"stdout": out, "stderr": err, "code": f"{done.returncode}\n"}


def expected(case):
    texts = {name: (case / name).read_text() if (case / name).exists() else ""
             for name in ("stdout", "stderr", "code")}
    return {**texts, "code": texts["code"] or "0\n"}


def rewrite(case, came):
    for name, text in came.items():
        if text in ("", "0\n"):
            (case / name).unlink(missing_ok=True)
        else:
            (case / name).write_text(text)


def differences(case, wanted, came):
    for name, text in came.items():
        if text != wanted[name]:
            yield from difflib.unified_diff(wanted[name].splitlines(), text.splitlines(),
                                            f"{case.name}/{name}", "as it came", lineterm="", n=2)


def check(case):
    with tempfile.TemporaryDirectory() as folder:
        came = played(case, pathlib.Path(folder).resolve())
    if REWRITE:
        rewrite(case, came)
    return list(differences(case, expected(case), came))


def main(names):
    cases = sorted(p.parent for p in (HERE / "cases").glob("*/cmd"))
    cases = [c for c in cases if not names or c.name in names]
    assert cases, "no such case"
    wrong = {"stdout": "never printed", "stderr": "", "code": "0\n"}
    assert list(differences(cases[0], wrong, {**wrong, "stdout": ""})), "a difference goes unseen"
    failed = 0
    for case in cases:
        found = check(case)
        failed += bool(found)
        print("\n".join([f"{'FAILED' if found else 'passed'} {case.name}"] + found))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
