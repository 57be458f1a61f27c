"""A scenario that names families of models is the one that spells all of them out, bit by bit."""

import tomllib
import unittest

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


if __name__ == "__main__":
    unittest.main()
