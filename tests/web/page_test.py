"""The committed page in a real browser (Debian's chromium): see browser.mjs for what is claimed."""
import hashlib
import json
import os
import pathlib
import shutil
import subprocess
import unittest

import h5py

from tools import CLASSROOM, SOURCE, npm_tools

TIZHI = os.environ["TIZHI_BIN"]
HERE = pathlib.Path(__file__).parent
PAGE = CLASSROOM / "classroom.html"
COLUMNS = ["step", "region", "from", "to", "cause", "ledger"]
RUNS = ["scenarios/china.toml", "scenarios/cases/qingdao.toml", "scenarios/cases/rule-of-law.toml",
        "analysis/classroom/lessons/leadership.toml"]


def run(scenario, out, replicates=1):
    subprocess.run([TIZHI, "run", scenario, "-o", out, "--force", "--quiet",
                    f"--replicates={replicates}"], check=True)
    return out


def digest(path, variant=0):
    """Of the first replicate: its beginning and its formations."""
    with h5py.File(path) as file:
        replicates = file["initial_state"].shape[2]
        begin, end = file["formation_offset"][variant * replicates:][:2]
        found = hashlib.sha256(file["initial_state"][0, variant, 0].tobytes())
        for column in COLUMNS:
            found.update(file[f"formation_{column}"][begin:end].tobytes())
    return found.hexdigest()


class Page(unittest.TestCase):
    def test_size(self):
        self.assertLess(PAGE.stat().st_size, 400_000)

    def test_in_the_browser(self):
        expected = {"runs": [{"path": path, "sha256": digest(run(SOURCE / path, "run.h5"))}
                             for path in RUNS]}
        expected["cases"] = sorted(p.name for p in (SOURCE / "scenarios/cases").glob("*.toml"))
        output = run(SOURCE / "scenarios/cases/shanghai.toml", "cluster.h5", replicates=3)
        expected["output"] = {"file": output, "sha256": digest(output)}
        pathlib.Path("expected.json").write_text(json.dumps(expected))
        chromium = shutil.which("chromium")
        self.assertIsNotNone(chromium, "chromium is missing: apt-get install chromium")
        subprocess.run(["node", HERE / "browser.mjs", PAGE, npm_tools(), "expected.json"],
                       check=True, env=os.environ | {"CHROMIUM": chromium})
        self.check_homework()

    def check_homework(self):
        """The scenario that the page saved is one that the program plays alike."""
        folder = pathlib.Path("scenarios")
        shutil.copytree(SOURCE / "scenarios", folder, dirs_exist_ok=True)
        shutil.copy("homework.toml", folder)
        run(folder / "homework.toml", "homework.h5")
        wanted = json.loads(pathlib.Path("homework.json").read_text())
        self.assertEqual([digest("homework.h5", variant) for variant in (0, 1)],
                         [wanted["base"], wanted["other"]])


if __name__ == "__main__":
    unittest.main()
