#include "tests/conformance/voting/starvote_election.h"

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <set>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "tests/conformance/voting/starvote_text.h"

namespace plenum::conformance {

using tally::OptionIndex;
using tally::StarvoteElection;
using tally::StarvoteMethod;
using tally::StarvoteTiebreaker;

std::string MethodName(StarvoteMethod method) {
  switch (method) {
    case StarvoteMethod::kStar:
      return "STAR Voting";
    case StarvoteMethod::kBlocStar:
      return "Bloc STAR";
    case StarvoteMethod::kAllocatedScore:
      return "Allocated Score Voting";
    case StarvoteMethod::kReweightedRange:
      return "Reweighted Range Voting";
    case StarvoteMethod::kSequentiallySpentScore:
      return "Sequentially Spent Score";
  }
  return "";
}

tally::LastTiePolicy PolicyOf(const StarvoteElection& election) {
  const StarvoteTiebreaker& tiebreaker = election.tiebreaker;
  switch (tiebreaker.kind) {
    case StarvoteTiebreaker::Kind::kHashedBallots:
      return tally::HashedBallots{election.names};
    case StarvoteTiebreaker::Kind::kNone:
      return tally::KeepTied{};
    case StarvoteTiebreaker::Kind::kShuffle:
      if (!tiebreaker.seed) return tally::KeepTied{};
      return tally::PythonShuffle{*tiebreaker.seed};
    case StarvoteTiebreaker::Kind::kDraw:
      if (!tiebreaker.seed) return tally::KeepTied{};
      return tally::PythonSample{*tiebreaker.seed};
    case StarvoteTiebreaker::Kind::kDeclared:
      break;
  }
  tally::DeclaredOrder declared;
  std::set<std::string> seen;
  for (const std::string& name : tiebreaker.names) {
    const auto place = std::lower_bound(election.names.begin(), election.names.end(), name);
    if (!seen.insert(name).second) continue;
    declared.order.push_back(static_cast<OptionIndex>(place - election.names.begin()));
  }
  return declared;
}

std::string OrderMismatch(const StarvoteElection& election) {
  const std::set<std::string> declared(election.tiebreaker.names.begin(),
                                       election.tiebreaker.names.end());
  std::vector<std::string> missing;
  std::set_difference(election.names.begin(), election.names.end(), declared.begin(),
                      declared.end(), std::back_inserter(missing));
  std::vector<std::string> extra;
  std::set_difference(declared.begin(), declared.end(), election.names.begin(),
                      election.names.end(), std::back_inserter(extra));
  std::vector<std::string> problems;
  if (!missing.empty()) problems.push_back("missing " + Repr(missing));
  if (!extra.empty()) problems.push_back("extraneous " + Repr(extra));
  if (problems.empty()) return "";
  return Raised("ValueError", absl::StrCat("candidates list doesn't exactly match ballot, ",
                                           absl::StrJoin(problems, ", ")));
}

std::string ScoreError(const StarvoteElection& election) {
  for (const tally::StarvoteBallot& ballot : election.ballots) {
    for (const auto& [name, score] : ballot.scores) {
      if (name.empty()) return Raised("ValueError", "invalid candidate ''");
      if (score >= 0 && score <= election.maximum_score) continue;
      const std::string whole = absl::StrJoin(
          ballot.scores, ", ", [](std::string* out, const std::pair<std::string, int64_t>& entry) {
            absl::StrAppend(out, Repr(entry.first), ": ", entry.second);
          });
      return Raised("ValueError", absl::StrCat("ballot[", Repr(name), "] score ", score,
                                               " isn't in the range 0..", election.maximum_score,
                                               ", ballot={", whole, "} score=", score));
    }
  }
  return "";
}

}  // namespace plenum::conformance
