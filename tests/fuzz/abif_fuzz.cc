// Any bytes are either an election, which is the same when it is written and read again, or an
// error that names its place.
//   build/fuzz/fuzz/abif_fuzz tests/fuzz/abif_corpus
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "services/deliberation/tally/formats/abif.h"
#include "tests/fuzz/round_trip.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  namespace tally = plenum::tally;
  const absl::StatusOr<tally::AnyElection> any =
      tally::ReadAbif(std::string_view(reinterpret_cast<const char*>(data), size));
  if (!any.ok()) {
    tally::CheckError(any.status());
    return 0;
  }
  std::visit(
      []<typename E>(const E& election) {
        tally::RoundTrip(
            election, {}, /*may_refuse=*/false, [](const E& one) { return tally::WriteAbif(one); },
            [](std::string_view text) { return tally::Only<E>(tally::ReadAbif(text)); });
      },
      *any);
  return 0;
}
