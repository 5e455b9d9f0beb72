// A deliberation lived through at random on a clock that the test sets, by 10,000 operations,
// checked against a model as it goes, and lived through once more from what was accepted: the same
// rows, the same events, the same signed root.
#include <gmock/gmock.h>

#include <cstdio>
#include <future>
#include <map>
#include <optional>
#include <random>
#include <set>

#include "absl/strings/str_format.h"
#include "services/common/base/text.h"
#include "services/common/resource/time.h"
#include "services/common/rpc/executor.h"
#include "services/common/rpc/server.h"
#include "services/deliberation/arguments/argument_service.h"
#include "services/deliberation/deliberation_service.h"
#include "services/deliberation/phases/phases.h"
#include "services/deliberation/phases/timekeeper.h"
#include "services/deliberation/record/verify.h"
#include "services/ingestion/ingestion_service.h"
#include "services/plenumd/testing.h"
#include "services/scoring/scoring_service.h"

namespace plenum::plenumd {
namespace {

using namespace deliberation::v1;  // NOLINT(google-build-using-namespace): names of the API

constexpr int kOperations = 10'000;
constexpr std::int64_t kMinute = std::int64_t{60} * 1'000'000;

// Ids and bytes that follow from the operation that asks for them, so that leaving out those that
// were refused changes nothing.
class OperationIds final : public base::IdSource {
 public:
  void Begin(int operation) {
    operation_ = operation;
    asked_ = 0;
  }
  std::string NewId() override {
    const std::lock_guard lock(mutex_);
    return absl::StrFormat("o%06d-%03d", operation_, asked_++);
  }
  std::string Bytes(std::size_t count) {
    std::string bytes = base::Sha256(NewId());
    bytes.resize(count);
    return bytes;
  }

 private:
  std::mutex mutex_;
  int operation_ = 0;
  int asked_ = 0;
};

// All services as plenumd has them, by injected time, ids and chance.
class World {
 public:
  explicit World(const std::string& folder)
      : signer_(auth::Signer::FromPem(kKey).value()),
        ingestion_store_(Open(folder + "/ingestion.db")),
        scoring_store_(Open(folder + "/scoring.db")),
        store_(Open(folder + "/deliberation.db")),
        executor_(2, rpc::limits::kMaxQueuedCalls),
        ingestion_({ingestion_store_.get(), &clock_, &ids_, &to_deliberation_}),
        scoring_(
            {scoring_store_.get(), &clock_, &ids_, &to_deliberation_, &to_ingestion_, Defer()}),
        arguments_({store_.get(), &clock_, &ids_, &to_ingestion_, &to_scoring_}),
        sessions_({store_.get(), &clock_, &ids_, &signer_, &verifier_,
                   deliberation::limits::kTokenSeconds, deliberation::limits::kSignInSeconds}),
        deliberation_({store_.get(), &clock_, &ids_, &signer_, &sessions_, &to_ingestion_,
                       &to_scoring_, Defer(),
                       [this](std::size_t count) { return ids_.Bytes(count); }}),
        timekeeper_(deliberation_, *store_, clock_, signer_) {
    verifier_.SetKeys({signer_.public_key()});
    rpc::ServerOptions options;
    options.runner.clock = &clock_;
    options.runner.verifier = &verifier_;
    server_ = rpc::Server::Start(options, {ingestion::Table(&ingestion_), scoring::Table(&scoring_),
                                           deliberation::Table(&deliberation_)})
                  .value();
    const auto channel = server_->InProcessChannel();
    to_ingestion_.Connect(channel);
    to_scoring_.Connect(channel);
    to_deliberation_.Connect(channel);
    server_->SetServing(true);
  }
  ~World() { server_->Shutdown(); }
  World(const World&) = delete;
  World& operator=(const World&) = delete;

