"""The page's engine forms what the program forms: the committed classroom.html against `tizhi
run`, column by column; the same stories and the same diagnostics, word for word."""
import base64
import json
import os
import pathlib
import re
import subprocess
import unittest

import h5py
import numpy as np

TIZHI = os.environ["TIZHI_BIN"]
SOURCE = pathlib.Path(os.environ["TIZHI_SOURCE"])
HERE = pathlib.Path(__file__).parent
PAGE = SOURCE / "analysis/classroom/classroom.html"
ENGINE = SOURCE / "analysis/classroom/src/engine.js"
COLUMNS = {"step": np.int32, "region": np.int32, "from": np.uint8, "to": np.uint8,
           "cause": np.uint8, "ledger": np.uint8}
REPLICATES = 2


def scenarios():
    folders = ["scenarios", "scenarios/cases", "scenarios/catalogues", "analysis/classroom/lessons",
               "tests/bench/scenarios", "tests/cli"]
    found = [path for folder in folders for path in sorted((SOURCE / folder).glob("*.toml"))]
    return [path for path in found if path.name != "villages.toml"]  # a world for clusters


def name_of(path):
    return path.relative_to(SOURCE).as_posix().replace("/", "_").removesuffix(".toml")


def job(name, path, files, replicates=0, sets=(), alone=False):
    coded = {file: base64.b64encode(text).decode() for file, text in files.items()}
    return {"name": name, "path": path, "files": coded, "replicates": replicates,
            "sets": list(sets), "alone": alone}


def job_of(path, name):
    folders = {p.parent for p in scenarios()} | {SOURCE / "scenarios/data"}
    beside = [p for folder in sorted(folders) for p in sorted(folder.glob("*.csv"))]
    files = {p.relative_to(SOURCE).as_posix(): p.read_bytes() for p in scenarios() + beside}
    return job(name, path.relative_to(SOURCE).as_posix(), files, REPLICATES)


def replay(jobs, page=PAGE, folder="replayed"):
    """Plays the jobs in a page's engine; a folder of columns for each."""
    out = pathlib.Path(folder).absolute()
    out.mkdir(exist_ok=True)
    (out / "jobs.json").write_text(json.dumps(jobs))
    subprocess.run(["node", HERE / "replay.mjs", page, ENGINE, out], check=True)
    return {job["name"]: out / job["name"] for job in jobs}


def native(path, *options):
    out = pathlib.Path(name_of(path) + ".h5")
    options = options or [f"--replicates={REPLICATES}"]
    run = [TIZHI, "run", path, "-o", out, "--force", "--quiet",
           "--set", "output.formations=true", "--set", "output.ledger=true", *options]
    subprocess.run(run, check=True)
    return h5py.File(out, "r")


def run_of(file, variant, replicate):
    """One run's beginning and formations, as the output holds them."""
    _, _, replicates, _ = file["initial_state"].shape
    number = variant * replicates + replicate
    begin, end = file["formation_offset"][number:number + 2]
    columns = {c: file[f"formation_{c}"][begin:end] for c in COLUMNS}
    return columns | {"initial": file["initial_state"][0, variant, replicate]}


def played(folder, variant, replicate):
    place = folder / f"{variant}-{replicate}"
    columns = {c: np.fromfile(place / c, kind) for c, kind in COLUMNS.items()}
    columns["ledger"] = columns["ledger"].reshape(-1, 4)
    return columns | {"initial": np.fromfile(place / "initial", np.uint8)}


class Formations(unittest.TestCase):
    def compare(self, of_program, of_page, what):
        for column, expected in of_program.items():
            found = of_page[column]
            self.assertEqual(expected.shape, found.shape, f"{what}: {column}")
            if not np.array_equal(expected, found):
                first = np.flatnonzero((expected != found).reshape(len(found), -1).any(axis=1))[0]
                self.fail(f"{what}: {column}[{first}] is {found[first]}, not {expected[first]}")

    def test_twenty_scenarios(self):
        paths = scenarios()
        self.assertGreaterEqual(len(paths), 20)
        folders = replay([job_of(p, name_of(p)) for p in paths])
        formed = 0
        for path in paths:
            folder = folders[name_of(path)]
            result = json.loads((folder / "result.json").read_text())
            self.assertTrue(result["sound"], result["diagnostics"])
            with native(path) as file:
                self.assertEqual(result["variants"], list(file["variant"].asstr()[:]))
                for v in range(len(result["variants"])):
                    for r in range(REPLICATES):
                        expected = run_of(file, v, r)
                        self.compare(expected, played(folder, v, r), f"{path.name} {v} {r}")
                        formed += len(expected["step"])
        self.assertGreater(formed, 100_000)

    def test_a_wrong_seed_is_seen(self):
        path = SOURCE / "scenarios/imitation.toml"
        folder = replay([job_of(path, "wrong")])["wrong"]
        other = native(path, "--seed", "7", "--replicates=1")
        with other as file, self.assertRaises(AssertionError):
            self.compare(run_of(file, 0, 0), played(folder, 0, 0), "imitation")


