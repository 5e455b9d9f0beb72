// report: the decision of a closed vote as a document.
#include <algorithm>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>

#include "absl/strings/str_cat.h"
#include "clients/cli/commands.h"
#include "clients/cli/csv.h"
#include "clients/cli/outcome_view.h"
#include "clients/cli/report_document.h"
#include "clients/cli/text.h"
#include "services/common/base/text.h"
#include "services/common/rpc/status.h"
#include "services/deliberation/counting/counting.h"
#include "services/deliberation/record/entries.h"
#include "services/deliberation/record/packed_ballot.h"

namespace plenum::cli {
namespace {

using deliberation::v1::Argument;
using deliberation::v1::Event;
using deliberation::v1::Result;
using Kind = ReportBlock::Kind;

// A pairwise table of more columns is no help on paper.
constexpr int kMostColumns = 12;
constexpr int kSamples = 200;
constexpr char kSeed[] = "report";
// Who must put a measure into the first, and who into the last third of the options, for it to be
// named as one that divides: a quarter of those who ranked something.
constexpr int kCampShare = 4;
constexpr int kThirds = 3;

struct ReportOptions {
  std::string format;
  std::string file;
};

// Everything that a report is made of.
struct Material {
  deliberation::v1::Deliberation deliberation;
  Result result;
  std::vector<ingestion::v1::Measure> measures;
  std::vector<ingestion::v1::Document> documents;
  std::vector<Argument> arguments;
  std::vector<Candidate> members;
  std::vector<Candidate> measures_by_name;
  std::vector<Candidate> criteria;
  std::vector<scoring::v1::Movement> movements;  // of the last round; none when there was only one
  std::vector<tally::Ranking> ballots;           // as published
  std::optional<deliberation::v1::Checkpoint> checkpoint;
  std::vector<Event> events;
};

template <class Part>
absl::Status Into(Part& part, absl::StatusOr<Part> got) {
  if (!got.ok()) return got.status();
  part = *std::move(got);
  return absl::OkStatus();
}

class Collector {
 public:
  Collector(Session& session, std::string deliberation)
      : session_(session), name_(std::move(deliberation)) {}

  absl::StatusOr<Material> Run() {
    deliberation::v1::GetResultRequest get;
    get.set_name(name_ + "/result");
    auto result = session_.Call(&Deliberations::GetResult, get);
    if (!result.ok()) return result.status();
    material_.result = *std::move(*result).mutable_result();
    for (const absl::Status& status : {Into(material_.deliberation, session_.GetDeliberation()),
                                       Into(material_.measures, session_.Measures()),
                                       Into(material_.documents, session_.Documents()), Arguments(),
                                       Members(), Movements(), Log(), Events()}) {
      if (!status.ok()) return status;
    }
    return std::move(material_);
  }

 private:
  absl::Status Arguments() {
    deliberation::v1::ListArgumentsRequest request;
    request.set_parent(name_);
    auto response = session_.CallAll(&cli::Arguments::ListArguments, request);
    if (!response.ok()) return response.status();
    for (auto& argument : *response->mutable_arguments()) {
      if (argument.hidden_by().empty()) material_.arguments.push_back(std::move(argument));
    }
    return absl::OkStatus();
  }

  // None is no error: there was one round only, or nothing was scored.
  absl::Status Movements() {
    scoring::v1::ListMovementsRequest request;
    request.set_parent(name_);
    auto response = session_.Call(&Scorings::ListMovements, request);
    if (absl::IsUnavailable(response.status())) return response.status();
    if (!response.ok()) return absl::OkStatus();
    const auto criteria = session_.Criteria();
    if (!criteria.ok()) return criteria.status();
    material_.criteria = CandidatesOf(*criteria);
    material_.measures_by_name = CandidatesOf(material_.measures);
    material_.movements.assign(response->movements().begin(), response->movements().end());
    return absl::OkStatus();
  }

