// Meek's method against the transcripts of stv-rs: every FILE.blt has one transcript for each way
// of counting it, FILE[.equalize].ARITHMETIC.log. The transcript is written from the stages of the
// count and compared with it line by line; each one is a case of the rule that its name says.
//
// Where the reference ended in a panic (an overflow, more elected than seats), its transcript is
// what it had printed by then, and ours must end at the same line.
//
// Some transcripts, those of ballots that crash Droop among them, were made with the switch
// --force-positive-surplus. Neither their names nor their headers tell. So what the plain rule does
// not reproduce is counted again with that switch, and must then agree in every line.
#include <algorithm>
#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "services/deliberation/tally/formats/blt.h"
#include "services/deliberation/tally/meek/meek.h"
#include "tests/conformance/voting/suites.h"

namespace plenum::conformance {

namespace {

namespace fs = std::filesystem;
using tally::MeekAction;
using tally::MeekArithmetic;
using tally::MeekIteration;
using tally::MeekStatus;
using tally::OptionIndex;
using tally::Rational;

// Writes the stages as stv-rs prints them.
class Transcript {
 public:
  Transcript(const tally::BltElection& election, const tally::MeekResult& result)
      : election_(election), result_(result) {}

  std::string Write() {
    if (!result_.first_quota.has_value()) return "";
    Header();
    int rounds = 0;
    for (const tally::MeekStage& stage : result_.stages) {
      for (; rounds < stage.round; ++rounds) Line("Round ", rounds + 1, ":");
      Stage(stage);
    }
    for (; rounds < result_.rounds; ++rounds) Line("Round ", rounds + 1, ":");
    if (result_.end == tally::MeekEnd::kComplete) Line("");
    return std::move(text_);
  }

 private:
  template <typename... Parts>
  void Line(const Parts&... parts) {
    absl::StrAppend(&text_, parts..., "\n");
  }

  bool fractions() const {
    return result_.options.arithmetic == MeekArithmetic::kExact ||
           result_.options.arithmetic == MeekArithmetic::kExactWithRoundedKeepFactors;
  }

  std::string Number(const Rational& value) const {
    if (fractions()) return tally::ToText(value);
    return tally::ToDecimal(value, 9);
  }

  const std::string& Name(OptionIndex option) const {
    return election_.names[static_cast<size_t>(option)];
  }

  std::string Names(const std::vector<OptionIndex>& options) const {
    std::vector<std::string> names;
    names.reserve(options.size());
    for (const OptionIndex option : options) names.push_back(Name(option));
    return absl::StrJoin(names, ", ");
  }

  void Header() {
    const bool shared = result_.options.equal_ranks == tally::MeekEqualRanks::kEveryOrder;
    std::string arithmetic = "fixed-point decimal arithmetic (9 places)";
    if (fractions()) arithmetic = "exact rational arithmetic";
    if (result_.options.arithmetic == MeekArithmetic::kExactWithRoundedKeepFactors) {
      arithmetic += " with rounding of keep factors (6 decimal places)";
    }
    Line("\nElection: ", election_.title, "\n");
    Line("\tImplementation: STV-rs", shared ? " (equalized counting)" : "");
    Line("\tRule: Meek Parametric (omega = 1/10^", result_.options.omega_exponent, ")");
    Line("\tArithmetic: ", arithmetic);
    Line("\tSeats: ", result_.options.seats);
    Line("\tBallots: ", result_.ballots);
    Line("\tQuota: ", Number(*result_.first_quota));
    Line("\tOmega: ", Number(result_.omega), "\n");
    for (OptionIndex option = 0; option < result_.option_count; ++option) {
      const std::vector<OptionIndex>& gone = election_.withdrawn;
      const bool withdrawn = std::find(gone.begin(), gone.end(), option) != gone.end();
      Line("\tAdd ", withdrawn ? "withdrawn" : "eligible", ": ", Name(option));
    }
  }

  void Stage(const tally::MeekStage& stage) {
    const bool stable = stage.iteration == MeekIteration::kStable;
    if (stage.action == MeekAction::kIterate && stable) {
      Line("\tStable state detected (", Number(stage.surplus), ")");
    }
    Line("Action: ", Action(stage));
    if (stage.action != MeekAction::kIterate && stage.action != MeekAction::kBreakTie) {
      Options(stage);
    }
    const tally::MeekTally& tally = result_.tallies[static_cast<size_t>(stage.tally)];
    Rational votes;
    for (const Rational& of_one : tally.votes) votes += of_one;
    Line("\tQuota: ", Number(stage.quota));
    Line("\tVotes: ", Number(votes));
    Line("\tResidual: ", Number(tally.residual));
    Line("\tTotal: ", Number(votes + tally.residual));
    Line("\tSurplus: ", Number(stage.surplus));
  }

