// Any bytes are either an election, which is the same when it is written and read again, or an
// error that names its place.
//   build/fuzz/fuzz/csv_fuzz tests/fuzz/csv_corpus
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "services/deliberation/tally/formats/csv.h"
#include "tests/fuzz/round_trip.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  namespace tally = plenum::tally;
  const absl::StatusOr<tally::Election> election =
      tally::ReadCsv(std::string_view(reinterpret_cast<const char*>(data), size));
  if (!election.ok()) {
    tally::CheckError(election.status());
    return 0;
  }
  tally::RoundTrip(*election, {}, /*may_refuse=*/false, tally::WriteCsv,
                   [](std::string_view text) { return tally::ReadCsv(text); });
  return 0;
}
