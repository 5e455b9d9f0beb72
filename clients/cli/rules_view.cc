#include "clients/cli/rules_view.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "clients/cli/commands.h"
#include "clients/cli/text.h"
#include "services/deliberation/counting/counting.h"

namespace plenum::cli {
namespace {

using deliberation::v1::VotingRules;

std::string TiesWord(const VotingRules& rules) {
  switch (rules.tie_rule()) {
    case deliberation::v1::TIE_RULE_LISTED:
      return "the measure that is listed first goes first";
    case deliberation::v1::TIE_RULE_DRAWN:
      return rules.tie_seed().empty()
                 ? "drawn by lot, from a seed that the server draws at the opening"
                 : absl::StrCat("drawn by lot, from the seed \"", text::Printable(rules.tie_seed()),
                                "\"");
    default:
      return "they share a place";
  }
}

std::string QuorumWord(const VotingRules& rules) {
  if (!rules.has_quorum()) return "none";
  const bool roll = rules.quorum().basis() == deliberation::v1::QUORUM_BASIS_ROLL;
  return absl::StrCat(rules.quorum().percent(), " % of the ", roll ? "people" : "weights",
                      " on the roll");
}

std::string TitleOf(const std::string& measure, const std::vector<Candidate>& measures) {
  for (const Candidate& candidate : measures) {
    if (candidate.name != measure) continue;
    return absl::StrCat(Label(kMeasure, candidate.number), " \"", text::Printable(candidate.title),
                        "\"");
  }
  return text::Printable(LastSegment(measure));
}

std::string ThresholdWord(const VotingRules& rules, const std::vector<Candidate>& measures) {
  if (rules.threshold() == deliberation::v1::THRESHOLD_UNSPECIFIED) return "none";
  const char* share =
      rules.threshold() == deliberation::v1::THRESHOLD_MAJORITY ? "a majority" : "two thirds";
  if (rules.baseline().empty()) {
    return absl::StrCat(share, " for the first place against each of the others");
  }
  return absl::StrCat(share, " against ", TitleOf(rules.baseline(), measures));
}

}  // namespace

void AddRules(const VotingRules& rules, Table& table, const std::vector<Candidate>& measures) {
  std::vector<Candidate> named = measures;
  for (const auto& option : rules.options()) {
    named.push_back({option.measure(), option.title(), option.number()});
  }
  const auto add = [&](const char* what, std::string words) {
    table.Add({Cell(what, Style::kDim), std::move(words)});
  };
  add("Counted by", std::string(counting::TitleOf(counting::OrDefault(rules.method()))));
  add("Unranked", counting::OrDefault(rules.unranked()) == tally::v1::UNRANKED_NOT_COMPARED
                      ? "not compared with anything"
                      : "tied last");
  add("Ties", TiesWord(rules));
  add("Ballots", rules.secrecy() == deliberation::v1::SECRECY_OPEN
                     ? "published with names when the vote is closed"
                     : "published without names when the vote is closed");
  add("Quorum", QuorumWord(rules));
  add("Threshold", ThresholdWord(rules, named));
  if (rules.has_package()) {
    add("Package", absl::StrCat("measures for at most ", rules.package().budget(), ", by ",
                                std::string(counting::IdOf(rules.package().rule())),
                                "; a ballot approves of what it ranks"));
  }
  if (rules.weighted()) add("Weights", "ballots count as the weights of their voters");
  if (rules.has_close_time()) add("Closes", TimeWord(rules.close_time()));
}

}  // namespace plenum::cli
