// Patterns of words: how the rules look for "it is|was <adv> time to" among the tokens of a
// sentence. Internal to extraction/. Compared by the hashes of words, so that a rule costs little
// where it does not match.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "services/ingestion/extraction/sentences.h"

namespace plenum::ingestion {

inline constexpr std::size_t kNoMatch = static_cast<std::size_t>(-1);

using Tokens = std::vector<Token>;

// A pattern of words. Items are separated by spaces: "a|b" one of several words, "a?" optional
// (also "a|b?"), "<adv>" any number of adverbs, "<few>" up to three words of any kind, as few as
// will do. Written as a literal, "it is|was <adv> time"_p; compiled once, at first use.
class Pattern {
 public:
  explicit Pattern(std::string_view text);

 private:
  friend std::size_t Match(const Tokens& tokens, std::size_t at, const Pattern& pattern);
  enum class Kind { kWords, kAdverbs, kFew };
  struct Item {
    Kind kind = Kind::kWords;
    bool optional = false;
    std::uint64_t filter = 0;           // bit (hash % 64) of each word
    std::vector<std::uint64_t> hashes;  // HashOfWord of each word
    bool Holds(std::uint64_t hash) const;
  };
  static std::size_t MatchFrom(const Tokens& tokens, std::size_t at, const std::vector<Item>& items,
                               std::size_t item);
  std::vector<Item> items_;
};

template <std::size_t N>
struct PatternText {
  char text[N] = {};
  // NOLINTNEXTLINE(google-explicit-constructor): a literal is to convert
  consteval PatternText(const char (&literal)[N]) {
    for (std::size_t i = 0; i < N; ++i) text[i] = literal[i];
  }
};

template <PatternText kText>
const Pattern& operator""_p() {
  static const auto* const kPattern =
      new Pattern(std::string_view(kText.text, sizeof(kText.text) - 1));
  return *kPattern;
}

// Matches a pattern at token `at` and returns the token behind the match, or kNoMatch.
std::size_t Match(const Tokens& tokens, std::size_t at, const Pattern& pattern);

// First match of the pattern at or behind `from`; sets `*end` if not null. kNoMatch if none.
std::size_t Find(const Tokens& tokens, std::size_t from, const Pattern& pattern,
                 std::size_t* end = nullptr);

}  // namespace plenum::ingestion
