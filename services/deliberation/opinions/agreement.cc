#include "services/deliberation/opinions/agreement.h"

namespace plenum::opinions {
namespace {

void Add(const Pair& pair, Closeness& member) {
  ++member.others;
  member.mean += static_cast<double>(pair.same) / pair.both;  // a sum, until the end
  if (3 * pair.same >= 2 * pair.both) {
    ++member.near;
  } else if (3 * pair.same > pair.both) {
    ++member.between;
  } else {
    ++member.far;
  }
}

bool TakesSide(Vote vote) { return vote == Vote::kAgree || vote == Vote::kDisagree; }

}  // namespace

Pair Compare(std::span<const Vote> one, std::span<const Vote> other) {
  Pair pair;
  for (std::size_t s = 0; s < one.size(); ++s) {
    if (!TakesSide(one[s]) || !TakesSide(other[s])) continue;
    ++pair.both;
    pair.same += one[s] == other[s] ? 1 : 0;
  }
  return pair;
}

Agreement PairwiseAgreement(const VoteMatrix& votes, const std::vector<bool>& counted,
                            int min_both) {
  Agreement agreement;
  agreement.members.resize(static_cast<std::size_t>(votes.members()));
  for (int a = 0; a < votes.members(); ++a) {
    if (!counted[static_cast<std::size_t>(a)]) continue;
    for (int b = a + 1; b < votes.members(); ++b) {
      if (!counted[static_cast<std::size_t>(b)]) continue;
      const Pair pair = Compare(votes.Row(a), votes.Row(b));
      if (pair.both < min_both || pair.both == 0) continue;
      ++agreement.pairs;
      agreement.mean += static_cast<double>(pair.same) / pair.both;
      Add(pair, agreement.members[static_cast<std::size_t>(a)]);
      Add(pair, agreement.members[static_cast<std::size_t>(b)]);
    }
  }
  if (agreement.pairs > 0) agreement.mean /= agreement.pairs;
  for (Closeness& member : agreement.members) {
    if (member.others > 0) member.mean /= member.others;
  }
  return agreement;
}

}  // namespace plenum::opinions
