#include "clients/cli/method_names.h"

#include <algorithm>
#include <array>
#include <utility>

#include "plenum/tally/v1/tally.pb.h"
#include "services/deliberation/counting/counting.h"

namespace plenum::cli {
namespace {

// Without what names differ in.
std::string Folded(std::string_view name) {
  std::string folded;
  for (const char c : name) {
    if (c >= 'A' && c <= 'Z') {
      folded.push_back(static_cast<char>(c | 0x20));
    } else if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) {
      folded.push_back(c);
    }
  }
  return folded;
}

using Alias = std::pair<std::string_view, std::string_view>;

constexpr std::array kAliases = {
    Alias{"schulze", "schulze-winning"},
    Alias{"schwartzsequentialdropping", "schulze-winning"},
    Alias{"cloneproofschwartzsequentialdropping", "schulze-winning"},
    Alias{"beatpath", "schulze-winning"},
    Alias{"beatpathmethod", "schulze-winning"},
    Alias{"schulzemargin", "schulze-margins"},
    Alias{"rankedpairs", "ranked-pairs-margins"},
    Alias{"rankedpairsmargin", "ranked-pairs-margins"},
    Alias{"tidemanmargin", "ranked-pairs-margins"},
    Alias{"tidemanmethod", "ranked-pairs-margins"},
    Alias{"rpmargin", "ranked-pairs-margins"},
    Alias{"tidemanwinning", "ranked-pairs-winning"},
    Alias{"rpwinning", "ranked-pairs-winning"},
    Alias{"minimax", "minimax-winning"},
    Alias{"simpson", "minimax-winning"},
    Alias{"simpsonkramer", "minimax-winning"},
    Alias{"minimaxmargin", "minimax-margins"},
    Alias{"kemeny", "kemeny-young"},
    Alias{"instantrunoffvoting", "instant-runoff"},
    Alias{"irv", "instant-runoff"},
    Alias{"alternativevote", "instant-runoff"},
    Alias{"rankedchoicevoting", "instant-runoff"},
    Alias{"preferentialvoting", "instant-runoff"},
    Alias{"bordacount", "borda"},
    Alias{"dowdallsystem", "dowdall"},
    Alias{"nauru", "dowdall"},
    Alias{"firstpastthepost", "plurality"},
    Alias{"fptp", "plurality"},
    Alias{"fpp", "plurality"},
    Alias{"firstchoice", "plurality"},
    Alias{"tworoundsystem", "two-round"},
    Alias{"secondballot", "two-round"},
    Alias{"runoffvoting", "two-round"},
    Alias{"ballotage", "two-round"},
    Alias{"smithset", "smith"},
    Alias{"schwartzset", "schwartz"},
    Alias{"stv", "scottish"},
    Alias{"singletransferablevote", "scottish"},
};

}  // namespace

std::optional<std::string> MethodNamed(std::string_view name) {
  const std::string folded = Folded(name);
  const auto list = counting::ListMethods();
  for (const auto& method : list.methods()) {
    if (Folded(method.id()) == folded || Folded(method.title()) == folded) return method.id();
  }
  constexpr size_t kPrefix = std::string_view("STV_RULE_").size();
  const auto* rules = tally::v1::StvRule_descriptor();
  for (int i = 1; i < rules->value_count(); ++i) {
    std::string word = rules->value(i)->name().substr(kPrefix);
    for (char& c : word) c = c == '_' ? '-' : static_cast<char>(c | 0x20);
    if (Folded(word) == folded) return word;
  }
  const auto* const found = std::find_if(kAliases.begin(), kAliases.end(),
                                         [&](const Alias& alias) { return alias.first == folded; });
  if (found == kAliases.end()) return std::nullopt;
  return std::string(found->second);
}

}  // namespace plenum::cli
