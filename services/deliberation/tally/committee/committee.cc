#include "services/deliberation/tally/committee/committee.h"

#include <array>

#include "absl/strings/str_cat.h"
#include "services/deliberation/tally/committee/balance.h"
#include "services/deliberation/tally/committee/counting.h"
#include "services/deliberation/tally/committee/shares.h"
#include "services/deliberation/tally/committee/thiele.h"

namespace plenum::tally {
namespace {

using Elect = absl::StatusOr<CommitteeResult> (*)(const ApprovalProfile&, const CommitteeOptions&);

struct RuleEntry {
  CommitteeRule rule;
  const char* name;
  Elect elect;
};

template <Thiele kRule>
absl::StatusOr<CommitteeResult> Exact(const ApprovalProfile& profile,
                                      const CommitteeOptions& options) {
  return ThieleExact(profile, kRule, options);
}

template <Thiele kRule>
absl::StatusOr<CommitteeResult> Sequential(const ApprovalProfile& profile,
                                           const CommitteeOptions& options) {
  return ThieleSequential(profile, kRule, options);
}

absl::StatusOr<CommitteeResult> ReversePav(const ApprovalProfile& profile,
                                           const CommitteeOptions& options) {
  return ThieleReverse(profile, Thiele::kPav, options);
}

template <SharesCompletion kCompletion>
absl::StatusOr<CommitteeResult> Shares(const ApprovalProfile& profile,
                                       const CommitteeOptions& options) {
  return EqualShares(profile, kCompletion, options);
}

template <bool kSatisfaction>
absl::StatusOr<CommitteeResult> Approval(const ApprovalProfile& profile,
                                         const CommitteeOptions& options) {
  return ApprovalCommittee(profile, kSatisfaction, options);
}

template <bool kLexicographic>
absl::StatusOr<CommitteeResult> Minimax(const ApprovalProfile& profile,
                                        const CommitteeOptions& options) {
  return MinimaxApproval(profile, kLexicographic, options);
}

absl::StatusOr<CommitteeResult> GreedyMonroeByGroups(const ApprovalProfile& profile,
                                                     const CommitteeOptions& options) {
  return GreedyMonroe(profile, options);
}

// In the order of the enumeration.
constexpr std::array kRules = {
    RuleEntry{CommitteeRule::kApproval, "av", Approval<false>},
    RuleEntry{CommitteeRule::kSatisfactionApproval, "sav", Approval<true>},
    RuleEntry{CommitteeRule::kPav, "pav", Exact<Thiele::kPav>},
    RuleEntry{CommitteeRule::kSlav, "slav", Exact<Thiele::kSlav>},
    RuleEntry{CommitteeRule::kChamberlinCourant, "cc", Exact<Thiele::kChamberlinCourant>},
    RuleEntry{CommitteeRule::kLexChamberlinCourant, "lexcc", Exact<Thiele::kLexChamberlinCourant>},
    RuleEntry{CommitteeRule::kGeometric, "geom2", Exact<Thiele::kGeometric>},
    RuleEntry{CommitteeRule::kAdams, "adams", Exact<Thiele::kAdams>},
    RuleEntry{CommitteeRule::kSequentialPav, "seqpav", Sequential<Thiele::kPav>},
    RuleEntry{CommitteeRule::kReverseSequentialPav, "revseqpav", ReversePav},
    RuleEntry{CommitteeRule::kSequentialSlav, "seqslav", Sequential<Thiele::kSlav>},
    RuleEntry{CommitteeRule::kSequentialChamberlinCourant, "seqcc",
              Sequential<Thiele::kChamberlinCourant>},
    RuleEntry{CommitteeRule::kSequentialPhragmen, "seqphragmen", SequentialPhragmen},
    RuleEntry{CommitteeRule::kPhragmenEnestroem, "phragmen-enestroem", PhragmenEnestroem},
    RuleEntry{CommitteeRule::kEqualShares, "equal-shares", Shares<SharesCompletion::kPhragmen>},
    RuleEntry{CommitteeRule::kEqualSharesWithoutCompletion, "equal-shares-without-completion",
              Shares<SharesCompletion::kNone>},
    RuleEntry{CommitteeRule::kEqualSharesApprovalCompletion, "equal-shares-with-av-completion",
              Shares<SharesCompletion::kApproval>},
    RuleEntry{CommitteeRule::kEqualSharesIncrementCompletion,
              "equal-shares-with-increment-completion", EqualSharesByIncrement},
    RuleEntry{CommitteeRule::kConsensus, "consensus-rule", Consensus},
    RuleEntry{CommitteeRule::kMinimaxPhragmen, "minimaxphragmen", MinimaxPhragmen},
    RuleEntry{CommitteeRule::kLeximaxPhragmen, "leximaxphragmen", LeximaxPhragmen},
    RuleEntry{CommitteeRule::kMaximinSupport, "maximin-support", MaximinSupport},
    RuleEntry{CommitteeRule::kMonroe, "monroe", Monroe},
    RuleEntry{CommitteeRule::kGreedyMonroe, "greedy-monroe", GreedyMonroeByGroups},
    RuleEntry{CommitteeRule::kMinimaxApproval, "minimaxav", Minimax<false>},
    RuleEntry{CommitteeRule::kLexMinimaxApproval, "lexminimaxav", Minimax<true>},
    RuleEntry{CommitteeRule::kEPluribusHugo, "eph", EPluribusHugo},
    RuleEntry{CommitteeRule::kTrivial, "trivial", TrivialCommittees},
};

}  // namespace

absl::StatusOr<CommitteeResult> ElectCommittee(const ApprovalProfile& profile, CommitteeRule rule,
                                               const CommitteeOptions& options) {
  for (const RuleEntry& entry : kRules) {
    if (entry.rule == rule) return entry.elect(profile, options);
  }
  return absl::InvalidArgumentError("there is no such committee rule");
}

absl::StatusOr<std::optional<CommitteeRival>> BestCommitteeWith(const ApprovalProfile& profile,
                                                                CommitteeRule rule,
                                                                OptionIndex with,
                                                                OptionIndex without,
                                                                const CommitteeOptions& options) {
  switch (rule) {
    case CommitteeRule::kPav:
      return ThieleExactWith(profile, Thiele::kPav, with, without, options);
    case CommitteeRule::kSlav:
      return ThieleExactWith(profile, Thiele::kSlav, with, without, options);
    case CommitteeRule::kChamberlinCourant:
      return ThieleExactWith(profile, Thiele::kChamberlinCourant, with, without, options);
    case CommitteeRule::kLexChamberlinCourant:
      return ThieleExactWith(profile, Thiele::kLexChamberlinCourant, with, without, options);
    case CommitteeRule::kGeometric:
      return ThieleExactWith(profile, Thiele::kGeometric, with, without, options);
    case CommitteeRule::kAdams:
      return ThieleExactWith(profile, Thiele::kAdams, with, without, options);
    case CommitteeRule::kMinimaxPhragmen:
      return PhragmenWith(profile, /*all_loads=*/false, with, without, options);
    case CommitteeRule::kLeximaxPhragmen:
      return PhragmenWith(profile, /*all_loads=*/true, with, without, options);
    case CommitteeRule::kMonroe:
      return MonroeWith(profile, with, without, options);
    case CommitteeRule::kMinimaxApproval:
      return MinimaxApprovalWith(profile, /*lexicographic=*/false, with, without, options);
    case CommitteeRule::kLexMinimaxApproval:
      return MinimaxApprovalWith(profile, /*lexicographic=*/true, with, without, options);
    default:
      return std::nullopt;
  }
}

std::string_view RuleName(CommitteeRule rule) {
  for (const RuleEntry& entry : kRules) {
    if (entry.rule == rule) return entry.name;
  }
  return "";
}

std::optional<CommitteeRule> CommitteeRuleByName(std::string_view name) {
  for (const RuleEntry& entry : kRules) {
    if (entry.name == name) return entry.rule;
  }
  return std::nullopt;
}

std::vector<CommitteeRule> AllCommitteeRules() {
  std::vector<CommitteeRule> rules;
  rules.reserve(kRules.size());
  for (const RuleEntry& entry : kRules) rules.push_back(entry.rule);
  return rules;
}

std::optional<OptionIndex> JustifiedRepresentationViolation(
    const ApprovalProfile& profile, const std::vector<OptionIndex>& committee, int seats) {
  std::vector<char> is_member(static_cast<size_t>(profile.option_count()), 0);
  for (const OptionIndex option : committee) is_member[static_cast<size_t>(option)] = 1;
  std::vector<int64_t> unrepresented(is_member.size(), 0);
  for (const ApprovalGroup& group : profile.groups()) {
    bool represented = false;
    for (const OptionIndex option : group.approved) {
      represented = represented || is_member[static_cast<size_t>(option)] != 0;
    }
    if (represented) continue;
    for (const OptionIndex option : group.approved) {
      unrepresented[static_cast<size_t>(option)] += group.count;
    }
  }
  for (size_t i = 0; i < unrepresented.size(); ++i) {
    if (unrepresented[i] > 0 && Integer(unrepresented[i]) * seats >= profile.ballots()) {
      return static_cast<OptionIndex>(i);
    }
  }
  return std::nullopt;
}

std::vector<std::string> ExplainSteps(const CommitteeResult& result,
                                      const std::vector<std::string>& names) {
  std::vector<std::string> sentences;
  for (const CommitteeStep& step : result.steps) {
    std::string sentence = absl::StrCat(names[static_cast<size_t>(step.option)],
                                        step.added ? " is added (" : " is taken out (",
                                        step.measure, " ", ToText(step.figure), ")");
    std::vector<std::string> others;
    for (const OptionIndex option : step.level) {
      if (option != step.option) others.push_back(names[static_cast<size_t>(option)]);
    }
    for (size_t i = 0; i < others.size(); ++i) {
      absl::StrAppend(&sentence,
                      i == 0                  ? ", level with "
                      : i + 1 < others.size() ? ", "
                                              : " and ",
                      others[i]);
    }
    sentences.push_back(sentence + ".");
  }
  return sentences;
}

}  // namespace plenum::tally
