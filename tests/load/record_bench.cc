// plenum-bench-record: what secret ballots and their record cost.
//
//   casting    CPU time and rate of CastBallot with 64 in flight, everything on, into votes that
//   hold
//              1,000 to 1,000,000 ballots already, each by a voter who has not voted yet
//   closing    from AdvanceDeliberation to the stored result, 100,000 ballots on 30 measures; then
//   the
//              export of its bundle, and its verification
//   proofs     of inclusion in a log of a million entries, by the library
//   watching   from a ballot until the last of 2,000 watchers has read of it
//
// What a vote has before it is measured is written to the database as plenumd writes it.
#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/grpcpp.h>

#include <CLI/CLI.hpp>
#include <chrono>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <random>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/synchronization/mutex.h"
#include "plenum/deliberation/v1/deliberation.grpc.pb.h"
#include "plenum/ingestion/v1/ingestion.grpc.pb.h"
#include "services/common/auth/token.h"
#include "services/common/base/clock.h"
#include "services/common/base/id.h"
#include "services/common/ledger/merkle.h"
#include "services/common/resource/name.h"
#include "services/common/rpc/client.h"
#include "services/common/store/store.h"
#include "services/deliberation/log/vote_log.h"
#include "services/deliberation/record/packed_ballot.h"
#include "services/deliberation/record/verify.h"
#include "services/deliberation/voting/ballot_box.h"
#include "tests/load/bench_setup.h"
#include "tests/load/load_client.h"
#include "tests/load/processes.h"

namespace {

using namespace plenum;  // NOLINT(google-build-using-namespace): a program of one file
namespace fs = std::filesystem;
using deliberation::v1::DeliberationService;
using load::Die;
using load::OrDie;
using Clock = std::chrono::steady_clock;

constexpr std::int64_t kTokenSeconds = 3600;
constexpr std::size_t kRowsAtOnce = 1000;

double MillisSince(Clock::time_point begin) {
  return std::chrono::duration<double, std::milli>(Clock::now() - begin).count();
}

// A server on a folder, and one vote in it.
class Election {
 public:
  Election(int measures, int voters) {
    Start();
    Create(measures);
    server_.reset();
    std::vector<store::Put> members;
    for (int i = 0; i < voters; ++i) {
      deliberation::v1::Member member;
      member.set_name(absl::StrCat(name_, "/members/", IdOf(i)));
      member.set_display_name("Voter");
      member.set_role(deliberation::v1::ROLE_MEMBER);
      members.push_back({{name_ + "/members", IdOf(i)}, member.SerializeAsString(), std::nullopt});
    }
    Write(std::move(members));
    Start();
    Advance(deliberation::v1::PHASE_VOTING);
  }
  ~Election() {
    server_.reset();
    fs::remove_all(folder_);
  }
  Election(const Election&) = delete;
  Election& operator=(const Election&) = delete;

  // Ballots of the voters [0, count), as if they had cast them.
  void Fill(int count) {
    server_.reset();
    {
      const auto store = Open();
      const deliberation::VoteLog log(*store, clock_, signer_->key());
      deliberation::v1::Deliberation election;
      if (!election.ParseFromString(store->Get(resource::KeyOf(name_))->data)) Die("no election");
      const deliberation::VoteSecret secret = log.ReadSecret(election).value();
      std::mt19937_64 random(1);
      std::vector<store::Put> ballots;
      std::vector<std::uint32_t> tiers(measures_.size());
      for (std::size_t i = 0; i < tiers.size(); ++i) tiers[i] = static_cast<std::uint32_t>(i + 1);
      for (int i = 0; i < count; ++i) {
        std::shuffle(tiers.begin(), tiers.end(), random);
        const std::string packed = record::Pack(tiers);
        const std::string voter = absl::StrCat(name_, "/members/", IdOf(i));
        ballots.push_back({{name_ + "/ballots", secret.AliasOf(voter).slot},
                           deliberation::ToRow(secret.MarksOf(voter, packed).salt, packed),
                           std::nullopt});
      }
      WriteTo(*store, std::move(ballots));
    }
    Start();
  }

