#include "services/deliberation/voting/ballot_box.h"

#include <algorithm>
#include <cstdint>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/common/base/text.h"
#include "services/deliberation/record/entries.h"
#include "services/deliberation/record/packed_ballot.h"

namespace plenum::deliberation {
namespace {

constexpr std::size_t kShownName = 120;

// A row: this byte, the salt, and the packed ballot.
constexpr char kSalted = 2;
// The same, with the length of an argument's id in a byte, and the id, before the packed ballot.
constexpr char kMoved = 3;

absl::Status NotABallot() { return absl::InternalError("a stored ballot cannot be read"); }

std::string Shown(const std::string& name) {
  return name.size() <= kShownName ? name : std::string(base::Shorten(name, kShownName)) + "…";
}

}  // namespace

ElectionSnapshot::ElectionSnapshot(v1::Deliberation deliberation, std::int64_t revision,
                                   VoteSecret secret)
    : deliberation_(std::move(deliberation)), revision_(revision), secret_(std::move(secret)) {
  int next = 0;
  for (const auto& option : deliberation_.rules().options()) index_[option.measure()] = next++;
}

int ElectionSnapshot::IndexOf(const std::string& measure) const {
  const auto it = index_.find(measure);
  return it == index_.end() ? -1 : it->second;
}

std::string PackBallot(const ElectionSnapshot& election, const v1::Ballot& ballot,
                       base::FieldViolations& bad) {
  std::vector<std::uint32_t> tier_of(
      static_cast<std::size_t>(election.deliberation().rules().options_size()));
  for (int t = 0; t < ballot.tiers_size(); ++t) {
    const auto& tier = ballot.tiers(t);
    if (tier.measures().empty()) {
      bad.Add(absl::StrCat("ballot.tiers[", t, "]"), "is empty; leave it out");
    }
    for (int m = 0; m < tier.measures_size(); ++m) {
      const std::string& measure = tier.measures(m);
      const int index = election.IndexOf(measure);
      if (index >= 0 && tier_of[static_cast<std::size_t>(index)] == 0) {
        tier_of[static_cast<std::size_t>(index)] = static_cast<std::uint32_t>(t) + 1;
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
  return record::Pack(tier_of);
}

std::string ToRow(std::string_view salt, std::string_view packed, std::string_view argument) {
  std::string row(1, argument.empty() ? kSalted : kMoved);
  row.append(salt);
  if (!argument.empty()) row.append(1, static_cast<char>(argument.size())).append(argument);
  return row.append(packed);
}

absl::StatusOr<BallotRow> ReadBallotRow(int option_count, std::string_view row) {
  const bool moved = !row.empty() && row.front() == kMoved;
  if (row.size() < 2 + record::kSaltBytes || !(moved || row.front() == kSalted)) {
    return NotABallot();
  }
  std::string salt(row.substr(1, record::kSaltBytes));
  row.remove_prefix(1 + record::kSaltBytes);
  std::string argument;
  if (moved) {
    const auto length = static_cast<std::size_t>(static_cast<unsigned char>(row.front()));
    if (row.size() < 1 + length) return NotABallot();
    argument = row.substr(1, length);
    row.remove_prefix(1 + length);
  }
  auto ranking = record::Unpack(option_count, row);
  if (!ranking.ok()) return NotABallot();
  return BallotRow{std::move(salt), std::string(row), *std::move(ranking), std::move(argument)};
}

void AddTiers(const ElectionSnapshot& election, const tally::Ranking& ranking, v1::Ballot& ballot) {
  for (int t = 0; t < ranking.tier_count(); ++t) {
    auto* tier = ballot.add_tiers();
    for (const tally::OptionIndex option : ranking.tier(t)) {
      tier->add_measures(election.deliberation().rules().options(option).measure());
    }
  }
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
