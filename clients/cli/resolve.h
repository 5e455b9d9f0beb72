// resolve: which measure, member, criterion or document a person means.
//
// People type what is shortest: the number in the list (3 or m3), the start of an id, or some words
// of the title. Resolve() takes the first reading that fits and never guesses between two things.
//
//   std::vector<Candidate> candidates = {{name, title, 3}, ...};
//   absl::StatusOr<std::size_t> at = Resolve("hotlines", candidates, kMeasure);
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

namespace plenum::cli {

struct Candidate {
  std::string name;   // resource name, "deliberations/d1/measures/m9"; the id is its last segment
  std::string title;  // shown to people
  int number = 0;     // position in the list, from 1
};

// How things of a kind are called.
struct Noun {
  char letter;                // "m" of "m3"
  std::string_view singular;  // "measure"
  std::string_view list;      // the command that lists them
};

inline constexpr Noun kMeasure{'m', "measure", "plenum measure list"};
inline constexpr Noun kCriterion{'c', "criterion", "plenum criterion list"};
inline constexpr Noun kDocument{'d', "document", "plenum document list"};
inline constexpr Noun kArgument{'a', "argument", "plenum argument list"};
inline constexpr Noun kWebhook{'w', "webhook", "plenum webhook list"};
inline constexpr Noun kStatement{'s', "statement", "plenum statement list"};
inline constexpr Noun kMember{'p', "member", "plenum member list"};

// "m3".
std::string Label(const Noun& noun, int number);

// The number of "m3", "M3" or "3"; 0 for anything else.
int ParseLabel(std::string_view word, const Noun& noun);

// The last segment of a resource name.
std::string_view LastSegment(std::string_view name);

// The index of the candidate that `query` means. In this order: a resource name, a whole id, a
// number of the list, a whole title, the start of an id (4 characters or more), the start of a
// title, the start of words within a title; titles without regard to case and spacing. Errors:
// NOT_FOUND when nothing fits; a usage error (see errors.h) that lists the candidates when more
// than one thing fits. O(candidates x title length).
absl::StatusOr<std::size_t> Resolve(std::string_view query,
                                    const std::vector<Candidate>& candidates, const Noun& noun);

}  // namespace plenum::cli
