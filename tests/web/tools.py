"""What the tests of the page need from npm, by the lock file, once a build tree."""
import fcntl
import os
import pathlib
import shutil
import subprocess

SOURCE = pathlib.Path(os.environ["TIZHI_SOURCE"])
CLASSROOM = SOURCE / "analysis/classroom"


def npm_tools():
    """A folder with node_modules as package-lock.json wants them."""
    folder = pathlib.Path(os.environ["TIZHI_BUILD"]) / "npm"
    folder.mkdir(exist_ok=True)
    with open(folder / "lock", "w") as lock:  # tests run side by side
        fcntl.flock(lock, fcntl.LOCK_EX)
        lock_file = CLASSROOM / "package-lock.json"
        copy = folder / lock_file.name
        if not copy.exists() or copy.read_bytes() != lock_file.read_bytes():
            shutil.copy(CLASSROOM / "package.json", folder)
            shutil.copy(lock_file, copy)
            try:
                subprocess.run(["npm", "ci", "--no-audit", "--no-fund", "--loglevel=error"],
                               cwd=folder, check=True)
            except BaseException:
                copy.unlink()
                raise
    return folder
