// For the fuzz targets of the formats: an election is written and read back, and must be the same.
#pragma once

#include <cstdlib>
#include <iostream>
#include <string>
#include <utility>
#include <variant>

#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "services/deliberation/tally/formats/election.h"
#include "services/deliberation/tally/formats/same.h"

namespace plenum::tally {

inline void Fail(const std::string& what) {
  std::cerr << what << "\n";
  std::abort();
}

// An error names its place.
inline void CheckError(const absl::Status& status) {
  if (!absl::StartsWith(status.message(), "line ")) Fail(status.ToString());
}

// `election` was read from the format, so that it can be written in it, but for what
// `may_refuse` says.
template <typename E, typename Write, typename Read>
void RoundTrip(const E& election, const SameWhat& what, bool may_refuse, Write write, Read read) {
  const absl::StatusOr<std::string> text = write(election);
  if (!text.ok()) {
    if (!may_refuse) Fail(text.status().ToString());
    return;
  }
  const absl::StatusOr<E> again = read(*text);
  if (!again.ok()) Fail(again.status().ToString() + "\n" + *text);
  if (!SameElection(election, *again, what)) Fail("not the same:\n" + *text);
}

// The alternative of E, for readers that return any kind.
template <typename E>
absl::StatusOr<E> Only(absl::StatusOr<AnyElection> election) {
  if (!election.ok()) return election.status();
  if (!std::holds_alternative<E>(*election)) Fail("read back as another kind of ballots");
  return std::get<E>(*std::move(election));
}

}  // namespace plenum::tally
