// tally: counts a file of ballots, without a server.
#include <algorithm>
#include <set>
#include <thread>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "clients/cli/commands.h"
#include "clients/cli/tally_ballot.h"
#include "clients/cli/tally_explain.h"
#include "clients/cli/tally_input.h"
#include "clients/cli/tally_view.h"
#include "clients/cli/text.h"
#include "services/common/base/parallel.h"
#include "services/deliberation/counting/counting.h"

namespace plenum::cli {
namespace {

namespace math = plenum::tally;
namespace wire = tally::v1;

struct TallyOptions {
  std::string file;
  std::string method;
  std::string unranked;
  int seats = 0;
  std::string withdrawn;
  std::vector<std::string> needs;
  std::vector<std::string> exclusions;
  std::string ties;
  std::string why;
  std::string ballot;
  bool report = false;
  std::string seed;
  int samples = 0;
  bool stages = false;
  bool methods = false;
};

// "STV_RULE_WIGM_PRF" is asked for as "wigm-prf".
template <typename Enum>
std::optional<Enum> Named(const google::protobuf::EnumDescriptor* type, size_t prefix,
                          const std::string& word) {
  for (int i = 1; i < type->value_count(); ++i) {
    std::string name = type->value(i)->name().substr(prefix);
    for (char& c : name) c = c == '_' ? '-' : static_cast<char>(c | 0x20);
    if (name == word) return static_cast<Enum>(type->value(i)->number());
  }
  return std::nullopt;
}

std::string NamesOf(const google::protobuf::EnumDescriptor* type, size_t prefix) {
  std::string list;
  for (int i = 1; i < type->value_count(); ++i) {
    std::string name = type->value(i)->name().substr(prefix);
    for (char& c : name) c = c == '_' ? '-' : static_cast<char>(c | 0x20);
    absl::StrAppend(&list, list.empty() ? "" : ", ", name);
  }
  return list;
}

constexpr size_t kStvPrefix = 9;         // "STV_RULE_"
constexpr size_t kScorePrefix = 11;      // "SCORE_RULE_"
constexpr size_t kCommitteePrefix = 15;  // "COMMITTEE_RULE_"
constexpr size_t kPackagePrefix = 13;    // "PACKAGE_RULE_"

std::optional<wire::StvRule> StvNamed(const std::string& word) {
  return Named<wire::StvRule>(wire::StvRule_descriptor(), kStvPrefix, word);
}

// What a method counts, where there is one of that name; empty where there is none.
std::string BallotsOf(const std::string& method) {
  if (counting::MethodOf(method) || StvNamed(method)) return "ranked ballots";
  if (Named<wire::ScoreRule>(wire::ScoreRule_descriptor(), kScorePrefix, method)) return "points";
  if (counting::CommitteeRuleOf(method)) {
    return "approvals (a .cat file of two categories, or .abif with {ballot_type: \"approval\"})";
  }
  if (Named<wire::PackageRule>(wire::PackageRule_descriptor(), kPackagePrefix, method)) {
    return "options with costs under a budget (a .pb file)";
  }
  return "";
}

absl::Status NoSuchMethod(const std::string& method, std::string_view ballots,
                          const std::string& known) {
  const std::string takes = BallotsOf(method);
  return UsageError(absl::StrCat(takes.empty()
                                     ? absl::StrCat("there is no method \"", method, "\"")
                                     : absl::StrCat("the method \"", method, "\" counts ", takes),
                                 "; for ", std::string(ballots), " there are: ", known));
}

// keep, hold, seed:TEXT, order:"A > B > C"; with "backwards," or "forwards," in front for rounds.
absl::StatusOr<wire::TiePolicy> ReadTies(std::string_view words,
                                         const std::vector<std::string>& names) {
  wire::TiePolicy policy;
  const auto take = [&](std::string_view prefix) {
    if (!words.starts_with(prefix)) return false;
    words.remove_prefix(prefix.size());
    if (words.starts_with(',')) words.remove_prefix(1);
    return true;
  };
  if (take("backwards")) policy.set_history(wire::TiePolicy::HISTORY_BACKWARDS);
  if (take("forwards")) policy.set_history(wire::TiePolicy::HISTORY_FORWARDS);
  if (take("seed:")) {
    policy.set_seed(std::string(words));
    return policy;
  }
  if (take("order:")) {
    const auto order = BallotReader("--ties", names).Ranked(words);
    if (!order.ok()) return order.status();
    for (int t = 0; t < order->tier_count(); ++t) {
      if (order->tier(t).size() > 1) {
        return UsageError("--ties: the order must not have ties itself");
      }
      policy.mutable_declared_order()->add_options(order->tier(t)[0]);
    }
    return policy;
  }
  if (words == "hold") policy.set_hold(true);
  if (words == "hold" || words == "keep" || words.empty()) return policy;
  return UsageError(
      absl::StrCat("--ties is keep, hold, seed:TEXT or order:\"A > B > C\", with "
                   "backwards, or forwards, in front of it, not \"",
                   std::string(words), "\""));
}

base::Workers AllCores() {
  return base::OnThreads(std::max(1, static_cast<int>(std::thread::hardware_concurrency())));
}

// One run of the command on ballots that have been read.
class Tallier {
 public:
  Tallier(Session& session, const TallyOptions& options, const TallyInput& input)
      : session_(session),
        options_(options),
        input_(input),
        seats_(options.seats > 0 ? options.seats : input.seats.value_or(1)),
        method_(options.method.empty() ? input.method : options.method),
        explain_{options.why, options.ballot} {}

