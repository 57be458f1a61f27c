"""What the figures of a sweep draw is what the runs say."""
import unittest
from pathlib import Path

import matplotlib.image
import numpy
import sweep_figures
import sweeps

GRID = """[sweep]
design = "grid"
[sweep.parameters]
"event.law.strength" = [0, 1, 4]
"imitation.peers.county" = [0.1, 0.5]
"""


class Figures(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        sweeps.scenario("grid", GRID, replicates=40)
        sweeps.tizhi("sweep", "grid.toml", "-o", "grid.h5", "-q")
        cls.parameters, cls.runs, cls.title = sweep_figures.read("grid.h5")
        cls.rows = [r for r in sweeps.summary("grid") if r["variant"] == "base"]

    def mean(self, **wanted):
        chosen = [float(r["dedicated"]) for r in self.rows
                  if all(float(r[k.replace("__", ".")]) == v for k, v in wanted.items())]
        return sum(chosen) / len(chosen)

    def test_the_curve_is_of_means_and_the_band_of_replicates(self):
        values, mean, low, high = sweep_figures.curve(self.parameters["event.law.strength"],
                                                      self.runs)
        self.assertEqual(values.tolist(), [0, 1, 4])
        for value, one, least, most in zip(values, mean, low, high):
            self.assertAlmostEqual(one, self.mean(event__law__strength=value))
            self.assertTrue(least <= one <= most)
        self.assertGreater(mean[2], mean[0])

    def test_the_heat_map_has_a_cell_a_combination(self):
        x, y, means = sweep_figures.grid(*self.parameters.values(), self.runs)
        for i, strength in enumerate(x):
            for j, peers in enumerate(y):
                self.assertAlmostEqual(means[j, i], self.mean(
                    event__law__strength=strength, imitation__peers__county=peers))

    def test_points_of_a_hypercube_form_classes(self):
        values = numpy.random.default_rng(1).random(1000)
        middles, mean, _, _ = sweep_figures.curve(values, values[:, None])
        self.assertEqual(len(middles), sweep_figures.CLASSES)
        numpy.testing.assert_allclose(middles, mean)
        self.assertIsNone(sweep_figures.grid(values, values[::-1], values[:, None]))

    def test_the_figure_is_a_picture_that_shows_something(self):
        sweep_figures.main(["grid.h5", "-o", "grid.png"])
        picture = matplotlib.image.imread(Path("grid.png"))
        self.assertGreater(picture.std(), 0.05)
        with self.assertRaises(SystemExit):
            sweep_figures.main(["grid.h5", "-o", "none.png", "--outcome", "unknown"])


if __name__ == "__main__":
    unittest.main()