  absl::Status Members() {
    const auto members = session_.Members();
    if (!members.ok()) return members.status();
    material_.members = CandidatesOf(*members);
    return absl::OkStatus();
  }

  absl::Status Log() {
    deliberation::v1::GetCheckpointRequest get;
    get.set_parent(name_);
    auto checkpoint = session_.Call(&Deliberations::GetCheckpoint, get);
    if (!checkpoint.ok()) return checkpoint.status();
    material_.checkpoint = checkpoint->checkpoint();
    deliberation::v1::ListLogEntriesRequest list;
    list.set_parent(name_);
    const auto entries = session_.CallAll(&Deliberations::ListLogEntries, list);
    if (!entries.ok()) return entries.status();
    // Of the vote that the result is of.
    int decision = 0;
    for (const auto& entry : entries->entries()) {
      if (entry.salt().empty()) {
        const auto decoded = record::Decode(entry.entry());
        const auto* opened = decoded.ok() ? std::get_if<record::Opened>(&*decoded) : nullptr;
        if (opened != nullptr) decision = static_cast<int>(opened->decision);
        continue;
      }
      if (decision != material_.result.rules().decision()) continue;
      auto ballot = record::Unpack(material_.result.rules().options_size(), entry.packed());
      if (!ballot.ok()) return ballot.status();
      material_.ballots.push_back(*std::move(ballot));
    }
    return absl::OkStatus();
  }

  // Up to the result, which is there.
  absl::Status Events() {
    const auto stub = session_.StubOf<Deliberations>();
    if (!stub.ok()) return stub.status();
    const auto options = session_.CallOptions();
    if (!options.ok()) return options.status();
    deliberation::v1::WatchDeliberationRequest request;
    request.set_name(name_);
    grpc::ClientContext context;
    context.set_deadline(std::chrono::system_clock::now() + std::chrono::minutes(1));
    rpc::Prepare(context, *options);
    const auto reader = (*stub)->WatchDeliberation(&context, request);
    deliberation::v1::WatchDeliberationResponse message;
    while (reader->Read(&message)) {
      if (!message.has_event()) continue;
      material_.events.push_back(message.event());
      if (message.event().kind() == deliberation::v1::EVENT_KIND_RESULT_STORED) {
        context.TryCancel();
        return absl::OkStatus();
      }
    }
    return rpc::FromGrpc(reader->Finish());
  }

  Session& session_;
  const std::string name_;
  Material material_;
};

class Writer {
 public:
  explicit Writer(const Material& material)
      : material_(material), rules_(material.result.rules()), outcome_(material.result.outcome()) {}

  ReportDocument Run() {
    document_.title = material_.deliberation.title();
    document_.subtitle = material_.deliberation.description();
    Decision();
    Verdict();
    Package();
    Ties();
    FirstChoices();
    Pairwise();
    Criteria();
    Movement();
    Firmness();
    Divided();
    Measures();
    Trail();
    return std::move(document_);
  }

 private:
  ReportBlock& Add(Kind kind, std::string words, std::string note = "") {
    ReportBlock& block = document_.blocks.emplace_back();
    block.kind = kind;
    block.text = std::move(words);
    block.note = std::move(note);
    return block;
  }
  [[nodiscard]] const deliberation::v1::Option& OptionAt(int option) const {
    return rules_.options(option);
  }
  [[nodiscard]] std::string Called(int option) const {
    return absl::StrCat(OptionAt(option).title(), " (", Label(kMeasure, OptionAt(option).number()),
                        ")");
  }

