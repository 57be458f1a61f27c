"""What the figures of a sweep draw is what the runs say."""
import os
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

    def test_the_figure_says_each_mean_and_speaks_two_languages(self):
        _, _, means = sweep_figures.grid(*self.parameters.values(), self.runs)
        drawn = {}
        for language in ("en", "zh"):
            sweep_figures.main(["grid.h5", "-o", f"{language}.svg", "--lang", language])
            drawn[language] = Path(f"{language}.svg").read_text(encoding="utf-8")
            for mean in means.flat:
                self.assertIn(f">{sweep_figures.in_words(mean, True)}<", drawn[language])
            for name in self.parameters:
                self.assertIn(f">{name}<", drawn[language])
        self.assertIn("nine in ten", drawn["en"])
        self.assertIn("九成", drawn["zh"])
        self.assertNotIn("nine in ten", drawn["zh"])

    def test_the_scale_of_the_heat_map_is_viridis(self):
        import matplotlib
        for part in (0.0, 0.25, 0.5, 0.75, 1.0):
            there = matplotlib.colors.to_rgb(sweep_figures.shade(part))
            numpy.testing.assert_allclose(there, matplotlib.colormaps["viridis"](part)[:3],
                                          atol=0.02)

    def test_the_case_of_an_order_against_old_bodies(self):
        scenario = Path(os.environ["TIZHI_SOURCE"], "scenarios/order_sweep.toml")
        sweeps.tizhi("sweep", scenario, "-o", "order.h5", "-q")
        parameters, runs, _ = sweep_figures.read("order.h5")
        _, drags, means = sweep_figures.grid(*parameters.values(), runs)
        self.assertTrue((numpy.diff(means, axis=1) >= 0).all())  # stronger orders win more
        self.assertTrue((numpy.diff(means, axis=0) <= 0).all())  # and less where drag is more
        self.assertLess(means[drags == 3].max(), 0.5)
        # Nobody to imitate, no drag: in closed form. 6,000 counties, five standard errors.
        alone = ["--set", "imitation.superior=0", "--set", "imitation.peers=0"]
        sweeps.tizhi("sweep", scenario, "-o", "alone.h5", "-q", *alone)
        parameters, runs, _ = sweep_figures.read("alone.h5")
        strengths, _, means = sweep_figures.grid(*parameters.values(), runs)
        expected = 1 - numpy.exp(-15 * 0.1 * strengths)
        error = numpy.sqrt(expected * (1 - expected) / 6000)
        numpy.testing.assert_array_less(abs(means[0] - expected), 5 * error + 1e-12)

    def test_the_figure_is_a_picture_that_shows_something(self):
        sweep_figures.main(["grid.h5", "-o", "grid.png"])
        picture = matplotlib.image.imread(Path("grid.png"))
        self.assertGreater(picture.std(), 0.05)
        with self.assertRaises(SystemExit):
            sweep_figures.main(["grid.h5", "-o", "none.png", "--outcome", "unknown"])


if __name__ == "__main__":
    unittest.main()