  rpc::Caller As(const std::string& member, auth::Role role) {
    rpc::Caller caller;
    caller.member = member;
    caller.deliberation = member.substr(0, member.find("/members/"));
    caller.role = role;
    const std::int64_t now_s = clock_.NowMicros() / 1'000'000;
    caller.token = signer_.Sign({member, role, now_s, now_s + 3600});
    caller.request_id = "simulation";
    caller.deadline = std::chrono::system_clock::now() + std::chrono::minutes(1);
    return caller;
  }
  absl::StatusOr<CastBallotResponse> Cast(const rpc::Caller& caller,
                                          const CastBallotRequest& ballot) {
    std::promise<absl::StatusOr<CastBallotResponse>> promise;
    deliberation_.CastBallot(caller, ballot, [&](absl::StatusOr<CastBallotResponse> response) {
      promise.set_value(std::move(response));
    });
    return promise.get_future().get();
  }
  // Every row and event of the deliberation, in order.
  std::string Dump(const std::string& name) {
    std::string all;
    for (const char* collection : {"", "/members", "/ballots", "/delegations", "/delegators",
                                   "/results", "/log-entries", "/log-ballots", "/arguments"}) {
      for (std::string after;;) {
        const auto rows = store_->List(name + collection, after, 1000).value();
        for (const auto& row : rows) {
          absl::StrAppend(&all, row.key.collection, "/", row.key.id, " ", row.revision, " ",
                          base::Sha256(row.data), "\n");
        }
        if (rows.empty()) break;
        after = rows.back().key.id;
      }
    }
    for (std::int64_t after = 0;;) {
      const auto events = store_->Events(name, after, 1000).value();
      for (const auto& event : events) {
        absl::StrAppend(&all, event.revision, " ", event.time_us, " ", event.body.kind, " ",
                        event.body.subject, " ", event.body.actor, "\n");
      }
      if (events.empty()) break;
      after = events.back().revision;
    }
    return all;
  }

  std::int64_t Revision(const std::string& name) { return store_->Revision(name).value(); }

  base::FakeClock& clock() { return clock_; }
  OperationIds& ids() { return ids_; }
  deliberation::DeliberationService& deliberation() { return deliberation_; }
  deliberation::ArgumentService& arguments() { return arguments_; }
  ingestion::IngestionService& ingestion() { return ingestion_; }
  deliberation::Timekeeper& timekeeper() { return timekeeper_; }

 private:
  // RFC 8410, section 10.3: a key that everybody knows.
  static constexpr char kKey[] =
      "-----BEGIN PRIVATE KEY-----\n"
      "MC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC\n"
      "-----END PRIVATE KEY-----\n";

  std::unique_ptr<store::Store> Open(const std::string& path) {
    store::StoreOptions options;
    options.url = "sqlite:" + path;
    options.migrate = true;
    options.now_us = [this] { return clock_.NowMicros(); };
    return store::OpenStore(options).value();
  }
  std::function<bool(std::function<void()>)> Defer() {
    return [this](std::function<void()> task) { return executor_.Submit(std::move(task)); };
  }

  base::FakeClock clock_;
  OperationIds ids_;
  auth::Signer signer_;
  auth::Verifier verifier_;
  std::unique_ptr<store::Store> ingestion_store_;
  std::unique_ptr<store::Store> scoring_store_;
  std::unique_ptr<store::Store> store_;
  rpc::Peer<ingestion::v1::IngestionService> to_ingestion_;
  rpc::Peer<scoring::v1::ScoringService> to_scoring_;
  rpc::Peer<DeliberationService> to_deliberation_;
  rpc::Executor executor_;
  ingestion::IngestionService ingestion_;
  scoring::ScoringService scoring_;
  deliberation::ArgumentService arguments_;
  deliberation::Sessions sessions_;
  deliberation::DeliberationService deliberation_;
  deliberation::Timekeeper timekeeper_;
  std::unique_ptr<rpc::Server> server_;
};

struct Operation {
  enum class Kind {
    kTime,
    kTick,
    kMember,
    kMeasure,
    kCast,
    kDelegate,
    kTakeBack,
    kArgue,
    kRules,
    kPlan,
    kAdvance
  };
  Kind kind = Kind::kTime;
  std::uint64_t chance = 0;  // what the rest of it follows from
  int number = 0;            // of the operation
};

class Life {
 public:
  explicit Life(const std::string& folder) : world_(folder) {
    world_.ids().Begin(0);
    CreateDeliberationRequest create;
    create.mutable_deliberation()->set_title("How should the alliance be recalibrated?");
    create.set_facilitator_name("Facilitator");
    const auto created = world_.deliberation().CreateDeliberation({}, create);
    name_ = created->deliberation().name();
    members_.push_back(created->facilitator());
  }

