"""Colours that stand beside each other can be told apart with the commoner kinds of colour
blindness: at least LEAST apart by CIE 1976 (ΔE of 2.3 is just noticeable) as such an eye sees them.

How it sees them: Machado, Oliveira, Fernandes 2009, A physiologically-based model for simulation
of color vision deficiency (doi.org/10.1109/TVCG.2009.113), at full severity."""
import itertools
import os
import pathlib
import tomllib
import unittest

import numpy as np
import synthetic  # noqa: F401  (finds the analysis folder)

import gaps
import look

LEAST = 10
EYES = {
    "all cones": np.eye(3),
    "no long cones (protanopia)": np.array([[0.152286, 1.052583, -0.204868],
                                            [0.114503, 0.786281, 0.099216],
                                            [-0.003882, -0.048116, 1.051998]]),
    "no medium cones (deuteranopia)": np.array([[0.367322, 0.860646, -0.227968],
                                                [0.280085, 0.672501, 0.047413],
                                                [-0.011820, 0.042940, 0.968881]]),
}
TO_XYZ = np.array([[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750],
                   [0.0193339, 0.1191920, 0.9503041]])  # linear sRGB to XYZ, white D65


def linear(colour):
    """#rrggbb as linear RGB [3] in 0 ... 1."""
    values = np.array([int(colour[n:n + 2], 16) / 255 for n in (1, 3, 5)])
    return np.where(values <= 0.04045, values / 12.92, ((values + 0.055) / 1.055) ** 2.4)


def lab(colour, eye):
    """CIELAB of the colour as the eye sees it."""
    xyz = TO_XYZ @ np.clip(EYES[eye] @ linear(colour), 0, 1) / (TO_XYZ @ np.ones(3))
    f = np.where(xyz > (6 / 29) ** 3, np.cbrt(xyz), xyz / (3 * (6 / 29) ** 2) + 4 / 29)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def nearest(colours):
    """(distance, eye, one, other) of the pair that is hardest to tell apart."""
    return min((float(np.linalg.norm(lab(a, eye) - lab(b, eye))), eye, a, b)
               for eye in EYES for a, b in itertools.combinations(colours, 2))


class Colours(unittest.TestCase):
    def check(self, colours, least=LEAST):
        self.assertGreater(nearest(colours), (least,))

    def test_forms_of_the_largest_catalogue(self):
        self.check([*look.MODEL_COLOURS, look.NONE_COLOUR])

    def test_causes(self):
        self.check(look.CAUSE_COLOURS.values())

    def test_levels_and_kinds_of_events(self):
        self.check(look.LEVEL_COLOURS)
        self.check(look.KIND_COLOURS.values())

    def test_base_and_counterfactual(self):
        self.check([gaps.BASE, gaps.OTHER])

    def test_the_china_catalogue(self):
        path = pathlib.Path(os.environ["TIZHI_SOURCE"], "scenarios", "china.toml")
        models = tomllib.loads(path.read_text(encoding="utf-8"))["model"]
        self.check([*(m["colour"] for m in models), look.NONE_COLOUR])

    def test_what_is_said_of_eyes_is_so(self):
        """Red and green of equal lightness: far apart for most, near for those without cones."""
        red, green = "#c0392b", "#4e7d1e"
        by_eye = {eye: np.linalg.norm(lab(red, eye) - lab(green, eye)) for eye in EYES}
        self.assertGreater(by_eye["all cones"], 60)
        self.assertLess(by_eye["no medium cones (deuteranopia)"], LEAST)
        with self.assertRaises(AssertionError):  # wrong palette
            self.check([red, green])

    def test_lab_of_known_colours(self):
        for colour, want in (("#ffffff", (100, 0, 0)), ("#ff0000", (53.24, 80.09, 67.20)),
                             ("#0000ff", (32.30, 79.19, -107.86))):
            np.testing.assert_allclose(lab(colour, "all cones"), want, atol=0.1)


if __name__ == "__main__":
    unittest.main()
