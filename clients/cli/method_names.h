// method_names: what files call the methods that `plenum tally --method` knows.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace plenum::cli {

// The method of `plenum tally --method` that a file means by "Ranked Pairs Margin": our own names,
// and the names and aliases of the program Condorcet PHP, whose files have them; in any case of
// letters, with or without spaces, hyphens and underscores. Nothing for others.
std::optional<std::string> MethodNamed(std::string_view name);

}  // namespace plenum::cli
