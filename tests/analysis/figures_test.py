"""Single figures are fit for a paper, the same bytes each time, and show what the file says."""
import os
import shutil
import subprocess
import unittest
from unittest import mock
from xml.etree import ElementTree

import numpy as np
from PIL import Image

import cells
import contributions
import effects_test
import figures
import gaps
import look
import movie
import panel
import timeline
import tizhi

SVG = "{http://www.w3.org/2000/svg}"
TITLES = ('id = "agencies", measure', 'id = "agencies", title = "Counties with an agency, as many '
          'as there are", title_zh = "设有专职机构的县区", measure')


def read(path):
    with open(path, "rb") as file:
        return file.read()


def drawn(*arguments):
    """Runs figures.py; gives the bytes of the file."""
    if figures.main(list(arguments)) != 0:
        raise AssertionError(arguments)
    return read(arguments[arguments.index("-o") + 1])


class Figures(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        regions = "code,parent,level,name,name_zh,row,col\n1,,centre,Centre,中央,,\n"
        for n in range(6):
            regions += f"1{n},1,province,North {n},北{n}省,{n // 3},{n % 3}\n"
            regions += "".join(f"1{n}{m},1{n},county,,,,\n" for m in range(4))
        with open("regions.csv", "w", encoding="utf-8") as file:
            file.write(regions)
        text = effects_test.SCENARIO.replace(*TITLES).replace(
            'generate = [1, 5, 4]', 'file = "regions.csv"')
        with open("x.toml", "w", encoding="utf-8") as file:
            file.write(text)
        for command, path in (("run", "x.h5"), ("decompose", "why.h5")):
            subprocess.run([os.environ["TIZHI_BIN"], command, "x.toml", "-o", path, "--quiet"],
                           check=True)
        cls.ds, cls.why = tizhi.open_dataset("x.h5"), tizhi.open_dataset("why.h5")

    @staticmethod
    def file_of(name):
        return "why.h5" if name in figures.OF_DECOMPOSITIONS else "x.h5"

    def test_every_figure_is_a_file_of_each_kind(self):
        for name in figures.FIGURES:
            kinds = [(".svg", b"<?xml")]
            if name in ("timeline", *figures.OF_DECOMPOSITIONS):  # the others: report_test
                kinds += [(".png", b"\x89PNG"), (".pdf", b"%PDF")]
            for ending, begins in kinds:
                got = drawn(self.file_of(name), name, "-o", "f" + ending, "--lang", "zh")
                self.assertTrue(got.startswith(begins), name + ending)

    def test_the_same_figure_is_the_same_bytes(self):
        for ending in (".svg", ".png", ".pdf"):
            first = drawn("why.h5", "decomposition", "-o", "one" + ending)
            self.assertEqual(first, drawn("why.h5", "decomposition", "-o", "other" + ending))
            self.assertNotIn(b"CreationDate", first)

    def test_an_svg_has_a_size_on_paper_and_one_language(self):
        for language, there, absent in (("en", "Counties with an", "设有"),
                                        ("zh", "设有专职机构的县区", "Counties")):
            got = drawn("x.h5", "differences", "-o", "d.svg", "--lang", language, "--width", "85")
            root = ElementTree.fromstring(got)
            self.assertEqual(root.get("width"), "85mm")
            self.assertIn("WenQuanYi", root.get("font-family"))
            said = " ".join(t.text for t in root.iter(SVG + "text"))
            self.assertIn(there, said)
            self.assertNotIn(absent, said)

    def test_a_pdf_holds_its_chinese_letters(self):
        got = drawn("x.h5", "timeline", "--region", "10", "-o", "zh.pdf", "--lang", "zh")
        self.assertIn(b"MicroHei", got)
        self.assertNotIn(b"MicroHei", drawn("x.h5", "timeline", "-o", "en.pdf"))

    def test_no_text_leaves_its_drawing(self):
        for name in figures.FIGURES:
            ds = self.why if name in figures.OF_DECOMPOSITIONS else self.ds
            asked = figures.parsed([self.file_of(name), name, "-o", "x.svg"])
            canvas = figures.drawn(ds, asked)
            for _, only, x, y, words, size, anchor, *_ in [s for s in canvas.shapes
                                                          if s[0] == "text"]:
                self.assertTrue(0 < y <= canvas.height, (name, words))
                for number, language in enumerate(("en", "zh")):
                    digits = sum(c in "0123456789.±+−" for c in words[number])
                    wide = panel.text_width(words[number], size) + 0.09 * size * digits
                    left = x - {"start": 0, "middle": wide / 2, "end": wide}[anchor]
                    if only in (None, language):
                        self.assertGreater(left, -1, (name, words))
                        self.assertLess(left + wide, canvas.width + 2, (name, words))

    def test_bars_are_as_long_as_what_the_causes_contribute(self):
        shapes = contributions.decomposition(self.why).shapes
        bars = [s for s in shapes if s[0] == "area" and s[5]]
        wide = np.array([np.ptp(s[2][:, 0]) for s in bars]).reshape(-1, 4)
        table = self.why["shapley"].values
        known = table[~np.isnan(table).any(axis=1)]
        self.assertEqual(len(wide), len(known))
        for got, want in zip(wide, np.abs(known)):
            np.testing.assert_allclose(got / got.sum(), want / want.sum(), atol=1e-9)

    def test_a_dot_stands_at_its_difference_and_is_grey_where_there_may_be_none(self):
        row = cells.Row("x", ("x", "x"), True, (-0.5, 0.5))
        for low, mean, high, colour in ((-0.3, -0.2, -0.1, gaps.OTHER), (-.1, .1, .3, look.MUTED)):
            drawing = cells.Cells(["one"], ["base"])
            place = drawing.row(row, [0.4])[0]
            gaps.dot(drawing, place, row,
                     {"difference": mean, "low": low, "high": high, "error": 0.1})
            disc = [s for s in drawing.canvas.shapes if s[0] == "disc"][0]
            self.assertAlmostEqual(disc[2], place.left + (mean + 0.5) * place.width)
            self.assertEqual(disc[5], colour)

    def test_numbers_are_told_as_the_scale_needs(self):
        percent = cells.Row("x", ("x", "x"), True, (-1, 1))
        rate = cells.Row("x", ("x", "x"), False, (0, 0.07))
        self.assertEqual((percent.value(0.726), percent.change(-0.033)), ("72.6%", "−3.3"))
        self.assertEqual((rate.change(0.0702), rate.change(0.00002, "")), ("+0.0702", "0.00002"))
        self.assertEqual((rate.change(0), rate.value(np.nan)), ("0", "–"))

    def test_a_regions_histories_are_the_files_states(self):
        region = timeline.region_at(self.ds, "北2省")
        self.assertEqual(region, timeline.region_at(self.ds, "12"))
        held = timeline.models(self.ds, *timeline.history(self.ds, region))
        want = tizhi.states(self.ds, range(self.ds.sizes["time"]), regions=[region]).values[:, :, 0]
        np.testing.assert_array_equal(held, want.T)

    def test_events_that_reach_a_region_are_marked_at_it(self):
        told = ('[[event]]\nid = "order"\nkind = "mandate"\nissuer = "11"\n'
                '[[event]]\nid = "line"\nkind = "legacy"\nlevels = ["county"]\n')
        ds = self.ds.assign_attrs(scenario=told)
        names = {code: [e.name for e in timeline.concerning(ds, timeline.region_at(ds, code))]
                 for code in ("11", "110", "120")}
        self.assertEqual(names, {"11": [], "110": ["order"], "120": []})  # the line is before 1990

    def test_the_map_becomes_a_film_of_the_years(self):
        drawn("x.h5", "map", "-o", "map.gif", "--replicate", "3", "--lang", "zh")
        with Image.open("map.gif") as film:
            self.assertEqual(film.n_frames, 12)  # 1990 ... 2000 and the end
        self.assertEqual(read("map.gif")[:6], b"GIF89a")

    def test_tiles_of_a_film_are_as_broad_as_forms_are_likely(self):
        last = list(movie.frames(self.ds))[-1]
        tiles = [s for s in last.shapes if s[0] == "area" and np.ptp(s[2][:, 1]) > 40]
        found = tizhi.frequency(self.ds, tizhi.states(self.ds, [126], regions=range(1, 30)))
        share = found.isel(time=0).sel(region=["10"]).values[0]
        wide = [np.ptp(s[2][:, 0]) / (movie.TILE - 3) for s in tiles[1:1 + (share > 0).sum()]]
        np.testing.assert_allclose(wide, share[share > 0])

    def test_a_film_can_be_an_mp4_where_ffmpeg_is(self):
        if shutil.which("ffmpeg"):
            self.assertEqual(drawn("x.h5", "map", "-o", "map.mp4")[4:8], b"ftyp")

    def test_without_ffmpeg_the_way_out_is_said(self):
        with mock.patch("matplotlib.animation.FFMpegWriter.isAvailable", return_value=False):
            with self.assertRaisesRegex(movie.NoEncoder, "apt-get install ffmpeg"):
                movie.save(movie.frames(self.ds), "map.mp4")

    def test_what_a_file_does_not_hold_is_refused_with_the_way_out(self):
        for path, name, *more in (("x.h5", "decomposition"), ("why.h5", "differences"),
                                  ("why.h5", "what-if"), ("x.h5", "timeline", "--region", "999")):
            with mock.patch("sys.stderr") as stderr:
                self.assertEqual(figures.main([path, name, "-o", "no.svg", *more]), 2)
            self.assertIn("figures.py: ", "".join(c.args[0] for c in stderr.write.mock_calls))
        for wrong in (["x.h5", "shares", "-o", "x.gif"], ["x.h5", "shares", "-o", "x.jpg"]):
            with mock.patch("sys.stderr"), self.assertRaises(SystemExit) as stop:
                figures.main(wrong)
            self.assertEqual(stop.exception.code, 2)
        self.assertFalse(os.path.exists("no.svg"))


if __name__ == "__main__":
    unittest.main()
