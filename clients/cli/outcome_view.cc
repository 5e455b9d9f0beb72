#include "clients/cli/outcome_view.h"

#include <algorithm>
#include <cstdlib>

#include "absl/strings/str_cat.h"
#include "clients/cli/table.h"
#include "clients/cli/text.h"

namespace plenum::cli {
namespace {

// Beyond this a table says less than the sentences, and no terminal is that wide.
constexpr int kMostColumns = 24;

std::size_t At(int index) { return static_cast<std::size_t>(index); }

// Options in the order of the ranking, with their places.
std::vector<std::pair<int, int>> Ranked(const tally::v1::Outcome& outcome) {
  std::vector<std::pair<int, int>> ranked;
  for (const auto& place : outcome.ranking()) {
    for (const int option : place.options()) ranked.emplace_back(option, place.position());
  }
  return ranked;
}

std::string NameOf(const tally::v1::Outcome& outcome, int option) {
  return option >= 0 && option < outcome.options_size() ? text::Printable(outcome.options(option))
                                                        : std::string("?");
}

// More lines than this that say the same become one.
constexpr std::size_t kMostAlike = 3;

bool ScoredByNobody(const scoring::v1::RankedMeasure& measure) {
  return std::none_of(measure.contributions().begin(), measure.contributions().end(),
                      [](const auto& contribution) { return contribution.score_count() > 0; });
}

std::string Listed(const std::vector<std::string>& labels) {
  std::string out;
  for (const std::string& label : labels) absl::StrAppend(&out, out.empty() ? "" : ", ", label);
  return out;
}

void PrintLines(Session& session, std::string_view words) {
  for (const auto& line : text::Wrap(words, session.terminal().width)) {
    session.out() << line << "\n";
  }
}

std::int64_t Votes(const tally::v1::Outcome& outcome, int row, int column) {
  if (row < 0 || row >= outcome.pairwise_size()) return 0;
  const auto& values = outcome.pairwise(row).values();
  return column >= 0 && column < values.size() ? values[column] : 0;
}

}  // namespace

void PrintPlaces(Session& session, const tally::v1::Outcome& outcome,
                 const std::vector<std::string>& labels) {
  const Terminal& terminal = session.terminal();
  constexpr int kIndent = 5;
  const int room = terminal.width - kIndent;
  for (const auto& place : outcome.ranking()) {
    bool first = true;
    for (const int option : place.options()) {
      std::string title = NameOf(outcome, option);
      if (At(option) < labels.size()) absl::StrAppend(&title, " (", labels[At(option)], ")");
      for (const std::string& line : text::Wrap(title, room)) {
        const std::string head = first ? absl::StrCat(place.position(), ".") : "";
        session.out() << text::PadLeft(head, kIndent - 2) << "  "
                      << terminal.Paint(place.position() == 1 ? Style::kGood : Style::kStrong, line)
                      << "\n";
        first = false;
      }
    }
    for (const std::string& line : text::Wrap(text::Printable(place.reason()), room)) {
      session.out() << std::string(kIndent, ' ') << line << "\n";
    }
  }
}

void PrintPairwise(Session& session, const tally::v1::Outcome& outcome,
                   const std::vector<std::string>& labels) {
  const auto ranked = Ranked(outcome);
  if (static_cast<int>(ranked.size()) > kMostColumns) {
    PrintLines(session, absl::StrCat("The pairwise table has ", ranked.size(),
                                     " rows; --json holds all of it."));
    return;
  }
  const auto label = [&](std::size_t i) {
    return labels.empty() ? absl::StrCat("#", i + 1) : labels[At(ranked[i].first)];
  };
  std::vector<Column> columns = {{"", Align::kRight}, {"", Align::kLeft, true}};
  for (std::size_t i = 0; i < ranked.size(); ++i) columns.push_back({label(i), Align::kRight});
  Table table(columns);
  for (std::size_t row = 0; row < ranked.size(); ++row) {
    std::vector<Cell> cells = {Cell(label(row), Style::kAccent),
                               NameOf(outcome, ranked[row].first)};
    for (std::size_t column = 0; column < ranked.size(); ++column) {
      if (row == column) {
        cells.emplace_back("-", Style::kDim);
        continue;
      }
      const std::int64_t votes = Votes(outcome, ranked[row].first, ranked[column].first);
      const std::int64_t against = Votes(outcome, ranked[column].first, ranked[row].first);
      cells.emplace_back(std::to_string(votes), votes > against   ? Style::kGood
                                                : votes < against ? Style::kDim
                                                                  : Style::kPlain);
    }
    table.Add(std::move(cells));
  }
  session.out() << table.Render(session.terminal(), 2);
}

std::string DivergenceSentence(const std::vector<Divergence>& measures) {
  const Divergence* furthest = nullptr;
  const Divergence* open = nullptr;
  std::string by_vote;
  std::string by_criteria;
  for (const Divergence& measure : measures) {
    if (measure.vote_place == 1 && by_vote.empty()) by_vote = measure.title;
    if (measure.criteria_place == 1 && by_criteria.empty()) by_criteria = measure.title;
    if (measure.criteria_place == 0) {
      open = &measure;
      continue;
    }
    const int distance = std::abs(measure.vote_place - measure.criteria_place);
    if (distance == 0) continue;
    if (furthest == nullptr ||
        distance > std::abs(furthest->vote_place - furthest->criteria_place)) {
      furthest = &measure;
    }
  }
  if (measures.empty()) return "";
  if (furthest == nullptr) {
    return open == nullptr ? "The vote and the criteria give the same order."
                           : "Where the criteria give a place, the vote gives the same.";
  }
  const bool same_first = std::any_of(measures.begin(), measures.end(), [](const Divergence& m) {
    return m.vote_place == 1 && m.criteria_place == 1;
  });
  std::string sentence =
      same_first ? "The vote and the criteria agree on the first place"
                 : absl::StrCat("The vote puts \"", by_vote, "\" first, the criteria ",
                                by_criteria.empty() ? "leave it open" : "\"" + by_criteria + "\"");
  absl::StrAppend(&sentence, "; they differ most on \"", furthest->title, "\", ",
                  text::Ordinal(furthest->vote_place), " by the vote and ",
                  text::Ordinal(furthest->criteria_place), " by the criteria.");
  return sentence;
}

void PrintCriteriaRanking(Session& session, const scoring::v1::CriteriaRanking& ranking,
                          const std::vector<Candidate>& measures,
                          const std::vector<Candidate>& criteria, bool verbose) {
  const Terminal& terminal = session.terminal();
  constexpr int kBar = 20;
  std::vector<Column> columns = {{"", Align::kRight},
                                 {"", Align::kRight},
                                 {"Measure", Align::kLeft, true},
                                 {"Total", Align::kRight},
                                 {""}};
  for (const Candidate& criterion : criteria) {
    columns.push_back(
        {text::Truncate(text::Printable(criterion.title), 12, terminal.unicode), Align::kRight});
  }
  Table table(columns);
  std::vector<std::string> unscored;
  std::vector<std::string> open_labels;
  for (const auto& measure : ranking.measures()) {
    if (ScoredByNobody(measure)) unscored.push_back(LabelOf(measures, measure.measure(), kMeasure));
    if (measure.position() == 0) {
      open_labels.push_back(LabelOf(measures, measure.measure(), kMeasure));
    }
  }
  const bool all_rows = unscored.size() <= kMostAlike;
  for (const auto& measure : ranking.measures()) {
    const bool blank = ScoredByNobody(measure);
    if (blank && !all_rows) continue;
    const bool open = measure.position() == 0;
    std::vector<Cell> cells = {
        open ? absl::StrCat(measure.best_position(), "-", measure.worst_position(), ".")
             : absl::StrCat(measure.position(), "."),
        LabelOf(measures, measure.measure(), kMeasure), text::Printable(measure.title()),
        blank ? "-" : text::Fixed(measure.total(), 2),
        Cell(text::PadRight(blank ? "" : text::Bar(measure.total(), kBar, terminal.unicode), kBar),
             Style::kAccent)};
    for (const Candidate& criterion : criteria) {
      std::string cell = "?";
      for (const auto& contribution : measure.contributions()) {
        if (contribution.criterion() == criterion.name && contribution.score_count() > 0) {
          cell = text::Fixed(contribution.contribution(), 2);
        }
      }
      cells.emplace_back(cell);
    }
    table.Add(std::move(cells));
  }
  if (!table.empty()) session.out() << table.Render(terminal);
  if (!all_rows) {
    PrintLines(session, absl::StrCat(unscored.size(),
                                     " measures were scored by nobody and have no place yet: ",
                                     Listed(unscored), "."));
  }
  if (!verbose) return;
  session.out() << "\n";
  constexpr int kIndent = 5;
  const bool all_reasons = open_labels.size() <= kMostAlike;
  if (!all_reasons && open_labels != unscored) {
    PrintLines(session, absl::StrCat(open_labels.size(),
                                     " measures have no place yet, because a criterion was scored ",
                                     "by nobody: ", Listed(open_labels), "."));
  }
  for (const auto& measure : ranking.measures()) {
    if (measure.position() == 0 && !all_reasons) continue;
    std::string head = measure.position() == 0 ? "?" : absl::StrCat(measure.position(), ".");
    for (const auto& line :
         text::Wrap(text::Printable(measure.reason()), terminal.width - kIndent)) {
      session.out() << text::PadLeft(head, kIndent - 2) << "  " << line << "\n";
      head.clear();
    }
  }
}

}  // namespace plenum::cli
