// Any bytes are either an election, which is written and read again without a difference, or an
// error that names its place.
//   build/fuzz/fuzz/blt_fuzz tests/fuzz/blt_corpus
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "services/deliberation/tally/formats/blt.h"
#include "tests/fuzz/round_trip.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  namespace tally = plenum::tally;
  const auto election = tally::ReadBlt(std::string_view(reinterpret_cast<const char*>(data), size));
  if (!election.ok()) {
    tally::CheckError(election.status());
    return 0;
  }
  const auto text = tally::WriteBlt(*election);
  if (!text.ok()) return 0;  // names that the format cannot hold
  const auto again = tally::ReadBlt(*text);
  if (!again.ok() || again->names != election->names || again->seats != election->seats ||
      again->withdrawn != election->withdrawn ||
      again->profile.ballots() != election->profile.ballots() ||
      tally::WriteBlt(*again).value_or("") != *text) {
    std::abort();
  }
  return 0;
}
