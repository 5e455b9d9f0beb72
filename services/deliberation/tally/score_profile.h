// ScoreProfile: ballots that give options points on one declared scale, or grades (points with
// names). Equal ballots are stored once, with how often they occurred.
//
//   absl::StatusOr<ScoreProfile> profile = ScoreProfile::Create(3, {0, 5});
//   profile->Add({5, 0, std::nullopt}, 2);  // twice: 5 for option 0, 0 for 1, silent about 2
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/deliberation/tally/profile.h"

namespace plenum::tally {

// The points that a ballot may give: every whole number from lowest to highest.
struct ScoreRange {
  int lowest = 0;
  int highest = 5;
  friend bool operator==(const ScoreRange&, const ScoreRange&) = default;
};

// One value for each option; nothing where the ballot is silent.
using Scores = std::vector<std::optional<int>>;

struct ScoreGroup {
  Scores scores;
  int64_t count;
};

class ScoreProfile {
 public:
  // INVALID_ARGUMENT: option_count outside 1..kMaxOptions, lowest >= highest, or either outside
  // -1,000,000..1,000,000.
  static absl::StatusOr<ScoreProfile> Create(int option_count, ScoreRange range);

  // Counts the ballot `count` times. INVALID_ARGUMENT: another number of options, a score outside
  // the range (names the option), count < 1. OUT_OF_RANGE: the total would pass kMaxBallots. On an
  // error nothing changes. O(n).
  absl::Status Add(const Scores& scores, int64_t count = 1);

  int option_count() const { return option_count_; }
  ScoreRange range() const { return range_; }
  // Total of all counts, silent ballots included.
  int64_t ballots() const { return ballots_; }
  std::span<const ScoreGroup> groups() const { return groups_; }

  // The ballots as rankings: equal points share a tier, options without points are unranked.
  Profile ToRanked(Unranked unranked) const;

 private:
  ScoreProfile(int option_count, ScoreRange range) : option_count_(option_count), range_(range) {}

  int option_count_;
  ScoreRange range_;
  int64_t ballots_ = 0;
  std::vector<ScoreGroup> groups_;
  absl::flat_hash_map<Scores, size_t> index_;
};

// What voters saw for so many points, in quotation marks: grades[i] for range.lowest + i; the
// number where the points have no names and `grades` is empty.
std::string GradeText(ScoreRange range, std::span<const std::string> grades, int points);

}  // namespace plenum::tally