  absl::Status Run() {
    auto ties = ReadTies(options_.ties, input_.names);
    if (!ties.ok()) return ties.status();
    ties_ = *std::move(ties);
    if (options_.ties.empty()) FollowTieOrder();
    std::set<int> withdrawn(input_.withdrawn.begin(), input_.withdrawn.end());
    if (!options_.withdrawn.empty()) {
      // As well as those that the file names.
      const auto named = BallotReader("--withdrawn", input_.names).Approvals(options_.withdrawn);
      if (!named.ok()) return named.status();
      withdrawn.insert(named->begin(), named->end());
    }
    withdrawn_.assign(withdrawn.begin(), withdrawn.end());
    if (const auto* budget = std::get_if<math::BudgetElection>(&input_.ballots)) {
      return Package(*budget);
    }
    if (!options_.needs.empty() || !options_.exclusions.empty()) {
      return UsageError(absl::StrCat(options_.needs.empty() ? "--excludes" : "--requires",
                                     " is for packages under a budget (a .pb file): leave it out"));
    }
    if (const auto* ranked = std::get_if<math::Profile>(&input_.ballots)) return Ranked(*ranked);
    if (const auto* scores = std::get_if<math::ScoreProfile>(&input_.ballots)) {
      return Scores(*scores);
    }
    return Committee(std::get<math::ApprovalProfile>(input_.ballots));
  }

 private:
  // The file's own order. The Scottish rule asks earlier stages before any lot is drawn.
  void FollowTieOrder() {
    for (const math::OptionIndex option : input_.tie_order) {
      ties_.mutable_declared_order()->add_options(option);
    }
    if (!input_.tie_order.empty() && method_ == "scottish") {
      ties_.set_history(wire::TiePolicy::HISTORY_BACKWARDS);
    }
  }

  absl::Status Ranked(const math::Profile& profile) {
    const bool ranking = !method_.empty() && counting::MethodOf(method_).has_value();
    if (ranking && options_.seats > 1) {
      return UsageError(absl::StrCat("--seats: ", method_,
                                     " ranks all options and fills no seats; leave --seats out, or "
                                     "choose --method ",
                                     NamesOf(wire::StvRule_descriptor(), kStvPrefix)));
    }
    // Several seats ask for an election, and so does a rule of one. Seats that only the file speaks
    // of do not: most such files are also ranked.
    if (!ranking && (options_.seats > 1 || !method_.empty())) return Elect(profile);
    counting::RankedRequest request{profile, input_.names};
    if (ranking) request.method = *counting::MethodOf(method_);
    request.tie_policy = ties_;
    request.workers = AllCores();
    request.withdrawn = withdrawn_;
    if (options_.report) {
      auto report = counting::CheckRobustness(request, options_.seed, options_.samples);
      return Show(report, [&] { PrintRobustness(session_, *report, input_.names); });
    }
    if (explain_.any()) return ExplainRanking(session_, explain_, request);
    auto outcome = counting::CountRanked(request);
    if (!outcome.ok()) return outcome.status();
    if (session_.json()) {
      wire::TallyResponse response;
      *response.mutable_outcome() = *std::move(outcome);
      return session_.PrintJson(response);
    }
    PrintOutcome(session_, *outcome, options_.stages);
    return absl::OkStatus();
  }

