// text: what a terminal needs to know about a string.
//
// Titles, names and quotes come from documents and from other people: they may hold wide
// characters, combining marks, or control sequences that would steer the terminal. Everything that
// is shown goes through Printable() once; widths count terminal columns, never bytes.
//
//   std::string title = text::Printable(measure.title());
//   for (const std::string& line : text::Wrap(title, 60)) out << "    " << line << "\n";
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace plenum::cli::text {

// `text` without anything that steers a terminal: control characters (line ends and tabs become one
// space), bidirectional overrides and bytes that are not UTF-8 (both become U+FFFD).
std::string Printable(std::string_view text);

// The same, but line ends and tabs stay: for whole documents.
std::string PrintableLines(std::string_view text);

// Columns that `text` takes: East Asian wide and fullwidth characters take two, combining marks and
// format characters none. Style sequences (ESC [ ... m) take none. Linear.
int Width(std::string_view text);

// Lower case for comparing: full Unicode case folding, runs of white space become one space, none
// at the ends.
std::string Fold(std::string_view text);

// `text` cut to `width` columns, with an ellipsis when something was cut ("..." unless `unicode`).
std::string Truncate(std::string_view text, int width, bool unicode = true);

// `text` in lines of at most `width` columns, broken at spaces; a word longer than a line is broken
// where it must be, wide characters wherever the line ends. At least one line, which may be empty.
std::vector<std::string> Wrap(std::string_view text, int width);

// `text` with spaces up to `width` columns, after it or before it.
std::string PadRight(std::string_view text, int width);
std::string PadLeft(std::string_view text, int width);

// A bar of `fraction` (0 to 1, else clamped) of `width` columns, without padding: block characters
// in eighths of a column, or '#' when not `unicode`.
std::string Bar(double fraction, int width, bool unicode);

// The shortest decimal that people write: "30", "0.25", "7.5"; at most `digits` after the point.
std::string Number(double value, int digits = 3);

// An exact decimal as it is read best: at most `digits` after the point, rounded half up, without
// zeros at the end. Anything that is no plain decimal ("7/3") stays as it is.
std::string Decimal(std::string_view exact, int digits = 6);

// With exactly `digits` after the point: for columns of numbers.
std::string Fixed(double value, int digits);

// "1 measure", "2 measures".
std::string Count(long long count, std::string_view noun);

// "1st", "2nd", "3rd", "11th".
std::string Ordinal(int n);

}  // namespace plenum::cli::text
