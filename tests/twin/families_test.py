"""A scenario that names families of models is the one that spells all of them out, bit by bit."""

import os
import subprocess
import tomllib
import unittest

import h5py
import numpy

import plays
from reference_families import spelled_out

LEVELS = ["level0", "level1", "level2"]
FAMILIES = tomllib.loads("""
seed = 5
replicates = 3
output = { leaders = true, orders = true }
model = [
  { id = "group" },
  { id = "planning", family = "attached", part = 3 },
  { id = "office" },
  { id = "science", family = "attached" },
  { id = "industry", family = "attached", part = 0.5 },
]
[time]
start = "1990-01"
end = "2005-01"
[regions]
generate = [1, 9, 9]
[initial]
default = { none = 2, attached = 1, group = 1 }
level = { level1 = "attached" }
[inertia]
pull = { attached = 0.4, science = 0.9, office = 0.2 }
drag = { level2 = { attached = 1.5, group = 0.5 } }
[imitation]
superior = 0.1
peers = { attached = 0.3, group = 0.2, office = 0.2 }
[mandate]
compliance = 0.5
[leadership]
preference = 0.3
tenure = 2
favourites = { attached = 2, industry = 1, office = 1 }
[[event]]
id = "centres"
kind = "legacy"
date = "1985"
model = "attached"
amount = 0.7
[[event]]
id = "open"
kind = "mandate"
date = "1993"
model = ["attached", "group"]
until = "1996"
[[event]]
id = "weighed"
kind = "mandate"
date = "1998"
model = { attached = 3, science = 0, office = 1 }
deadline = "2000"
[[outcome]]
id = "attached"
measure = "share"
model = ["attached", "group"]
""")


def played(name, document):
    path = plays.write(name, document, {})
    return [plays.by_program(path, replicate, "--force").formations for replicate in range(3)]


class Families(unittest.TestCase):
    def test_families_spelled_out_give_the_same_formations(self):
        spelled = spelled_out(FAMILIES, LEVELS)
        self.assertNotIn("attached", str(spelled["event"][1:]))
        ours, theirs = played("families", FAMILIES), played("spelled", spelled)
        self.assertGreater(sum(map(len, ours)), 200)
        self.assertEqual(ours, theirs)

    def test_favourites_of_whom_nothing_is_said_count_a_family_once(self):
        document = FAMILIES | {"leadership": {"preference": 1, "tenure": 2}}
        ours = played("unsaid", document)
        self.assertEqual(ours, played("unsaid-spelled", spelled_out(document, LEVELS)))
        equal = dict.fromkeys((model["id"] for model in FAMILIES["model"]), 1)
        document["leadership"]["favourites"] = equal
        self.assertNotEqual(ours, played("equal", document))

    def test_the_twin_forms_the_same(self):
        path = plays.write("twin", FAMILIES, {})
        program, twin = (sorted(play.formations, key=lambda row: row[:2])
                         for play in (plays.by_program(path), plays.by_twin(path)))
        self.assertIsNone(plays.first_difference(twin, program))


# Nothing tells a family's models apart: no drag, conformity 1, the same rates for each.
ALIKE = FAMILIES | {
    "replicates": 600,
    "regions": {"generate": [1, 6, 8]},
    "inertia": {"pull": {"attached": 0.15, "office": 0.1}},
    "imitation": {"superior": 0.1, "peers": 0.2},
    "mandate": {"compliance": 0.5, "crowding": 0.5, "issue_rate": 0.1},
    "leadership": {"preference": 0.4, "tenure": 2, "outsider": 0.3},
    "output": {"formations": False},
}
COARSE = ALIKE | {"model": [{"id": "group"}, {"id": "attached"}, {"id": "office"}],
                  "event": [FAMILIES["event"][0], FAMILIES["event"][1], FAMILIES["event"][2]
                            | {"model": {"attached": 3, "office": 1}}]}
FINE = ALIKE | {"event": COARSE["event"]}
WHOLE_WEIGHTS = FINE | {"leadership": FINE["leadership"] | {
    "favourites": dict.fromkeys((model["id"] for model in ALIKE["model"]), 1)}}


def shares_of_attached(name, document):
    """By replicate: mean over the dates of the share of regions that are attached."""
    path = plays.write(name, document, {})
    subprocess.run([os.environ["TIZHI_BIN"], "run", path, "-o", f"{name}.h5", "-q"],
                         check=True)
    with h5py.File(f"{name}.h5") as file:
        ids = list(file["model"].asstr()[:])
        attached = [ids.index(one) for one in ids if one not in ("group", "office")]
        return file["share"][0, 0][:, 12:, 2][..., attached].sum(-1).mean(-1).astype(float)


def z(one, other):
    error = numpy.sqrt(one.var(ddof=1) / one.size + other.var(ddof=1) / other.size)
    return abs(one.mean() - other.mean()) / error


class Lumped(unittest.TestCase):
    """The null is exact in distribution; 4.9 standard errors are a false alarm of 1e-6."""

    def test_sums_over_a_family_are_the_coarser_catalogue(self):
        coarse = shares_of_attached("coarse", COARSE)
        self.assertLess(z(coarse, shares_of_attached("fine", FINE)), 4.9)

    def test_a_family_whose_models_each_weigh_as_much_as_a_model_is_another_catalogue(self):
        coarse = shares_of_attached("coarse", COARSE)
        self.assertGreater(z(coarse, shares_of_attached("whole", WHOLE_WEIGHTS)), 4.9)


if __name__ == "__main__":
    unittest.main()
