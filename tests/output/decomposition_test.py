"""What `tizhi decompose` writes, recomputed from the coalitions' outcomes and shares beside it."""
import itertools
import math
import signal
import subprocess
import time
import unittest
from pathlib import Path

import h5py
import numpy as np
import xarray

import outputs

CAUSES = ("inertia", "imitation", "mandate", "leadership")
SLOW = outputs.FULL.replace("replicates = 5", "replicates = 60").replace(
    'regions = { file = "regions.csv", neighbours = "neighbours.csv" }',
    "regions = { generate = [1, 12, 12] }").replace('region = "1", model', 'region = "1.1", model')
SLOW = SLOW.replace('level = "county"', 'level = "level2"').replace('"neighbours"', '"siblings"')


def decompose(scenario, *options, out):
    subprocess.run([outputs.PROGRAM, "decompose", f"{scenario}.toml", "-o", out, "--quiet",
                    *options], check=True)
    return Path(out)


def coalition_of(variant):
    if variant == "base":
        return frozenset(CAUSES)
    return frozenset() if variant == "none" else frozenset(variant.split("+"))


def shapley(values, cause):
    """The definition: the mean over all orders in which the causes may come in."""
    orders = list(itertools.permutations(CAUSES))
    total = 0
    for order in orders:
        before = frozenset(order[:order.index(cause)])
        total = total + values[before | {cause}] - values[before]
    return total / len(orders)