  // Ballots of voters from `first` on; the server's CPU time of each.
  load::Measured Cast(int first, double seconds, double& server_us) {
    std::vector<std::string> tokens;
    const std::int64_t now_s = clock_.NowMicros() / 1'000'000;
    constexpr std::size_t kMostCast = 100'000;
    for (std::size_t i = 0; i < kMostCast; ++i) {
      tokens.push_back(
          signer_->Sign({absl::StrCat(name_, "/members/", IdOf(first + static_cast<int>(i))),
                         auth::Role::kMember, now_s, now_s + kTokenSeconds}));
    }
    deliberation::v1::CastBallotRequest request;
    request.set_parent(name_);
    for (const std::string& measure : measures_) {
      request.mutable_ballot()->add_tiers()->add_measures(measure);
    }
    const std::string body = request.SerializeAsString();
    const load::Load load{
        target_,
        "/plenum.deliberation.v1.DeliberationService/CastBallot",
        64,
        4,
        seconds,
        [&](std::uint64_t n) {
          deliberation::v1::CastBallotRequest id;
          id.set_request_id(base::NewRequestId(clock_));
          return load::Load::Request{body + id.SerializeAsString(), tokens[n % tokens.size()]};
        }};
    const double before = load::CpuMicros(server_->pid());
    load::Measured measured = load::Run(load);
    if (measured.failed > 0) Die(absl::StrCat("casting failed: ", measured.first_failure));
    server_us = (load::CpuMicros(server_->pid()) - before) / static_cast<double>(measured.started);
    return measured;
  }

  void Advance(deliberation::v1::Phase phase) {
    deliberation::v1::AdvanceDeliberationRequest request;
    request.set_name(name_);
    request.set_phase(phase);
    OrDie(rpc::Call(*stub_, &DeliberationService::Stub::AdvanceDeliberation, request, options_));
  }

  std::string Export() {
    grpc::ClientContext context;
    context.AddMetadata("authorization", "Bearer " + options_.token);
    deliberation::v1::ExportBundleRequest request;
    request.set_parent(name_);
    const auto reader = stub_->ExportBundle(&context, request);
    deliberation::v1::ExportBundleResponse piece;
    std::string text;
    while (reader->Read(&piece)) text += piece.data();
    if (const auto status = reader->Finish(); !status.ok()) Die(status.error_message());
    return text;
  }

  void CastOne(int voter) {
    const std::int64_t now_s = clock_.NowMicros() / 1'000'000;
    rpc::CallOptions options;
    options.token = signer_->Sign({absl::StrCat(name_, "/members/", IdOf(voter)),
                                   auth::Role::kMember, now_s, now_s + kTokenSeconds});
    deliberation::v1::CastBallotRequest request;
    request.set_parent(name_);
    request.mutable_ballot()->add_tiers()->add_measures(measures_.front());
    OrDie(rpc::Call(*stub_, &DeliberationService::Stub::CastBallot, request, options));
  }

  [[nodiscard]] const std::string& name() const { return name_; }
  [[nodiscard]] const std::string& target() const { return target_; }
  [[nodiscard]] const std::string& token() const { return options_.token; }
  [[nodiscard]] pid_t pid() const { return server_->pid(); }

 private:
  static std::string IdOf(int voter) { return absl::StrFormat("v%015d", voter); }
  [[nodiscard]] std::string Database() const {
    return absl::StrCat("sqlite:", (folder_ / "data" / "deliberation.db").string());
  }

  [[nodiscard]] std::unique_ptr<store::Store> Open() const {
    store::StoreOptions options;
    options.url = Database();
    return OrDie(store::OpenStore(options));
  }

  void Start() {
    fs::remove(folder_ / "port");
    server_ = std::make_unique<load::Child>(load::StartPlenumd(folder_, folder_ / "port"));
    target_ = absl::StrCat("127.0.0.1:", load::AwaitPort(folder_ / "port"));
    const auto channel = OrDie(rpc::MakeChannel({.target = target_}));
    stub_ = DeliberationService::NewStub(channel);
    ingestion_ = ingestion::v1::IngestionService::NewStub(channel);
    options_.deadline = std::chrono::minutes(2);
    if (!signer_) {
      signer_ = OrDie(auth::Signer::FromFile((folder_ / "data" / "signing.pem").string(), false));
    }
  }

