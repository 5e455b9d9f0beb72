// Any bytes are either an election, which is the same when it is written and read again, or an
// error that names its place.
//   build/fuzz/fuzz/preflib_fuzz tests/fuzz/preflib_corpus
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "services/deliberation/tally/formats/preflib.h"
#include "tests/fuzz/round_trip.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  namespace tally = plenum::tally;
  const absl::StatusOr<tally::AnyElection> any = tally::ReadPreflib(
      std::string_view(reinterpret_cast<const char*>(data), size),
      size % 2 == 0 ? tally::Unranked::kTiedLast : tally::Unranked::kNotCompared);
  if (!any.ok()) {
    tally::CheckError(any.status());
    return 0;
  }
  std::visit(
      [size]<typename E>(const E& election) {
        tally::RoundTrip(
            election, {.seats = false}, /*may_refuse=*/false,
            [](const E& one) { return tally::WritePreflib(one); },
            [size](std::string_view text) {
              return tally::Only<E>(tally::ReadPreflib(text, size % 2 == 0
                                                                 ? tally::Unranked::kTiedLast
                                                                 : tally::Unranked::kNotCompared));
            });
      },
      *any);
  return 0;
}