  void Decision() {
    Add(Kind::kHeading, "The decision");
    const Result& result = material_.result;
    std::string turnout =
        absl::StrCat(result.ballot_count(), " of ", result.roll_count(), " people voted");
    if (result.abstention_count() > 0) {
      absl::StrAppend(&turnout, ", ", result.abstention_count(), " of them by ranking nothing");
    }
    if (result.delegated_count() > 0) {
      absl::StrAppend(&turnout, ", ", result.delegated_count(), " of them through a delegate");
    }
    if (result.ballot_weight() != result.ballot_count()) {
      absl::StrAppend(&turnout, ", with ", result.ballot_weight(), " of ", result.roll_weight(),
                      " votes");
    }
    absl::StrAppend(
        &turnout, ". Counted by ", std::string(counting::TitleOf(rules_.method())),
        "; unranked measures are ",
        rules_.unranked() == tally::v1::UNRANKED_NOT_COMPARED ? "not compared" : "tied last",
        ". Stored ", TimeWord(result.create_time()), ".");
    Add(Kind::kText, turnout, result.name());
    for (const auto& place : outcome_.ranking()) {
      std::string titles;
      std::string ids;
      for (const int option : place.options()) {
        absl::StrAppend(&titles, titles.empty() ? "" : " and ", Called(option));
        absl::StrAppend(&ids, ids.empty() ? "" : ", ", OptionAt(option).measure());
      }
      Add(Kind::kItem, absl::StrCat("Place ", place.position(), ": ", titles, ". ", place.reason()),
          ids);
    }
  }

  // Quorum and threshold, where the rules have any.
  void Verdict() {
    const auto& verdict = material_.result.verdict();
    if (verdict.sentences().empty()) return;
    Add(Kind::kText,
        verdict.decision() == deliberation::v1::DECISION_ADOPTED ? "The decision stands."
                                                                 : "The decision does not stand.",
        material_.result.name());
    for (const std::string& sentence : verdict.sentences()) Add(Kind::kItem, sentence);
  }

  void Package() {
    if (!material_.result.has_package()) return;
    const auto& package = material_.result.package();
    ReportBlock& table = Add(Kind::kTable, absl::StrCat("The package, for ", package.cost(), " of ",
                                                        rules_.package().budget()));
    table.header = {"Measure", "Cost", "Approved by"};
    for (const int option : package.selected()) {
      table.rows.push_back({Called(option), std::to_string(OptionAt(option).cost()),
                            std::to_string(package.votes(option))});
    }
    for (const std::string& step : package.steps()) Add(Kind::kItem, step);
  }

  // What the votes left level, and what decided then.
  void Ties() {
    const auto& ties = outcome_.working().ties();
    if (ties.empty()) return;
    Add(Kind::kText, rules_.tie_rule() == deliberation::v1::TIE_RULE_DRAWN
                         ? absl::StrCat("Ties were drawn by lot, from the seed \"",
                                        rules_.tie_seed(), "\" that was fixed before the vote.")
                         : "Ties fell as the rules say that were fixed before the vote.");
    for (const auto& tie : ties) {
      const auto listed = [&](const auto& options) {
        std::string titles;
        for (const int option : options) {
          absl::StrAppend(&titles, titles.empty() ? "" : ", ", Called(option));
        }
        return titles;
      };
      Add(Kind::kItem,
          absl::StrCat("Level: ", listed(tie.tied()), ". By ", tie.rule(), ": ",
                       tie.resolved().empty() ? "left level" : listed(tie.resolved()), "."));
    }
  }

  // Who changed what from one round of scoring to the next, the farthest first.
  void Movement() {
    if (material_.movements.empty()) return;
    constexpr std::size_t kMost = 20;
    Add(Kind::kHeading, "Movement between the rounds of scoring");
    ReportBlock& table = Add(
        Kind::kTable, absl::StrCat(material_.movements.size(), " scores moved in the last round"));
    table.header = {"Member", "Measure", "Criterion", "Before", "After", "Why"};
    for (const auto& movement : material_.movements) {
      if (table.rows.size() == kMost) break;
      table.rows.push_back({TitleOf(material_.members, movement.member()),
                            TitleOf(material_.measures_by_name, movement.measure()),
                            TitleOf(material_.criteria, movement.criterion()),
                            text::Number(movement.old_value()), text::Number(movement.new_value()),
                            movement.reason()});
    }
  }

