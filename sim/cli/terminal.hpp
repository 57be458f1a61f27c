// What a stream of this program can show.
#pragma once

#include <string>
#include <string_view>

namespace tizhi {

enum class Medium : unsigned char { terminal, log };
enum class Glyphs : unsigned char { ascii, unicode };
enum class Paint : unsigned char { plain, coloured };

struct Terminal {
  Medium medium = Medium::log;
  Glyphs glyphs = Glyphs::ascii;
  Paint paint = Paint::plain;
  int width = 80;  // columns
};

// Of a file descriptor: colour only on a terminal and without NO_COLOR; UTF-8 as the locale says.
Terminal terminal_of(int descriptor);

// The text and as many spaces as it lacks to be so many columns wide.
std::string padded(std::string_view text, int width);

}  // namespace tizhi
