// Any bytes are either an election that can be counted and explained, or an error that names its
// place; and it is the same when it is written and read again.
//   build/fuzz/fuzz/cvotes_fuzz tests/fuzz/cvotes_corpus
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "services/deliberation/tally/explain.h"
#include "services/deliberation/tally/formats/cvotes.h"
#include "services/deliberation/tally/pairwise.h"
#include "services/deliberation/tally/schulze.h"
#include "tests/fuzz/round_trip.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  namespace tally = plenum::tally;
  // A file of mostly names is cheap to write and expensive to count; it says nothing new.
  constexpr size_t kMostOptions = 40;
  const absl::StatusOr<tally::Election> election =
      tally::ReadCvotes(std::string_view(reinterpret_cast<const char*>(data), size));
  if (!election.ok()) {
    if (election.status().message().find("line ") != 0) std::abort();
    return 0;
  }
  if (election->names.size() > kMostOptions) return 0;
  tally::RoundTrip(*election, {}, /*may_refuse=*/false, tally::WriteCvotes,
                   [](std::string_view text) { return tally::ReadCvotes(text); });
  const tally::PairwiseMatrix matrix = tally::PairwiseMatrix::FromProfile(election->profile);
  tally::SchulzeOptions options;
  if (size % 2 == 0) options.tie_policy = tally::SeededPermutation{"fuzz"};
  const absl::StatusOr<tally::SchulzeResult> result = tally::Schulze(matrix, options);
  if (!result.ok() || !result->ranking().complete()) std::abort();
  if (!tally::ExplainPlaces(*result, election->names).ok()) std::abort();
  return 0;
}
