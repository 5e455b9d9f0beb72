#include "clients/cli/tally_input.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "clients/cli/method_names.h"
#include "clients/cli/session.h"
#include "clients/cli/text.h"
#include "services/deliberation/tally/formats/any.h"
#include "services/deliberation/tally/formats/blt.h"
#include "services/deliberation/tally/formats/pabulib.h"
#include "services/deliberation/tally/formats/starvote.h"

namespace plenum::cli {
namespace {

namespace math = plenum::tally;

// The same ballots under another reading of unranked options.
absl::StatusOr<math::Profile> ReadAs(const math::Profile& profile, math::Unranked unranked) {
  if (profile.unranked() == unranked) return profile;
  auto read = math::Profile::Create(profile.option_count(), unranked);
  if (!read.ok()) return read.status();
  for (const auto& group : profile.groups()) {
    if (absl::Status status = read->Add(group.ranking, group.count); !status.ok()) return status;
  }
  return read;
}

// Only Meek and Warren say what a tie on a ballot means.
bool HasTies(const math::Profile& profile) {
  return std::any_of(profile.groups().begin(), profile.groups().end(), [](const auto& group) {
    return group.ranking.tier_count() != group.ranking.ranked_count();
  });
}

absl::StatusOr<TallyInput> ReadBltInput(const std::string& text,
                                        std::optional<math::Unranked> unranked) {
  auto election = math::ReadBlt(text);
  if (!election.ok()) return election.status();
  auto profile = ReadAs(election->profile, unranked.value_or(math::Unranked::kTiedLast));
  if (!profile.ok()) return profile.status();
  TallyInput input{std::move(election->names), *std::move(profile), election->seats,
                   std::move(election->withdrawn),
                   HasTies(election->profile) ? "meek" : "scottish"};
  input.tie_order = std::move(election->tie_order);
  return input;
}

// Projects with fewer points than the file lets be funded count as withdrawn.
void LeaveOutBelow(const math::Rational& least_score, TallyInput& input) {
  const std::vector<math::Rational> points = std::get<math::BudgetElection>(input.ballots).Points();
  std::string names;
  for (size_t i = 0; i < points.size(); ++i) {
    if (points[i] >= least_score) continue;
    input.withdrawn.push_back(static_cast<math::OptionIndex>(i));
    absl::StrAppend(&names, names.empty() ? "" : ", ", text::Printable(input.names[i]));
  }
  if (names.empty()) return;
  input.notes.push_back(absl::StrCat("by the file a project needs ", math::ToText(least_score),
                                     " points (min_project_score_threshold); without them and out "
                                     "of the count: ",
                                     names));
}

absl::StatusOr<TallyInput> ReadPabulibInput(const std::string& text) {
  auto file = math::ReadPabulib(text);
  if (!file.ok()) return file.status();
  auto election = math::ToBudgetElection(*file);
  if (!election.ok()) return election.status();
  // What pabulib calls the rules of the field "rule".
  constexpr std::pair<const char*, const char*> kRules[] = {
      {"greedy", "greedy-votes"},
      {"greedy-threshold", "greedy-votes"},
      {"equalshares", "equal-shares"},
      {"equalshares/add1", "equal-shares-increment-completion"}};
  const std::string rule = file->Meta("rule").value_or("");
  TallyInput input{std::move(file->names), *std::move(election), std::nullopt, {}, ""};
  for (const auto& [word, method] : kRules) {
    if (rule == word) input.method = method;
  }
  if (file->least_score) LeaveOutBelow(*file->least_score, input);
  if (input.method.empty() && !rule.empty() && rule != "unknown") {
    input.notes.push_back(absl::StrCat("the file asks for the rule \"", text::Printable(rule),
                                       "\", which is not known here (see --methods)"));
  }
  return input;
}

std::string MethodWord(math::StarvoteMethod method) {
  switch (method) {
    case math::StarvoteMethod::kStar:
      return "star";
    case math::StarvoteMethod::kBlocStar:
      return "bloc-star";
    case math::StarvoteMethod::kAllocatedScore:
      return "allocated-score";
    case math::StarvoteMethod::kReweightedRange:
      return "reweighted-range";
    case math::StarvoteMethod::kSequentiallySpentScore:
      return "sequentially-spent-score";
  }
  return "";
}

// The order in which a starvote file puts the options in a tie, or a note why it is not followed.
void FollowTiebreaker(const math::StarvoteTiebreaker& tiebreaker, TallyInput& input) {
  using Kind = math::StarvoteTiebreaker::Kind;
  if (tiebreaker.kind == Kind::kShuffle || tiebreaker.kind == Kind::kDraw) {
    input.notes.emplace_back(
        "the file breaks ties at random, which is not followed here: see --ties");
  }
  if (tiebreaker.kind != Kind::kDeclared) return;
  std::vector<math::OptionIndex> order;
  for (const std::string& name : tiebreaker.names) {
    const auto found = std::find(input.names.begin(), input.names.end(), name);
    const auto option = static_cast<math::OptionIndex>(found - input.names.begin());
    const bool is_new = std::find(order.begin(), order.end(), option) == order.end();
    if (found != input.names.end() && is_new) order.push_back(option);
  }
  if (order.size() == input.names.size() && order.size() == tiebreaker.names.size()) {
    input.tie_order = std::move(order);
  } else {
    input.notes.emplace_back(
        "the file's list for ties does not name every option once, and is not followed: see "
        "--ties");
  }
}

absl::StatusOr<TallyInput> ReadStarvoteInput(std::string_view file_name, const std::string& text) {
  auto election = math::ReadStarvote(text, {std::string(file_name), LoadNamedFile});
  if (!election.ok()) return election.status();
  auto profile = math::MakeScoreProfile(*election);
  if (!profile.ok()) return profile.status();
  TallyInput input{std::move(election->names),
                   *std::move(profile),
                   static_cast<int>(election->seats),
                   {},
                   election->method ? MethodWord(*election->method) : ""};
  FollowTiebreaker(election->tiebreaker, input);
  return input;
}

// The first method that the file names and we know.
void FollowMethods(const std::vector<std::string>& methods, TallyInput& input) {
  for (const std::string& name : methods) {
    const auto method = MethodNamed(name);
    if (!method) {
      input.notes.push_back(absl::StrCat("the file asks for the method \"", text::Printable(name),
                                         "\", which is not known here (see --methods)"));
    } else if (input.method.empty()) {
      input.method = *method;
    } else {
      input.notes.push_back(absl::StrCat("the file also asks for the method \"",
                                         text::Printable(name), "\": try --method ", *method));
    }
  }
}

void NotePassedOver(const math::PassedOver& passed_over, TallyInput& input) {
  if (passed_over.ballots > 0) {
    std::string names;
    for (const std::string& name : passed_over.names) {
      absl::StrAppend(&names, names.empty() ? "" : ", ", text::Printable(name));
    }
    absl::StrAppend(&names, passed_over.other_names > 0 ? " and others" : "");
    input.notes.push_back(absl::StrCat(text::Count(passed_over.ballots, "ballot"),
                                       passed_over.ballots == 1 ? " names" : " name",
                                       " options that do not stand, which were "
                                       "passed over: ",
                                       names));
  }
  if (passed_over.weights > 0) {
    input.notes.push_back(
        absl::StrCat("weights on ", text::Count(passed_over.weights, "line"),
                     " count as 1, as the file does not say \"#/Weight Allowed: true\""));
  }
}

absl::StatusOr<TallyInput> FromAny(math::AnyElection election,
                                   std::optional<math::Unranked> unranked) {
  if (auto* ranked = std::get_if<math::Election>(&election)) {
    auto profile = ReadAs(ranked->profile, unranked.value_or(ranked->profile.unranked()));
    if (!profile.ok()) return profile.status();
    TallyInput input{std::move(ranked->names), *std::move(profile), ranked->seats, {}, ""};
    FollowMethods(ranked->methods, input);
    NotePassedOver(ranked->passed_over, input);
    return input;
  }
  if (auto* scores = std::get_if<math::ScoreElection>(&election)) {
    TallyInput input{std::move(scores->names),
                     std::move(scores->profile),
                     scores->seats,
                     {},
                     scores->grades.empty() ? "" : "majority-judgment"};
    input.grades = std::move(scores->grades);
    return input;
  }
  auto& approvals = std::get<math::ApprovalElection>(election);
  return TallyInput{
      std::move(approvals.names), std::move(approvals.profile), approvals.seats, {}, ""};
}

}  // namespace

std::optional<std::string> LoadNamedFile(const std::string& path) {
  auto content = ReadFile(path, kMaxTallyBytes);
  if (!content.ok()) return std::nullopt;
  return *std::move(content);
}

absl::StatusOr<TallyInput> ReadTallyInput(std::string_view file_name, const std::string& text,
                                          std::optional<math::Unranked> unranked) {
  const auto by_name = math::FormatOfName(file_name);
  const auto format = by_name ? by_name : math::SniffFormat(text);
  if (format == math::FileFormat::kBlt) return ReadBltInput(text, unranked);
  if (format == math::FileFormat::kPabulib) return ReadPabulibInput(text);
  if (format == math::FileFormat::kStarvote) return ReadStarvoteInput(file_name, text);
  auto election = math::ReadElection(file_name, text, unranked.value_or(math::Unranked::kTiedLast));
  if (!election.ok()) return election.status();
  return FromAny(*std::move(election), unranked);
}

}  // namespace plenum::cli
