#include "clients/cli/tally_explain.h"

#include <functional>
#include <optional>
#include <tuple>
#include <utility>

#include "absl/strings/str_cat.h"
#include "clients/cli/table.h"
#include "clients/cli/tally_ballot.h"
#include "clients/cli/tally_view.h"
#include "clients/cli/text.h"
#include "services/deliberation/tally/wording.h"

namespace plenum::cli {
namespace {

namespace math = plenum::tally;
namespace wire = tally::v1;

// What the flags ask for, read.
template <typename Ballot>
struct Asked {
  int first = 0;
  int second = 0;
  std::optional<Ballot> ballot;
  [[nodiscard]] const Ballot* of() const { return ballot ? &*ballot : nullptr; }
};

template <typename Ballot>
using ReadBallot = std::function<absl::StatusOr<Ballot>(const BallotReader&, std::string_view)>;

template <typename Ballot>
absl::StatusOr<Asked<Ballot>> Read(const ExplainFlags& flags, const std::vector<std::string>& names,
                                   const ReadBallot<Ballot>& read) {
  Asked<Ballot> asked;
  if (!flags.why.empty()) {
    const auto pair = BallotReader("--why", names).Pair(flags.why);
    if (!pair.ok()) return pair.status();
    std::tie(asked.first, asked.second) = *pair;
  }
  if (!flags.ballot.empty()) {
    const BallotReader reader("--ballot", names);
    auto ballot = read(reader, flags.ballot);
    if (!ballot.ok()) return ballot.status();
    asked.ballot = *std::move(ballot);
  }
  return asked;
}

// Numbers of messages are exact; people read decimals.
std::string Decimal(const std::string& exact) {
  return exact.empty() ? "" : math::Number(math::Rational(exact));
}

// Prints sentences, and lines below a head.
class Printer {
 public:
  Printer(Session& session, const std::vector<std::string>& names)
      : session_(session), names_(names) {}

  std::string Name(int option) const {
    return text::Printable(names_[static_cast<std::size_t>(option)]);
  }
  template <typename Options>
  std::string Names(const Options& options) const {
    const std::vector<int> list(options.begin(), options.end());
    return text::Printable(math::ListOf(list, names_));
  }

  void Line(const std::string& words, int indent = 0) {
    for (const std::string& line :
         text::Wrap(text::Printable(words), session_.terminal().width - indent)) {
      session_.out() << std::string(static_cast<std::size_t>(indent), ' ') << line << "\n";
    }
  }
  // The reason, if there is one.
  void Reason(const std::string& sentence) {
    if (!sentence.empty()) Line(sentence);
  }
  void BallotHead(bool after_reason) {
    if (after_reason) session_.out() << "\n";
    session_.out() << session_.terminal().Paint(Style::kStrong, "How the ballot counted") << "\n";
  }
  void Show(const Table& table) { session_.out() << table.Render(session_.terminal(), 2); }

