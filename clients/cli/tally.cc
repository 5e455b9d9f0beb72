// tally: counts a file of ballots, without a server.
#include "absl/strings/str_cat.h"
#include "clients/cli/commands.h"
#include "clients/cli/outcome_view.h"
#include "clients/cli/text.h"
#include "services/deliberation/tally/explain.h"
#include "services/deliberation/tally/formats/cvotes.h"
#include "services/deliberation/tally/schulze.h"

namespace plenum::cli {
namespace {

constexpr std::size_t kMaxTallyBytes = std::size_t{1} << 30U;

struct TallyOptions {
  std::string file;
  std::string method = "schulze-winning";
  std::string unranked;
};

void FillMatrices(const plenum::tally::SchulzeResult& result, tally::v1::Outcome& outcome) {
  for (int row = 0; row < result.option_count(); ++row) {
    auto& prefer = *outcome.add_pairwise();
    auto& paths = *outcome.add_strengths();
    for (int column = 0; column < result.option_count(); ++column) {
      prefer.add_values(result.pairwise().prefer(row, column));
      paths.add_values(result.PathStrength(row, column));
    }
  }
}

absl::StatusOr<tally::v1::Outcome> ToOutcome(const plenum::tally::SchulzeResult& result,
                                             const std::vector<std::string>& names) {
  tally::v1::Outcome outcome;
  outcome.set_method(result.options().strength == plenum::tally::Strength::kMargins
                         ? tally::v1::METHOD_SCHULZE_MARGINS
                         : tally::v1::METHOD_SCHULZE_WINNING_VOTES);
  outcome.set_unranked(result.pairwise().unranked() == plenum::tally::Unranked::kTiedLast
                           ? tally::v1::UNRANKED_TIED_LAST
                           : tally::v1::UNRANKED_NOT_COMPARED);
  for (const std::string& name : names) outcome.add_options(name);
  outcome.set_ballot_count(result.pairwise().ballots());
  FillMatrices(result, outcome);
  const auto explained = plenum::tally::ExplainPlaces(result, names);
  if (!explained.ok()) return explained.status();
  for (const auto& option : *explained) {
    if (outcome.ranking().empty() || outcome.ranking().rbegin()->position() != option.place) {
      auto& place = *outcome.add_ranking();
      place.set_position(option.place);
      place.set_reason(option.sentence);
    }
    outcome.mutable_ranking()->rbegin()->add_options(option.option);
  }
  return outcome;
}

// The same ballots under another reading of unranked options.
absl::StatusOr<plenum::tally::Profile> ReadAs(const plenum::tally::Profile& profile,
                                              plenum::tally::Unranked unranked) {
  auto read = plenum::tally::Profile::Create(profile.option_count(), unranked);
  if (!read.ok()) return read.status();
  for (const auto& group : profile.groups()) {
    if (absl::Status status = read->Add(group.ranking, group.count); !status.ok()) return status;
  }
  return read;
}

absl::StatusOr<tally::v1::Outcome> Count(const TallyOptions& options) {
  const auto content = ReadFile(options.file, kMaxTallyBytes);
  if (!content.ok()) return content.status();
  auto election = plenum::tally::ReadCvotes(*content);
  if (!election.ok()) {
    return UsageError(absl::StrCat(options.file, ", ", election.status().message()));
  }
  if (!options.unranked.empty()) {
    auto read = ReadAs(election->profile, options.unranked == "tied-last"
                                              ? plenum::tally::Unranked::kTiedLast
                                              : plenum::tally::Unranked::kNotCompared);
    if (!read.ok()) return read.status();
    election->profile = *std::move(read);
  }
  plenum::tally::SchulzeOptions schulze;
  if (options.method == "schulze-margins") schulze.strength = plenum::tally::Strength::kMargins;
  const auto result = plenum::tally::Schulze(
      plenum::tally::PairwiseMatrix::FromProfile(election->profile), schulze);
  if (!result.ok()) return result.status();
  return ToOutcome(*result, election->names);
}

absl::Status Tally(Session& session, const TallyOptions& options) {
  const auto outcome = Count(options);
  if (!outcome.ok()) return outcome.status();
  if (session.json()) {
    tally::v1::TallyResponse response;
    *response.mutable_outcome() = *outcome;
    return session.PrintJson(response);
  }
  const Terminal& terminal = session.terminal();
  session.out() << terminal.Paint(Style::kStrong, "The ranking") << "\n";
  PrintPlaces(session, *outcome, {});
  session.out() << "\n"
                << terminal.Paint(Style::kStrong, "How many ballots prefer the row to the column")
                << "\n";
  PrintPairwise(session, *outcome, {});
  session.out() << "\n" << text::Count(outcome->ballot_count(), "ballot") << ".\n";
  return absl::OkStatus();
}

}  // namespace

void AddTallyCommands(CLI::App& app, Action& chosen) {
  const auto tally = AddVerb<TallyOptions>(
      app, chosen, "tally", "Count a file of ranked ballots (.cvotes), without a server",
      {"plenum tally election.cvotes",
       "plenum tally election.cvotes --method schulze-margins --json"},
      Tally);
  tally.command
      ->add_option("FILE", tally.options->file, "Condorcet Election Format; - is standard input")
      ->required();
  tally.command
      ->add_option("--method", tally.options->method,
                   "schulze-winning (default) or schulze-margins")
      ->check(CLI::IsMember({"schulze-winning", "schulze-margins"}));
  tally.command
      ->add_option("--unranked", tally.options->unranked,
                   "tied-last or not-compared; as the file says when left out")
      ->check(CLI::IsMember({"tied-last", "not-compared"}));
}

}  // namespace plenum::cli