  static std::string TitleOf(const std::vector<Candidate>& candidates, const std::string& name) {
    for (const Candidate& candidate : candidates) {
      if (candidate.name == name) return candidate.title;
    }
    return std::string(LastSegment(name));
  }

  void FirstChoices() {
    if (material_.ballots.empty()) return;
    std::vector<double> firsts(static_cast<std::size_t>(rules_.options_size()));
    for (const tally::Ranking& ballot : material_.ballots) {
      if (ballot.tier_count() == 0) continue;
      for (const auto option : ballot.tier(0)) firsts[static_cast<std::size_t>(option)] += 1;
    }
    ReportBlock& chart = Add(Kind::kBars, "Ballots that put it first, alone or with others");
    for (const auto& place : outcome_.ranking()) {
      for (const int option : place.options()) {
        const double count = firsts[static_cast<std::size_t>(option)];
        chart.bars.push_back({Called(option), count, text::Number(count)});
      }
    }
  }

  void Pairwise() {
    if (outcome_.options_size() > kMostColumns) return;
    std::vector<int> order;
    for (const auto& place : outcome_.ranking()) {
      order.insert(order.end(), place.options().begin(), place.options().end());
    }
    ReportBlock& table = Add(Kind::kTable, "How many ballots prefer the row to the column");
    table.header = {"", ""};
    for (const int option : order) {
      table.header.push_back(Label(kMeasure, OptionAt(option).number()));
    }
    for (const int row : order) {
      std::vector<std::string> cells = {Label(kMeasure, OptionAt(row).number()),
                                        OptionAt(row).title()};
      for (const int column : order) {
        cells.push_back(row == column ? "-" : absl::StrCat(outcome_.pairwise(row).values(column)));
      }
      table.rows.push_back(std::move(cells));
    }
  }

  void Criteria() {
    Add(Kind::kHeading, "Beside the ranking by the criteria");
    if (!material_.result.has_criteria_ranking()) {
      Add(Kind::kText, absl::StrCat("There is none: ", material_.result.criteria_note(), "."));
      return;
    }
    std::vector<Divergence> rows;
    ReportBlock table{.kind = Kind::kTable, .text = "Places by the vote and by the criteria"};
    table.header = {"Vote", "Criteria", "", "Measure"};
    for (const auto& place : outcome_.ranking()) {
      for (const int option : place.options()) {
        Divergence row{OptionAt(option).title(), Label(kMeasure, OptionAt(option).number()),
                       place.position(), 0};
        for (const auto& measure : material_.result.criteria_ranking().measures()) {
          if (measure.measure() == OptionAt(option).measure()) {
            row.criteria_place = measure.position();
          }
        }
        table.rows.push_back({absl::StrCat(row.vote_place),
                              row.criteria_place == 0 ? "open" : absl::StrCat(row.criteria_place),
                              row.label, row.title});
        rows.push_back(std::move(row));
      }
    }
    Add(Kind::kText, DivergenceSentence(rows));
    document_.blocks.push_back(std::move(table));
    for (const auto& measure : material_.result.criteria_ranking().measures()) {
      if (!measure.reason().empty()) Add(Kind::kItem, measure.reason(), measure.measure());
    }
  }

  void Firmness() {
    Add(Kind::kHeading, "How firm it is");
    if (material_.ballots.empty()) {
      Add(Kind::kText, "The vote has no published ballots, so that this cannot be said.");
      return;
    }
    auto profile =
        tally::Profile::Create(rules_.options_size(), counting::ToMath(rules_.unranked()));
    if (!profile.ok()) return;
    for (const tally::Ranking& ballot : material_.ballots) profile->Add(ballot).IgnoreError();
    std::vector<std::string> titles;
    for (const auto& option : rules_.options()) titles.push_back(option.title());
    const counting::RankedRequest request{*profile, titles, rules_.method()};
    const auto report = counting::CheckRobustness(request, kSeed, kSamples);
    if (!report.ok()) {
      Add(Kind::kText, absl::StrCat("It was not examined: ", MessageOf(report.status()), "."));
      return;
    }
    OtherMethods(*report);
    Margin(report->margin());
    Samples(*report);
  }

