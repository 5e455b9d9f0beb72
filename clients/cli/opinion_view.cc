#include "clients/cli/opinion_view.h"

#include <cmath>
#include <vector>

#include "absl/strings/str_cat.h"
#include "clients/cli/resolve.h"
#include "clients/cli/table.h"
#include "clients/cli/text.h"

namespace plenum::cli {
namespace {

using deliberation::v1::AnswerCounts;
using deliberation::v1::OpinionGroups;
using deliberation::v1::StatementVote;

constexpr int kIndent = 2;

// Kaufman and Rousseeuw (1990) call a mean silhouette from 0.51 a reasonable structure and from
// 0.71 a strong one. Votes by chance reach 0.5 (docs/opinions.md).
constexpr double kReasonable = 0.51;
constexpr double kStrong = 0.71;

std::string Percent(double share) { return absl::StrCat(std::lround(share * 100), " %"); }

std::string People(int count) { return count == 1 ? "1 person" : absl::StrCat(count, " people"); }

// "8 of 9".
std::string Share(const AnswerCounts& counts, StatementVote vote) {
  const int said =
      vote == deliberation::v1::STATEMENT_VOTE_AGREE ? counts.agree() : counts.disagree();
  return absl::StrCat(said, " of ", counts.agree() + counts.disagree() + counts.pass());
}

// Columns of statements, then one for each group, or for all people.
Table GroupTable(int groups, bool with_vote) {
  std::vector<Column> columns;
  if (with_vote) columns.push_back({""});
  columns.push_back({"", Align::kRight});
  columns.push_back({"", Align::kLeft, true});
  for (int g = 1; g <= groups; ++g) {
    columns.push_back({groups == 1 ? "all" : absl::StrCat("group ", g), Align::kRight});
  }
  return Table(std::move(columns));
}

Table StatementTable() {
  return Table({{""}, {"", Align::kRight}, {"", Align::kLeft, true}, {"", Align::kLeft, true}});
}

Style StyleOf(StatementVote vote) {
  return vote == deliberation::v1::STATEMENT_VOTE_AGREE ? Style::kGood : Style::kWarning;
}

class View {
 public:
  View(const OpinionGroups& opinions, bool may_answer, const Terminal& terminal)
      : opinions_(opinions), may_answer_(may_answer), terminal_(terminal) {}

  std::string InWords() {
    switch (opinions_.basis()) {
      case deliberation::v1::OPINION_BASIS_GROUPS:
        Groups();
        break;
      case deliberation::v1::OPINION_BASIS_PAIRS:
        Pairs();
        break;
      default:
        Sentence(absl::StrCat(People(opinions_.people()),
                              opinions_.people() == 1 ? " has" : " have",
                              " answered enough statements; there is something to say from ",
                              opinions_.people_for_pairs(), " people."));
    }
    Shared();
    Dividing();
    Own();
    return out_;
  }

 private:
  void Sentence(const std::string& sentence, Style style = Style::kPlain) {
    for (const std::string& line : text::Wrap(sentence, terminal_.width)) {
      absl::StrAppend(&out_, terminal_.Paint(style, line), "\n");
    }
  }
  void Heading(const std::string& heading) {
    absl::StrAppend(&out_, "\n", terminal_.Paint(Style::kStrong, heading), "\n");
  }

