// Small questions about text: is it UTF-8, how wide is it, what was meant.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tizhi {

// The first byte that is no UTF-8; npos where all is.
std::size_t first_bad_byte(std::string_view text);

// Characters of UTF-8 text.
int characters(std::string_view text);

// Columns that UTF-8 text takes on a terminal: Chinese characters take two.
int columns(std::string_view text);

// The first `count` characters of UTF-8 text.
std::string_view first_characters(std::string_view text, int count);

// The candidate that was most likely meant; empty where none is near.
std::string nearest(std::string_view word, const std::vector<std::string>& candidates);

// "did you mean 'superior'?", or where nothing is near, the other thing.
std::string did_you_mean(std::string_view word, const std::vector<std::string>& candidates,
                         const std::string& otherwise = "");

// "a, b or c"; at most `limit` of them, then how many more there are.
std::string listed(const std::vector<std::string>& words, std::size_t limit = 12);

// "a > b > c": an order, from the top.
std::string sequence(const std::vector<std::string>& words);

// What the whole text says as a number; nothing where it says none.
std::optional<double> number_in(const std::string& text);

// A number as it would be written: 0.5, 3, 1e-9, inf.
std::string spelled(double number);

std::string trimmed(std::string_view text);

}  // namespace tizhi
