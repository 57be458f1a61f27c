"""The committed classroom.html is what its sources make: it names their digest, its scripts and
scenarios are those of a page that is bundled anew, and its engine plays, tells and refuses as one
that is compiled anew. By the compiler that made it, byte for byte the same."""
import filecmp
import os
import pathlib
import re
import subprocess
import unittest

from formations_test import SOURCE, PAGE, job, job_of, name_of, replay

HERE = pathlib.Path(__file__).parent
BUILD = SOURCE / "analysis/classroom/build.mjs"
WAY_OUT = "make it anew: cmake --preset wasm && cmake --build --preset wasm --target classroom"
PLAYED = ["scenarios/china.toml", "scenarios/cases/data-bureaus-2024.toml",
          "scenarios/cases/qingdao.toml", "scenarios/shared_luck.toml",
          "analysis/classroom/lessons/mandate.toml", "scenarios/drinking-age.toml"]


def said(*command, **options):
    done = subprocess.run(command, text=True, capture_output=True, **options)
    if done.returncode != 0:
        raise AssertionError(f"{command}\n{done.stdout[-3000:]}\n{done.stderr[-6000:]}")
    return done.stdout


def version_of_clang():
    return re.search(r"version (\S+)", said("clang++", "--version"))[1].split("-")[0].split("+")[0]


def compiler_of(page):
    return re.search(r'sources \w+; clang ([\d.]+)"', page.read_text())[1]


def jobs():
    """What the two engines are asked: to play, to tell, and to refuse."""
    asked = [job_of(SOURCE / path, name_of(SOURCE / path)) | {"stories": [0, 1, 20]}
             for path in PLAYED]
    wrong = b'extends = "china.toml"\n[imitation]\nsuperiour = 1\npeers = 1e999\n'
    return asked + [job("wrong", "scenarios/wrong.toml", {"scenarios/wrong.toml": wrong})]


def different(a, b):
    """The files of two folders that are not alike."""
    files = {p.relative_to(f) for f in (a, b) for p in f.rglob("*") if p.is_file()}
    return [f for f in sorted(files) if not ((a / f).exists() and (b / f).exists() and
                                             filecmp.cmp(a / f, b / f, shallow=False))]


class Current(unittest.TestCase):
    def test_made_of_these_sources(self):
        sources = said("node", BUILD, "--sources").strip()
        found = re.search(r'content="tizhi; sources (\w+); (.*?)"', PAGE.read_text())
        self.assertEqual(found[1], sources, WAY_OUT)

    def test_made_again(self):
        folder = pathlib.Path(os.environ["TIZHI_BUILD"]) / "wasm"
        said("cmake", "--preset", "wasm", "-S", SOURCE, "-B", folder, cwd=SOURCE)
        said("cmake", "--build", folder, "--parallel", "2", "--target", "page")
        made = folder / "analysis/classroom/classroom.html"
        with self.subTest("all but the engine"):
            parts = [said("node", HERE / "pack.mjs", page) for page in (made, PAGE)]
            self.assertEqual(*parts, WAY_OUT)
        with self.subTest("the engine's answers"):
            played = [replay(jobs(), page, f"current_{n}") for n, page in enumerate((made, PAGE))]
            for name in played[0]:
                self.assertEqual(different(played[0][name], played[1][name]), [], WAY_OUT)
        if compiler_of(PAGE) == version_of_clang():  # another one makes another engine of the same
            self.assertEqual(made.read_bytes(), PAGE.read_bytes(), WAY_OUT)


if __name__ == "__main__":
    unittest.main()