  std::string Action(const tally::MeekStage& stage) const {
    const std::string name = stage.option.has_value() ? Name(*stage.option) : "";
    switch (stage.action) {
      case MeekAction::kBegin:
        return "Begin Count";
      case MeekAction::kElect:
        return absl::StrCat("Elect: ", name);
      case MeekAction::kIterate:
        if (stage.iteration == MeekIteration::kElected) return "Iterate (elected)";
        return stage.iteration == MeekIteration::kStable ? "Iterate (stable)" : "Iterate (omega)";
      case MeekAction::kBreakTie:
        return absl::StrCat("Break tie (defeat): [", Names(stage.tied), "] -> ", name);
      case MeekAction::kDefeat: {
        const std::string surplus = Number(stage.surplus);
        return stage.iteration == MeekIteration::kStable
                   ? absl::StrCat("Defeat (stable surplus ", surplus, "): ", name)
                   : absl::StrCat("Defeat (surplus ", surplus, " < omega): ", name);
      }
      case MeekAction::kElectRemaining:
        return absl::StrCat("Elect remaining: ", name);
      case MeekAction::kDefeatRemaining:
        return absl::StrCat("Defeat remaining: ", name);
      case MeekAction::kComplete:
        return "Count Complete";
    }
    return "";
  }

  // Elected, hopeful, defeated with votes, and the defeated without votes in one line.
  void Options(const tally::MeekStage& stage) {
    const std::vector<Rational>& votes = result_.tallies[static_cast<size_t>(stage.tally)].votes;
    std::vector<OptionIndex> without;
    const std::pair<MeekStatus, std::string_view> groups[] = {{MeekStatus::kElected, "Elected: "},
                                                              {MeekStatus::kHopeful, "Hopeful: "},
                                                              {MeekStatus::kDefeated, "Defeated:"}};
    for (const auto& [status, label] : groups) {
      for (OptionIndex option = 0; option < result_.option_count; ++option) {
        const auto o = static_cast<size_t>(option);
        if (stage.statuses[o] != status) continue;
        if (status == MeekStatus::kDefeated && votes[o] == 0) {
          without.push_back(option);
        } else {
          Line("\t", std::string(label), " ", Name(option), " (", Number(votes[o]), ")");
        }
      }
    }
    if (!without.empty()) Line("\tDefeated: ", Names(without), " (", Number(0), ")");
  }