  // Whether it was accepted.
  bool Do(const Operation& operation) {
    world_.ids().Begin(operation.number);
    std::mt19937_64 random(operation.chance);
    switch (operation.kind) {
      case Operation::Kind::kTime:
        world_.clock().Advance(static_cast<std::int64_t>(random() % 30) * kMinute);
        return true;
      case Operation::Kind::kTick:
        return world_.timekeeper().RunDue() > 0;
      case Operation::Kind::kMember:
        return Join(random);
      case Operation::Kind::kMeasure:
        return AddMeasure(operation.number);
      case Operation::Kind::kCast:
        return Cast(random);
      case Operation::Kind::kDelegate:
        return Delegate(random);
      case Operation::Kind::kTakeBack: {
        DeleteDelegationRequest request;
        request.set_parent(name_);
        return world_.deliberation().DeleteDelegation(Somebody(random), request).ok();
      }
      case Operation::Kind::kArgue:
        return Argue(random);
      case Operation::Kind::kRules:
        return PlanRules(random);
      case Operation::Kind::kPlan:
        return Plan(random);
      case Operation::Kind::kAdvance:
        return Advance(random);
    }
    return false;
  }

  Deliberation Now() {
    GetDeliberationRequest request;
    request.set_name(name_);
    return world_.deliberation().GetDeliberation(Facilitator(), request)->deliberation();
  }
  std::string Dump() { return world_.Dump(name_); }
  std::int64_t Revision() { return world_.Revision(name_); }
  std::string Checkpoint() {
    GetCheckpointRequest request;
    request.set_parent(name_);
    return world_.deliberation().GetCheckpoint(Facilitator(), request)->checkpoint().text();
  }
  record::Bundle Export() {
    ExportBundleRequest request;
    request.set_parent(name_);
    auto feed = world_.deliberation().ExportBundle(Facilitator(), request, [] {}).value();
    std::string text;
    while (!feed->AtEnd()) {
      const auto pieces = feed->Pull(8).value();
      for (const auto& piece : pieces) {
        text += dynamic_cast<const ExportBundleResponse&>(*piece).data();
      }
    }
    return record::ReadBundle(text).value();
  }

  // Commitments by voter of the ballots that were acknowledged last in the open vote.
  std::map<std::string, std::string> receipts;

 private:
  rpc::Caller Facilitator() { return world_.As(members_.front().name(), auth::Role::kFacilitator); }
  rpc::Caller Somebody(std::mt19937_64& random) {
    const std::size_t at = random() % members_.size();
    return world_.As(members_[at].name(), at == 0 ? auth::Role::kFacilitator : auth::Role::kMember);
  }

  bool Join(std::mt19937_64& random) {
    CreateMemberRequest request;
    request.set_parent(name_);
    request.mutable_member()->set_display_name("Somebody");
    request.mutable_member()->set_role(ROLE_MEMBER);
    request.mutable_member()->set_weight(random() % 4 == 0 ? static_cast<int>(random() % 5) : 1);
    const auto created = world_.deliberation().CreateMember(Facilitator(), request);
    if (created.ok()) members_.push_back(created->member());
    return created.ok();
  }

  bool AddMeasure(int number) {
    constexpr std::size_t kMost = 6;
    if (measures_.size() == kMost) return false;
    ingestion::v1::CreateMeasureRequest request;
    request.set_parent(name_);
    request.mutable_measure()->set_title(absl::StrCat("Measure ", number));
    const auto created = world_.ingestion().CreateMeasure(Facilitator(), request);
    if (created.ok()) measures_.push_back(created->measure().name());
    return created.ok();
  }

  bool Cast(std::mt19937_64& random) {
    CastBallotRequest request;
    request.set_parent(name_);
    request.mutable_ballot();
    std::vector<std::string> order = measures_;
    std::shuffle(order.begin(), order.end(), random);
    order.resize(random() % (order.size() + 1));
    for (const std::string& measure : order) {
      const bool tied = random() % 3 == 0 && request.ballot().tiers_size() > 0;
      auto* tier = tied ? request.mutable_ballot()->mutable_tiers()->rbegin().operator->()
                        : request.mutable_ballot()->add_tiers();
      tier->add_measures(measure);
    }
    const rpc::Caller caller = Somebody(random);
    const auto cast = world_.Cast(caller, request);
    if (cast.ok()) receipts[caller.member] = cast->receipt().commitment();
    return cast.ok();
  }

