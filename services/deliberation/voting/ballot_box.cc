#include "services/deliberation/voting/ballot_box.h"

#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/common/base/text.h"

namespace plenum::deliberation {
namespace {

constexpr std::size_t kShownName = 120;

std::string Shown(const std::string& name) {
  return name.size() <= kShownName ? name : std::string(base::Shorten(name, kShownName)) + "…";
}

}  // namespace

ElectionSnapshot::ElectionSnapshot(v1::Deliberation deliberation, std::int64_t revision)
    : deliberation_(std::move(deliberation)), revision_(revision) {
  int next = 0;
  for (const auto& option : deliberation_.rules().options()) index_[option.measure()] = next++;
}

int ElectionSnapshot::IndexOf(const std::string& measure) const {
  const auto it = index_.find(measure);
  return it == index_.end() ? -1 : it->second;
}

void CheckBallot(const ElectionSnapshot& election, const v1::Ballot& ballot,
                 base::FieldViolations& bad) {
  std::vector<bool> seen(static_cast<std::size_t>(election.deliberation().rules().options_size()));
  for (int t = 0; t < ballot.tiers_size(); ++t) {
    const auto& tier = ballot.tiers(t);
    if (tier.measures().empty()) {
      bad.Add(absl::StrCat("ballot.tiers[", t, "]"), "is empty; leave it out");
    }
    for (int m = 0; m < tier.measures_size(); ++m) {
      const std::string& measure = tier.measures(m);
      const int index = election.IndexOf(measure);
      if (index >= 0 && !seen[static_cast<std::size_t>(index)]) {
        seen[static_cast<std::size_t>(index)] = true;
        continue;
      }
      const std::string field = absl::StrCat("ballot.tiers[", t, "].measures[", m, "]");
      if (index >= 0) {
        bad.Add(field, absl::StrCat("\"", Shown(measure), "\" is on the ballot twice"));
      } else if (measure.rfind(election.deliberation().name() + "/measures/", 0) == 0) {
        bad.Add(field, absl::StrCat("\"", Shown(measure),
                                    "\" is not voted on; GetDeliberation shows the options"));
      } else {
        bad.Add(field, absl::StrCat("\"", Shown(measure), "\" is no measure of ",
                                    election.deliberation().name()));
      }
    }
  }
}

absl::StatusOr<tally::Ranking> ToRanking(const ElectionSnapshot& election,
                                         const v1::Ballot& ballot) {
  std::vector<std::vector<tally::OptionIndex>> tiers;
  for (const auto& tier : ballot.tiers()) {
    auto& indexes = tiers.emplace_back();
    for (const auto& measure : tier.measures()) indexes.push_back(election.IndexOf(measure));
  }
  auto ranking = tally::Ranking::Create(election.deliberation().rules().options_size(), tiers);
  if (!ranking.ok()) {
    return absl::InternalError(
        absl::StrCat("a stored ballot is not valid: ", ranking.status().message()));
  }
  return ranking;
}

ElectionCache::Pointer ElectionCache::Find(const std::string& deliberation) {
  const std::lock_guard lock(mutex_);
  const auto it = entries_.find(deliberation);
  return it == entries_.end() ? nullptr : it->second;
}

void ElectionCache::Put(Pointer snapshot) {
  const std::lock_guard lock(mutex_);
  if (entries_.size() >= kMaxEntries) entries_.clear();
  auto& entry = entries_[snapshot->deliberation().name()];
  // A reader that was slow must not bring an older one back.
  if (entry == nullptr || entry->revision() < snapshot->revision()) entry = std::move(snapshot);
}

void ElectionCache::Drop(const std::string& deliberation) {
  const std::lock_guard lock(mutex_);
  entries_.erase(deliberation);
}

}  // namespace plenum::deliberation
