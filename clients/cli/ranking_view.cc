#include "clients/cli/ranking_view.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "clients/cli/csv.h"
#include "clients/cli/outcome_view.h"
#include "clients/cli/table.h"
#include "clients/cli/text.h"

namespace plenum::cli {
namespace {

using scoring::v1::EvaluationOptions;

constexpr int kBar = 12;

constexpr std::pair<const char*, scoring::v1::GroupRule> kGroupRules[] = {
    {"mean", scoring::v1::GROUP_RULE_MEAN},
    {"median", scoring::v1::GROUP_RULE_MEDIAN},
    {"trimmed", scoring::v1::GROUP_RULE_TRIMMED_MEAN},
    {"geometric", scoring::v1::GROUP_RULE_GEOMETRIC_MEAN},
    {"totals", scoring::v1::GROUP_RULE_INDIVIDUAL_TOTALS}};

std::string GroupWord(scoring::v1::GroupRule rule) {
  for (const auto& [word, each] : kGroupRules) {
    if (each == rule) return word;
  }
  return "mean";
}

std::string Percent(double share) { return text::Number(share * 100, 0) + " %"; }

std::string Signed(double value) { return (value < 0 ? "" : "+") + text::Fixed(value, 3); }

// A list of titles for a sentence.
template <class Titles>
std::string Listed(const Titles& titles) {
  std::string list;
  for (const auto& title : titles) {
    absl::StrAppend(&list, list.empty() ? "" : ", ", text::Printable(title));
  }
  return list;
}

// Places that members who have not scored in full could still change.
void PrintMovable(Session& session, const scoring::v1::CriteriaRanking& ranking,
                  const Names& names) {
  std::string list;
  for (const auto& measure : ranking.measures()) {
    if (measure.position() == 0 || measure.best_position() == measure.worst_position()) continue;
    absl::StrAppend(&list, list.empty() ? "" : ", ",
                    LabelOf(names.measures, measure.measure(), kMeasure), " ",
                    measure.best_position(), " to ", measure.worst_position());
  }
  if (list.empty()) return;
  PrintNote(session, absl::StrCat("Scores that single members did not give leave it open between "
                                  "these places: ",
                                  list, "."));
}

// The sentence of the server, which knows no names, with the member's.
std::string WithName(const scoring::v1::Flip& flip, const Names& names) {
  constexpr std::string_view kSomebody = "one member";
  std::string sentence = flip.sentence();
  const auto at = sentence.find(kSomebody);
  if (flip.member().empty() || at == std::string::npos) return sentence;
  return sentence.replace(at, kSomebody.size(), TitleOf(names.members, flip.member()));
}

// The mean of the weights that put each measure first, of those that ever are.
void PrintCentralWeights(Session& session, const scoring::v1::AnalyzeSensitivityResponse& response,
                         const Names& names) {
  std::vector<Column> columns = {{"", Align::kRight}, {"First on average at", Align::kLeft, true}};
  for (const auto& measure : response.measures()) {
    if (measure.central_weights().empty()) continue;
    for (const auto& weight : measure.central_weights()) {
      columns.push_back({text::Truncate(TitleOf(names.criteria, weight.criterion()), 12,
                                        session.terminal().unicode),
                         Align::kRight});
    }
    break;
  }
  Table table(columns);
  for (const auto& measure : response.measures()) {
    if (measure.central_weights().empty()) continue;
    std::vector<Cell> cells = {LabelOf(names.measures, measure.measure(), kMeasure),
                               text::Printable(measure.title())};
    for (const auto& weight : measure.central_weights()) {
      cells.emplace_back(Percent(weight.value()));
    }
    table.Add(std::move(cells));
  }
  session.out() << "\n" << table.Render(session.terminal()) << "\n";
}

// What the disagreement is about, and why the item stands where it stands.
std::string KindOf(const scoring::v1::AgendaItem& item) {
  std::string kind = item.kind() == scoring::v1::AGENDA_KIND_SCORES ? "  facts" : "  values";
  if (!item.has_spread() || !item.has_influence()) return kind;
  return absl::StrCat(kind, ", spread ", text::Fixed(item.spread(), 2), " x influence ",
                      text::Fixed(item.influence(), 2));
}

}  // namespace

scoring::v1::GroupRule GroupRuleOf(std::string_view word) {
  for (const auto& [each, rule] : kGroupRules) {
    if (each == word) return rule;
  }
  return scoring::v1::GROUP_RULE_MEAN;
}

void PrintNote(Session& session, std::string_view note, Style style) {
  for (const auto& line : text::Wrap(note, session.terminal().width)) {
    session.out() << session.terminal().Paint(style, line) << "\n";
  }
}

void PrintMemberWeights(Session& session, const EvaluationOptions& options,
                        const std::vector<Candidate>& members) {
  if (options.member_weights().empty()) return;
  std::string line;
  for (const auto& each : options.member_weights()) {
    absl::StrAppend(&line, line.empty() ? "" : ", ", TitleOf(members, each.member()), " counts as ",
                    each.weight());
  }
  PrintNote(session, line + "; everybody else as one member.", Style::kDim);
}

void PrintRanking(Session& session, const scoring::v1::EvaluateRankingResponse& response,
                  const Names& names) {
  const auto& ranking = response.ranking();
  PrintCriteriaRanking(session, ranking, names.measures, names.criteria, true);
  session.out() << "\n";
  PrintNote(session,
            absl::StrCat("Scores of ", text::Count(ranking.member_count(), "member"), " by their ",
                         GroupWord(ranking.options().group_rule()),
                         "; totals from 0 to 1, with what each criterion adds."),
            Style::kDim);
  PrintMemberWeights(session, ranking.options(), names.members);
  if (ranking.missing_cells() > 0) {
    const bool open = std::any_of(ranking.measures().begin(), ranking.measures().end(),
                                  [](const auto& measure) { return measure.position() == 0; });
    PrintNote(session, absl::StrCat("Nobody scored ", text::Count(ranking.missing_cells(), "cell"),
                                    open ? " (?): such a place is open, between the best and the "
                                           "worst that the missing scores could give."
                                         : " (?), on criteria that weigh nothing."));
  }
  PrintMovable(session, ranking, names);
  for (const auto& measure : ranking.measures()) {
    for (const auto& criterion : measure.failed_floors()) {
      PrintNote(session,
                absl::StrCat(text::Printable(measure.title()), " is below the floor of ",
                             TitleOf(names.criteria, criterion), "."),
                Style::kWarning);
    }
  }
}

void PrintRankingCsv(Session& session, const scoring::v1::EvaluateRankingResponse& response,
                     const Names& names) {
  session.out() << "position,best_position,worst_position,measure,title,total";
  for (const Candidate& criterion : names.criteria) {
    session.out() << "," << CsvCell(criterion.title);
  }
  session.out() << "\n";
  for (const auto& measure : response.ranking().measures()) {
    const bool open = measure.position() == 0;
    session.out() << (open ? "" : std::to_string(measure.position())) << ","
                  << measure.best_position() << "," << measure.worst_position() << ","
                  << LabelOf(names.measures, measure.measure(), kMeasure) << ","
                  << CsvCell(measure.title()) << "," << (open ? "" : CsvNumber(measure.total()));
    for (const Candidate& criterion : names.criteria) {
      session.out() << ",";
      for (const auto& contribution : measure.contributions()) {
        if (contribution.criterion() != criterion.name || contribution.score_count() == 0) continue;
        session.out() << CsvNumber(contribution.contribution());
      }
    }
    session.out() << "\n";
  }
}

void PrintWhy(Session& session, const scoring::v1::ExplainRankingResponse& response,
              const Names& names) {
  PrintNote(session, text::Printable(response.reason()), Style::kStrong);
  Table table({{"Criterion", Align::kLeft, true},
               {"Weight", Align::kRight},
               {"Value", Align::kRight},
               {"Other's", Align::kRight},
               {"Adds", Align::kRight}});
  for (const auto& criterion : response.criteria()) {
    table.Add({text::Printable(criterion.title()), Percent(criterion.weight()),
               text::Fixed(criterion.value(), 2), text::Fixed(criterion.other_value(), 2),
               Cell(Signed(criterion.difference()),
                    criterion.difference() < 0 ? Style::kWarning : Style::kPlain)});
  }
  session.out() << "\n" << table.Render(session.terminal());
  if (!response.members().empty()) {
    Table members({{"Member", Align::kLeft, true}, {"Adds", Align::kRight}});
    for (const auto& member : response.members()) {
      members.Add({TitleOf(names.members, member.member()), Signed(member.difference())});
    }
    session.out() << "\n" << members.Render(session.terminal());
  }
  session.out() << "\n";
  if (response.flips().empty()) {
    PrintNote(session,
              "No change of one weight, of one score or of one member would turn them round.");
  }
  for (const auto& flip : response.flips()) {
    PrintNote(session, text::Printable(WithName(flip, names)));
  }
  PrintMemberWeights(session, response.options(), names.members);
}

void PrintSensitivity(Session& session, const scoring::v1::AnalyzeSensitivityResponse& response,
                      const Names& names, double clear_winner) {
  Table table({{"", Align::kRight},
               {"Measure", Align::kLeft, true},
               {"First", Align::kRight},
               {""},
               {"Top 3", Align::kRight},
               {"Confidence", Align::kRight}});
  for (const auto& measure : response.measures()) {
    double top = 0;
    for (int rank = 0; rank < std::min(3, measure.rank_acceptability_size()); ++rank) {
      top += measure.rank_acceptability(rank);
    }
    const double first = measure.rank_acceptability(0);
    table.Add({LabelOf(names.measures, measure.measure(), kMeasure),
               text::Printable(measure.title()), Percent(first),
               Cell(text::Bar(first, kBar, session.terminal().unicode), Style::kAccent),
               Percent(top), measure.has_confidence() ? Percent(measure.confidence()) : "-"});
  }
  session.out() << table.Render(session.terminal()) << "\n";
  PrintNote(session,
            response.clear_winner().empty()
                ? absl::StrCat("No clear winner: no measure is first in ", Percent(clear_winner),
                               " of the draws or more.")
                : absl::StrCat(TitleOf(names.measures, response.clear_winner()),
                               " is the clear winner: first in ", Percent(clear_winner),
                               " of the draws or more."),
            Style::kStrong);
  PrintCentralWeights(session, response, names);
  for (const auto& range : response.weight_ranges()) {
    std::string line = absl::StrCat("It stays first while ", text::Printable(range.title()),
                                    " weighs ", Percent(range.low()), " to ", Percent(range.high()),
                                    " (now ", Percent(range.weight()), ")");
    if (!range.rival_below().empty()) {
      absl::StrAppend(&line, "; below, ", TitleOf(names.measures, range.rival_below()));
    }
    if (!range.rival_above().empty()) {
      absl::StrAppend(&line, "; above, ", TitleOf(names.measures, range.rival_above()));
    }
    PrintNote(session, line + ".");
  }
  if (!response.left_out().empty()) {
    PrintNote(session,
              absl::StrCat(text::Count(response.left_out_size(), "measure"),
                           " took no part, for want of scores: ", Listed(response.left_out()), "."),
              Style::kWarning);
  }
  if (response.filled_scores() > 0) {
    PrintNote(session,
              absl::StrCat(text::Count(response.filled_scores(), "score"),
                           " that members did not give stood at the mean of those who did."),
              Style::kWarning);
  }
  PrintNote(session,
            absl::StrCat(response.samples(), " draws of the weights",
                         response.drew_members() ? " and members" : "", ", seed ", response.seed(),
                         ", standard error up to ",
                         text::Number(response.standard_error() * 100, 1), " %."),
            Style::kDim);
  PrintMemberWeights(session, response.options(), names.members);
}

void PrintAgenda(Session& session, const scoring::v1::GetAgendaResponse& response,
                 const Names& names) {
  if (response.items().empty()) session.out() << "Nobody disagrees on anything.\n";
  int number = 0;
  for (const auto& item : response.items()) {
    const bool facts = item.kind() == scoring::v1::AGENDA_KIND_SCORES;
    session.out() << session.terminal().Paint(
                         Style::kStrong,
                         absl::StrCat(++number, ". ",
                                      facts ? text::Printable(item.measure_title()) + ", " : "",
                                      text::Printable(item.criterion_title()),
                                      facts ? "" : ": how much it matters"))
                  << session.terminal().Paint(Style::kDim, KindOf(item)) << "\n";
    std::string said;
    for (const auto& each : item.numbers()) {
      absl::StrAppend(&said, said.empty() ? "   " : ", ", TitleOf(names.members, each.member()),
                      " ", facts ? text::Number(each.value()) : Percent(each.value()));
    }
    PrintNote(session, said, Style::kDim);
  }
  session.out() << "\n";
  for (const auto& camp : response.camps()) {
    std::string line = "Camp of ";
    for (int m = 0; m < camp.members_size(); ++m) {
      absl::StrAppend(&line, m > 0 ? ", " : "", TitleOf(names.members, camp.members(m)));
    }
    line += ": first ";
    for (int m = 0; m < camp.first_size(); ++m) {
      absl::StrAppend(&line, m > 0 ? " = " : "", TitleOf(names.measures, camp.first(m)));
    }
    PrintNote(session, line);
  }
  if (!response.common_choice().empty()) {
    PrintNote(session,
              absl::StrCat(response.camps_size() == 2 ? "Both" : "All",
                           " could live with: ", TitleOf(names.measures, response.common_choice())),
              Style::kStrong);
  }
  std::string agreement;
  if (response.agreement().has_kendall_w()) {
    absl::StrAppend(&agreement, "Kendall's W ", text::Number(response.agreement().kendall_w(), 2));
  }
  if (response.agreement().has_alpha()) {
    absl::StrAppend(&agreement, agreement.empty() ? "" : ", ", "Krippendorff's alpha ",
                    text::Number(response.agreement().alpha(), 2));
  }
  if (!agreement.empty()) PrintNote(session, agreement + ".", Style::kDim);
  PrintMemberWeights(session, response.options(), names.members);
}

void PrintAudit(Session& session, const scoring::v1::AuditRankingResponse& response,
                const Names& names) {
  Table table({{"Method"}, {"Group"}, {"First", Align::kLeft, true}, {"Agreement", Align::kRight}});
  for (const auto& run : response.runs()) {
    std::string first = run.refused().empty() ? "" : absl::StrCat("not run: ", run.refused());
    for (const auto& measure : run.first()) {
      absl::StrAppend(&first, first.empty() ? "" : " = ",
                      LabelOf(names.measures, measure, kMeasure), " ",
                      TitleOf(names.measures, measure));
    }
    table.Add({run.method(), GroupWord(run.group_rule()),
               Cell(first, run.refused().empty() ? Style::kPlain : Style::kDim),
               run.has_agreement() ? text::Fixed(run.agreement(), 2) : "-"});
  }
  session.out() << table.Render(session.terminal()) << "\n";
  PrintNote(
      session,
      absl::StrCat("The first of the additive model holds in ", Percent(response.share()),
                   " of the runs; agreement is Kendall's tau-b with it, 1 for the same order."),
      Style::kStrong);
  if (!response.left_out().empty()) {
    PrintNote(session,
              absl::StrCat(text::Count(response.left_out_size(), "measure"),
                           " took no part, for want of scores: ", Listed(response.left_out()), "."),
              Style::kWarning);
  }
  PrintMemberWeights(session, response.options(), names.members);
}

void PrintEvidence(Session& session, const scoring::v1::GetEvidenceResponse& response,
                   const Names& names) {
  Table table({{"", Align::kRight},
               {"Measure", Align::kLeft, true},
               {"Scores", Align::kRight},
               {"With reason", Align::kRight},
               {"With quote", Align::kRight},
               {"Stale", Align::kRight}});
  for (const auto& measure : response.measures()) {
    table.Add({LabelOf(names.measures, measure.measure(), kMeasure),
               text::Printable(measure.title()), std::to_string(measure.scores()),
               std::to_string(measure.with_reason()), std::to_string(measure.with_quote()),
               std::to_string(measure.with_stale_quote())});
  }
  session.out() << table.Render(session.terminal());
  for (const auto& score : response.stale()) {
    PrintNote(session,
              absl::StrCat(TitleOf(names.members, score.member()), "'s score of ",
                           TitleOf(names.measures, score.measure()), " on ",
                           TitleOf(names.criteria, score.criterion()),
                           " leans on a quote that the measure has no more."),
              Style::kWarning);
  }
}

}  // namespace plenum::cli