  void OtherMethods(const tally::v1::CheckRobustnessResponse& report) {
    if (report.outcomes().empty() || report.outcomes(0).ranking().empty()) return;
    const auto& first = report.outcomes(0).ranking(0).options();
    int counted = 0;
    int same = 0;
    std::string others;
    for (const auto& outcome : report.outcomes()) {
      if (outcome.ranking().empty()) continue;
      ++counted;
      const auto& firsts = outcome.ranking(0).options();
      if (std::equal(firsts.begin(), firsts.end(), first.begin(), first.end())) {
        ++same;
      } else {
        absl::StrAppend(&others, others.empty() ? "" : ", ",
                        std::string(counting::TitleOf(outcome.method())));
      }
    }
    Add(Kind::kText,
        absl::StrCat(same, " of ", counted, " methods put the same measure first",
                     others.empty() ? "." : absl::StrCat("; others do: ", others, ".")));
  }

  void Margin(const tally::v1::FlipMargin& margin) {
    if (!margin.has_at_most() || margin.at_most() == 0) return;
    std::string sentence = absl::StrCat(
        "The first place stands until ", margin.exact() ? "" : "at most ",
        text::Count(margin.at_most(), "ballot"), margin.at_most() == 1 ? " changes" : " change");
    if (margin.has_rival()) {
      absl::StrAppend(&sentence, "; then ", Called(margin.rival()), " can reach it");
    }
    Add(Kind::kText, sentence + ".");
  }

  void Samples(const tally::v1::CheckRobustnessResponse& report) {
    if (report.samples() == 0) return;
    ReportBlock& chart =
        Add(Kind::kBars, absl::StrCat("How often it is first when the voters are drawn again, of ",
                                      report.samples(), " times (seed \"", report.seed(), "\")"));
    for (const auto& place : outcome_.ranking()) {
      for (const int option : place.options()) {
        for (const auto& stability : report.options()) {
          if (stability.option() != option || stability.places().empty()) continue;
          chart.bars.push_back({Called(option), static_cast<double>(stability.places(0)),
                                absl::StrCat(stability.places(0))});
        }
      }
    }
  }

  // The minority report: what one camp ranks high and another low.
  void Divided() {
    if (material_.ballots.empty()) return;
    Add(Kind::kHeading, "What divides");
    Add(Kind::kText,
        "Measures that at least a quarter of those who ranked something put into the first third "
        "of "
        "the measures, and at least a quarter into the last third or left out.");
    const int options = rules_.options_size();
    std::vector<int> high(static_cast<std::size_t>(options));
    std::vector<int> low(static_cast<std::size_t>(options));
    int voters = 0;
    for (const tally::Ranking& ballot : material_.ballots) {
      if (ballot.tier_count() == 0) continue;
      ++voters;
      std::vector<int> above(static_cast<std::size_t>(options), options);
      int ranked = 0;
      for (int tier = 0; tier < ballot.tier_count(); ++tier) {
        for (const auto option : ballot.tier(tier)) {
          above[static_cast<std::size_t>(option)] = ranked;
        }
        ranked += static_cast<int>(ballot.tier(tier).size());
      }
      for (std::size_t option = 0; option < above.size(); ++option) {
        if (kThirds * above[option] < options) ++high[option];
        if (kThirds * above[option] >= (kThirds - 1) * options) ++low[option];
      }
    }
    bool any = false;
    for (int option = 0; option < options; ++option) {
      const auto i = static_cast<std::size_t>(option);
      if (kCampShare * high[i] < voters || kCampShare * low[i] < voters) continue;
      any = true;
      Add(Kind::kItem,
          absl::StrCat(Called(option), ": ", high[i], " rank it high and ", low[i], " low, of ",
                       voters, "."),
          OptionAt(option).measure());
      for (const auto& measure : material_.measures) {
        if (measure.name() != OptionAt(option).measure()) continue;
        for (const auto& quote : measure.quotes()) Quote(quote);
      }
    }
    if (!any) Add(Kind::kText, "There is none.");
  }