  const tally::BltElection& election_;
  const tally::MeekResult& result_;
  std::string text_;
};

// "" when equal, else the first line that differs.
std::string FirstDifference(const std::string& got, const std::string& expected) {
  if (got == expected) return "";
  const std::vector<std::string> ours = absl::StrSplit(got, '\n');
  const std::vector<std::string> theirs = absl::StrSplit(expected, '\n');
  size_t line = 0;
  while (line < ours.size() && line < theirs.size() && ours[line] == theirs[line]) ++line;
  return absl::StrCat("line ", line + 1, ": got \"", line < ours.size() ? ours[line] : "(end)",
                      "\", expected \"", line < theirs.size() ? theirs[line] : "(end)", "\"");
}

// The options that the parts of the transcript's name ask for, or nothing for a name that says
// something else. `arithmetic` gets the name of the arithmetic.
std::optional<tally::MeekOptions> OptionsOf(const std::vector<std::string>& parts,
                                            std::string* arithmetic) {
  tally::MeekOptions options;
  options.equal_ranks = tally::MeekEqualRanks::kSplitEvenly;
  options.surplus = tally::MeekSurplus::kSigned;
  for (const std::string& part : parts) {
    if (part == "equalize") {
      options.equal_ranks = tally::MeekEqualRanks::kEveryOrder;
      continue;
    }
    if (!arithmetic->empty()) return std::nullopt;
    *arithmetic = part;
    if (part == "fixed9") {
      options.arithmetic = MeekArithmetic::kFixed9;
    } else if (part == "bigfixed9") {
      options.arithmetic = MeekArithmetic::kBigFixed9;
    } else if (part == "exact") {
      options.arithmetic = MeekArithmetic::kExact;
    } else if (part == "approx") {
      options.arithmetic = MeekArithmetic::kExactWithRoundedKeepFactors;
    } else {
      return std::nullopt;
    }
  }
  if (arithmetic->empty()) return std::nullopt;
  return options;
}

// The ballots of a file of stv-rs with the order in which they list tied options, on which the last
// digit of fixed point depends and which a profile does not keep: one ballot a line, as COUNT,
// names or numbers with "=" between tied ones, and 0.
std::vector<tally::MeekBallot> ListedBallots(const std::string& text,
                                             const tally::BltElection& election) {
  absl::flat_hash_map<std::string, OptionIndex> options;
  for (OptionIndex option = 0; option < election.profile.option_count(); ++option) {
    options[absl::StrCat(option + 1)] = option;
    if (!election.nicknames.empty()) {
      options[election.nicknames[static_cast<size_t>(option)]] = option;
    }
  }
  std::vector<tally::MeekBallot> ballots;
  const std::vector<std::string> lines = absl::StrSplit(text, '\n');
  for (size_t i = 1; i < lines.size() && lines[i] != "0"; ++i) {
    const std::vector<std::string> words = absl::StrSplit(lines[i], ' ', absl::SkipEmpty());
    tally::MeekBallot ballot;
    if (words.size() < 3 || !absl::SimpleAtoi(words[0], &ballot.count)) continue;
    for (size_t w = 1; w + 1 < words.size(); ++w) {
      ballot.tiers.emplace_back();
      const std::vector<std::string> names = absl::StrSplit(words[w], '=');
      for (const std::string& name : names) {
        const auto option = options.find(name);
        if (option == options.end()) return {};
        ballot.tiers.back().push_back(option->second);
      }
    }
    ballots.push_back(std::move(ballot));
  }
  return ballots;
}

// The reader and ListedBallots must have found the same ballots.
bool SameBallots(const std::vector<tally::MeekBallot>& ballots, const tally::Profile& profile) {
  tally::Profile rest = profile;
  for (const tally::MeekBallot& ballot : ballots) {
    const auto ranking = tally::Ranking::Create(profile.option_count(), ballot.tiers);
    if (!ranking.ok() || !rest.Remove(*ranking, ballot.count).ok()) return false;
  }
  return std::all_of(rest.groups().begin(), rest.groups().end(),
                     [](const auto& group) { return group.ranking.ranked_count() == 0; });
}

// Counts the election and compares the transcript: "" or what is wrong.
std::string Difference(const tally::BltElection& election,
                       const std::vector<tally::MeekBallot>& ballots, tally::MeekOptions options,
                       const std::string& expected) {
  options.seats = election.seats;
  options.withdrawn = election.withdrawn;
  // The reference defeats the tied option that its order names first: the last one of ours.
  tally::DeclaredOrder order{election.tie_order};
  for (OptionIndex o = 0; election.tie_order.empty() && o < election.profile.option_count(); ++o) {
    order.order.push_back(o);
  }
  std::reverse(order.order.begin(), order.order.end());
  options.tie_policy = order;
  const absl::StatusOr<tally::MeekResult> result =
      tally::Meek(election.profile.option_count(), ballots, options);
  if (!result.ok()) return absl::StrCat(result.status().message());
  return FirstDifference(Transcript(election, *result).Write(), expected);
}

void RunTranscript(const fs::path& blt, const fs::path& log, Report& report) {
  const std::string stem = blt.stem().string();
  const std::string name = log.filename().string();
  const std::string middle = name.substr(stem.size() + 1, name.size() - stem.size() - 5);
  const std::vector<std::string> parts = absl::StrSplit(middle, '.', absl::SkipEmpty());
  std::string arithmetic;
  std::optional<tally::MeekOptions> options = OptionsOf(parts, &arithmetic);
  if (arithmetic == "float64") {
    report.Exclude(
        "meek float64",
        "the rule sums doubles in the order in which its threads finish: no fixed digits");
    return;
  }
  const std::optional<std::string> text = ReadText(blt);
  const std::optional<std::string> expected = fs::is_empty(log) ? "" : ReadText(log);
  if (!options.has_value() || !text.has_value() || !expected.has_value()) {
    report.Check("files", name, false, "not a transcript of a known kind");
    return;
  }
  const std::string rule =
      absl::StrCat("meek ", arithmetic,
                   options->equal_ranks == tally::MeekEqualRanks::kEveryOrder ? " equalize" : "");
  const absl::StatusOr<tally::BltElection> election = tally::ReadBlt(*text);
  if (!election.ok()) {
    // An empty transcript is the reference's refusal of the file.
    report.Check(rule, name, expected->empty(), absl::StrCat(election.status().message()));
    return;
  }
  std::vector<tally::MeekBallot> ballots = ListedBallots(*text, *election);
  if (!SameBallots(ballots, election->profile)) {  // written in another way: without the order
    ballots.clear();
    for (const tally::BallotGroup& group : election->profile.groups()) {
      ballots.push_back({group.ranking.Tiers(), group.count});
    }
  }
  const std::string plain = Difference(*election, ballots, *options, *expected);
  options->surplus = tally::MeekSurplus::kPositiveOnly;
  if (!plain.empty() && Difference(*election, ballots, *options, *expected).empty()) {
    report.Check(rule + " positive surplus", name, true);
  } else {
    report.Check(rule, name, plain.empty(), plain);
  }
}

}  // namespace

void RunMeek(const fs::path& folder, Report& report) {
  ForEachFile(folder, ".log", report, [&](const fs::path& log) {
    // The ballots are those of the longest FILE.blt beside it that begins its name.
    std::string stem = log.stem().string();
    while (!stem.empty()) {
      const fs::path blt = log.parent_path() / (stem + ".blt");
      if (fs::exists(blt)) return RunTranscript(blt, log, report);
      const size_t dot = stem.rfind('.');
      stem.resize(dot == std::string::npos ? 0 : dot);
    }
    report.Check("files", log.filename().string(), false, "there is no ballot file beside it");
  });
}

}  // namespace plenum::conformance
