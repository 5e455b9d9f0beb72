// vote, ballot show.
#include <optional>

#include "absl/strings/str_cat.h"
#include "clients/cli/ballot_text.h"
#include "clients/cli/commands.h"
#include "clients/cli/editor.h"
#include "clients/cli/receipt.h"
#include "clients/cli/text.h"
#include "services/common/base/status.h"

namespace plenum::cli {
namespace {

using deliberation::v1::Ballot;
using deliberation::v1::Deliberation;

constexpr std::size_t kMaxBallotBytes = std::size_t{4} << 20U;

struct VoteOptions {
  std::string rank;
  std::string file;
  bool abstain = false;
  bool yes = false;
  CLI::Option* rank_option = nullptr;
  std::string argument;
};

struct BallotPaper {
  Deliberation deliberation;
  std::vector<Candidate> options;  // what is voted on, with the numbers of the measure list
};

absl::StatusOr<BallotPaper> FetchPaper(Session& session) {
  BallotPaper paper;
  auto deliberation = session.GetDeliberation();
  if (!deliberation.ok()) return deliberation.status();
  paper.deliberation = *std::move(deliberation);
  const auto phase = paper.deliberation.phase();
  if (paper.deliberation.decision_count() == 0) {
    return base::Error(absl::StatusCode::kFailedPrecondition, common::v1::ERROR_REASON_WRONG_PHASE,
                       absl::StrCat("the vote is not open yet: the deliberation is in phase ",
                                    std::string(PhaseWord(phase))));
  }
  for (const auto& option : paper.deliberation.rules().options()) {
    paper.options.push_back({option.measure(), option.title(), option.number()});
  }
  return paper;
}

// The caller's ballot; none is no error.
absl::StatusOr<std::optional<Ballot>> FetchBallot(Session& session) {
  const auto who = session.Who();
  if (!who.ok()) return who.status();
  deliberation::v1::GetBallotRequest request;
  request.set_name(
      absl::StrCat(who->deliberation, "/ballots/", std::string(LastSegment(who->member))));
  const auto response = session.Call(&Deliberations::GetBallot, request);
  if (absl::IsNotFound(response.status())) return std::optional<Ballot>();
  if (!response.ok()) return response.status();
  return std::optional<Ballot>(response->ballot());
}

Tiers TiersOf(const Ballot& ballot, const std::vector<Candidate>& options) {
  Tiers tiers;
  for (const auto& tier : ballot.tiers()) {
    tiers.emplace_back();
    for (const std::string& measure : tier.measures()) {
      for (std::size_t i = 0; i < options.size(); ++i) {
        if (options[i].name == measure) tiers.back().push_back(i);
      }
    }
    if (tiers.back().empty()) tiers.pop_back();
  }
  return tiers;
}

void PrintBallot(Session& session, const std::vector<Candidate>& options, const Tiers& tiers) {
  const Terminal& terminal = session.terminal();
  std::vector<bool> ranked(options.size(), false);
  int place = 1;
  for (const auto& tier : tiers) {
    for (std::size_t i = 0; i < tier.size(); ++i) {
      ranked[tier[i]] = true;
      const std::string head = text::PadLeft(i == 0 ? absl::StrCat(place, ".") : "=", 5) + " " +
                               text::PadRight(Label(kMeasure, options[tier[i]].number), 4) + " ";
      const auto lines =
          text::Wrap(text::Printable(options[tier[i]].title), terminal.width - text::Width(head));
      for (std::size_t l = 0; l < lines.size(); ++l) {
        session.out() << (l == 0 ? head : std::string(head.size(), ' ')) << lines[l] << "\n";
      }
    }
    place += static_cast<int>(tier.size());
  }
  std::string rest;
  for (std::size_t i = 0; i < options.size(); ++i) {
    if (ranked[i]) continue;
    absl::StrAppend(&rest, rest.empty() ? "" : ", ", Label(kMeasure, options[i].number));
  }
  if (tiers.empty()) {
    session.out() << "  An abstention: it ranks nothing.\n";
  } else if (!rest.empty()) {
    session.out() << terminal.Paint(Style::kDim, "  unranked: " + rest) << "\n";
  }
}

absl::Status Cast(Session& session, const BallotPaper& paper, const Tiers& tiers,
                  const std::string& argument) {
  deliberation::v1::CastBallotRequest request;
  request.set_parent(paper.deliberation.name());
  for (const auto& tier : tiers) {
    auto& cast = *request.mutable_ballot()->add_tiers();
    for (const std::size_t option : tier) cast.add_measures(paper.options[option].name);
  }
  request.mutable_ballot();
  if (!argument.empty()) {
    const auto found = FindArgument(session, paper.deliberation.name(), argument);
    if (!found.ok()) return found.status();
    request.mutable_ballot()->set_argument(*found);
  }
  request.set_request_id(NewRequestId());
  const auto response = session.Call(&Deliberations::CastBallot, request);
  if (!response.ok()) return response.status();
  const auto who = session.Who();
  if (who.ok() && response->has_receipt()) KeepReceipt(session, *who, response->receipt());
  if (session.json()) return session.PrintJson(*response);
  session.out() << session.terminal().Paint(Style::kGood, "Your ballot is cast:") << "\n";
  PrintBallot(session, paper.options, TiersOf(response->ballot(), paper.options));
  if (response->has_receipt()) {
    session.out() << "Receipt: "
                  << session.terminal().Paint(Style::kStrong, response->receipt().words()) << "\n";
  }
  session.out() << session.terminal().Paint(
                       Style::kDim,
                       "You may change it with `plenum vote` until the vote is closed.")
                << "\n";
  return absl::OkStatus();
}

std::string ErrorList(const std::vector<LineError>& errors, std::string_view place) {
  std::string out;
  for (const LineError& error : errors) {
    absl::StrAppend(&out, "\n  ", std::string(place), " ", error.line, ": ", error.message);
  }
  return out;
}

std::vector<std::string> Notes(const BallotPaper& paper, bool again) {
  std::vector<std::string> notes;
  notes.emplace_back(paper.deliberation.rules().unranked() == tally::v1::UNRANKED_NOT_COMPARED
                         ? "Unranked measures are not compared with any other."
                         : "Unranked measures count as tied last, below every ranked one.");
  notes.emplace_back(again
                         ? "This is your ballot as it stands; you may change it until the vote is "
                           "closed."
                         : "The order of this list means nothing; left as it is, nothing is cast.");
  return notes;
}

// Edits until the text is a ballot, or the person gives up. The draft stays when they do.
absl::StatusOr<Tiers> EditBallot(const Draft& draft, const std::string& original,
                                 const std::vector<Candidate>& options, bool accept_unchanged) {
  for (;;) {
    if (absl::Status status = draft.Edit(); !status.ok()) {
      draft.Remove();
      return status;
    }
    const auto text = draft.Read();
    if (!text.ok()) return text.status();
    if (*text == original && !accept_unchanged) {
      draft.Remove();
      return Cancelled(
          "the text was left as it was, so nothing was cast (--yes casts it as it is)");
    }
    const ParsedBallot ballot = ParseBallotText(*text, options);
    if (ballot.ok() && ballot.tiers.empty()) {
      draft.Remove();
      return Cancelled(
          "no measure is left, so nothing was cast; to cast a ballot that ranks "
          "nothing, use `plenum vote --abstain`");
    }
    if (ballot.ok()) return ballot.tiers;
    const std::string problems =
        absl::StrCat("the ballot cannot be read:", ErrorList(ballot.errors, "line"));
    const auto keep = [&] {
      return UsageError(absl::StrCat(problems,
                                     "\nnothing was cast; your text is kept: edit it and "
                                     "run `plenum vote --file ",
                                     draft.path(), "`"));
    };
    if (!CanAsk() || !Ask("plenum: " + problems + "\nOpen the editor again?", true)) return keep();
    absl::Status written = draft.Write(AnnotateErrors(*text, ballot.errors));
    if (!written.ok()) return written;
  }
}

absl::Status VoteInEditor(Session& session, const BallotPaper& paper, const VoteOptions& options) {
  const auto ballot = FetchBallot(session);
  if (!ballot.ok()) return ballot.status();
  const bool again = ballot->has_value();
  const Tiers before = again ? TiersOf(**ballot, paper.options) : Tiers{};
  const std::string text =
      BallotToText(paper.options, before, paper.deliberation.title(), Notes(paper, again));
  const auto draft = Draft::Create("ballot", text);
  if (!draft.ok()) return draft.status();
  const auto tiers = EditBallot(*draft, text, paper.options, options.yes);
  if (!tiers.ok()) return tiers.status();
  absl::Status status = Cast(session, paper, *tiers, options.argument);
  if (status.ok()) {
    draft->Remove();
  } else {
    session.err() << "Your text is kept; `plenum vote --file " << draft->path()
                  << "` casts it later.\n";
  }
  return status;
}

absl::Status Vote(Session& session, const VoteOptions& options) {
  const bool rank = options.rank_option->count() > 0;
  if (int{rank} + int{!options.file.empty()} + int{options.abstain} > 1) {
    return UsageError("give only one of --rank, --file and --abstain");
  }
  const auto paper = FetchPaper(session);
  if (!paper.ok()) return paper.status();
  if (paper->deliberation.phase() != deliberation::v1::PHASE_VOTING) {
    return base::Error(absl::StatusCode::kFailedPrecondition, common::v1::ERROR_REASON_WRONG_PHASE,
                       "the vote is closed; `plenum result show` shows what came out");
  }
  if (options.abstain) return Cast(session, *paper, {}, options.argument);
  if (!rank && options.file.empty()) return VoteInEditor(session, *paper, options);
  ParsedBallot ballot;
  if (rank) {
    ballot = ParseRanking(options.rank, paper->options);
  } else {
    const auto text = ReadFile(options.file, kMaxBallotBytes);
    if (!text.ok()) return text.status();
    ballot = ParseBallotText(*text, paper->options);
    if (ballot.ok() && ballot.tiers.empty()) {
      return UsageError(absl::StrCat(options.file,
                                     " ranks nothing, so nothing was cast; to cast a ",
                                     "ballot that ranks nothing, use --abstain"));
    }
  }
  if (!ballot.ok()) {
    return UsageError(absl::StrCat("the ballot cannot be read, nothing was cast:",
                                   ErrorList(ballot.errors, rank ? "place" : "line")));
  }
  return Cast(session, *paper, ballot.tiers, options.argument);
}

// The server has no ballot of the caller: right for who cast none, and a failure for who did.
absl::Status NoBallot(Session& session) {
  const auto who = session.Who();
  if (!who.ok()) return who.status();
  const auto receipt = FetchReceipt(session, *who);
  if (receipt.ok() && !receipt->has_value()) {
    if (const auto lost = CheckReceipt(*who, *receipt)) return absl::DataLossError(lost->sentence);
  }
  return base::Error(absl::StatusCode::kNotFound, common::v1::ERROR_REASON_RESOURCE_NOT_FOUND,
                     "you have not voted yet; `plenum vote` opens the ballot");
}

absl::Status ShowBallot(Session& session, const NoOptions&) {
  const auto ballot = FetchBallot(session);
  if (!ballot.ok()) return ballot.status();
  if (!ballot->has_value()) return NoBallot(session);
  if (session.json()) {
    deliberation::v1::GetBallotResponse response;
    *response.mutable_ballot() = **ballot;
    return session.PrintJson(response);
  }
  const auto paper = FetchPaper(session);
  if (!paper.ok()) return paper.status();
  session.out() << "Your ballot:\n";
  PrintBallot(session, paper->options, TiersOf(**ballot, paper->options));
  const auto who = session.Who();
  if (!who.ok()) return who.status();
  const auto receipt = FetchReceipt(session, *who);
  if (!receipt.ok()) return receipt.status();
  const auto check = CheckInPassing(*who, *receipt, IsOver(paper->deliberation.phase()));
  if (check) PrintCheck(session, *check);
  return absl::OkStatus();
}

}  // namespace

void AddVoteCommands(CLI::App& app, Action& chosen) {
  const auto vote = AddVerb<VoteOptions>(
      app, chosen, "vote", "Cast your ballot, or change it while the vote is open",
      {"plenum vote                          # opens the ballot in $VISUAL or $EDITOR",
       "plenum vote --rank \"m4 > m1 = m2\"    # numbers, titles, or the start of a title",
       "plenum vote --rank 'hotlines > \"Reduce troops\"'",
       "plenum vote --file ballot.txt        # in the form that the editor shows",
       "plenum vote --abstain                # a ballot that ranks nothing"},
      Vote);
  vote.options->rank_option = vote.command->add_option(
      "--rank", vote.options->rank, "The ranking, best first: > is better than, = ties");
  vote.command->add_option("--file", vote.options->file,
                           "File in the form that the editor shows; - is standard input");
  vote.command->add_option(
      "--argument", vote.options->argument,
      "The argument that moved you: its number, id or words; the result says how "
      "many ballots each one moved");
  vote.command->add_flag("--abstain", vote.options->abstain, "Cast a ballot that ranks nothing");
  vote.command->add_flag("--yes,-y", vote.options->yes,
                         "Cast the list also when the editor left it as it was");
  CLI::App* ballot = AddNoun(app, "ballot", "See your own ballot");
  AddVerb<NoOptions>(*ballot, chosen, "show", "Show your own ballot",
                     {"plenum ballot show", "plenum ballot show --json"}, ShowBallot);
  AddBallotReceiptVerb(*ballot, chosen);
}

}  // namespace plenum::cli
