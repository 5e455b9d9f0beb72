// Droop's logs of counts by single transferable vote: every step with the votes and the state of
// each candidate. A log belongs to the ballot file beside it whose name its own begins with; the
// rest of its name repeats the rule and the arithmetic of its header.
#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "services/deliberation/tally/formats/blt.h"
#include "services/deliberation/tally/stv/stv.h"
#include "tests/conformance/voting/suites.h"

namespace plenum::conformance {
namespace {

using nlohmann::json;
using namespace plenum::tally;  // NOLINT(google-build-using-namespace): the names under test

std::string RuleTag(const json& settings) {
  std::string tag = settings.at("rule").get<std::string>();
  if (settings.contains("omega")) tag += "-o" + settings.at("omega").dump();
  return tag;
}

std::string ArithmeticTag(const json& settings) {
  std::string tag = settings.at("arithmetic").get<std::string>();
  if (settings.contains("precision")) tag += "-p" + settings.at("precision").dump();
  if (settings.contains("guard")) tag += "-g" + settings.at("guard").dump();
  return tag + "-d" + settings.at("display").dump();
}

std::optional<StvRule> RuleOf(const std::string& name) {
  if (name == "scotland") return StvRule::kScottish;
  if (name == "mpls") return StvRule::kMinneapolis;
  return StvRuleNamed(name);
}

StvArithmetic ArithmeticIn(const json& settings) {
  const std::string name = settings.at("arithmetic");
  StvArithmetic arithmetic;
  arithmetic.kind = name == "rational"  ? StvArithmetic::Kind::kRational
                    : name == "guarded" ? StvArithmetic::Kind::kGuarded
                                        : StvArithmetic::Kind::kFixed;
  arithmetic.precision = settings.value("precision", 0);
  arithmetic.guard = settings.value("guard", 0);
  arithmetic.display = settings.at("display");
  return arithmetic;
}

std::optional<StvOptions> OptionsOf(const json& settings, const BltElection& election) {
  const std::optional<StvRule> rule = RuleOf(settings.at("rule"));
  if (!rule.has_value()) return std::nullopt;
  StvOptions options;
  options.rule = *rule;
  options.seats = election.seats;
  options.withdrawn = election.withdrawn;
  options.undeclared = election.undeclared;
  options.lot = election.tie_order;
  if (options.lot.empty()) {
    for (int i = 0; i < election.profile.option_count(); ++i) options.lot.push_back(i);
  }
  if (*rule == StvRule::kWigm || *rule == StvRule::kMeek || *rule == StvRule::kWarren) {
    options.arithmetic = ArithmeticIn(settings);
  }
  if (*rule == StvRule::kMeek || *rule == StvRule::kWarren) {
    options.omega = settings.at("omega").get<int>();
    options.batch = settings.at("defeat_batch") != "none";
  }
  if (*rule == StvRule::kWigm) {
    options.batch_zero = settings.at("defeat_batch") == "zero";
    options.whole_quota = settings.at("integer_quota").get<bool>();
  }
  return options;
}

const char* TagOf(StvAction action) {
  switch (action) {
    case StvAction::kBegin:
      return "begin";
    case StvAction::kRound:
      return "round";
    case StvAction::kCount:
      return "count";
    case StvAction::kTie:
      return "tie";
    case StvAction::kElect:
      return "elect";
    case StvAction::kChoose:
      return "unpend";
    case StvAction::kExclude:
      return "defeat";
    case StvAction::kTransfer:
      return "transfer";
    case StvAction::kIterate:
      return "iterate";
    case StvAction::kEnd:
      return "end";
  }
  return "";
}

const char* CodeOf(StvState state) {
  switch (state) {
    case StvState::kWithdrawn:
      return "W";
    case StvState::kHopeful:
      return "H";
    case StvState::kPending:
      return "e";
    case StvState::kElected:
      return "E";
    case StvState::kExcluded:
      return "D";
  }
  return "";
}

// Compares texts and collects what differs.
class Comparison {
 public:
  void Same(const std::string& what, const std::string& got, const std::string& expected) {
    if (got == expected || !difference_.empty()) return;
    difference_ = what + " is " + got + ", expected " + expected;
  }
  void Same(const std::string& what, const std::string& got, const json& expected) {
    Same(what, got, expected.is_string() ? expected.get<std::string>() : expected.dump());
  }
  const std::string& difference() const { return difference_; }

