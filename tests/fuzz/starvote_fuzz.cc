// Any bytes are either an election of points or an error that names its place; what is read can be
// counted by STAR.
//   build/fuzz/fuzz/starvote_fuzz tests/fuzz/starvote_corpus
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "services/deliberation/tally/cardinal/star.h"
#include "services/deliberation/tally/formats/starvote.h"
#include "tests/fuzz/round_trip.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  namespace tally = plenum::tally;
  const auto election = tally::ReadStarvote(
      std::string_view(reinterpret_cast<const char*>(data), size),
      {"input.starvote", [](const std::string&) { return std::optional<std::string>(); }});
  if (!election.ok()) {
    tally::CheckError(election.status());
    return 0;
  }
  const auto profile = tally::MakeScoreProfile(*election);
  if (!profile.ok()) return 0;
  const auto star = tally::Star(*profile, {});
  if (star.ok() && !star->count.ranking.complete()) std::abort();
  return 0;
}
