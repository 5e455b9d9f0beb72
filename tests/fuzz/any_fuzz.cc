// Any name and any bytes are either an election or an error that names its place. The first line of
// the input is the file's name.
//   build/fuzz/fuzz/any_fuzz tests/fuzz/any_corpus
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "services/deliberation/tally/formats/any.h"
#include "tests/fuzz/round_trip.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  namespace tally = plenum::tally;
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const size_t end = std::min(input.find('\n'), input.size());
  const absl::StatusOr<tally::AnyElection> election =
      tally::ReadElection(input.substr(0, end), input.substr(std::min(end + 1, input.size())));
  if (!election.ok() && election.status().code() != absl::StatusCode::kUnimplemented) {
    tally::CheckError(election.status());
  }
  return 0;
}
