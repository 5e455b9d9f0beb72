// Why a result is as it is: why A stands above B, and one reason for each place, as data and as one
// English sentence that a team can check against the pairwise table.
//
//   std::vector<std::string> names = {"Harden bases", "Add crisis hotlines", "Reduce troops"};
//   absl::StatusOr<std::vector<PlaceExplanation>> places = ExplainPlaces(result, names);
//   (*places)[0].sentence;
//   // "Add crisis hotlines is 1st: it beats every other measure head to head, most narrowly Harden
//   //  bases by 5 to 4."
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "services/deliberation/tally/schulze.h"

namespace plenum::tally {

// What puts one option above another.
enum class PairReason {
  kDuel,       // it wins the duel, and the duel is stronger than any path back
  kPath,       // only a path through other options is stronger than the path back
  kLayer,      // the votes leave the two level, but an option of a better tier beats the lower one
  kTiePolicy,  // the votes leave the two level; the tie policy separated them
  kTied,       // the two share a tier
};

struct PairExplanation {
  OptionIndex upper = 0;  // for kTied: the one asked first
  OptionIndex lower = 0;
  PairReason reason = PairReason::kTied;
  int64_t votes_upper = 0;              // ballots that prefer upper to lower
  int64_t votes_lower = 0;              // ballots that prefer lower to upper
  int64_t ballots = 0;                  // all ballots of the count
  int64_t strength = 0;                 // P(upper, lower)
  int64_t strength_back = 0;            // P(lower, upper)
  std::optional<BeatPath> path;         // the strongest path from upper to lower
  std::optional<BeatPath> path_back;    // and the one back
  std::optional<OptionIndex> layer_by;  // kLayer: an option above `lower` that beats it
  std::string tie_rule;                 // kTiePolicy: the rule of the event
};

// What the options are called in sentences, in the singular; the plural adds an s.
inline constexpr std::string_view kDefaultNoun = "option";

// Why the higher of a and b is above the other. INVALID_ARGUMENT: an option outside the option set,
// or a == b. O(n^2).
absl::StatusOr<PairExplanation> ExplainPair(const SchulzeResult& result, OptionIndex a,
                                            OptionIndex b);

// The same as one sentence. `names` has one name for each option. INVALID_ARGUMENT when its size is
// wrong; other errors as above.
absl::StatusOr<std::string> ExplainPairSentence(const SchulzeResult& result, OptionIndex a,
                                                OptionIndex b, std::span<const std::string> names);

// What the place of an option rests on.
enum class PlaceReason {
  kOnlyOption,       // there is nothing to compare with
  kNoComparison,     // no ballot compares any two options
  kTied,             // shares its tier; `rival` is the first of the others
  kTiePolicy,        // level with `rival` by the votes; the tie policy separated them
  kCondorcetWinner,  // beats every other option head to head; `rival` most narrowly
  kLast,             // the lowest; `rival`, one tier up, stands above it
  kBeatsAllBelow,    // beats every lower option head to head; `rival` most narrowly
  kPath,             // `rival`, the highest of the options below that it does not beat head to
                     // head, is kept below by a stronger path
  kLayer,            // as kPath, but the votes leave the two level
};

// One option's place and the reason for it.
struct PlaceExplanation {
  OptionIndex option = 0;
  int place = 1;  // 1 + number of options in better tiers; tied options share it
  PlaceReason reason = PlaceReason::kNoComparison;
  // The comparison that the reason rests on, where there is one.
  std::optional<OptionIndex> rival;
  std::optional<PairExplanation> pair;
  std::string sentence;
};

// One explanation for each option, in the order of the ranking (within a tier by option index).
// INVALID_ARGUMENT when names.size() is not the option count. O(n^3) worst case.
absl::StatusOr<std::vector<PlaceExplanation>> ExplainPlaces(const SchulzeResult& result,
                                                            std::span<const std::string> names,
                                                            std::string_view noun = kDefaultNoun);

// "1st", "2nd", "3rd", "4th", "11th", "21st", ... for n >= 1.
std::string Ordinal(int n);

}  // namespace plenum::tally
