// Reading and writing of election files, and grouping their ballots: 1,000,000 ballots over 15
// options, in each format. "distinct" are random complete orders, nearly all different; "alike" are
// draws from 50,000 orders, as large elections are. The floor is a loop that only finds the line
// ends.
//   build/release/bin/plenum-bench-formats
#include <benchmark/benchmark.h>

#include <cstdint>
#include <cstdlib>
#include <numeric>
#include <random>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/deliberation/tally/formats/abif.h"
#include "services/deliberation/tally/formats/csv.h"
#include "services/deliberation/tally/formats/cvotes.h"
#include "services/deliberation/tally/formats/preflib.h"

namespace plenum::tally {
namespace {

constexpr int kBallots = 1'000'000;
constexpr int kOptions = 15;
constexpr int kOrdersAlike = 50'000;

using Order = std::vector<OptionIndex>;

Order RandomOrder(std::mt19937_64& engine) {
  Order order(kOptions);
  std::iota(order.begin(), order.end(), 0);
  for (size_t k = order.size() - 1; k > 0; --k) {
    std::swap(order[k], order[static_cast<size_t>(engine() % (k + 1))]);
  }
  return order;
}

const std::vector<Order>& OrdersOf(bool alike) {
  static auto* sets = new std::vector<Order>[2];
  std::vector<Order>& orders = sets[alike ? 1 : 0];
  if (!orders.empty()) return orders;
  std::mt19937_64 engine(2031);
  for (int i = 0; i < kBallots; ++i) {
    orders.push_back(alike && i >= kOrdersAlike
                         ? orders[static_cast<size_t>(engine() % kOrdersAlike)]
                         : RandomOrder(engine));
  }
  return orders;
}

std::string NameOf(OptionIndex option) { return absl::StrCat("Opt ", option + 1); }

// One line for each ballot, so that nothing is grouped before it is read.
std::string Text(std::string_view format, bool alike) {
  std::string text;
  if (format == "cvotes") {
    text = "#/Candidates: ";
    for (int i = 0; i < kOptions; ++i) absl::StrAppend(&text, i > 0 ? ";" : "", NameOf(i));
    text += "\n";
  } else if (format == "preflib") {
    text = absl::StrCat("# DATA TYPE: soc\n# NUMBER ALTERNATIVES: ", kOptions, "\n");
  } else if (format == "csv") {
    for (int i = 0; i < kOptions; ++i) absl::StrAppend(&text, i > 0 ? "," : "", NameOf(i));
    text += "\n";
  }
  for (const Order& order : OrdersOf(alike)) {
    if (format == "csv") {
      Order ranks(order.size());
      for (size_t i = 0; i < order.size(); ++i) {
        ranks[static_cast<size_t>(order[i])] = static_cast<int>(i + 1);
      }
      for (size_t i = 0; i < ranks.size(); ++i) absl::StrAppend(&text, i > 0 ? "," : "", ranks[i]);
    } else {
      if (format != "cvotes") text += "1: ";
      for (size_t i = 0; i < order.size(); ++i) {
        if (format == "cvotes") {
          absl::StrAppend(&text, i > 0 ? ">" : "", NameOf(order[i]));
        } else if (format == "abif") {
          absl::StrAppend(&text, i > 0 ? ">c" : "c", order[i] + 1);
        } else {
          absl::StrAppend(&text, i > 0 ? "," : "", order[i] + 1);
        }
      }
    }
    text.push_back('\n');
  }
  return text;
}

void Done(benchmark::State& state, const std::string& text) {
  state.SetItemsProcessed(state.iterations() * kBallots);
  state.SetBytesProcessed(state.iterations() * static_cast<int64_t>(text.size()));
}

void LineEnds(benchmark::State& state) {
  const std::string text = Text("preflib", state.range(0) != 0);
  for (auto _ : state) {
    size_t lines = 0;
    for (size_t at = text.find('\n'); at != std::string::npos; at = text.find('\n', at + 1)) {
      ++lines;
    }
    benchmark::DoNotOptimize(lines);
  }
  Done(state, text);
}

void Group(benchmark::State& state) {
  const std::vector<Order>& orders = OrdersOf(state.range(0) != 0);
  std::vector<int> ends(kOptions);
  std::iota(ends.begin(), ends.end(), 1);
  for (auto _ : state) {
    Profile profile = *Profile::Create(kOptions, Unranked::kTiedLast);
    Ranking ranking = *Ranking::Create(kOptions, {});
    for (const Order& order : orders) {
      if (!ranking.Assign(kOptions, order, ends).ok()) std::abort();
      if (!profile.Add(ranking).ok()) std::abort();
    }
    benchmark::DoNotOptimize(profile.ballots());
  }
  state.SetItemsProcessed(state.iterations() * kBallots);
}

void Cvotes(benchmark::State& state) {
  const std::string text = Text("cvotes", state.range(0) != 0);
  for (auto _ : state) {
    if (ReadCvotes(text)->profile.ballots() != kBallots) std::abort();
  }
  Done(state, text);
}

void Preflib(benchmark::State& state) {
  const std::string text = Text("preflib", state.range(0) != 0);
  for (auto _ : state) {
    if (std::get<Election>(*ReadPreflib(text)).profile.ballots() != kBallots) std::abort();
  }
  Done(state, text);
}

void Csv(benchmark::State& state) {
  const std::string text = Text("csv", state.range(0) != 0);
  for (auto _ : state) {
    if (ReadCsv(text)->profile.ballots() != kBallots) std::abort();
  }
  Done(state, text);
}

void Abif(benchmark::State& state) {
  const std::string text = Text("abif", state.range(0) != 0);
  for (auto _ : state) {
    if (std::get<Election>(*ReadAbif(text)).profile.ballots() != kBallots) std::abort();
  }
  Done(state, text);
}

void WritePreflibFile(benchmark::State& state) {
  const absl::StatusOr<AnyElection> election = ReadPreflib(Text("preflib", state.range(0) != 0));
  const Election& ranked = std::get<Election>(*election);
  std::string text;
  for (auto _ : state) text = *WritePreflib(ranked);
  Done(state, text);
}

void BothKinds(benchmark::internal::Benchmark* benchmark) {
  benchmark->ArgName("alike")->Arg(0)->Arg(1)->Unit(benchmark::kMillisecond);
}

BENCHMARK(LineEnds)->Apply(BothKinds);
BENCHMARK(Group)->Apply(BothKinds);
BENCHMARK(Cvotes)->Apply(BothKinds);
BENCHMARK(Preflib)->Apply(BothKinds);
BENCHMARK(Csv)->Apply(BothKinds);
BENCHMARK(Abif)->Apply(BothKinds);
BENCHMARK(WritePreflibFile)->Apply(BothKinds);

}  // namespace
}  // namespace plenum::tally
