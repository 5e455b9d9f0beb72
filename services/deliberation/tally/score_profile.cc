#include "services/deliberation/tally/score_profile.h"

#include <map>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/deliberation/tally/ballot_count.h"

namespace plenum::tally {
namespace {

constexpr int kLargestScore = 1'000'000;

}  // namespace

absl::StatusOr<ScoreProfile> ScoreProfile::Create(int option_count, ScoreRange range) {
  if (option_count < 1 || option_count > kMaxOptions) {
    return absl::InvalidArgumentError(
        absl::StrCat("the number of options must be 1 to ", kMaxOptions, ", not ", option_count));
  }
  if (range.lowest >= range.highest || range.lowest < -kLargestScore ||
      range.highest > kLargestScore) {
    return absl::InvalidArgumentError(
        absl::StrCat("a range of scores needs its lowest below its highest, both within ",
                     kLargestScore, ", not ", range.lowest, " to ", range.highest));
  }
  return ScoreProfile(option_count, range);
}

absl::Status ScoreProfile::Add(const Scores& scores, int64_t count) {
  if (std::ssize(scores) != option_count_) {
    return absl::InvalidArgumentError(absl::StrCat("the ballot scores ", scores.size(),
                                                   " options, the count has ", option_count_));
  }
  for (size_t option = 0; option < scores.size(); ++option) {
    const std::optional<int>& score = scores[option];
    if (score && (*score < range_.lowest || *score > range_.highest)) {
      return absl::InvalidArgumentError(absl::StrCat("the score of option ", option, " is ", *score,
                                                     ", outside ", range_.lowest, " to ",
                                                     range_.highest));
    }
  }
  if (absl::Status refusal = CheckCount(count, ballots_); !refusal.ok()) return refusal;
  const auto [entry, is_new] = index_.try_emplace(scores, groups_.size());
  if (is_new) {
    groups_.push_back({scores, count});
  } else {
    groups_[entry->second].count += count;
  }
  ballots_ += count;
  return absl::OkStatus();
}

std::string GradeText(ScoreRange range, std::span<const std::string> grades, int points) {
  const auto i = static_cast<size_t>(points - range.lowest);
  return i < grades.size() ? absl::StrCat("\"", grades[i], "\"") : absl::StrCat(points);
}

Profile ScoreProfile::ToRanked(Unranked unranked) const {
  // Everything that Create and Add refuse has been refused by this profile already.
  Profile ranked = *Profile::Create(option_count_, unranked);
  for (const ScoreGroup& group : groups_) {
    std::map<int, std::vector<OptionIndex>, std::greater<>> by_score;
    for (OptionIndex option = 0; option < option_count_; ++option) {
      const std::optional<int>& score = group.scores[static_cast<size_t>(option)];
      if (score) by_score[*score].push_back(option);
    }
    std::vector<std::vector<OptionIndex>> tiers;
    for (auto& [score, options] : by_score) tiers.push_back(std::move(options));
    ranked.Add(*Ranking::Create(option_count_, tiers), group.count).IgnoreError();
  }
  return ranked;
}

}  // namespace plenum::tally