  absl::Status Elect(const math::Profile& profile) {
    if (absl::Status refusal = NoUnranked("a single transferable vote passes over what a ballot "
                                          "leaves out");
        !refusal.ok()) {
      return refusal;
    }
    counting::SeatsRequest request{profile, input_.names, seats_};
    if (!method_.empty()) {
      const auto rule = StvNamed(method_);
      if (!rule) {
        return NoSuchMethod(method_, "ranked ballots",
                            absl::StrCat(RankedMethodNames(), "; and for several seats ",
                                         NamesOf(wire::StvRule_descriptor(), kStvPrefix)));
      }
      request.rule = *rule;
    }
    request.tie_policy = ties_;
    request.withdrawn = withdrawn_;
    if (options_.report) return Report(request);
    if (explain_.any()) return ExplainElection(session_, explain_, request);
    auto response = counting::Elect(request);
    return Show(response, [&] { PrintElect(session_, *response, input_.names, options_.stages); });
  }

  absl::Status Scores(const math::ScoreProfile& profile) {
    counting::ScoresRequest request{profile, input_.names};
    if (!method_.empty()) {
      // Points also rank.
      if (counting::MethodOf(method_) || StvNamed(method_)) {
        return Ranked(profile.ToRanked(options_.unranked == "not-compared"
                                           ? math::Unranked::kNotCompared
                                           : math::Unranked::kTiedLast));
      }
      const auto rule = Named<wire::ScoreRule>(wire::ScoreRule_descriptor(), kScorePrefix, method_);
      if (!rule) {
        return NoSuchMethod(method_, "ballots of points",
                            absl::StrCat(NamesOf(wire::ScoreRule_descriptor(), kScorePrefix),
                                         "; and, taking them as ranked, ", RankedMethodNames()));
      }
      request.rule = *rule;
    }
    if (absl::Status refusal = NoUnranked("these ballots give points"); !refusal.ok()) {
      return refusal;
    }
    request.seats = seats_;
    request.tie_policy = ties_;
    request.withdrawn = withdrawn_;
    request.grades = input_.grades;
    if (options_.report) return Report(request);
    if (explain_.any()) return ExplainScores(session_, explain_, request);
    auto response = counting::CountScores(request);
    return Show(response, [&] {
      PrintScores(session_, *response, input_.names, profile.range(), input_.grades,
                  options_.stages);
    });
  }

  absl::Status Committee(const math::ApprovalProfile& profile) {
    if (absl::Status refusal = NoUnranked("these ballots are approvals"); !refusal.ok()) {
      return refusal;
    }
    counting::CommitteeRequest request{profile, input_.names, seats_};
    request.rule = wire::COMMITTEE_RULE_APPROVAL;
    if (!method_.empty()) {
      const auto rule = counting::CommitteeRuleOf(method_);
      if (!rule) {
        return NoSuchMethod(method_, "approvals",
                            NamesOf(wire::CommitteeRule_descriptor(), kCommitteePrefix));
      }
      request.rule = *rule;
    } else if (seats_ > 1) {
      request.rule = wire::COMMITTEE_RULE_EQUAL_SHARES;
    }
    request.tie_policy = ties_;
    request.withdrawn = withdrawn_;
    if (options_.report) return Report(request);
    if (explain_.any()) return ExplainCommittee(session_, explain_, request);
    auto response = counting::ElectCommittee(request);
    return Show(response,
                [&] { PrintCommittee(session_, *response, input_.names, options_.stages); });
  }