  bool Delegate(std::mt19937_64& random) {
    SetDelegationRequest request;
    request.set_parent(name_);
    const rpc::Caller caller = Somebody(random);
    request.set_delegate(members_[random() % members_.size()].name());
    return world_.deliberation().SetDelegation(caller, request).ok();
  }

  bool Argue(std::mt19937_64& random) {
    if (measures_.empty()) return false;
    CreateArgumentRequest request;
    request.set_parent(name_);
    auto& argument = *request.mutable_argument();
    argument.set_measure(measures_[random() % measures_.size()]);
    argument.set_side(random() % 2 == 0 ? SIDE_PRO : SIDE_CON);
    argument.set_text(absl::StrCat("Because of ", random() % 1000));
    return world_.arguments().CreateArgument(Somebody(random), request).ok();
  }

  bool PlanRules(std::mt19937_64& random) {
    UpdateDeliberationRequest request;
    request.mutable_deliberation()->set_name(name_);
    request.mutable_update_mask()->add_paths("planned_rules");
    VotingRules& rules = *request.mutable_deliberation()->mutable_planned_rules();
    rules.set_tie_rule(static_cast<TieRule>(random() % 4));
    rules.set_secrecy(static_cast<Secrecy>(random() % 3));
    rules.set_threshold(static_cast<Threshold>(random() % 3));
    if (random() % 2 == 0) {
      rules.mutable_quorum()->set_basis(static_cast<QuorumBasis>(1 + random() % 2));
      rules.mutable_quorum()->set_percent(static_cast<int>(random() % 110));
    }
    if (random() % 3 == 0 && !measures_.empty()) {
      rules.set_baseline(measures_[random() % measures_.size()]);
    }
    if (random() % 5 == 0) {
      rules.mutable_package()->set_budget(100);
      for (const std::string& measure : measures_) {
        auto* cost = rules.mutable_package()->add_costs();
        cost->set_measure(measure);
        cost->set_cost(static_cast<std::int64_t>(random() % 90));
      }
    }
    return world_.deliberation().UpdateDeliberation(Facilitator(), request).ok();
  }

  bool Plan(std::mt19937_64& random) {
    UpdateDeliberationRequest request;
    request.mutable_deliberation()->set_name(name_);
    request.mutable_update_mask()->add_paths("plan");
    std::int64_t end_us = world_.clock().NowMicros();
    for (const Phase phase : {PHASE_DRAFT, PHASE_COLLECTING, PHASE_SCORING, PHASE_DISCUSSING,
                              PHASE_REVISING, PHASE_VOTING, PHASE_CLOSED, PHASE_PUBLISHED}) {
      const bool needed = phase == PHASE_DRAFT || phase == PHASE_VOTING || phase == PHASE_CLOSED;
      if (!needed && random() % 3 == 0) continue;
      auto* planned = request.mutable_deliberation()->add_plan();
      planned->set_phase(phase);
      if (random() % 2 == 0 || phase == PHASE_CLOSED || phase == PHASE_PUBLISHED) continue;
      end_us += static_cast<std::int64_t>(1 + random() % 60) * kMinute;
      *planned->mutable_end_time() = resource::ToTimestamp(end_us);
    }
    if (random() % 3 == 0) request.mutable_deliberation()->clear_plan();
    return world_.deliberation().UpdateDeliberation(Facilitator(), request).ok();
  }

  bool Advance(std::mt19937_64& random) {
    AdvanceDeliberationRequest request;
    request.set_name(name_);
    request.set_phase(static_cast<Phase>(1 + random() % 8));
    if (random() % 2 == 0) {
      request.set_phase(Now().phase() == PHASE_VOTING ? PHASE_CLOSED : PHASE_VOTING);
    }
    return world_.deliberation().AdvanceDeliberation(Facilitator(), request).ok();
  }

