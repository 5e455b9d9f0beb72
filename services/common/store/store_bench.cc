// store_bench: how many CastBallot-like mutations a second the store commits.
//
// Each is one put of about 250 bytes, one event, one required row and one remembered request with a
// random id, acknowledged after a durable commit. A closed loop keeps 1, 16, 64 and 256 in flight;
// each callback submits the next. Prints the median rate of the runs, and beside it what one thread
// reaches that only appends the same bytes to a file with fdatasync per batch of that many, which
// is the limit that the disk sets.
//
//   store_bench [--postgresql] [--runs=3] [--seconds=2] [--dir=PATH]

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <latch>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/common/store/store.h"
#include "tests/support/postgres.h"

namespace plenum::store {
namespace {

using Clock = std::chrono::steady_clock;

constexpr int kMembers = 10000;
constexpr char kDeliberation[] = "deliberations/0190b3c7";

struct Options {
  bool postgresql = false;
  int runs = 3;
  double seconds = 2;
  std::string folder = std::filesystem::temp_directory_path().string();
};

double Seconds(Clock::duration duration) { return std::chrono::duration<double>(duration).count(); }

// Small, so that it costs nothing beside what is measured (SplitMix64, Steele and others 2014).
class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(seed) {}
  std::uint64_t operator()() {
    std::uint64_t z = (state_ += 0x9e3779b97f4a7c15U);
    z = (z ^ (z >> 30U)) * 0xbf58476d1ce4e5b9U;
    z = (z ^ (z >> 27U)) * 0x94d049bb133111ebU;
    return z ^ (z >> 31U);
  }

 private:
  std::uint64_t state_;
};

std::string RandomHex(Random& random) {
  char text[33];
  std::snprintf(text, sizeof text, "%016llx%016llx", static_cast<unsigned long long>(random()),
                static_cast<unsigned long long>(random()));
  return text;
}

Mutation Ballot(Random& random) {
  const std::string member = absl::StrCat("m", random() % kMembers);
  Mutation mutation;
  mutation.stream = kDeliberation;
  mutation.requires_.push_back({{"deliberations", "0190b3c7"}, 1});
  mutation.puts.push_back({{absl::StrCat(kDeliberation, "/ballots"), member},
                           std::string(250, static_cast<char>(random())),
                           std::nullopt});
  mutation.events.push_back({3, absl::StrCat(kDeliberation, "/ballots/", member), "", "ballot"});
  mutation.request = Request{absl::StrCat(kDeliberation, "/members/", member), RandomHex(random),
                             std::string(32, 'd'), std::string(60, 'r')};
  return mutation;
}

// Keeps `in_flight` mutations going for a while.
class Loop {
 public:
  Loop(Store& store, int in_flight, double seconds)
      : store_(store),
        until_(Clock::now() +
               std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(seconds))),
        ended_(in_flight) {
    const auto start = Clock::now();
    for (int i = 0; i < in_flight; ++i) Next(Random(std::random_device{}() * 0x100000001U));
    ended_.wait();
    rate_ = static_cast<double>(done_) / Seconds(Clock::now() - start);
  }
  double rate() const { return rate_; }

 private:
  void Next(Random random) {
    Mutation mutation = Ballot(random);
    store_.Submit(std::move(mutation), [this, random](const absl::StatusOr<Applied>& applied) {
      if (!applied.ok()) {
        std::fprintf(stderr, "%s\n", applied.status().ToString().c_str());
        std::abort();
      }
      ++done_;
      if (Clock::now() < until_) {
        Next(random);
      } else {
        ended_.count_down();
      }
    });
  }

  Store& store_;
  const Clock::time_point until_;
  std::latch ended_;
  std::atomic<std::int64_t> done_ = 0;
  double rate_ = 0;
};

double AppendRate(const std::string& folder, int batch, double seconds) {
  const std::string path = absl::StrCat(folder, "/append.log");
  const int file = open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  const std::string bytes(static_cast<std::size_t>(batch) * 600, 'x');
  std::int64_t rows = 0;
  const auto start = Clock::now();
  while (Seconds(Clock::now() - start) < seconds) {
    if (write(file, bytes.data(), bytes.size()) < 0 || fdatasync(file) != 0) std::abort();
    rows += batch;
  }
  close(file);
  unlink(path.c_str());
  return static_cast<double>(rows) / Seconds(Clock::now() - start);
}

double Median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

void Measure(const char* engine, const std::string& url, const Options& options) {
  StoreOptions store_options;
  store_options.url = url;
  store_options.migrate = true;
  auto store = OpenStore(store_options);
  if (!store.ok()) {
    std::fprintf(stderr, "%s\n", store.status().ToString().c_str());
    std::exit(1);
  }
  Mutation setup;
  setup.stream = kDeliberation;
  setup.events.push_back({1, kDeliberation, "", ""});
  setup.puts.push_back({{"deliberations", "0190b3c7"}, "open", std::nullopt});
  if (!(*store)->Apply(setup).ok()) std::exit(1);
  for (const int in_flight : {1, 16, 64, 256}) {
    std::vector<double> rates;
    std::vector<double> limits;
    for (int run = 0; run < options.runs; ++run) {
      limits.push_back(AppendRate(options.folder, in_flight, options.seconds / 4));
      rates.push_back(Loop(**store, in_flight, options.seconds).rate());
    }
    std::printf("%-11s %9d %12.0f %12.0f %8.2f\n", engine, in_flight, Median(rates), Median(limits),
                Median(rates) / Median(limits));
    std::fflush(stdout);
  }
}

Options Parse(int argc, char** argv) {
  Options options;
  for (int i = 1; i < argc; ++i) {
    const std::string_view argument = argv[i];
    if (argument == "--postgresql") options.postgresql = true;
    if (argument.starts_with("--runs=")) options.runs = std::atoi(argv[i] + 7);
    if (argument.starts_with("--seconds=")) options.seconds = std::atof(argv[i] + 10);
    if (argument.starts_with("--dir=")) options.folder = argv[i] + 6;
  }
  return options;
}

int Main(int argc, char** argv) {
  Options options = Parse(argc, argv);
  options.folder += "/plenum-bench-XXXXXX";
  if (mkdtemp(options.folder.data()) == nullptr) return 1;
  std::printf("%-11s %9s %12s %12s %8s\n", "engine", "in flight", "mutations/s", "append/s",
              "ratio");
  Measure("SQLite", absl::StrCat("sqlite:", options.folder, "/store.db"), options);
  if (options.postgresql) {
    auto server = testing::Postgres::Start();
    if (!server.ok()) {
      std::fprintf(stderr, "%s\n", server.status().ToString().c_str());
    } else {
      Measure("PostgreSQL", (*server)->NewDatabase().value(), options);
    }
  }
  std::filesystem::remove_all(options.folder);
  return 0;
}

}  // namespace
}  // namespace plenum::store

int main(int argc, char** argv) { return plenum::store::Main(argc, argv); }