  // With what the flags say beside the file.
  absl::StatusOr<math::BudgetElection> WithFlags(const math::BudgetElection& election) const {
    std::vector<std::pair<int, std::vector<int>>> needs;
    std::vector<std::vector<int>> exclusions;
    for (const std::string& words : options_.needs) {
      auto read = BallotReader("--requires", input_.names).Needs(words);
      if (!read.ok()) return read.status();
      needs.push_back(*std::move(read));
    }
    for (const std::string& words : options_.exclusions) {
      auto read = BallotReader("--excludes", input_.names).Exclusion(words);
      if (!read.ok()) return read.status();
      exclusions.push_back(*std::move(read));
    }
    auto with = election.With(needs, std::move(exclusions), input_.names);
    if (with.ok()) return with;
    return UsageError(absl::StrCat("with --requires and --excludes, and what the file says, ",
                                   MessageOf(with.status())));
  }

  absl::Status Package(const math::BudgetElection& from_file) {
    if (options_.seats > 0) {
      return UsageError("a package has a budget and no seats: leave --seats out");
    }
    if (absl::Status refusal = NoUnranked("a package is chosen by approvals or points");
        !refusal.ok()) {
      return refusal;
    }
    const auto election = WithFlags(from_file);
    if (!election.ok()) return election.status();
    counting::PackageRequest request{*election, input_.names};
    if (!method_.empty()) {
      const auto rule =
          Named<wire::PackageRule>(wire::PackageRule_descriptor(), kPackagePrefix, method_);
      if (!rule) {
        return NoSuchMethod(method_, "a budget",
                            NamesOf(wire::PackageRule_descriptor(), kPackagePrefix));
      }
      request.rule = *rule;
    }
    request.tie_policy = ties_;
    request.withdrawn = withdrawn_;
    if (options_.report) return Report(request);
    if (explain_.any()) return ExplainPackage(session_, explain_, request);
    auto response = counting::SelectPackage(request);
    return Show(response,
                [&] { PrintPackage(session_, *response, input_.names, options_.stages); });
  }

  template <typename Request>
  absl::Status Report(const Request& request) {
    const auto report =
        counting::CheckRobustness(request, options_.seed, options_.samples, AllCores());
    return Show(report, [&] { PrintRobustness(session_, *report, input_.names); });
  }

  absl::Status NoUnranked(std::string_view why) const {
    if (options_.unranked.empty()) return absl::OkStatus();
    return UsageError(
        absl::StrCat("--unranked is for methods that compare options on ranked "
                     "ballots, and ",
                     std::string(why), ": leave --unranked out"));
  }

  static std::string RankedMethodNames() {
    std::vector<std::string> ids;
    const auto list = counting::ListMethods();
    for (const auto& method : list.methods()) ids.push_back(method.id());
    return absl::StrJoin(ids, ", ");
  }

  // JSON, or what `print` prints; the response's error as it is.
  template <typename Response, typename Print>
  absl::Status Show(const absl::StatusOr<Response>& response, const Print& print) {
    if (!response.ok()) return response.status();
    if (session_.json()) return session_.PrintJson(*response);
    print();
    return absl::OkStatus();
  }

