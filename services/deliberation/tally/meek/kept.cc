#include "services/deliberation/tally/meek/kept.h"

#include <span>

#include "services/deliberation/tally/meek/arithmetic.h"
#include "services/deliberation/tally/meek/vote_counter.h"

namespace plenum::tally {
namespace {

using meek_internal::BigFixed9;
using Fractions = meek_internal::Fractions<false>;  // keep factors are given, none is made
using meek_internal::VoteCounter;

Integer Held(const BigFixed9&, const Rational& exact) {
  const Rational scaled = exact / BigFixed9::ToRational(Integer(1));
  return scaled.get_num();  // whole: it came out of the same arithmetic
}
Rational Held(const Fractions&, const Rational& exact) { return exact; }

// The keep factors of the stage: 1 while in the count, 0 once out of it.
std::vector<Rational> KeepFactors(const MeekResult& result, const MeekStage& stage) {
  std::vector<Rational> keep(stage.statuses.size());
  for (size_t i = 0; i < keep.size(); ++i) {
    // Who is defeated in this stage still had its votes.
    const bool leaves =
        stage.action == MeekAction::kDefeat && stage.option == static_cast<OptionIndex>(i);
    if (stage.statuses[i] == MeekStatus::kHopeful || leaves) keep[i] = 1;
    if (stage.statuses[i] == MeekStatus::kElected) keep[i] = 1;  // unless the tally says less
  }
  const MeekTally& tally = result.tallies[static_cast<size_t>(stage.tally)];
  for (const auto& [option, factor] : tally.keep_factors) {
    keep[static_cast<size_t>(option)] = factor;
  }
  return keep;
}

template <typename Arithmetic>
std::vector<Rational> Kept(const Ranking& ballot, const MeekResult& result,
                           const std::vector<Rational>& factors) {
  std::vector<bool> withdrawn(factors.size(), false);
  for (const OptionIndex option : result.options.withdrawn) {
    withdrawn[static_cast<size_t>(option)] = true;
  }
  const BallotGroup alone{ballot, 1};
  Arithmetic arithmetic;
  VoteCounter<Arithmetic> counter(std::span<const BallotGroup>(&alone, 1), withdrawn,
                                  result.options.equal_ranks, &arithmetic);
  std::vector<typename Arithmetic::Number> keep;
  keep.reserve(factors.size());
  for (const Rational& factor : factors) keep.push_back(Held(arithmetic, factor));
  std::vector<typename Arithmetic::Number> votes;
  counter.Count(keep, &votes);
  std::vector<Rational> kept;
  kept.reserve(votes.size());
  for (const auto& part : votes) kept.push_back(Arithmetic::ToRational(part));
  return kept;
}

}  // namespace

std::vector<Rational> KeptOf(const Ranking& ballot, const MeekResult& result, size_t stage) {
  const std::vector<Rational> factors = KeepFactors(result, result.stages[stage]);
  const bool fixed = result.options.arithmetic == MeekArithmetic::kFixed9 ||
                     result.options.arithmetic == MeekArithmetic::kBigFixed9;
  return fixed ? Kept<BigFixed9>(ballot, result, factors)
               : Kept<Fractions>(ballot, result, factors);
}

}  // namespace plenum::tally
