// name: resource names, as in AIP-122.
//
//   auto ids = resource::Match("deliberations/*/measures/*", name);   // {"d1", "m2"}, or nullopt
//   store::Key key = resource::KeyOf("deliberations/d1/measures/m2");
//   std::string etag = resource::Etag(row.revision);
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "services/common/store/store.h"

namespace plenum::resource {

// The parts of `name` that stand where `pattern` has "*", when everything else is equal and each of
// them is a valid id.
std::optional<std::vector<std::string>> Match(std::string_view pattern, std::string_view name);

// Splits at the last slash. `name` must hold one.
store::Key KeyOf(std::string_view name);

// "COLLECTION/ID".
std::string NameOf(const store::Key& key);

// How a revision is shown, and back. An etag that no server made is nullopt.
std::string Etag(std::int64_t revision);

// OK when `given` is empty or the etag of `revision`; else ABORTED / STALE_ETAG.
absl::Status CheckEtag(std::string_view given, std::int64_t revision, std::string_view name);

}  // namespace plenum::resource