  Session& session_;
  const TallyOptions& options_;
  const TallyInput& input_;
  int seats_;
  std::string method_;
  ExplainFlags explain_;
  wire::TiePolicy ties_;
  std::vector<int> withdrawn_;
};

absl::Status Tally(Session& session, const TallyOptions& options) {
  if (options.methods) {
    const auto methods = counting::ListMethods();
    if (session.json()) return session.PrintJson(methods);
    PrintMethods(session, methods);
    return absl::OkStatus();
  }
  if (!options.report && (!options.seed.empty() || options.samples != 0)) {
    return UsageError("--seed and --samples are those of the report: add --report");
  }
  if (options.file.empty()) {
    return UsageError("give a FILE of ballots, or --methods for the list of methods");
  }
  const auto content = ReadFile(options.file, kMaxTallyBytes);
  if (!content.ok()) return content.status();
  std::optional<math::Unranked> unranked;
  if (options.unranked == "tied-last") unranked = math::Unranked::kTiedLast;
  if (options.unranked == "not-compared") unranked = math::Unranked::kNotCompared;
  const auto input = ReadTallyInput(options.file, *content, unranked);
  if (!input.ok()) {
    return UsageError(absl::StrCat(options.file, ", ", input.status().message()));
  }
  for (const std::string& note : input->notes) session.err() << "note: " << note << "\n";
  const absl::Status done = Tallier(session, options, *input).Run();
  // What the math refuses is a mistake in the file or the flags.
  return absl::IsInvalidArgument(done) || absl::IsOutOfRange(done)
             ? UsageError(absl::StrCat(done.message()))
             : done;
}

}  // namespace

void AddTallyCommands(CLI::App& app, Action& chosen) {
  const auto tally = AddVerb<TallyOptions>(
      app, chosen, "tally", "Count a file of ballots by any method, without a server",
      {"plenum tally election.cvotes", "plenum tally election.csv --method ranked-pairs-margins",
       "plenum tally election.soi --report", "plenum tally election.cvotes --why \"Ann > Bob\"",
       "plenum tally council.blt --method scottish --stages --withdrawn \"Ann, Bob\"",
       "plenum tally council.blt --why \"Ann > Bob\" --ballot \"Cy > Ann\"",
       "plenum tally scores.abif --method star --ballot \"Ann=5, Bob=3\"",
       "plenum tally board.abif --method sequential-phragmen --seats 5 --report",
       "plenum tally projects.pb --method equal-shares --why \"Path > Park\"",
       "plenum tally projects.pb --requires \"Lights = Path\" --excludes \"Park, Pool\"",
       "plenum tally --methods"},
      Tally);
  CLI::App& command = *tally.command;
  TallyOptions& options = *tally.options;
  command.add_option("FILE", options.file,
                     ".cvotes, .soc, .soi, .toc, .toi, .cat, .blt, .abif, .pb, .starvote or .csv; "
                     "- is standard input");
  command.add_option(
      "--method", options.method,
      "What to count by (see --methods); as the file says, else schulze-winning for ranked "
      "ballots, scottish for a .blt file, sum for points, approval for approvals, "
      "equal-shares for a budget");
  command.add_option("--seats", options.seats, "How many are elected; as the file says, or 1")
      ->check(CLI::Range(1, 1000));
  command.add_option(
      "--withdrawn", options.withdrawn,
      "Options that do not stand any more: \"A, B\"; with those that the file names");
  command
      .add_option("--requires", options.needs,
                  "Of a budget: the first is not funded without the others: \"A = B, C\"; may be "
                  "repeated, and adds to what the file says")
      ->allow_extra_args(false);
  command
      .add_option("--excludes", options.exclusions,
                  "Of a budget: at most one of these is funded: \"A, B\"; may be repeated")
      ->allow_extra_args(false);
  command
      .add_option("--unranked", options.unranked,
                  "tied-last or not-compared; as the file says when left out")
      ->check(CLI::IsMember({"tied-last", "not-compared"}));
  command.add_option("--ties", options.ties,
                     "What separates level options: keep, hold, seed:TEXT or "
                     "order:\"A > B > C\"; as the file says, or keep; backwards, or forwards, in "
                     "front asks earlier rounds");
  command.add_option("--why", options.why, "Why one option stands above another: \"A > B\"");
  command.add_option("--ballot", options.ballot,
                     "How a ballot counted: \"A > B = C\"; of points \"A=5, B=3\", of approvals "
                     "\"A, B\"");
  command.add_flag("--report", options.report,
                   "How far the result can be relied on, and what other methods say");
  command.add_option("--seed", options.seed, "Seed of the report's samples");
  command.add_option("--samples", options.samples, "How many samples the report draws")
      ->check(CLI::Range(1, 1000));
  command.add_flag("--stages", options.stages, "Also print rounds, figures and steps");
  command.add_flag("--methods", options.methods, "List the methods and where they are defined");
}

}  // namespace plenum::cli
