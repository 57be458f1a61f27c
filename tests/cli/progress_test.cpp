#include "cli/progress.hpp"

#include "catch.hpp"
#include "cli/picture.hpp"
#include "input/text.hpp"

using namespace tizhi;

TEST_CASE("a bar says how far, how fast and how long") {
  const Pace t{34, 100, 0, 10, 1e6};
  CHECK(progress_line(t) == "34 of 100 runs (34 %), 3.40 runs/s, 3.40 M region-steps/s, 19 s left");
  CHECK(progress_bar(t, 80, Glyphs::ascii) ==
        "[######            ] 34/100 runs, 3.40 runs/s, 3.40 M region-steps/s, 19 s left");
  CHECK(progress_bar(t, 70, Glyphs::ascii) ==
        "[#######              ] 34/100 runs, 3.40 M region-steps/s, 19 s left");
  CHECK(progress_bar(t, 46, Glyphs::unicode) == "[██████▍            ] 34/100 runs · 19 s left");
  CHECK(progress_bar(t, 30, Glyphs::unicode) == "[█████          ] 34/100 runs");
  CHECK(progress_bar(t, 23, Glyphs::unicode) == "34/100 runs · 19 s left");
  CHECK(progress_bar(t, 10, Glyphs::unicode).empty());
}

TEST_CASE("a bar is never wider than the terminal") {
  const Pace t{999999, 1000000, 0, 10, 1e6};
  for (int width = 0; width < 140; ++width)
    for (const Glyphs glyphs : {Glyphs::ascii, Glyphs::unicode})
      CHECK(columns(progress_bar(t, width, glyphs)) <= width);
}

TEST_CASE("what an earlier command did does not count as speed") {
  const Pace t{60, 100, 50, 10, 1e6};
  CHECK(t.runs_per_second() == 1);
  CHECK(t.seconds_left() == 40);
  CHECK(progress_line({50, 100, 50, 10, 1e6}) == "50 of 100 runs (50 %)");
}

namespace {

const std::vector<Pigment> kModels = {{"leading group", "#ff0000"}, {"dedicated", ""}};
// Half the regions lead at first, all at the end; a quarter is dedicated at first.
const Strip kStrip = {{"1982", "1990", "2000"}, {0.5, 0.25, 0.75, 0.25, 1, 0}};
constexpr Terminal kPlain{Medium::log, Glyphs::ascii, Paint::plain, 16};

}  // namespace

TEST_CASE("a picture stacks the shares over time") {
  CHECK(picture(kStrip, kModels, kPlain) ==
        "100 %   ====###\n"
        "        ====###\n"
        "      ==#######\n"
        "      ==#######\n"
        " 50 % #########\n"
        "      #########\n"
        "      #########\n"
        "  0 % #########\n"
        "      1982     \n");
}

TEST_CASE("a picture is colourful only on a terminal that wants it") {
  Terminal terminal = kPlain;
  terminal.glyphs = Glyphs::unicode;
  CHECK(picture(kStrip, kModels, terminal).find('\033') == std::string::npos);
  terminal.paint = Paint::coloured;
  CHECK(picture(kStrip, kModels, terminal).find("\033[48;2;255;0;0m") != std::string::npos);
}
