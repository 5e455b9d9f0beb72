#include "services/deliberation/record/packed_ballot.h"

#include <algorithm>
#include <optional>
#include <vector>

namespace plenum::record {
namespace {

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

absl::Status NotABallot() { return absl::InvalidArgumentError("a ballot cannot be read"); }

}  // namespace

std::string Pack(std::span<const std::uint32_t> tier_of) {
  std::string packed(1, kPackedVersion);
  for (const std::uint32_t tier : tier_of) AppendVarint(tier, packed);
  return packed;
}

absl::StatusOr<tally::Ranking> Unpack(int option_count, std::string_view packed) {
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

}  // namespace plenum::record