USUAL = [("[time]", '[time]\nstart = "1990"\nend = "2000"\n'),
         ("[[model]]", '[[model]]\nid = "dedicated"\n[[model]]\nid = "attached"\n'),
         ("[regions]", '[regions]\ngenerate = [1, 3, 2]\n'
                       'levels = ["centre", "province", "county"]\n')]


def gallery(path):
    """The cases of a gallery (tests/support/gallery.hpp): files, options, what is said."""
    for text in re.split(r"^== ", path.read_text(), flags=re.M)[1:]:
        name, text = text.split("\n", 1)
        parts = re.split(r"^-- (.*)\n", "-- scenario.toml\n" + text, flags=re.M)
        files = dict(zip(parts[1::2], parts[2::2]))
        says, options = files.pop("says"), files.pop("options", "").splitlines()
        if not files["scenario.toml"].startswith("# bare\n"):
            for header, usual in USUAL:
                if header not in files["scenario.toml"]:
                    files["scenario.toml"] += usual
        yield f"{path.stem}: {name}", files, options, says


def in_bytes(text):
    return re.sub(rb"\\x(..)", lambda hexed: bytes([int(hexed[1], 16)]), text.encode())


class Stories(unittest.TestCase):
    def explained(self, out, code, lang):
        """The paragraphs of `tizhi explain`."""
        command = [TIZHI, "explain", out, code, "--json", "--lang", lang]
        told = json.loads(subprocess.check_output(command, text=True))
        return [told["opening"], *(episode["text"] for episode in told["story"]), told["closing"]]

    def test_the_words_of_explain(self):
        paths = ["scenarios/cases/qingdao.toml", "scenarios/cases/jilin.toml",
                 "scenarios/leadership.toml", "analysis/classroom/lessons/inertia.toml"]
        jobs, told = [], 0
        for path in paths:
            with native(SOURCE / path, "--replicates=1") as file:
                size = len(file["region"])
            jobs.append(job_of(SOURCE / path, "told_" + name_of(SOURCE / path)) |
                        {"replicates": 0, "stories": list(range(0, size, size // 20))})
        folders = replay(jobs)
        for path, one in zip(paths, jobs):
            out = name_of(SOURCE / path) + ".h5"
            stories = json.loads((folders[one["name"]] / "result.json").read_text())["stories"]
            with h5py.File(out) as file:
                codes = file["region"].asstr()[:]
            for region, story in zip(one["stories"], stories):
                for lang in ("en", "zh"):
                    with self.subTest(f"{path} {codes[region]} {lang}"):
                        self.assertEqual(story[lang], self.explained(out, codes[region], lang))
                        told += len(story[lang])
        self.assertGreater(told, 300)


class Diagnostics(unittest.TestCase):
    def test_the_program_s_words(self):
        """Every case of the galleries that sets nothing but what --set can."""
        jobs, said = [], {}
        for path in sorted((SOURCE / "tests/input/errors").glob("*.txt")):
            for title, files, options, says in gallery(path):
                if not all(option.startswith("--set ") for option in options):
                    continue
                name = f"error{len(jobs)}"
                said[name] = (title, says)
                jobs.append(job(name, "scenario.toml", {f: in_bytes(t) for f, t in files.items()},
                                sets=[option[len("--set "):] for option in options], alone=True))
        folders = replay(jobs)
        for name, (title, says) in said.items():
            with self.subTest(title):
                result = json.loads((folders[name] / "result.json").read_text())
                self.assertEqual(result["diagnostics"].strip(), says.strip())
        self.assertGreater(len(said), 100)


if __name__ == "__main__":
    unittest.main()