  World world_;
  std::string name_;
  std::vector<Member> members_;
  std::vector<std::string> measures_;
};

// Mostly what is possible in a phase, now and then anything; after an opening often a way back.
Operation Next(std::mt19937_64& random, Phase phase, bool just_opened, int number) {
  using Kind = Operation::Kind;
  static constexpr std::array kAnything = {
      Kind::kTime,     Kind::kTick,  Kind::kMember, Kind::kMeasure, Kind::kCast,   Kind::kDelegate,
      Kind::kTakeBack, Kind::kArgue, Kind::kRules,  Kind::kPlan,    Kind::kAdvance};
  Operation operation;
  operation.number = number;
  operation.chance = random();
  operation.kind = kAnything[random() % kAnything.size()];
  if (phase == PHASE_VOTING && random() % 10 > 0) {
    operation.kind = Kind::kCast;
    if (random() % 12 == 0) operation.kind = Kind::kTakeBack;
    if (random() % 8 == 0) operation.kind = Kind::kDelegate;
    if (random() % 40 == 0) operation.kind = Kind::kAdvance;
    if (random() % 20 == 0) operation.kind = Kind::kTime;
    if (random() % 20 == 0) operation.kind = Kind::kTick;
  }
  if (just_opened && random() % 3 == 0) operation.kind = Kind::kAdvance;
  return operation;
}

TEST(SimulationTest, TenThousandOperationsLivedTwiceGiveTheSameStateAndRoot) {
  const TemporaryFolder first_folder;
  const TemporaryFolder second_folder;
  std::mt19937_64 random(20261128);
  // Those that changed something, and whether they were accepted: one that would take back a vote
  // with ballots stops it for a moment.
  std::vector<std::pair<Operation, bool>> lived;
  int accepted = 0;
  std::set<Operation::Kind> kinds;
  int votes = 0;
  int withdrawn = 0;
  std::string dump;
  std::string checkpoint;
  {
    Life life(first_folder.path());
    Deliberation before = life.Now();
    bool just_opened = false;
    for (int number = 1; number <= kOperations; ++number) {
      const Operation operation = Next(random, before.phase(), just_opened, number);
      const std::int64_t revision = life.Revision();
      const bool done = life.Do(operation);
      if (!done && life.Revision() == revision) continue;
      lived.emplace_back(operation, done);
      if (!done) continue;
      ++accepted;
      kinds.insert(operation.kind);
      const Deliberation now = life.Now();
      just_opened = now.phase() == PHASE_VOTING && before.phase() != PHASE_VOTING;
      // Forward in time and votes, and only as the phases allow.
      ASSERT_GE(now.decision_count(), before.decision_count());
      const bool was_open = before.phase() == PHASE_VOTING;
      if (was_open && now.phase() != PHASE_VOTING && now.phase() != PHASE_CLOSED) {
        ASSERT_TRUE(life.receipts.empty()) << "a vote with ballots was taken back";
        ++withdrawn;
      }
      if (was_open && now.phase() == PHASE_CLOSED) {
        ++votes;
        const record::Bundle bundle = life.Export();
        const record::Verdict verdict = record::VerifyBundle(bundle);
        ASSERT_TRUE(verdict.holds()) << verdict.checks.back().sentence;
        // Every ballot that was acknowledged last is in the log once.
        std::map<std::string, int> logged;
        for (const std::string& bytes : bundle.entries) {
          const auto entry = record::Decode(bytes).value();
          if (const auto* ballot = std::get_if<record::Committed>(&entry)) {
            ++logged[ballot->commitment];
          }
        }
        for (const auto& [voter, commitment] : life.receipts) {
          ASSERT_EQ(logged[commitment], 1) << voter;
        }
        life.receipts.clear();
      }
      before = now;
    }
    dump = life.Dump();
    checkpoint = life.Checkpoint();
  }
  std::printf("%d of %d operations were accepted: %d votes closed, %d taken back\n", accepted,
              kOperations, votes, withdrawn);
  EXPECT_EQ(kinds.size(), 11U) << "every kind of operation was accepted once";
  EXPECT_GT(votes, 20);
  EXPECT_GT(withdrawn, 0);
  EXPECT_GT(accepted, kOperations / 4);

  Life again(second_folder.path());
  for (const auto& [operation, done] : lived) {
    ASSERT_EQ(again.Do(operation), done) << "operation " << operation.number;
  }
  EXPECT_EQ(again.Checkpoint(), checkpoint);
  EXPECT_TRUE(again.Dump() == dump) << "rows or events are others";
}

}  // namespace
}  // namespace plenum::plenumd
