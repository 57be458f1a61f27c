"""The committed classroom.html is what its sources make: the engine is compiled and the page is
bundled anew, byte for byte the same (with another compiler: made of the same sources)."""
import os
import pathlib
import re
import subprocess
import unittest

from tools import CLASSROOM, SOURCE

PAGE = CLASSROOM / "classroom.html"
WAY_OUT = "make it anew: cmake --preset wasm && cmake --build --preset wasm --target classroom"


def said(*command, **options):
    return subprocess.run(command, check=True, text=True, capture_output=True, **options).stdout


def version_of_clang():
    return re.search(r"version (\S+)", said("clang++", "--version"))[1].split("-")[0]


class Current(unittest.TestCase):
    def test_made_of_these_sources(self):
        sources = said("node", CLASSROOM / "build.mjs", "--sources").strip()
        found = re.search(r'content="tizhi; sources (\w+); (.*?)"', PAGE.read_text())
        self.assertEqual(found[1], sources, WAY_OUT)

    def test_made_again(self):
        folder = pathlib.Path(os.environ["TIZHI_BUILD"]) / "wasm"
        said("cmake", "--preset", "wasm", "-S", SOURCE, "-B", folder, cwd=SOURCE)
        said("cmake", "--build", folder, "--parallel", "2", "--target", "page")
        made = folder / "analysis/classroom/classroom.html"
        self.assertLess(made.stat().st_size, 400_000)
        compiler = re.search(r'sources \w+; clang ([\d.]+)"', PAGE.read_text())[1]
        if compiler != version_of_clang():
            self.skipTest(f"the page was compiled by clang {compiler}, and here is another")
        self.assertEqual(made.read_bytes(), PAGE.read_bytes(), WAY_OUT)


if __name__ == "__main__":
    unittest.main()
