"""Every client that the layout promises opens a file of the program and reads the same values."""
import math
import unittest

import h5py
import numpy
import xarray

import clients
import outputs

def is_variable(dataset):
    return not dataset.attrs.get("NAME", b"").startswith(b"This is a netCDF dimension but not")


def agree(wanted, found):
    if len(wanted) != len(found):
        return False
    if wanted and isinstance(wanted[0], str):
        return wanted == found
    return all(math.isclose(w, f, rel_tol=1e-7) or (math.isnan(w) and math.isnan(f))
               for w, f in zip(wanted, found))


class Clients(unittest.TestCase):
    def read_by_all(self, path):
        with h5py.File(path) as file:
            names = [name for name in file if is_variable(file[name])]
        self.assertGreater(len(names), 45)
        wanted = clients.with_h5py(path, names)
        for client, read in clients.ALL.items():
            found = read(path, names)
            self.assertEqual(sorted(found), sorted(names), client)
            for name in names:
                self.compare(client, name, wanted[name], found[name])

    def compare(self, client, name, wanted, found):
        found = clients.numbers_if(wanted, found)
        self.assertTrue(agree(wanted, found), f"{client} reads {name} as\n{found}\nnot\n{wanted}")

    def test_a_file_with_everything(self):
        outputs.scenario("full", outputs.FULL)
        self.read_by_all(outputs.run("full")[1])

    def test_a_compressed_file(self):
        outputs.scenario("full", outputs.FULL)
        self.read_by_all(outputs.run("full", "--set", "output.compress=4", out="small.h5")[1])

    def test_a_file_with_nothing(self):
        outputs.scenario("bare", outputs.BARE)
        self.read_by_all(outputs.run("bare")[1])

    def test_the_reader_can_tell_values_apart(self):
        self.assertFalse(agree([1.0, 2.0], [1.0, 2.5]))
        self.assertFalse(agree(["a"], ["b"]))
        self.assertFalse(agree([1.0], []))


class Decoded(unittest.TestCase):
    """What CF promises of the values, as xarray decodes them."""

    def setUp(self):
        outputs.scenario("full", outputs.FULL)
        self.file = xarray.open_dataset(outputs.run("full")[1])

    def tearDown(self):
        self.file.close()

    def test_dates_are_dates(self):
        self.assertEqual(str(self.file.time.values[1])[:10], "1982-02-01")
        self.assertEqual(self.file.sizes["time"], 55)
        self.assertEqual([str(t)[:10] for t in self.file.share_time.values],
                         ["1982-01-01", "1983-01-01", "1984-01-01", "1985-01-01", "1986-01-01",
                          "1986-07-01"])
        self.assertEqual(str(self.file.event_date.values[0])[:10], "1979-07-01")

    def test_a_ledger_adds_up_to_one_and_a_scripted_one_to_nothing(self):
        total = self.file.formation_ledger.sum("pressing_cause").values
        scripted = self.file.formation_cause.values == 4
        self.assertTrue(scripted.any())
        numpy.testing.assert_allclose(total, numpy.where(scripted, 0, 1), atol=1e-6)

    def test_tables_are_as_they_were_given(self):
        region = self.file.sel(region="12")
        self.assertEqual(region.region_name.item(), "South, the")
        self.assertEqual(region.region_name_zh.item(), "南省")
        self.assertEqual(region.region_prestige.item(), 2.5)
        self.assertEqual(self.file.region_parent.values.tolist(), [-1, 0, 0, 1, 1, 2, 2])
        self.assertEqual(self.file.neighbour_weight.values.tolist(), [1.5, 1])
        self.assertEqual(self.file.event_source.values[0], "《档案》")
        self.assertEqual(self.file.variant.values.tolist(), ["base", "no_order"])
        self.assertEqual(self.file.attrs["seed"], "11")
        self.assertIn("一应俱全", self.file.attrs["scenario"])

    def test_shares_follow_from_the_initial_state_and_the_formations(self):
        file = self.file
        bounds = file.formation_offset.values
        level = file.region_level.values
        kept = [0, 12, 24, 36, 48, 54]
        for run in range(10):
            rows = slice(bounds[run], bounds[run + 1])
            step, where, to = (file[f"formation_{name}"].values[rows]
                               for name in ("step", "region", "to"))
            state = file.initial_state.values.reshape(10, -1)[run].copy()
            shares = file.share.values.reshape(10, 6, 3, 3)[run]
            trajectory = file.trajectory.values.reshape(10, 6, -1)[run]
            for n in range(55):
                if n in kept:
                    at = kept.index(n)
                    numpy.testing.assert_array_equal(trajectory[at], state)
                    for rank in range(3):
                        models = state[level == rank]
                        wanted = [(models == k).mean() for k in range(3)]
                        numpy.testing.assert_allclose(shares[at, rank], wanted, atol=1e-6)
                state[where[step == n]] = to[step == n]


if __name__ == "__main__":
    unittest.main()
