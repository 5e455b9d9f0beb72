#include "services/deliberation/voting/ballot_box.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/common/base/text.h"

namespace plenum::deliberation {
namespace {

constexpr std::size_t kShownName = 120;

constexpr char kPackedVersion = 1;

void AppendVarint(std::uint32_t value, std::string& bytes) {
  for (; value >= 0x80; value >>= 7) bytes.push_back(static_cast<char>((value & 0x7f) | 0x80));
  bytes.push_back(static_cast<char>(value));
}

// Takes a number off the front of `bytes`; nothing when there is none, or one beyond any tier.
std::optional<int> TakeVarint(std::string_view& bytes) {
  std::uint32_t value = 0;
  for (unsigned shift = 0; shift <= 14 && !bytes.empty(); shift += 7) {
    const auto byte = static_cast<unsigned char>(bytes.front());
    bytes.remove_prefix(1);
    value |= (byte & 0x7fU) << shift;
    if (byte < 0x80) return static_cast<int>(value);
  }
  return std::nullopt;
}

absl::Status NotABallot() { return absl::InternalError("a stored ballot cannot be read"); }

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
  std::string packed(1, kPackedVersion);
  for (const std::uint32_t tier : tier_of) AppendVarint(tier, packed);
  return packed;
}

absl::StatusOr<tally::Ranking> UnpackBallot(int option_count, std::string_view packed) {
  if (packed.empty() || packed.front() != kPackedVersion) return NotABallot();
  packed.remove_prefix(1);
  std::vector<std::vector<tally::OptionIndex>> tiers;
  for (int option = 0; option < option_count; ++option) {
    const auto tier = TakeVarint(packed);
    if (!tier || *tier > option_count) return NotABallot();
    if (*tier == 0) continue;
    tiers.resize(std::max(tiers.size(), static_cast<std::size_t>(*tier)));
    tiers[static_cast<std::size_t>(*tier) - 1].push_back(option);
  }
  // Refuses a tier that nothing stands in.
  auto ranking = tally::Ranking::Create(option_count, tiers);
  if (!packed.empty() || !ranking.ok()) return NotABallot();
  return ranking;
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
