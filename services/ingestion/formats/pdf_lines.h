// Joining the lines of a paragraph, and what their words say about them.
#pragma once

#include <string>
#include <string_view>
#include <unordered_set>

namespace plenum::ingestion {

// Undoes hyphenation. A hyphen at the end of a line belongs to the word when the document writes
// the word with it elsewhere ("long-term"); all lines are learnt before any is joined.
class LineJoiner {
 public:
  // Takes note of the words with a hyphen inside a line.
  void Learn(std::string_view line);

  // Appends the next line to a paragraph: a word broken by a hyphen whole again, lines of Chinese
  // or Japanese without a space, all others one space apart. Linear in the line.
  void Append(std::string_view line, std::string* paragraph) const;

 private:
  std::unordered_set<std::string> hyphened_;  // lower case
};

// A letter and a hyphen at the end.
bool EndsWithHyphen(std::string_view text);

// Whether the first letter is a small one.
bool BeginsLower(std::string_view text);

// "Figure 3", "Table 2.1:", "Source: ...".
bool IsCaptionText(std::string_view text);

// "12 See ...", "* Ibid.".
bool BeginsAsNote(std::string_view text);

}  // namespace plenum::ingestion