 private:
  std::string difference_;
};

// Whom the log's message names: "... -> Ann" for ties, "...: Ann" otherwise.
void CompareMessage(const std::string& where, const StvStage& stage, const std::string& message,
                    const std::vector<std::string>& names, Comparison& comparison) {
  if (stage.options.empty()) return;
  for (const OptionIndex option : stage.options) {
    const std::string& name = names[static_cast<size_t>(option)];
    if (message.rfind(name) == std::string::npos) {
      comparison.Same(where + " message", name, message);
    }
  }
  if (stage.action == StvAction::kTie) {
    const std::string chosen = "-> " + names[static_cast<size_t>(stage.options.front())];
    if (!message.ends_with(chosen)) comparison.Same(where + " choice", chosen, message);
  }
}

void CompareStage(const std::string& where, const StvResult& result, const StvStage& stage,
                  const json& action, const json& header, Comparison& comparison) {
  const auto text = [&](const Rational& value) { return ToText(value, result.arithmetic); };
  comparison.Same(where + " tag", TagOf(stage.action), action.at("tag"));
  comparison.Same(where + " round", std::to_string(stage.round), action.at("round"));
  comparison.Same(where + " quota", text(stage.quota), action.at("quota"));
  std::vector<std::string> names;
  for (size_t i = 0; i < stage.states.size(); ++i) {
    const std::string id = std::to_string(i + 1);
    const json& candidate = action.at("cstate").at(id);
    names.push_back(header.at("cdict").at(id).at("name"));
    std::string which = where;
    which.append(" candidate ").append(id);
    comparison.Same(which + " state", CodeOf(stage.states[i]), candidate.at("code"));
    if (stage.states[i] == StvState::kWithdrawn) continue;
    comparison.Same(which + " vote", text((*stage.votes)[i]), candidate.at("vote"));
    for (const char* factor : {"kf", "quotient"}) {
      if (candidate.contains(factor) !=
          (stage.factors != nullptr &&
           (result.rule == StvRule::kQpq) == (std::string(factor) == "quotient"))) {
        comparison.Same(which, "without or with", std::string(factor));
      } else if (candidate.contains(factor)) {
        comparison.Same(which + " " + factor, text((*stage.factors)[i]), candidate.at(factor));
      }
    }
  }
  if (action.contains("surplus")) {
    comparison.Same(where + " surplus", text(stage.surplus), action.at("surplus"));
  }
  for (const char* field : {"nt_votes", "residual"}) {
    if (!action.contains(field)) continue;
    comparison.Same(where + " " + field, text(stage.nontransferable), action.at(field));
  }
  // QPQ writes the votes of all as 0 throughout: that field is never set there.
  if (result.rule != StvRule::kQpq) {
    comparison.Same(where + " votes", text(stage.votes_in_all), action.at("votes"));
  }
  CompareMessage(where, stage, action.at("msg"), names, comparison);
}

std::string CompareLog(const StvResult& result, const json& log) {
  Comparison comparison;
  comparison.Same("seats", std::to_string(result.seats), log.at("seats"));
  comparison.Same("ballots", std::to_string(result.valid_ballots), log.at("nballots"));
  size_t stage = 0;
  const json* last = nullptr;
  for (const json& action : log.at("actions")) {
    if (action.at("tag") == "log") continue;
    last = &action;
    if (stage == result.stages.size()) {
      comparison.Same("number of stages", std::to_string(stage), std::string("more"));
      break;
    }
    CompareStage("stage " + std::to_string(stage), result, result.stages[stage], action, log,
                 comparison);
    ++stage;
  }
  comparison.Same("number of stages", std::to_string(result.stages.size()), std::to_string(stage));
  for (size_t i = 0; last != nullptr && i < result.stages.front().states.size(); ++i) {
    const auto option = static_cast<OptionIndex>(i);
    const bool elected =
        std::find(result.elected.begin(), result.elected.end(), option) != result.elected.end();
    const bool expected = last->at("cstate").at(std::to_string(i + 1)).at("state") == "elected";
    comparison.Same("election of " + std::to_string(i + 1), std::to_string(elected),
                    std::to_string(expected));
  }
  return comparison.difference();
}

void RunLog(const std::filesystem::path& file, Report& report) {
  const std::optional<json> log = ReadJson(file);
  const std::string name = file.filename().string();
  if (!log.has_value()) return report.Check("files", name, false, "cannot be read");
  const json& settings = log->at("options").at("options");
  const std::string rule = "stv " + settings.at("rule").get<std::string>() + " " +
                           settings.at("arithmetic").get<std::string>();
  const std::string suffix = "-" + RuleTag(settings) + "-" + ArithmeticTag(settings);
  const std::string stem = file.stem().string();
  if (!stem.ends_with(suffix)) {
    return report.Check("files", name, false, "the header asks for a name that ends " + suffix);
  }
  const std::filesystem::path ballots =
      file.parent_path() / (stem.substr(0, stem.size() - suffix.size()) + ".blt");
  if (!std::filesystem::exists(ballots)) {
    return report.Exclude(rule, "the ballot file of the log is not in the folder");
  }
  const std::optional<std::string> text = ReadText(ballots);
  if (!text.has_value()) return report.Check(rule, name, false, "the ballots cannot be read");
  const absl::StatusOr<BltElection> election = ReadBlt(*text);
  if (!election.ok()) return report.Check(rule, name, false, election.status().ToString());
  const std::optional<StvOptions> options = OptionsOf(settings, *election);
  if (!options.has_value()) return report.Check(rule, name, false, "the rule is not known");
  const absl::StatusOr<StvResult> result = CountStv(election->profile, *options);
  if (!result.ok()) return report.Check(rule, name, false, result.status().ToString());
  const std::string difference = CompareLog(*result, *log);
  report.Check(rule, name, difference.empty(), difference);
}

}  // namespace

void RunStv(const std::filesystem::path& folder, Report& report) {
  ForEachFile(folder, ".json", report,
              [&](const std::filesystem::path& file) { RunLog(file, report); });
}

}  // namespace plenum::conformance