  void Quote(const ingestion::v1::Quote& quote) {
    std::string place = quote.document();
    for (const auto& document : material_.documents) {
      if (document.name() == quote.document()) place = document.title();
    }
    if (quote.page() > 0) absl::StrAppend(&place, ", page ", quote.page());
    Add(Kind::kQuote, quote.text(),
        absl::StrCat(place, " (", quote.document(), ", characters ", quote.start(), " to ",
                     quote.end(), ")"));
  }

  void Measures() {
    Add(Kind::kHeading, "The measures, their sources, and what was said");
    for (const auto& option : rules_.options()) {
      Add(Kind::kSubheading, absl::StrCat(Label(kMeasure, option.number()), "  ", option.title()),
          option.measure());
      for (const auto& measure : material_.measures) {
        if (measure.name() != option.measure()) continue;
        for (const auto& quote : measure.quotes()) Quote(quote);
        if (measure.quotes().empty()) Add(Kind::kText, "Added by hand, without a quote.");
      }
      for (const Argument& argument : material_.arguments) {
        if (argument.measure() != option.measure()) continue;
        const char* head = !argument.reply_to().empty()                    ? "In reply: "
                           : argument.side() == deliberation::v1::SIDE_PRO ? "For it: "
                                                                           : "Against it: ";
        Add(Kind::kItem, absl::StrCat(head, argument.text()),
            absl::StrCat(TitleOf(material_.members, argument.author()), ", ",
                         TimeWord(argument.create_time()), " (", argument.name(), ")"));
      }
    }
  }

  void Trail() {
    Add(Kind::kHeading, "How it came about, and how to check it");
    ReportBlock table{.kind = Kind::kTable,
                      .text = "Every step, with its number in the record of events"};
    table.header = {"", "When", "Who", "What"};
    int ballots = 0;
    for (const Event& event : material_.events) {
      if (event.kind() == deliberation::v1::EVENT_KIND_BALLOT_CAST) {
        ++ballots;  // when each was cast is nobody's business on paper
        continue;
      }
      std::string what = EventKind_Name(event.kind());
      what = text::Fold(what.substr(std::string_view("EVENT_KIND_").size()));
      std::replace(what.begin(), what.end(), '_', ' ');
      if (event.kind() == deliberation::v1::EVENT_KIND_PHASE_CHANGED) {
        absl::StrAppend(&what, " to ", std::string(PhaseWord(event.phase())));
      }
      if (event.kind() == deliberation::v1::EVENT_KIND_MEMBER_CREATED) {
        what = TitleOf(material_.members, event.subject()) + " joined the roll";
      }
      table.rows.push_back({absl::StrCat(event.revision()), TimeWord(event.time()),
                            event.actor().empty() ? "" : TitleOf(material_.members, event.actor()),
                            what});
    }
    document_.blocks.push_back(std::move(table));
    Add(Kind::kText, absl::StrCat("Besides, ballots were cast or changed ", ballots, " times."));
    if (!material_.checkpoint) return;
    Add(Kind::kText,
        "The vote has a signed log. `plenum bundle export vote.json` and `plenum verify bundle "
        "vote.json` check it without trust in the server; its key and root are:");
    Add(Kind::kCode, material_.checkpoint->verifier_key());
    Add(Kind::kCode, absl::StrCat(base::Hex(material_.checkpoint->root()), " over ",
                                  material_.checkpoint->size(), " entries"));
  }

