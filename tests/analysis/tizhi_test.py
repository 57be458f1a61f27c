"""The reader rebuilds exactly what plain loops say, and refuses what it does not know."""
import os
import tempfile
import unittest

import numpy as np
import synthetic
from synthetic import Synthetic

import effects
import tizhi


def written(what, name="x.h5"):
    path = os.path.join(tempfile.mkdtemp(dir="."), name)
    synthetic.write(path, what)
    return path


class Rebuilding(unittest.TestCase):
    ENGINE = "h5netcdf"

    @classmethod
    def setUpClass(cls):
        cls.what = Synthetic(points=2, compress=cls.ENGINE == "netcdf4")
        cls.ds = tizhi.open_dataset(written(cls.what), engine=cls.ENGINE)

    def run_number(self, point, variant, replicate):
        return (point * 2 + variant) * 3 + replicate

    def test_every_state_of_every_run_is_what_loops_give(self):
        for point in range(2):
            for variant, name in enumerate(self.what.variants):
                got = tizhi.states(self.ds, range(49), point, name).values
                for replicate in range(3):
                    want = self.what.states(self.run_number(point, variant, replicate))
                    np.testing.assert_array_equal(got[:, replicate], want)

    def test_one_replicate_is_the_same_as_its_row_of_all(self):
        for at in (0, 17, "1990-02", 48):
            one = tizhi.state(self.ds, at, 1, "no_order", replicate=2)
            every = tizhi.state(self.ds, at, 1, "no_order")
            np.testing.assert_array_equal(one.values, every.values[2])

    def test_a_date_means_the_first_state_on_or_after_it(self):
        self.assertEqual(tizhi.step_at(self.ds, "1988-01"), 0)
        self.assertEqual(tizhi.step_at(self.ds, "1988-01-02"), 1)
        self.assertEqual(tizhi.step_at(self.ds, "1989"), 12)
        self.assertEqual(tizhi.step_at(self.ds, "1987"), 0)
        with self.assertRaisesRegex(ValueError, "1992-01-01"):
            tizhi.step_at(self.ds, "1992-01-02")

    def test_ages_count_from_the_state_after_the_formation(self):
        for at in (0, 1, 30, 48):
            got = tizhi.ages(self.ds, at, 0, "no_order").values
            for replicate in range(3):
                number = self.run_number(0, 1, replicate)
                np.testing.assert_allclose(got[replicate], self.ages_by_loops(number, at))

    def ages_by_loops(self, number, at):
        age = np.zeros(27)
        states = self.what.states(number)
        for step in range(at):
            age += 1 / 12
            for row in self.what.runs[number]:
                if row[0] == step:
                    age[row[1]] = 0
        return np.where(states[at] == 255, np.nan, age)

    def test_the_table_of_formations_says_what_was_written(self):
        table = tizhi.formations(self.ds, 1, "base")
        ids = [*self.what.models] + ["none"]
        rows = [(r, *row) for r in range(3) for row in self.what.runs[self.run_number(1, 0, r)]]
        self.assertEqual(len(table), len(rows))
        for got, want in zip(table.to_dict("records"), rows):
            replicate, step, region, before, after, cause, ledger = want
            self.assertEqual((got["replicate"], got["step"], got["region"]),
                             (replicate, step, f"r{region}"))
            self.assertEqual(got["from"], ids[min(before, 4)])
            self.assertEqual((got["to"], got["cause"]), (ids[after], synthetic.CAUSES[cause]))
            self.assertEqual(got["date"].to_datetime64(), self.date(step))
            shares = [got["ledger_" + c] for c in synthetic.CAUSES[:4]]
            np.testing.assert_allclose(shares, ledger / 255, rtol=1e-6)

    def date(self, step):
        return (np.datetime64("1988-01") + step).astype("datetime64[ns]")

    def test_alignment_and_diversity_by_loops(self):
        got = tizhi.alignment(self.ds, range(0, 49, 6), 0, "base")
        parent, level = self.what.regions()
        for replicate in range(3):
            states = self.what.states(self.run_number(0, 0, replicate))
            for n, step in enumerate(range(0, 49, 6)):
                m = states[step]
                pairs = [(m[i], m[parent[i]]) for i in range(27) if level[i] == 2
                         and m[i] != 255 and m[parent[i]] != 255]
                want = np.mean([a == b for a, b in pairs])
                self.assertAlmostEqual(got.values[replicate, n, 2], want)
        self.assertTrue(np.isnan(got.values[:, :, 0]).all())

    def test_diversity_is_the_effective_number_of_models(self):
        got = tizhi.diversity(tizhi.share(self.ds, "county", 0, "base"))
        _, level = self.what.regions()
        for step in (0, 20, 48):
            m = self.what.states(0)[step][level == 2]
            part = np.array([np.mean(m[m != 255] == k) for k in range(4)])
            want = np.exp(-sum(p * np.log(p) for p in part if p > 0))
            self.assertAlmostEqual(float(got[0, step]), want, places=6)

    def test_diversity_of_a_level_without_models_is_zero(self):
        empty = tizhi.share(self.ds, "county") * 0
        self.assertEqual(float(tizhi.diversity(empty).max()), 0)

    def test_formations_by_cause_count_every_formation_once(self):
        got = tizhi.formations_by_cause(self.ds, 1, "no_order")
        _, level = self.what.regions()
        want = np.zeros(got.shape, int)
        for replicate in range(3):
            for row in self.what.runs[self.run_number(1, 1, replicate)]:
                want[replicate, row[0] // 12, level[row[1]], row[4]] += 1
        np.testing.assert_array_equal(got.values, want)
        np.testing.assert_allclose(got.covered, 1)

    def test_frequencies_over_replicates_add_up_to_one(self):
        models = tizhi.states(self.ds, [3, 40], 0, "base")
        got = tizhi.frequency(self.ds, models)
        self.assertEqual(got.dims, ("time", "region", "model"))
        np.testing.assert_allclose(got.sum("model"), 1)
        want = np.mean([self.what.states(r)[40][5] == 255 for r in range(3)])
        self.assertAlmostEqual(float(got[1, 5].sel(model="none")), want)

    def test_bands_are_numpys_quantiles_without_nan(self):
        array = tizhi.share(self.ds, "county").copy()
        array.values[1, 4:9] = np.nan
        array.values[:, 11] = np.nan
        qs = (0.05, 0.5, 0.9)
        np.testing.assert_allclose(tizhi.bands(array, qs).values[:, :11],
                                   np.nanquantile(array.values[:, :11], qs, axis=0), rtol=1e-5)
        self.assertTrue(np.isnan(tizhi.bands(array, qs).values[:, 11]).all())

    def test_outcomes_and_paired_differences(self):
        table = tizhi.outcomes(self.ds)
        want = self.ds["outcome_last"].values
        self.assertEqual(table.loc[(1, "no_order", 2), "last"], want[1, 1, 2])
        gap = want[1, 1] - want[1, 0]
        got = effects.differences(self.ds, point=1).loc[("last", "no_order")]
        self.assertAlmostEqual(got["difference"], gap.mean())
        self.assertAlmostEqual(got["error"], gap.std(ddof=1) / np.sqrt(3))

    def test_shares_are_the_shares_of_the_states(self):
        got = tizhi.share(self.ds, "province", 1, "base")
        _, level = self.what.regions()
        m = self.what.states(self.run_number(1, 0, 2))[33][level == 1]
        np.testing.assert_allclose(got[2, 33], [np.mean(m == k) for k in range(4)], rtol=1e-6)

    def test_shares_of_families_are_summed_and_others_stay(self):
        shares = tizhi.share(self.ds, "province")
        same = tizhi.by_family(self.ds, shares).transpose(*shares.dims)
        np.testing.assert_array_equal(same, shares)
        fine = self.ds.assign(model_family=("model", ["", "attached", "attached", ""]))
        got = tizhi.by_family(fine, shares)
        self.assertEqual(list(got["model"].values), ["leading_group", "attached", "general_office"])
        np.testing.assert_allclose(got.sel(model="attached"), shares[:, :, 1] + shares[:, :, 2])

    def test_names_that_do_not_exist_are_said(self):
        with self.assertRaisesRegex(ValueError, "base, no_order"):
            tizhi.state(self.ds, 0, variant="nothing")
        with self.assertRaisesRegex(ValueError, "centre, province, county"):
            tizhi.share(self.ds, "village")


class RebuildingWithTheOtherClient(Rebuilding):
    ENGINE = "netcdf4"


class OtherFiles(unittest.TestCase):
    def test_without_formations_the_way_out_is_said(self):
        ds = tizhi.open_dataset(written(Synthetic(with_formations=False)))
        with self.assertRaisesRegex(tizhi.NotRecorded, "formations = true"):
            tizhi.state(ds, 3)
        self.assertEqual(tizhi.share(ds, "county").sizes["time"], 49)

    def test_yearly_shares_keep_their_dates(self):
        got = tizhi.share(tizhi.open_dataset(written(Synthetic(yearly=True))), "county")
        self.assertEqual(list(got["time"].dt.year.values), [1988, 1989, 1990, 1991, 1992])

    def test_strangers_and_newer_layouts_are_refused(self):
        for attribute, value in (("file_type", "weather"), ("format_version", "2.0")):
            path = written(Synthetic(seed_attributes={attribute: value}))
            with self.assertRaises(tizhi.UnknownFile):
                tizhi.open_dataset(path)

    def test_text_is_refused_and_a_missing_file_is_said(self):
        with open("plain.h5", "w") as file:
            file.write("not HDF5")
        with self.assertRaises(tizhi.UnknownFile):
            tizhi.open_dataset("plain.h5")
        with self.assertRaises(FileNotFoundError):
            tizhi.open_dataset("absent.h5")

    def test_initial_age_is_counted_where_the_file_holds_it(self):
        path = written(Synthetic(rate=0, initial_age=4.5))
        got = tizhi.ages(tizhi.open_dataset(path), 24).values
        np.testing.assert_allclose(got[~np.isnan(got)], 6.5)


if __name__ == "__main__":
    unittest.main()