class Decomposition(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        outputs.scenario("full", outputs.FULL)
        cls.path = decompose("full", out="why.h5")

    def setUp(self):
        self.file = h5py.File(self.path)
        self.addCleanup(self.file.close)
        variants = [name.decode() for name in self.file["variant"][:]]
        self.coalitions = [coalition_of(name) for name in variants]

    def values(self, name):
        """By coalition: the variable's values by replicate."""
        return dict(zip(self.coalitions, self.file[name][0].astype(float)))

    def of_outcome(self, name):
        values = self.values(f"outcome_{name}")
        if name == "never":  # a time that never comes counts as the end
            values = {s: np.where(np.isnan(v), 4.5, v) for s, v in values.items()}
        return values

    def test_every_coalition_is_there_once(self):
        self.assertEqual(len(set(self.coalitions)), 16)
        masks = [sum(1 << CAUSES.index(c) for c in s) for s in self.coalitions]
        np.testing.assert_array_equal(self.file["coalition"][:], masks)

    def test_values_and_errors_follow_from_the_outcomes(self):
        for row, name in enumerate(self.file["outcome"].asstr()[:]):
            values = self.of_outcome(name)
            for column, cause in enumerate(CAUSES):
                each = shapley(values, cause)
                self.assertAlmostEqual(self.file["shapley"][row, column], each.mean(), 12)
                error = each.std(ddof=1) / math.sqrt(len(each))
                self.assertAlmostEqual(self.file["shapley_error"][row, column], error, 12)
                alone = values[frozenset([cause])] - values[frozenset()]
                self.assertAlmostEqual(self.file["first_in"][row, column], alone.mean(), 12)
                last = values[frozenset(CAUSES)] - values[frozenset(CAUSES) - {cause}]
                self.assertAlmostEqual(self.file["last_out"][row, column], last.mean(), 12)

    def test_the_four_add_up_exactly(self):
        for row in range(self.file["outcome"].shape[0]):
            total = 0.0
            for value in self.file["shapley"][row]:
                total += value
            whole = self.file["with_all_causes"][row] - self.file["without_causes"][row]
            self.assertEqual(total, whole)

    def test_interactions_follow_from_the_outcomes(self):
        pairs = list(itertools.combinations(CAUSES, 2))
        values = self.of_outcome("groups")
        for column, (a, b) in enumerate(pairs):
            rest = [c for c in CAUSES if c not in (a, b)]
            total = 0
            for size, weight in ((0, 1 / 3), (1, 1 / 6), (2, 1 / 3)):
                for others in itertools.combinations(rest, size):
                    s = frozenset(others)
                    total = total + weight * (values[s | {a, b}] - values[s | {a}]
                                              - values[s | {b}] + values[s])
            self.assertAlmostEqual(self.file["interaction"][0, column], total.mean(), 12)

    def test_shares_are_decomposed_too(self):
        values = self.values("share")
        for column, cause in enumerate(CAUSES):
            mean = shapley(values, cause).mean(axis=0)
            np.testing.assert_allclose(self.file["shapley_share"][..., column], mean, atol=1e-7)

    def test_other_clients_read_it(self):
        for engine in ("netcdf4", "h5netcdf"):
            with xarray.open_dataset(self.path, engine=engine) as ds:
                self.assertEqual(ds["shapley"].dims, ("outcome", "pressing_cause"))
                self.assertEqual(ds["shapley_share"].dims,
                                 ("share_time", "level", "model", "pressing_cause"))


class Counterfactual(unittest.TestCase):
    def test_of_a_counterfactual_only_what_it_has_contributes(self):
        outputs.scenario("orderless", outputs.FULL.replace('without = ["order"]',
                                                           'without = ["mandate"]'))
        path = decompose("orderless", "--variant", "no_order", out="orderless.h5")
        with h5py.File(path) as file:
            self.assertEqual(file["variant"].shape, (8,))
            np.testing.assert_array_equal(file["shapley"][:, 2], 0)
            self.assertTrue((file["shapley"][0] != 0).any())


# The provinces have the centre's form at the end where it is copied at once, or the order is due.
EITHER = """time = { start = "2000-01", end = "2003-01" }
replicates = 3
model = [{ id = "office" }, { id = "agency" }]
regions = { generate = [1, 9], levels = ["centre", "province"] }
initial = { default = "office", level = { centre = "agency" } }
imitation = { superior = 100000 }
mandate = { compliance = 0.001 }
outcome = [{ id = "agencies", measure = "share", level = "province", model = "agency" },
           { id = "when", measure = "time_to", level = "province", model = "agency", share = 1 }]
[[event]]
id = "law"
date = "2000-02"
kind = "mandate"
issuer = "1"
model = "agency"
deadline = "2002-01"
"""


class ByHand(unittest.TestCase):
    def test_of_two_causes_that_each_suffice_each_has_half(self):
        outputs.scenario("either", EITHER)
        with h5py.File(decompose("either", out="either.h5")) as file:
            np.testing.assert_array_equal(file["shapley"][0], [0, 0.5, 0.5, 0])
            np.testing.assert_array_equal(file["shapley_error"][0], 0)
            np.testing.assert_array_equal(file["first_in"][0], [0, 1, 1, 0])
            np.testing.assert_array_equal(file["last_out"][0], 0)
            pairs = list(file["cause_pair"].asstr()[:])
            together = dict(zip(pairs, file["interaction"][0]))
            self.assertEqual(together.pop("imitation+mandate"), -1)
            self.assertEqual(set(together.values()), {0})

    def test_the_sooner_of_two_causes_has_more_of_the_time(self):
        """Copied after a month; ordered after two years and a month; never: three years."""
        outputs.scenario("either", EITHER)
        with h5py.File(decompose("either", out="either.h5")) as file:
            month, order, never = 1 / 12, file["outcome_when"][0, 2, 0], 3
            self.assertEqual(coalition_of(file["variant"][2].decode()), {"mandate"})
            early = ((month - never) + (month - order)) / 2
            late = ((order - never) + 0) / 2
            np.testing.assert_allclose(file["shapley"][1], [0, early, late, 0], rtol=1e-12)


class Interruption(unittest.TestCase):
    def test_killed_and_continued_it_has_the_same_bytes(self):
        outputs.scenario("slow", SLOW)
        begun = time.monotonic()
        whole = decompose("slow", out="whole.h5").read_bytes()
        seconds = time.monotonic() - begun
        self.assertEqual(decompose("slow", "--threads", "1", out="one.h5").read_bytes(), whole)
        for _ in range(3):
            program = subprocess.Popen([outputs.PROGRAM, "decompose", "slow.toml", "-o", "out.h5",
                                        "--quiet", "--checkpoint", "0.02s"])
            time.sleep(seconds / 3)
            program.send_signal(signal.SIGKILL)
            program.wait()
        self.assertEqual(decompose("slow", out="out.h5").read_bytes(), whole)


if __name__ == "__main__":
    unittest.main()
