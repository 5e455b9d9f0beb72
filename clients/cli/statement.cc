// statement add, list, vote, hide, restore; opinion show.
#include <algorithm>

#include "absl/strings/str_cat.h"
#include "clients/cli/commands.h"
#include "clients/cli/opinion_view.h"
#include "clients/cli/table.h"
#include "clients/cli/text.h"

namespace plenum::cli {
namespace {

using deliberation::v1::Statement;
using deliberation::v1::StatementVote;

struct StatementOptions {
  std::string statement;
  std::string text;
};

struct AnswerOptions {
  std::vector<std::string> words;
};

absl::StatusOr<std::vector<Statement>> FetchStatements(Session& session) {
  const auto who = session.Who();
  if (!who.ok()) return who.status();
  deliberation::v1::ListStatementsRequest request;
  request.set_parent(who->deliberation);
  auto response = session.CallAll(&Opinions::ListStatements, request);
  if (!response.ok()) return response.status();
  return std::vector<Statement>(response->statements().begin(), response->statements().end());
}

absl::StatusOr<Statement> FindIn(const std::vector<Statement>& statements, std::string_view query) {
  std::vector<Candidate> candidates;
  for (const Statement& statement : statements) {
    candidates.push_back({statement.name(), statement.text(), statement.number()});
  }
  const auto at = Resolve(query, candidates, kStatement);
  if (!at.ok()) return at.status();
  return statements[*at];
}

absl::StatusOr<Statement> FindStatement(Session& session, std::string_view query) {
  const auto statements = FetchStatements(session);
  if (!statements.ok()) return statements.status();
  return FindIn(*statements, query);
}

absl::Status AddStatement(Session& session, const StatementOptions& options) {
  const auto who = session.Who();
  if (!who.ok()) return who.status();
  deliberation::v1::CreateStatementRequest request;
  request.set_parent(who->deliberation);
  request.mutable_statement()->set_text(options.text);
  request.set_request_id(NewRequestId());
  const auto response = session.Call(&Opinions::CreateStatement, request);
  if (!response.ok()) return response.status();
  if (session.json()) return session.PrintJson(*response);
  session.out() << "Put up as " << Label(kStatement, response->statement().number())
                << "; nobody else is told that it is yours.\n";
  return absl::OkStatus();
}

absl::Status ListStatements(Session& session, const NoOptions&) {
  const auto statements = FetchStatements(session);
  if (!statements.ok()) return statements.status();
  if (session.json()) {
    deliberation::v1::ListStatementsResponse response;
    for (const Statement& statement : *statements) *response.add_statements() = statement;
    return session.PrintJson(response);
  }
  if (statements->empty()) {
    session.out() << "There are no statements yet; `plenum statement add \"...\"` begins.\n";
    return absl::OkStatus();
  }
  Table table({{"", Align::kRight}, {"Your answer"}, {"Statement", Align::kLeft, true}});
  for (const Statement& statement : *statements) {
    std::string words = text::Printable(statement.text());
    if (!statement.hidden_by().empty()) {
      absl::StrAppend(&words, words.empty() ? "" : " ",
                      "(hidden: ", text::Printable(statement.hidden_reason()), ")");
    }
    table.Add({Cell(Label(kStatement, statement.number()), Style::kAccent),
               std::string(StatementVoteWord(statement.own_vote())),
               Cell(words, statement.hidden_by().empty() ? Style::kPlain : Style::kDim)});
  }
  session.out() << table.Render(session.terminal());
  return absl::OkStatus();
}

absl::StatusOr<StatementVote> VoteOf(std::string_view word) {
  for (const auto vote :
       {deliberation::v1::STATEMENT_VOTE_AGREE, deliberation::v1::STATEMENT_VOTE_DISAGREE,
        deliberation::v1::STATEMENT_VOTE_PASS}) {
    if (text::Fold(word) == StatementVoteWord(vote)) return vote;
  }
  return UsageError(
      absl::StrCat("\"", text::Printable(word), "\" is no answer; answer agree, disagree or pass"));
}

// Words are read before anything is sent, so that a slip of the pen answers nothing.
absl::Status AnswerStatements(Session& session, const AnswerOptions& options) {
  for (const std::string& word : options.words) {
    const auto equals = word.rfind('=');
    if (equals == std::string::npos) {
      return UsageError(absl::StrCat("\"", text::Printable(word),
                                     "\" must be of the form STATEMENT=ANSWER, as in s3=agree"));
    }
    if (const auto vote = VoteOf(word.substr(equals + 1)); !vote.ok()) return vote.status();
  }
  const auto statements = FetchStatements(session);
  if (!statements.ok()) return statements.status();
  std::vector<deliberation::v1::VoteOnStatementRequest> requests;
  for (const std::string& word : options.words) {
    const auto equals = word.rfind('=');
    const auto statement = FindIn(*statements, word.substr(0, equals));
    if (!statement.ok()) return statement.status();
    auto& request = requests.emplace_back();
    request.set_name(statement->name());
    request.set_vote(*VoteOf(word.substr(equals + 1)));
    request.set_request_id(NewRequestId());
  }
  for (const auto& request : requests) {
    const auto response = session.Call(&Opinions::VoteOnStatement, request);
    if (!response.ok()) return response.status();
    if (session.json()) {
      absl::Status printed = session.PrintJsonLine(*response);
      if (!printed.ok()) return printed;
      continue;
    }
    const Statement& statement = response->statement();
    session.out() << "You " << StatementVoteWord(statement.own_vote())
                  << (statement.own_vote() == deliberation::v1::STATEMENT_VOTE_PASS ? " on "
                                                                                    : " with ")
                  << Label(kStatement, statement.number()) << ": "
                  << text::Printable(statement.text()) << "\n";
  }
  return absl::OkStatus();
}

absl::Status HideStatement(Session& session, const StatementOptions& options) {
  const auto statement = FindStatement(session, options.statement);
  if (!statement.ok()) return statement.status();
  deliberation::v1::HideStatementRequest request;
  request.set_name(statement->name());
  request.set_reason(options.text);
  request.set_request_id(NewRequestId());
  const auto response = session.Call(&Opinions::HideStatement, request);
  if (!response.ok()) return response.status();
  if (session.json()) return session.PrintJson(*response);
  session.out() << "Hidden, and out of the groups; everybody sees that, and why. "
                   "`plenum statement restore` takes it back.\n";
  return absl::OkStatus();
}

absl::Status RestoreStatement(Session& session, const StatementOptions& options) {
  const auto statement = FindStatement(session, options.statement);
  if (!statement.ok()) return statement.status();
  deliberation::v1::RestoreStatementRequest request;
  request.set_name(statement->name());
  request.set_request_id(NewRequestId());
  const auto response = session.Call(&Opinions::RestoreStatement, request);
  if (!response.ok()) return response.status();
  if (session.json()) return session.PrintJson(*response);
  session.out() << "It is shown again, with its answers.\n";
  return absl::OkStatus();
}

absl::Status ShowOpinions(Session& session, const NoOptions&) {
  const auto who = session.Who();
  if (!who.ok()) return who.status();
  deliberation::v1::GetOpinionGroupsRequest request;
  request.set_name(who->deliberation + "/opinionGroups");
  const auto response = session.Call(&Opinions::GetOpinionGroups, request);
  if (!response.ok()) return response.status();
  if (session.json()) return session.PrintJson(*response);
  session.out() << OpinionsInWords(response->opinion_groups(), who->role != "observer",
                                   session.terminal());
  return absl::OkStatus();
}

}  // namespace

void AddStatementCommands(CLI::App& app, Action& chosen) {
  CLI::App* noun = AddNoun(app, "statement", "Put up and answer short statements");
  constexpr char kWhich[] = "Number, id, or the start of its words";
  const auto add = AddVerb<StatementOptions>(
      *noun, chosen, "add", "Put up a statement that others agree or disagree with",
      {"plenum statement add \"We should answer every call within a day\""}, AddStatement);
  add.command->add_option("TEXT", add.options->text, "One line of up to 280 characters")
      ->required();
  AddVerb<NoOptions>(*noun, chosen, "list",
                     "Show the statements, first those that you have not answered",
                     {"plenum statement list"}, ListStatements);
  const auto vote = AddVerb<AnswerOptions>(
      *noun, chosen, "vote", "Answer statements; you can answer anew until the vote is closed",
      {"plenum statement vote s3=agree", "plenum statement vote s4=disagree s5=pass s6=agree"},
      AnswerStatements);
  vote.command
      ->add_option("STATEMENT=ANSWER", vote.options->words,
                   "Which, and agree, disagree or pass; nobody is told how you answered")
      ->required();
  const auto hide = AddVerb<StatementOptions>(
      *noun, chosen, "hide", "Take a statement out of sight and out of the groups",
      {"plenum statement hide s2 --reason \"Says two things at once\""}, HideStatement);
  hide.command->add_option("STATEMENT", hide.options->statement, kWhich)->required();
  hide.command->add_option("--reason", hide.options->text, "Why; everybody sees it")->required();
  const auto restore =
      AddVerb<StatementOptions>(*noun, chosen, "restore", "Show a hidden statement again",
                                {"plenum statement restore s2"}, RestoreStatement);
  restore.command->add_option("STATEMENT", restore.options->statement, kWhich)->required();

  CLI::App* opinion = AddNoun(app, "opinion", "See which groups of opinion there are");
  AddVerb<NoOptions>(*opinion, chosen, "show",
                     "Show the groups, what each holds, what all share and what divides",
                     {"plenum opinion show"}, ShowOpinions);
}

}  // namespace plenum::cli