  void Groups() {
    if (opinions_.groups_size() == 1) {
      Sentence(absl::StrCat(People(opinions_.people()), " who do not part into groups."));
      return;
    }
    const double silhouette = opinions_.silhouette();
    Sentence(absl::StrCat(People(opinions_.people()), " in ", opinions_.groups_size(),
                          " groups of opinion."));
    Sentence(absl::StrCat(silhouette >= kStrong       ? "They part clearly"
                          : silhouette >= kReasonable ? "They part"
                                                      : "They part faintly, as people who answer "
                                                        "by chance often do",
                          " (silhouette ", text::Number(silhouette, 2), ")."),
             silhouette >= kReasonable ? Style::kDim : Style::kWarning);
    for (const auto& group : opinions_.groups()) {
      Heading(absl::StrCat("Group ", group.number(), ": ", People(group.size()),
                           group.number() == opinions_.own_group() ? ", you among them" : ""));
      Table table = StatementTable();
      for (const auto& found : group.representative()) {
        table.Add({Cell(std::string(StatementVoteWord(found.vote())), StyleOf(found.vote())),
                   Cell(Label(kStatement, found.number()), Style::kAccent),
                   text::Printable(found.text()),
                   absl::StrCat(Share(found.group(), found.vote()), "; of the others ",
                                Share(found.others(), found.vote()))});
      }
      if (table.empty()) {
        absl::StrAppend(&out_, "  Nothing sets it apart with enough certainty.\n");
      } else {
        absl::StrAppend(&out_, table.Render(terminal_, kIndent));
      }
    }
  }

  void Pairs() {
    Sentence(absl::StrCat(People(opinions_.people()), "; groups are looked for from ",
                          opinions_.people_for_groups(), "."));
    if (!opinions_.has_agreement()) return;
    const auto& agreement = opinions_.agreement();
    Sentence(absl::StrCat("Two of them say the same on ", Percent(agreement.mean()),
                          " of what both take a side on, on average."));
    if (!agreement.has_own()) return;
    const auto& own = agreement.own();
    Sentence(absl::StrCat("You and ", own.others(), " others: ", Percent(own.mean()), ". ",
                          own.near(), " of them near to you (two thirds or more), ", own.between(),
                          " between, ", own.far(), " far (a third or less)."));
  }

  void Shared() {
    if (opinions_.shared().empty()) return;
    Heading(opinions_.groups_size() > 1 ? "What all groups share" : "What most share");
    Table table = GroupTable(opinions_.shared(0).groups_size(), true);
    for (const auto& shared : opinions_.shared()) {
      std::vector<Cell> row = {
          Cell(std::string(StatementVoteWord(shared.vote())), StyleOf(shared.vote())),
          Cell(Label(kStatement, shared.number()), Style::kAccent), text::Printable(shared.text())};
      for (const auto& counts : shared.groups()) row.emplace_back(Share(counts, shared.vote()));
      table.Add(std::move(row));
    }
    absl::StrAppend(&out_, table.Render(terminal_, kIndent));
  }

  void Dividing() {
    if (opinions_.dividing().empty()) return;
    Heading("What divides (how many agree : disagree)");
    Table table = GroupTable(opinions_.dividing(0).groups_size(), false);
    for (const auto& dividing : opinions_.dividing()) {
      std::vector<Cell> row = {Cell(Label(kStatement, dividing.number()), Style::kAccent),
                               text::Printable(dividing.text())};
      for (const auto& counts : dividing.groups()) {
        row.emplace_back(absl::StrCat(counts.agree(), " : ", counts.disagree()));
      }
      table.Add(std::move(row));
    }
    absl::StrAppend(&out_, table.Render(terminal_, kIndent));
  }

  void Own() {
    const int left = opinions_.answers_needed() - opinions_.own_answers();
    if (!may_answer_ || left <= 0) return;
    absl::StrAppend(&out_, "\n");
    Sentence(absl::StrCat("You have answered ", opinions_.own_answers(), "; ",
                          opinions_.answers_needed(),
                          " make you count: `plenum statement list` shows what is open."),
             Style::kDim);
  }

  const OpinionGroups& opinions_;
  const bool may_answer_;
  const Terminal& terminal_;
  std::string out_;
};

}  // namespace

std::string_view StatementVoteWord(StatementVote vote) {
  switch (vote) {
    case deliberation::v1::STATEMENT_VOTE_AGREE:
      return "agree";
    case deliberation::v1::STATEMENT_VOTE_DISAGREE:
      return "disagree";
    case deliberation::v1::STATEMENT_VOTE_PASS:
      return "pass";
    default:
      return "-";
  }
}

std::string OpinionsInWords(const OpinionGroups& opinions, bool may_answer,
                            const Terminal& terminal) {
  return View(opinions, may_answer, terminal).InWords();
}

}  // namespace plenum::cli