  const Material& material_;
  const deliberation::v1::VotingRules& rules_;
  const tally::v1::Outcome& outcome_;
  ReportDocument document_;
};

// One row for each measure.
std::string ToCsv(const Material& material) {
  std::string out = "place,number,measure,title,criteria_place,reason\n";
  for (const auto& place : material.result.outcome().ranking()) {
    for (const int at : place.options()) {
      const auto& option = material.result.rules().options(at);
      std::string criteria_place;
      for (const auto& measure : material.result.criteria_ranking().measures()) {
        if (measure.measure() == option.measure() && measure.position() > 0) {
          criteria_place = absl::StrCat(measure.position());
        }
      }
      absl::StrAppend(&out, place.position(), ",", Label(kMeasure, option.number()), ",",
                      CsvCell(option.measure()), ",", CsvCell(option.title()), ",");
      absl::StrAppend(&out, criteria_place, ",", CsvCell(place.reason()), "\n");
    }
  }
  return out;
}

// The messages that the report is made of, by protobuf's mapping.
std::string ToJson(const Material& material) {
  const auto message = [](const google::protobuf::Message& part) {
    return nlohmann::ordered_json::parse(cli::ToJson(part, /*lines=*/false));
  };
  const auto list = [&](const auto& parts) {
    nlohmann::ordered_json out = nlohmann::ordered_json::array();
    for (const auto& part : parts) out.push_back(message(part));
    return out;
  };
  nlohmann::ordered_json out = {{"deliberation", message(material.deliberation)},
                                {"result", message(material.result)},
                                {"measures", list(material.measures)},
                                {"arguments", list(material.arguments)},
                                {"events", list(material.events)}};
  if (material.checkpoint) out["checkpoint"] = message(*material.checkpoint);
  return out.dump(2) + "\n";
}

absl::StatusOr<std::string> FormatOf(const ReportOptions& options) {
  if (!options.format.empty()) return options.format;
  const std::size_t dot = options.file.rfind('.');
  const std::string ending = dot == std::string::npos ? "" : text::Fold(options.file.substr(dot));
  if (ending == ".html" || ending == ".htm") return "html";
  if (ending == ".csv") return "csv";
  if (ending == ".json") return "json";
  if (ending == ".pdf" || ending == ".docx" || ending == ".odt" || ending == ".xlsx") {
    return UsageError(absl::StrCat(options.file,
                                   ": a report is Markdown, HTML, CSV or JSON; write ",
                                   "decision.html, which browsers print, or say --format"));
  }
  return "markdown";
}

absl::Status Report(Session& session, const ReportOptions& options) {
  const auto format = session.json() ? absl::StatusOr<std::string>("json") : FormatOf(options);
  if (!format.ok()) return format.status();
  const auto who = session.Who();
  if (!who.ok()) return who.status();
  const auto material = Collector(session, who->deliberation).Run();
  if (!material.ok()) return material.status();
  std::string content;
  if (*format == "json") {
    content = ToJson(*material);
  } else if (*format == "csv") {
    content = ToCsv(*material);
  } else {
    const ReportDocument document = Writer(*material).Run();
    content = *format == "html" ? ToHtml(document) : ToMarkdown(document);
  }
  if (options.file.empty() || options.file == "-") {
    session.out() << content;
    return absl::OkStatus();
  }
  std::ofstream out(options.file, std::ios::binary | std::ios::trunc);
  out << content;
  out.close();
  if (!out) return UsageError(absl::StrCat("cannot write ", options.file));
  if (!session.json()) session.out() << "Written to " << options.file << ".\n";
  return absl::OkStatus();
}

}  // namespace

void AddReportCommands(CLI::App& app, Action& chosen) {
  const auto report = AddVerb<ReportOptions>(
      app, chosen, "report", "Write the decision with everything behind it as a document",
      {"plenum report decision.html        # one file, with charts, for a browser or printer",
       "plenum report decision.md", "plenum report places.csv",
       "plenum report --format markdown | less"},
      Report);
  report.command->add_option("FILE", report.options->file,
                             "Where to; its ending says the form. Standard output when left out");
  report.command->add_option("--format", report.options->format, "markdown, html, csv or json")
      ->check(CLI::IsMember({"markdown", "html", "csv", "json"}));
}

}  // namespace plenum::cli
