// The methods of DeliberationService that say and fix what a vote is about, and write down what a
// deliberation held when it went to another phase.
#include <algorithm>
#include <map>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "services/common/base/text.h"
#include "services/common/resource/name.h"
#include "services/common/resource/page.h"
#include "services/common/resource/time.h"
#include "services/common/rpc/limits.h"
#include "services/deliberation/arguments/argument_service.h"
#include "services/deliberation/counting/counting.h"
#include "services/deliberation/deliberation_service.h"
#include "services/deliberation/phases/phases.h"
#include "services/deliberation/roll.h"
#include "services/deliberation/rules/rules.h"
#include "services/deliberation/tally/profile.h"

namespace plenum::deliberation {
namespace {

constexpr int kMinOptions = 2;

// A vote that was opened can always be counted: Stable Voting looks at sets of options, up to all
// 2^n of them.
constexpr int kMaxStableVotingOptions = 12;

// A seed that the server draws, in hexadecimal.
constexpr std::size_t kSeedBytes = 8;

absl::Status NotReady(std::string_view message) {
  return base::Error(absl::StatusCode::kFailedPrecondition, common::v1::ERROR_REASON_NOT_READY,
                     message);
}

// Every measure, rejected ones as well: they have numbers, too.
absl::StatusOr<std::vector<ingestion::v1::Measure>> ListMeasures(
    const rpc::Peer<ingestion::v1::IngestionService>& ingestion, const std::string& deliberation,
    const rpc::Caller& caller) {
  std::vector<ingestion::v1::Measure> measures;
  ingestion::v1::ListMeasuresRequest list;
  list.set_parent(deliberation);
  list.set_page_size(rpc::limits::kMaxPageSize);
  list.set_show_rejected(true);
  do {
    auto page = ingestion.Call(&ingestion::v1::IngestionService::Stub::ListMeasures, list, caller);
    if (!page.ok()) return page.status();
    measures.insert(measures.end(), page->measures().begin(), page->measures().end());
    list.set_page_token(page->next_page_token());
  } while (!list.page_token().empty());
  return measures;
}

absl::Status CheckOptions(const v1::VotingRules& rules) {
  if (rules.method() == tally::v1::METHOD_STABLE_VOTING &&
      rules.options_size() > kMaxStableVotingOptions) {
    return NotReady(absl::StrCat("Stable Voting is certain to end only up to ",
                                 kMaxStableVotingOptions, " measures, and there are ",
                                 rules.options_size(),
                                 "; choose another method, or reject measures"));
  }
  if (rules.options_size() < kMinOptions || rules.options_size() > limits::kMaxOptions) {
    return NotReady(absl::StrCat(
        "a vote needs 2 to ", limits::kMaxOptions, " measures, and there are ",
        rules.options_size(), "; import documents, or add or reject measures, before opening it"));
  }
  const auto is_option = [&](const std::string& measure) {
    return std::any_of(rules.options().begin(), rules.options().end(),
                       [&](const v1::Option& option) { return option.measure() == measure; });
  };
  if (!rules.baseline().empty() && !is_option(rules.baseline())) {
    return NotReady(
        "the baseline of the planned rules is not voted on: it was rejected or merged; "
        "plan another one, or none");
  }
  return absl::OkStatus();
}

// Gives each option its cost; an error that names what has none.
absl::Status SetCosts(v1::VotingRules& rules) {
  std::map<std::string, std::int64_t> costs;
  for (const v1::Cost& cost : rules.package().costs()) costs[cost.measure()] = cost.cost();
  for (v1::Option& option : *rules.mutable_options()) {
    const auto cost = costs.find(option.measure());
    if (cost == costs.end()) {
      return NotReady(absl::StrCat("m", option.number(), " \"", option.title(),
                                   "\" has no cost, and a package under a budget is chosen by the "
                                   "costs of all measures; plan it"));
    }
    option.set_cost(cost->second);
  }
  return absl::OkStatus();
}

std::string HashOf(const ingestion::v1::Measure& measure) {
  std::string text = absl::StrCat("plenum measure 1\n", measure.title(), "\n",
                                  ingestion::v1::MeasureState_Name(measure.state()), "\n");
  for (const auto& quote : measure.quotes()) {
    absl::StrAppend(&text, quote.document(), " ", quote.start(), " ", quote.end(), "\n");
  }
  return base::Sha256(text);
}

std::string HashOf(const v1::Argument& argument) {
  return base::Sha256(absl::StrCat("plenum argument 1\n", argument.measure(), "\n",
                                   v1::Side_Name(argument.side()), "\n", argument.author(), "\n",
                                   argument.reply_to(), "\n", argument.text()));
}

// What the number of voters, their weights and the number of measures tell in spite of the secrecy.
void Warn(const v1::VotingRules& rules, const std::vector<record::Voter>& voters,
          v1::PreviewOpeningResponse& response) {
  constexpr std::size_t kSmallGroup = 5;
  if (rules.secrecy() == v1::SECRECY_OPEN) {
    response.add_warnings("Ballots are published with names when the vote is closed.");
    return;
  }
  if (voters.size() < kSmallGroup) {
    response.add_warnings(absl::StrCat(
        "Only ", voters.size(),
        voters.size() == 1 ? " person can vote: the result is that person's ballot."
                           : " people can vote: whoever knows the ballots of the others knows "
                             "the last one, and when all agree everybody knows all."));
  }
  std::map<std::uint64_t, std::size_t> holders;
  for (const record::Voter& voter : voters) ++holders[voter.weight];
  for (const auto& [weight, count] : holders) {
    constexpr std::size_t kFew = 3;
    if (holders.size() == 1 || count >= kFew) continue;
    response.add_warnings(absl::StrCat(
        "Only ", count, count == 1 ? " voter has" : " voters have", " the weight ", weight,
        ": ballots are published with their weights, and this one tells whose they are."));
  }
  double orders = 1;
  for (int i = 2; i <= rules.options_size(); ++i) orders *= i;
  constexpr double kMany = 100;
  if (orders > kMany * static_cast<double>(voters.size())) {
    response.add_warnings(absl::StrCat(
        rules.options_size(),
        " measures can be ranked in many more ways than there are voters: a full ranking can be "
        "as rare as a signature, and whoever was told a few of its places may find it among the "
        "published ballots."));
  }
}

}  // namespace

absl::StatusOr<v1::VotingRules> DeliberationService::FreezeRules(
    const Caller& caller, const v1::Deliberation& deliberation,
    const v1::AdvanceDeliberationRequest& request) const {
  v1::VotingRules planned = deliberation.planned_rules();
  if (request.method() != tally::v1::METHOD_UNSPECIFIED) planned.set_method(request.method());
  if (request.unranked() != tally::v1::UNRANKED_UNSPECIFIED) {
    planned.set_unranked(request.unranked());
  }
  v1::VotingRules rules = Completed(planned);
  auto measures = ListMeasures(*parts_.ingestion, deliberation.name(), caller);
  if (!measures.ok()) return measures.status();
  int number = 0;
  for (const auto& measure : *measures) {
    ++number;
    if (measure.state() != ingestion::v1::MEASURE_STATE_ACTIVE) continue;
    auto* option = rules.add_options();
    option->set_number(number);
    option->set_measure(measure.name());
    option->set_title(measure.title());
  }
  if (auto possible = CheckOptions(rules); !possible.ok()) return possible;
  if (rules.has_package()) {
    if (auto priced = SetCosts(rules); !priced.ok()) return priced;
  }
  if (rules.tie_rule() == v1::TIE_RULE_DRAWN && rules.tie_seed().empty()) {
    rules.set_tie_seed(absl::BytesToHexString(parts_.random(kSeedBytes)));
  }
  const bool again = deliberation.rules().decision() == deliberation.decision_count() &&
                     deliberation.decision_count() > 0 &&
                     deliberation.phase() != v1::PHASE_CLOSED &&
                     deliberation.phase() != v1::PHASE_PUBLISHED;
  rules.set_decision(deliberation.decision_count() + (again ? 0 : 1));
  rules.set_version(again ? deliberation.rules().version() + 1 : 1);
  for (const v1::PlannedPhase& phase : deliberation.plan()) {
    if (phase.phase() != v1::PHASE_VOTING || !phase.has_end_time()) continue;
    // One that is past was that of an earlier vote.
    if (resource::ToMicros(phase.end_time()) <= parts_.clock->NowMicros()) continue;
    *rules.mutable_close_time() = phase.end_time();
  }
  return rules;
}

absl::StatusOr<v1::PreviewOpeningResponse> DeliberationService::PreviewOpening(
    const Caller& caller, const v1::PreviewOpeningRequest& request) {
  auto stored = Read(request.parent());
  if (!stored.ok()) return stored.status();
  if (stored->deliberation.phase() != v1::PHASE_VOTING) {
    auto possible = CheckTransition(stored->deliberation, v1::PHASE_VOTING);
    if (!possible.ok()) return possible;
    auto rules = FreezeRules(caller, stored->deliberation, {});
    if (!rules.ok()) return rules.status();
    *stored->deliberation.mutable_rules() = *std::move(rules);
    // A seed that the server draws is drawn when the vote is opened.
    const std::string& planned = stored->deliberation.planned_rules().tie_seed();
    stored->deliberation.mutable_rules()->set_tie_seed(planned);
  }
  auto voters = ReadRoll(*parts_.store, request.parent());
  if (!voters.ok()) return voters.status();
  v1::PreviewOpeningResponse response;
  *response.mutable_rules() = std::move(*stored->deliberation.mutable_rules());
  response.set_roll_count(static_cast<int>(voters->size()));
  for (const record::Voter& voter : *voters) {
    response.set_roll_weight(response.roll_weight() + static_cast<std::int64_t>(voter.weight));
    if (voter.weight != 1) response.mutable_rules()->set_weighted(true);
  }
  Warn(response.rules(), *voters, response);
  return response;
}

absl::StatusOr<record::Content> DeliberationService::ReadContent(
    const Caller& caller, const std::string& deliberation) const {
  record::Content content;
  ingestion::v1::ListDocumentsRequest list;
  list.set_parent(deliberation);
  list.set_page_size(rpc::limits::kMaxPageSize);
  do {
    auto page =
        parts_.ingestion->Call(&ingestion::v1::IngestionService::Stub::ListDocuments, list, caller);
    if (!page.ok()) return page.status();
    for (const auto& document : page->documents()) {
      content.documents.push_back({document.name(), absl::HexStringToBytes(document.sha256())});
    }
    list.set_page_token(page->next_page_token());
  } while (!list.page_token().empty());
  auto measures = ListMeasures(*parts_.ingestion, deliberation, caller);
  if (!measures.ok()) return measures.status();
  for (const auto& measure : *measures) {
    content.measures.push_back({measure.name(), HashOf(measure)});
  }
  absl::Status read =
      resource::ForEachRow(*parts_.store, deliberation + "/arguments", [&](const store::Row& row) {
        v1::Argument argument;
        if (!argument.ParseFromString(row.data)) {
          return absl::InternalError("an argument is unreadable");
        }
        content.arguments.push_back({resource::NameOf(row.key), HashOf(argument)});
        return absl::OkStatus();
      });
  if (!read.ok()) return read;
  scoring::v1::DigestScoresRequest scores;
  scores.set_parent(deliberation);
  auto digest =
      parts_.scoring->Call(&scoring::v1::ScoringService::Stub::DigestScores, scores, caller);
  if (!digest.ok()) return digest.status();
  content.scores = static_cast<std::uint64_t>(digest->count());
  content.scores_hash = digest->sha256();
  content.time_us = static_cast<std::uint64_t>(parts_.clock->NowMicros());
  return content;
}

}  // namespace plenum::deliberation