  void Create(int measures) {
    deliberation::v1::CreateDeliberationRequest create;
    create.mutable_deliberation()->set_title("Benchmark");
    create.set_facilitator_name("Facilitator");
    const auto created =
        OrDie(rpc::Call(*stub_, &DeliberationService::Stub::CreateDeliberation, create, options_));
    name_ = created.deliberation().name();
    options_.token = created.token();
    for (int i = 0; i < measures; ++i) {
      ingestion::v1::CreateMeasureRequest request;
      request.set_parent(name_);
      request.mutable_measure()->set_title(absl::StrCat("Measure ", i));
      measures_.push_back(
          OrDie(rpc::Call(*ingestion_, &ingestion::v1::IngestionService::Stub::CreateMeasure,
                          request, options_))
              .measure()
              .name());
    }
  }

  void Write(std::vector<store::Put> puts) {
    const auto store = Open();
    WriteTo(*store, std::move(puts));
  }

  void WriteTo(store::Store& store, std::vector<store::Put> puts) const {
    for (std::size_t at = 0; at < puts.size(); at += kRowsAtOnce) {
      store::Mutation mutation;
      mutation.stream = name_;
      for (std::size_t i = at; i < std::min(puts.size(), at + kRowsAtOnce); ++i) {
        mutation.puts.push_back(std::move(puts[i]));
      }
      mutation.events.push_back({deliberation::v1::EVENT_KIND_BALLOT_CAST, "", "", ""});
      OrDie(store.Apply(std::move(mutation)));
    }
  }

  const fs::path folder_ = load::MakeFolder();
  const base::SystemClock clock_;
  std::unique_ptr<load::Child> server_;
  std::optional<auth::Signer> signer_;
  std::string target_, name_;
  std::vector<std::string> measures_;
  rpc::CallOptions options_;
  std::unique_ptr<DeliberationService::Stub> stub_;
  std::unique_ptr<ingestion::v1::IngestionService::Stub> ingestion_;
};

void BenchCasting(const std::vector<int>& sizes, double seconds) {
  std::printf("%-10s %12s %10s %10s %14s %10s\n", "casting", "ballots", "calls/s", "p50 us",
              "server us each", "x first");
  double first = 0;
  for (const int size : sizes) {
    Election election(10, 1);
    election.Fill(size);
    double server_us = 0;
    const load::Measured measured = election.Cast(size, seconds, server_us);
    if (first == 0) first = server_us;
    std::printf("%-10s %12d %10.0f %10.0f %14.1f %10.2f\n", "", size, measured.PerSecond(),
                measured.p50_us, server_us, server_us / first);
    std::fflush(stdout);
  }
}

void BenchClosing(int ballots, int measures) {
  Election election(measures, ballots);
  election.Fill(ballots);
  auto begin = Clock::now();
  election.Advance(deliberation::v1::PHASE_CLOSED);
  std::printf(
      "closing    %d ballots on %d measures: %.0f ms to the stored result, %.0f MiB resident\n",
      ballots, measures, MillisSince(begin),
      static_cast<double>(load::ResidentKiB(election.pid())) / 1024);
  begin = Clock::now();
  const std::string text = election.Export();
  std::printf("           bundle of %.1f MiB exported in %.0f ms",
              static_cast<double>(text.size()) / (1 << 20), MillisSince(begin));
  begin = Clock::now();
  const record::Bundle bundle = OrDie(record::ReadBundle(text));
  const bool holds = record::VerifyBundle(bundle).holds();
  std::printf(", verified in %.0f ms: %s\n", MillisSince(begin), holds ? "holds" : "DOES NOT HOLD");
  if (!holds) Die("the bundle does not hold");
}

void BenchProofs(std::uint64_t entries) {
  ledger::Tree tree;
  auto begin = Clock::now();
  for (std::uint64_t i = 0; i < entries; ++i) tree.Append(ledger::HashOfEntry(absl::StrCat(i)));
  std::printf("proofs     a log of %llu entries is built in %.0f ms",
              static_cast<unsigned long long>(entries), MillisSince(begin));
  std::mt19937_64 random(1);
  std::vector<double> micros;
  for (int i = 0; i < 20'000; ++i) {
    begin = Clock::now();
    const auto proof = OrDie(ledger::ProveInclusion(tree.nodes(), random() % entries, entries));
    micros.push_back(MillisSince(begin) * 1000);
    if (proof.size() > 64) Die("a proof is too long");
  }
  std::printf("; a proof of inclusion takes %.1f us\n", load::Median(micros));
}

// Streams of WatchDeliberation on one completion queue.
class Watchers {
 public:
  Watchers(const Election& election, int count) {
    constexpr int kChannels = 8;
    for (int i = 0; i < kChannels; ++i) {
      grpc::ChannelArguments arguments;
      arguments.SetInt("plenum.channel", i);  // else gRPC shares one connection
      stubs_.push_back(DeliberationService::NewStub(grpc::CreateCustomChannel(
          election.target(), grpc::InsecureChannelCredentials(), arguments)));
    }
    deliberation::v1::WatchDeliberationRequest request;
    request.set_name(election.name());
    for (int i = 0; i < count; ++i) {
      auto& watcher = watchers_.emplace_back(std::make_unique<Watcher>());
      watcher->context.AddMetadata("authorization", "Bearer " + election.token());
      watcher->stream = stubs_[static_cast<std::size_t>(i % kChannels)]->AsyncWatchDeliberation(
          &watcher->context, request, &queue_, watcher.get());
    }
    // All that happened so far, so that each waits for what comes.
    AwaitAll();
  }
  ~Watchers() {
    for (auto& watcher : watchers_) watcher->context.TryCancel();
    // Each has one read open, which ends now.
    for (std::size_t open = watchers_.size(); open > 0; --open) Next();
  }
  Watchers(const Watchers&) = delete;
  Watchers& operator=(const Watchers&) = delete;