 private:
  Session& session_;
  const std::vector<std::string>& names_;
};

// "0.75 with Ann and 0.25 with Bob".
std::string Parts(const Printer& printer,
                  const google::protobuf::RepeatedPtrField<wire::BallotPart>& parts,
                  const char* with) {
  std::string text;
  for (int i = 0; i < parts.size(); ++i) {
    absl::StrAppend(&text,
                    i == 0                 ? ""
                    : i + 1 < parts.size() ? ", "
                                           : " and ",
                    parts[i].weight() == "1" ? "all of it" : Decimal(parts[i].weight()), " ", with,
                    " ", printer.Name(parts[i].option()));
  }
  return text;
}

// By quotients a ballot stands whole with one option, and fills parts of seats.
std::string QuotientLine(const Printer& printer, const wire::ElectionBallotTrace::Step& step) {
  std::string line = absl::StrCat("Round ", step.round());
  if (!step.from().empty()) {
    absl::StrAppend(&line, ", ", printer.Names(step.from()), " being elected");
  }
  absl::StrAppend(&line, ": ",
                  step.stands().empty() ? "exhausted, it ranks nobody who was left"
                                        : "with " + printer.Name(step.stands(0).option()));
  math::Rational filled;
  for (const auto& part : step.kept()) filled += math::Rational(part.weight());
  return sgn(filled) == 0
             ? line
             : absl::StrCat(line, "; it has filled ", math::Number(filled), " of a seat");
}

std::string StepLine(const Printer& printer, const wire::ElectionBallotTrace::Step& step) {
  std::string line = step.round() == 0 ? "At the start" : absl::StrCat("Round ", step.round());
  if (!step.from().empty()) {
    absl::StrAppend(&line, step.surplus() ? ", the surplus of " : ", without ",
                    printer.Names(step.from()));
  }
  std::string where = Parts(printer, step.stands(), "with");
  const std::string kept = Parts(printer, step.kept(), "kept by");
  if (!kept.empty()) absl::StrAppend(&where, where.empty() ? "" : ", ", kept);
  if (step.exhausted() == "1") {
    where = "exhausted, it ranks nobody who was left";
  } else if (math::Rational(step.exhausted()) > math::MakeRational(1, 1'000'000)) {
    absl::StrAppend(&where, where.empty() ? "" : ", ", Decimal(step.exhausted()), " exhausted");
  }
  return absl::StrCat(line, ": ", where);
}

void PrintBallot(Printer& printer, const wire::ElectionBallotTrace& ballot, bool quotients) {
  for (const auto& step : ballot.steps()) {
    printer.Line(quotients ? QuotientLine(printer, step) : StepLine(printer, step), 2);
  }
  printer.Line(ballot.sentence(), 2);
}

void PrintBallot(Printer& printer, const wire::ScoreBallotTrace& ballot) {
  for (int i = 0; i < ballot.seats_size(); ++i) {
    const auto& seat = ballot.seats(i);
    printer.Line(absl::StrCat("Seat ", i + 1, ", ", printer.Name(seat.winner()), ": it weighs ",
                              Decimal(seat.weight()), " and gives ", Decimal(seat.gave())),
                 2);
  }
  printer.Line(ballot.sentence(), 2);
}

void PrintBallot(Printer& printer, const wire::CommitteeBallotTrace& ballot) {
  printer.Line(ballot.sentence(), 2);
  if (!ballot.counted()) printer.Line("No ballot like it was counted.", 2);
}

void PrintBallot(Printer& printer, const wire::PackageBallotTrace& ballot) {
  std::vector<Column> columns = {{"", Align::kLeft, true}, {"", Align::kLeft}};
  if (!ballot.endowment().empty()) columns.push_back({"Paid", Align::kRight});
  Table table(columns);
  for (const auto& support : ballot.supports()) {
    const bool funded = support.outcome() == wire::PackageFate::OUTCOME_FUNDED;
    std::vector<Cell> cells = {
        printer.Name(support.option()),
        Cell(funded ? "funded" : "not funded", funded ? Style::kGood : Style::kDim)};
    if (!ballot.endowment().empty()) cells.emplace_back(Decimal(support.paid()));
    table.Add(std::move(cells));
  }
  printer.Show(table);
  printer.Line(ballot.sentence(), 2);
}

// `more`: what PrintBallot takes besides.
template <typename Response, typename... More>
absl::Status Show(Session& session, const absl::StatusOr<Response>& response,
                  const std::vector<std::string>& names, More... more) {
  if (!response.ok()) return response.status();
  if (session.json()) return session.PrintJson(*response);
  Printer printer(session, names);
  printer.Reason(response->sentence());
  if (response->has_ballot()) {
    printer.BallotHead(!response->sentence().empty());
    PrintBallot(printer, response->ballot(), more...);
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status ExplainRanking(Session& session, const ExplainFlags& flags,
                            const counting::RankedRequest& request) {
  const auto asked = Read<math::Ranking>(flags, request.names, &BallotReader::Ranked);
  if (!asked.ok()) return asked.status();
  const auto response = counting::Explain(request, asked->first, asked->second, asked->of());
  if (!response.ok()) return response.status();
  if (session.json()) return session.PrintJson(*response);
  PrintExplain(session, *response, request.names);
  return absl::OkStatus();
}

absl::Status ExplainElection(Session& session, const ExplainFlags& flags,
                             const counting::SeatsRequest& request) {
  const auto asked = Read<math::Ranking>(flags, request.names, &BallotReader::Ranked);
  if (!asked.ok()) return asked.status();
  return Show(session, counting::ExplainElection(request, asked->first, asked->second, asked->of()),
              request.names, request.rule == wire::STV_RULE_QPQ);
}

absl::Status ExplainScores(Session& session, const ExplainFlags& flags,
                           const counting::ScoresRequest& request) {
  const auto asked = Read<math::Scores>(
      flags, request.names, [&](const BallotReader& reader, std::string_view words) {
        return reader.Points(words, request.profile.range().lowest, request.grades);
      });
  if (!asked.ok()) return asked.status();
  return Show(session, counting::ExplainScores(request, asked->first, asked->second, asked->of()),
              request.names);
}

absl::Status ExplainCommittee(Session& session, const ExplainFlags& flags,
                              const counting::CommitteeRequest& request) {
  const auto asked =
      Read<std::vector<math::OptionIndex>>(flags, request.names, &BallotReader::Approvals);
  if (!asked.ok()) return asked.status();
  return Show(session,
              counting::ExplainCommittee(request, asked->first, asked->second, asked->of()),
              request.names);
}

absl::Status ExplainPackage(Session& session, const ExplainFlags& flags,
                            const counting::PackageRequest& request) {
  const auto asked = Read<math::BudgetPoints>(flags, request.names, &BallotReader::Budget);
  if (!asked.ok()) return asked.status();
  return Show(session, counting::ExplainPackage(request, asked->first, asked->second, asked->of()),
              request.names);
}

}  // namespace plenum::cli
