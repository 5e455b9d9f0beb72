// Any bytes are either a budget file, which is written and read again without a difference, or an
// error that names its place; and what can be read can be counted or is refused.
//   build/fuzz/fuzz/pabulib_fuzz tests/fuzz/pabulib_corpus
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "services/deliberation/tally/budget/budget.h"
#include "services/deliberation/tally/formats/pabulib.h"
#include "tests/fuzz/round_trip.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  namespace tally = plenum::tally;
  const auto file = tally::ReadPabulib(std::string_view(reinterpret_cast<const char*>(data), size));
  if (!file.ok()) {
    tally::CheckError(file.status());
    return 0;
  }
  const auto again = tally::ReadPabulib(tally::WritePabulib(*file));
  if (!again.ok() || again->project_rows != file->project_rows ||
      again->vote_rows != file->vote_rows || again->budget != file->budget) {
    std::abort();
  }
  const auto election = tally::ToBudgetElection(*file);
  if (!election.ok()) return 0;
  for (const auto& result :
       {tally::GreedyBudget(*election, {}), tally::EqualSharesBudget(*election, {})}) {
    if (!result.ok() || result->spent > election->budget()) std::abort();
  }
  return 0;
}