  // Until each has read of `ballots` ballots in all.
  void AwaitAll(int ballots = 0) {
    std::size_t behind = 0;
    for (auto& watcher : watchers_) {
      behind += watcher->ballots < ballots || !watcher->open ? 1U : 0U;
    }
    while (behind > 0) {
      Watcher& watcher = Next();
      const bool was_behind = watcher.ballots < ballots || !watcher.open;
      if (watcher.open &&
          watcher.message.event().kind() == deliberation::v1::EVENT_KIND_BALLOT_CAST) {
        ++watcher.ballots;
      }
      watcher.open = true;
      if (was_behind && watcher.ballots >= ballots) --behind;
      watcher.stream->Read(&watcher.message, &watcher);
    }
  }

 private:
  struct Watcher {
    grpc::ClientContext context;
    std::unique_ptr<grpc::ClientAsyncReader<deliberation::v1::WatchDeliberationResponse>> stream;
    deliberation::v1::WatchDeliberationResponse message;
    int ballots = 0;
    bool open = false;
  };

  Watcher& Next() {
    void* tag = nullptr;
    bool ok = false;
    if (!queue_.Next(&tag, &ok)) Die("a watcher's queue ended");
    return *static_cast<Watcher*>(tag);
  }

  std::vector<std::unique_ptr<DeliberationService::Stub>> stubs_;
  grpc::CompletionQueue queue_;
  std::vector<std::unique_ptr<Watcher>> watchers_;
};

void BenchWatching(int count, int ballots) {
  Election election(3, 10);
  const long before = load::ResidentKiB(election.pid());
  Watchers watchers(election, count);
  std::vector<double> millis;
  for (int i = 1; i <= ballots; ++i) {
    const auto begin = Clock::now();
    election.CastOne(i % 10);
    watchers.AwaitAll(i);
    millis.push_back(MillisSince(begin));
  }
  std::printf(
      "watching   a ballot is read by the last of %d watchers after %.0f ms (median of %d), "
      "%.1f KiB of the server's memory each\n",
      count, load::Median(millis), ballots,
      static_cast<double>(load::ResidentKiB(election.pid()) - before) / count);
}

int Main(int argc, char** argv) {
  std::vector<int> sizes = {1000, 10'000, 100'000, 1'000'000};
  double seconds = 2;
  CLI::App app("Secret ballots and their record", "plenum-bench-record");
  app.add_option("--ballots", sizes, "Ballots in the vote before casting is measured, one or more")
      ->check(CLI::Range(1, 10'000'000));
  int watchers = 2000;
  app.add_option("--watchers", watchers, "Streams that watch")->check(CLI::Range(1, 9000));
  app.add_option("--seconds", seconds, "Measured seconds of casting")->check(CLI::Range(0.1, 60.0));
  CLI11_PARSE(app, argc, argv);
  BenchProofs(1'000'000);
  BenchWatching(watchers, 9);
  BenchClosing(100'000, 30);
  BenchCasting(sizes, seconds);
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  absl::SetMutexDeadlockDetectionMode(absl::OnDeadlockCycle::kIgnore);
  try {
    return Main(argc, argv);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "plenum-bench-record: %s\n", error.what());
    return 1;
  }
}
