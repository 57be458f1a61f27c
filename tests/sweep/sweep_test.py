"""A point of a sweep is the scenario with its values written by hand: same luck, same checks."""
import itertools
import json
import unittest
from pathlib import Path

import h5py
import numpy
import xarray

import sweeps

SOBOL = '[sweep]\ndesign = "sobol"\npoints = 4\n' + sweeps.RANGES


def by_hand(name, values, *options):
    sets = [f"--set={n}={v!r}" for n, v in zip(sweeps.NAMES, values)]
    out, _ = sweeps.tizhi("run", f"{name}.toml", "-o", "hand.h5", "--force", "-q", "--summary", "-",
                          *sets, *options)
    return [(r["variant"], r["replicate"], r["dedicated"], r["half"]) for r in sweeps.rows(out)]


class Sweep(unittest.TestCase):
    def setUp(self):
        sweeps.scenario("sobol", SOBOL)

    def of_point(self, rows, point):
        return [(r["variant"], r["replicate"], r["dedicated"], r["half"])
                for r in rows if r["point"] == str(point)]

    def test_each_point_is_what_a_run_with_its_values_is(self):
        rows = sweeps.summary("sobol")
        points = sweeps.points("sobol")
        self.assertEqual(len({tuple(self.of_point(rows, p)) for p in range(4)}), 4)
        for p, values in enumerate(points):
            self.assertEqual(self.of_point(rows, p), by_hand("sobol", values))

    def test_leaders_of_a_point_are_under_its_own_law(self):
        # Tables of their law are taken over from the point or level before where it is the same.
        swept = {"leadership.tenure": [2, 6], "leadership.term.county": [3, 8],
                 "leadership.tenure_shape.province": [1, 2]}
        sweeps.scenario("law", "[sweep]\n[sweep.parameters]\n" + "".join(
            f'"{name}" = {values}\n' for name, values in swept.items()))
        kept = ["--set", "output.leaders=true", "--set", "output.formations=true", "--set",
                "leadership.preference=1", "-q", "--force", "--threads", "1"]
        sweeps.tizhi("sweep", "law.toml", "-o", "law.h5", *kept)
        with h5py.File("law.h5") as data:
            begins = data["arrival_offset"][::6]  # 2 variants × 3 replicates a point
            arrivals = numpy.array([data["arrival_step"][:], data["arrival_region"][:]])
        seen = set()
        for p, values in enumerate(itertools.product(*swept.values())):
            sets = [f"--set={n}={v}" for n, v in zip(swept, values)]
            sweeps.tizhi("run", "law.toml", "-o", "hand.h5", *sets, *kept)
            with h5py.File("hand.h5") as data:
                own = numpy.array([data["arrival_step"][:], data["arrival_region"][:]])
            numpy.testing.assert_array_equal(arrivals[:, begins[p]:begins[p + 1]], own)
            seen.add(own.tobytes())
        self.assertEqual(len(seen), 8)

    def test_with_luck_of_its_own_a_point_has_the_next_replicates(self):
        own = SOBOL.replace("points = 4", 'points = 4\nluck = "own"')
        sweeps.scenario("own", own)
        rows = sweeps.summary("own")
        for p, values in enumerate(sweeps.points("own")):
            all_so_far = by_hand("own", values, "--replicates", 3 * (p + 1))
            mine = [r for r in all_so_far if 3 * p <= int(r[1])]
            self.assertEqual([r[2:] for r in self.of_point(rows, p)], [r[2:] for r in mine])

    def test_outputs_and_summaries_tell_the_same(self):
        sweeps.tizhi("sweep", "sobol.toml", "-o", "out.h5", "--summary", "with.csv", "--force")
        printed, _ = sweeps.tizhi("sweep", "sobol.toml", "--summary", "-", "-q")
        sweeps.tizhi("sweep", "sobol.toml", "--summary", "alone.csv", "--threads", 1)
        table, _ = sweeps.tizhi("table", "out.h5", "outcomes")
        self.assertEqual(Path("with.csv").read_text(), printed)
        self.assertEqual(Path("alone.csv").read_text(), printed)
        self.assertEqual(table, printed)

    def test_the_output_has_a_dimension_of_points_and_a_variable_a_parameter(self):
        sweeps.tizhi("sweep", "sobol.toml", "-o", "out.h5", "--force")
        with xarray.open_dataset("out.h5", engine="h5netcdf") as data:
            self.assertEqual(data["outcome_dedicated"].dims, ("point", "variant", "replicate"))
            self.assertEqual(data["outcome_dedicated"].shape, (4, 2, 3))
            for k, name in enumerate(sweeps.NAMES):
                numpy.testing.assert_array_equal(data[name], [p[k] for p in sweeps.points("sobol")])
            self.assertNotIn("formation_step", data)
            self.assertNotIn("share", data)

    def test_info_tells_of_all_points(self):
        sweeps.tizhi("sweep", "sobol.toml", "-o", "out.h5", "--force")
        told = json.loads(sweeps.tizhi("info", "out.h5", "--json")[0])
        values = numpy.array(sweeps.points("sobol"))
        for k, name in enumerate(sweeps.NAMES):
            self.assertEqual(told["parameters"][name],
                             {"min": values[:, k].min(), "max": values[:, k].max()})
        self.assertEqual((told["design"], told["points"], told["refused"]), ("sobol", 4, 0))
        with h5py.File("out.h5") as data:
            means = data["outcome_dedicated"][...].mean(axis=2)
        for v, outcome in enumerate(told["outcomes"][:2]):
            self.assertEqual(outcome["id"], "dedicated")
            self.assertEqual(outcome["least"], means[:, v].min())
            self.assertEqual(outcome["most_at"], means[:, v].argmax())
            self.assertAlmostEqual(outcome["mean"], means[:, v].mean(), 14)
        said, _ = sweeps.tizhi("info", "out.h5")
        self.assertIn("4 points × 2 variants × 3 replicates = 24 runs", said)

    def test_the_table_of_differences_has_every_point(self):
        sweeps.tizhi("sweep", "sobol.toml", "-o", "out.h5", "--force")
        rows = sweeps.rows(sweeps.tizhi("table", "out.h5", "differences")[0])
        with h5py.File("out.h5") as data:
            means = data["outcome_dedicated"][...].mean(axis=2)
        found = {int(r["point"]): float(r["difference"]) for r in rows
                 if r["outcome"] == "dedicated"}
        numpy.testing.assert_allclose([found[p] for p in range(4)], means[:, 1] - means[:, 0],
                                      atol=1e-14)

    def test_a_summary_alone_is_told_as_json_too(self):
        told = json.loads(sweeps.tizhi("sweep", "sobol.toml", "--summary", "s.csv", "--json")[0])
        self.assertEqual((told["status"], told["points"], told["runs_done"], told["summary"]),
                         ("done", 4, 24, "s.csv"))
        self.assertEqual(len(sweeps.rows(Path("s.csv").read_text())), 24)
        sweeps.tizhi("sweep", "sobol.toml", "--summary", "-", "--json", expect=2)

    def test_what_output_asks_for_is_kept(self):
        sweeps.scenario("all", SOBOL, sweeps.EVERYTHING)
        sweeps.tizhi("sweep", "all.toml", "-o", "all.h5")
        sweeps.tizhi("sweep", "all.toml", "-o", "one.h5", "--threads", 1)
        self.assertEqual(Path("all.h5").read_bytes(), Path("one.h5").read_bytes())
        with h5py.File("all.h5") as data:
            self.assertEqual(data["share"].shape[:3], (4, 2, 3))
            self.assertEqual(data["initial_state"].shape[:3], (4, 2, 3))
            self.assertEqual(len(data["formation_offset"]), 4 * 2 * 3 + 1)
            self.assertEqual(data["formation_offset"][-1], len(data["formation_step"]))
        self.assertIn("24 of 24 runs", sweeps.tizhi("verify", "all.h5")[1])

    def test_verify_sees_a_single_bit(self):
        sweeps.tizhi("sweep", "sobol.toml", "-o", "bit.h5", "--force")
        sweeps.change_a_bit("bit.h5", "outcome_dedicated", (2, 1, 2))
        said = sweeps.tizhi("verify", "bit.h5", expect=1)[1]
        self.assertIn("point 2, variant no_law, replicate 2 differs in outcome_dedicated", said)

    def test_tables_of_any_hand_are_read(self):
        names = ",".join(sweeps.NAMES)
        points = sweeps.points("sobol")
        expected = sweeps.summary("sobol")
        for separator, header in ((",", "named"), (" ", "none"), ("\t", "none"), ("; ", "named")):
            lines = [separator.join(map(repr, p)) for p in points]
            if header == "named":
                lines.insert(0, separator.strip().join(sweeps.NAMES))
            Path("points.txt").write_text("\r\n".join(lines) + "\r\n")
            options = [] if header == "named" else ["--no-header", "--names", names]
            self.assertEqual(sweeps.summary("sobol", "--table", "points.txt", *options), expected)
        # Bare numbers in the order of [sweep.parameters], as SALib writes them.
        numpy.savetxt("bare.txt", points, fmt="%.17g")
        self.assertEqual(sweeps.summary("sobol", "--table", "bare.txt", "--no-header"), expected)

    def test_a_refused_row_keeps_its_place_and_says_why(self):
        Path("bad.csv").write_text("inertia.drag,imitation.peers.county\n1,0.5\n-1,0.5\nx,1\n2,1\n")
        out, err = sweeps.tizhi("sweep", "sobol.toml", "--summary", "-", "--table", "bad.csv")
        status = [(r["point"], r["status"], r["dedicated"] != "") for r in sweeps.rows(out)]
        self.assertEqual(sorted(set(status)), [("0", "played", True), ("1", "refused", False),
                                               ("2", "refused", False), ("3", "played", True)])
        self.assertIn("bad.csv:3:1: error: 'drag' is -1 (point 1: inertia.drag = -1", err)
        self.assertIn("bad.csv:4:1: error: this is no number (point 2", err)
        self.assertIn("12 runs were refused", err)


if __name__ == "__main__":
    unittest.main()
