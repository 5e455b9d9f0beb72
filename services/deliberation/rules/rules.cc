#include "services/deliberation/rules/rules.h"

#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/common/resource/name.h"
#include "services/common/resource/text_field.h"
#include "services/common/resource/time.h"
#include "services/deliberation/counting/counting.h"

namespace plenum::deliberation {
namespace {

constexpr resource::TextRule kSeed{.min = 0, .max = 200};
constexpr std::int64_t kMaxMoney = std::int64_t{1} << 53;
constexpr int kMaxCosts = 1000;

std::string UnrankedName(tally::v1::Unranked unranked) {
  return std::string(unranked == tally::v1::UNRANKED_NOT_COMPARED ? record::rule::kNotCompared
                                                                  : record::rule::kTiedLast);
}

std::string TieName(v1::TieRule rule) {
  if (rule == v1::TIE_RULE_LISTED) return std::string(record::rule::kListed);
  if (rule == v1::TIE_RULE_DRAWN) return std::string(record::rule::kDrawn);
  return std::string(record::rule::kShared);
}

std::string SecrecyName(v1::Secrecy secrecy) {
  return std::string(secrecy == v1::SECRECY_OPEN ? record::rule::kOpen : record::rule::kDetached);
}

std::string BasisName(v1::QuorumBasis basis) {
  if (basis == v1::QUORUM_BASIS_ROLL) return std::string(record::rule::kRoll);
  if (basis == v1::QUORUM_BASIS_WEIGHTS) return std::string(record::rule::kWeights);
  return std::string(record::rule::kNone);
}

std::string ThresholdName(v1::Threshold threshold) {
  if (threshold == v1::THRESHOLD_MAJORITY) return std::string(record::rule::kMajority);
  if (threshold == v1::THRESHOLD_TWO_THIRDS) return std::string(record::rule::kTwoThirds);
  return std::string(record::rule::kNone);
}

bool IsMeasureOf(const std::string& deliberation, const std::string& measure) {
  return resource::Match("deliberations/*/measures/*", measure).has_value() &&
         measure.starts_with(deliberation + "/");
}

void CheckPackage(const std::string& deliberation, const v1::PackageRules& package,
                  const std::string& field, base::FieldViolations& bad) {
  if (!tally::v1::PackageRule_IsValid(package.rule())) bad.Add(field + ".rule", "is not known");
  if (package.budget() < 1 || package.budget() > kMaxMoney) {
    bad.Add(field + ".budget", "must be at least 1, and at most 2^53");
  }
  if (package.costs_size() > kMaxCosts) {
    return bad.Add(field + ".costs", absl::StrCat("must be at most ", kMaxCosts));
  }
  std::set<std::string> seen;
  for (int i = 0; i < package.costs_size(); ++i) {
    const v1::Cost& cost = package.costs(i);
    const std::string place = absl::StrCat(field, ".costs[", i, "]");
    if (!IsMeasureOf(deliberation, cost.measure())) {
      bad.Add(place + ".measure", "must be a measure of the deliberation");
    } else if (!seen.insert(cost.measure()).second) {
      bad.Add(place + ".measure", "has a cost already");
    }
    if (cost.cost() < 0 || cost.cost() > kMaxMoney) {
      bad.Add(place + ".cost", "must be at least 0, and at most 2^53");
    }
  }
}

v1::Decision DecisionOf(const std::string& decision) {
  if (decision == record::kNoQuorum) return v1::DECISION_NO_QUORUM;
  if (decision == record::kBelowThreshold) return v1::DECISION_BELOW_THRESHOLD;
  return v1::DECISION_ADOPTED;
}

}  // namespace

void CheckPlannedRules(const std::string& deliberation, const v1::VotingRules& rules,
                       const std::string& field, base::FieldViolations& bad) {
  const auto add = [&](const char* name, std::string_view what) {
    bad.Add(absl::StrCat(field, ".", name), what);
  };
  if (!tally::v1::Method_IsValid(rules.method())) add("method", "is not known");
  if (!tally::v1::Unranked_IsValid(rules.unranked())) add("unranked", "is not known");
  if (!v1::TieRule_IsValid(rules.tie_rule())) add("tie_rule", "is not known");
  if (!v1::Secrecy_IsValid(rules.secrecy())) add("secrecy", "is not known");
  if (!v1::Threshold_IsValid(rules.threshold())) add("threshold", "is not known");
  resource::CheckText(field + ".tie_seed", rules.tie_seed(), kSeed, bad);
  if (!rules.tie_seed().empty() && rules.tie_rule() != v1::TIE_RULE_DRAWN) {
    add("tie_seed", "is for the tie rule drawn");
  }
  if (rules.has_quorum()) {
    const bool basis = v1::QuorumBasis_IsValid(rules.quorum().basis()) &&
                       rules.quorum().basis() != v1::QUORUM_BASIS_UNSPECIFIED;
    if (!basis) add("quorum.basis", "must be the roll or the weights");
    constexpr int kAll = 100;
    if (rules.quorum().percent() < 1 || rules.quorum().percent() > kAll) {
      add("quorum.percent", "must be 1 to 100");
    }
  }
  if (!rules.baseline().empty()) {
    if (!IsMeasureOf(deliberation, rules.baseline())) {
      add("baseline", "must be a measure of the deliberation");
    } else if (rules.threshold() == v1::THRESHOLD_UNSPECIFIED) {
      add("baseline", "is what a threshold compares with, and there is no threshold");
    }
  }
  if (rules.has_package()) {
    CheckPackage(deliberation, rules.package(), field + ".package", bad);
    if (rules.threshold() != v1::THRESHOLD_UNSPECIFIED) {
      add("threshold", "is for a ranking; a package has none");
    }
  }
}

v1::VotingRules Completed(const v1::VotingRules& planned) {
  v1::VotingRules rules = planned;
  rules.set_method(counting::OrDefault(planned.method()));
  rules.set_unranked(counting::OrDefault(planned.unranked()));
  if (rules.tie_rule() == v1::TIE_RULE_UNSPECIFIED) rules.set_tie_rule(v1::TIE_RULE_SHARED);
  if (rules.secrecy() == v1::SECRECY_UNSPECIFIED) rules.set_secrecy(v1::SECRECY_DETACHED);
  if (rules.has_package() && rules.package().rule() == tally::v1::PACKAGE_RULE_UNSPECIFIED) {
    rules.mutable_package()->set_rule(tally::v1::PACKAGE_RULE_EQUAL_SHARES);
  }
  rules.clear_options();
  rules.clear_close_time();
  rules.clear_weighted();
  return rules;
}

record::Opened OpeningOf(const std::string& deliberation, const v1::VotingRules& rules,
                         std::vector<record::Voter> voters, std::int64_t now_us) {
  record::Opened opened;
  opened.deliberation = deliberation;
  opened.decision = static_cast<std::uint64_t>(rules.decision());
  opened.version = static_cast<std::uint64_t>(rules.version());
  opened.method = counting::IdOf(rules.method());
  opened.unranked = UnrankedName(rules.unranked());
  opened.tie_rule = TieName(rules.tie_rule());
  opened.tie_seed = rules.tie_seed();
  opened.secrecy = SecrecyName(rules.secrecy());
  opened.quorum_basis = BasisName(rules.quorum().basis());
  opened.quorum_percent = static_cast<std::uint64_t>(rules.quorum().percent());
  opened.threshold = ThresholdName(rules.threshold());
  opened.baseline = rules.baseline();
  if (rules.has_package()) {
    opened.package_rule = counting::IdOf(rules.package().rule());
    opened.budget = static_cast<std::uint64_t>(rules.package().budget());
  }
  if (rules.has_close_time()) {
    opened.close_time_us = static_cast<std::uint64_t>(resource::ToMicros(rules.close_time()));
  }
  for (const auto& option : rules.options()) {
    opened.options.push_back({static_cast<std::uint64_t>(option.number()), option.measure(),
                              option.title(), static_cast<std::uint64_t>(option.cost())});
  }
  opened.voters = std::move(voters);
  opened.time_us = static_cast<std::uint64_t>(now_us);
  return opened;
}

v1::Verdict VerdictOf(const v1::VotingRules& rules, const record::CountedVote& counted) {
  v1::Verdict verdict;
  verdict.set_decision(DecisionOf(counted.decision));
  if (rules.has_quorum()) {
    const bool roll = rules.quorum().basis() == v1::QUORUM_BASIS_ROLL;
    const bool met = counted.quorum_votes >= counted.quorum_needed;
    verdict.set_quorum_votes(static_cast<std::int64_t>(counted.quorum_votes));
    verdict.set_quorum_needed(static_cast<std::int64_t>(counted.quorum_needed));
    verdict.add_sentences(absl::StrCat(
        "The quorum of ", rules.quorum().percent(), " % ", roll ? "of the roll" : "of the weights",
        met ? " was met: " : " was not met: ", counted.quorum_votes, " of ",
        roll ? counted.roll : counted.roll_weight, " voted, and ", counted.quorum_needed,
        counted.quorum_needed == 1 ? " was needed." : " were needed."));
  }
  const char* share = rules.threshold() == v1::THRESHOLD_MAJORITY ? "a majority" : "two thirds";
  for (const record::Comparison& compared : counted.comparisons) {
    v1::ThresholdCheck& check = *verdict.add_checks();
    check.set_option(static_cast<int>(compared.option));
    check.set_against(static_cast<int>(compared.against));
    check.set_votes_for(static_cast<std::int64_t>(compared.votes_for));
    check.set_votes_against(static_cast<std::int64_t>(compared.votes_against));
    check.set_passed(compared.passed);
    verdict.add_sentences(absl::StrCat(
        "\"", rules.options(check.option()).title(), "\" has ", compared.passed ? "" : "not ",
        share, " against \"", rules.options(check.against()).title(), "\": ", compared.votes_for,
        " to ", compared.votes_against, "."));
  }
  return verdict;
}

}  // namespace plenum::deliberation
