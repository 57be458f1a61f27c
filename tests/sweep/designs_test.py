"""Designs lie where they say: against scipy's, and by what each promises."""
import unittest

import numpy
from scipy.stats import qmc

import sweeps

LINEAR = """[sweep.parameters]
"inertia.drag" = { min = 0, max = 1 }
"imitation.superior" = { min = 0, max = 1 }
"imitation.peers.county" = { min = 0, max = 1 }
"mandate.crowding" = { min = 0, max = 1 }
"""


def swept(design, count, parameters=LINEAR, *options):
    sweeps.scenario("design", f'[sweep]\ndesign = "{design}"\npoints = {count}\n{parameters}')
    return numpy.array(sweeps.points("design", *options))


def bits(values):
    return numpy.array(values * 2.0**40, dtype=numpy.uint64)


class Designs(unittest.TestCase):
    def test_a_grid_takes_every_combination_the_last_parameter_fastest(self):
        grid = ('[sweep.parameters]\n"inertia.drag" = [0, 3]\n'
                '"imitation.peers.county" = { min = 0.1, max = 10, n = 3, scale = "log" }\n')
        sweeps.scenario("grid", '[sweep]\ndesign = "grid"\n' + grid)
        points = sweeps.points("grid")
        self.assertEqual([p[0] for p in points], [0, 0, 0, 3, 3, 3])
        numpy.testing.assert_allclose([p[1] for p in points], [0.1, 1, 10] * 2, rtol=1e-15)
        self.assertEqual([points[0][1], points[2][1]], [0.1, 10])

    def test_sobol_points_are_scipys_with_every_digit_turned_by_one_shift(self):
        theirs = bits(qmc.Sobol(4, scramble=False).random(64))
        ours = bits(swept("sobol", 64))
        shift = ours[0]  # of the origin
        self.assertEqual(len(set(shift.tolist())), 4)
        numpy.testing.assert_array_equal(ours ^ shift, theirs)
        self.assertFalse(numpy.array_equal(ours, theirs))  # the test would see no shift at all

    def test_another_seed_is_another_shift_and_another_hypercube(self):
        for design in ("sobol", "lhs"):
            self.assertFalse(numpy.array_equal(swept(design, 8),
                                               swept(design, 8, LINEAR, "--seed", 8)))

    def test_a_latin_hypercube_has_a_point_in_each_stratum_of_each_parameter(self):
        for count in (1, 2, 7, 100):
            strata = numpy.sort(numpy.floor(swept("lhs", count) * count), axis=0)
            numpy.testing.assert_array_equal(strata, numpy.arange(count)[:, None] + numpy.zeros(4))
        points = swept("lhs", 100)
        orders = numpy.corrcoef(points.T) - numpy.eye(4)
        self.assertLess(abs(orders).max(), 0.48)  # 5 / sqrt(100)

    def test_saltelli_rows_are_a_then_a_with_one_of_b_then_b(self):
        points = swept("saltelli", 8)
        self.assertEqual(points.shape, (8 * 6, 4))
        theirs = bits(qmc.Sobol(8, scramble=False).random(8))
        blocks = points.reshape(8, 6, 4)
        a, b = blocks[:, 0], blocks[:, 5]
        numpy.testing.assert_array_equal(bits(a) ^ bits(a)[0], theirs[:, :4])
        numpy.testing.assert_array_equal(bits(b) ^ bits(b)[0], theirs[:, 4:])
        for k in range(4):
            mixed = a.copy()
            mixed[:, k] = b[:, k]
            numpy.testing.assert_array_equal(blocks[:, 1 + k], mixed)

    def test_a_list_of_values_is_drawn_evenly_and_a_range_by_its_scale(self):
        points = swept("sobol", 1024, sweeps.RANGES)
        counts = numpy.unique(points[:, 2], return_counts=True)
        self.assertEqual(counts[0].tolist(), [0, 1, 2])
        self.assertLessEqual(abs(counts[1] - 1024 / 3).max(), 2)
        self.assertAlmostEqual(numpy.log10(points[:, 1]).mean(), -0.5, delta=0.01)


if __name__ == "__main__":
    unittest.main()
