#include "services/deliberation/tally/report/lower_bound.h"

#include <algorithm>
#include <cstddef>
#include <functional>
#include <limits>
#include <utility>

#include "services/deliberation/tally/report/elimination_bound.h"
#include "services/deliberation/tally/rounds/standing_votes.h"

namespace plenum::tally {
namespace {

int64_t ToClose(int64_t gap, int64_t per_ballot) {
  return gap <= 0 ? 0 : (gap + per_ballot - 1) / per_ballot;
}

// While the winner beats every other option it stands first.
LowerBound OfDuels(const PairwiseMatrix& pairwise, OptionIndex winner) {
  int64_t least = pairwise.ballots();
  for (OptionIndex other = 0; other < pairwise.option_count(); ++other) {
    if (other != winner) least = std::min(least, ToClose(pairwise.margin(winner, other), 2));
  }
  if (least < 1) {
    return {1,
            "the winner does not beat every other option head to head, and no better bound is "
            "known for this method then"};
  }
  return {least,
          "this method puts an option first that beats every other head to head, and one ballot "
          "moves the margin of a duel by at most two"};
}

// The most ballots that are against the winner in a duel rise by at most one, those against another
// option fall by at most one.
LowerBound OfOpposition(const PairwiseMatrix& pairwise, OptionIndex winner) {
  const auto opposition = [&](OptionIndex option) {
    int64_t most = 0;
    for (OptionIndex other = 0; other < pairwise.option_count(); ++other) {
      if (other != option) most = std::max(most, pairwise.prefer(other, option));
    }
    return most;
  };
  int64_t least = std::numeric_limits<int64_t>::max();
  for (OptionIndex other = 0; other < pairwise.option_count(); ++other) {
    if (other == winner) continue;
    least = std::min(least, ToClose(opposition(other) - opposition(winner), 2));
  }
  return {std::max<int64_t>(least, 1),
          "one ballot moves the greatest opposition to each option by at most one"};
}

// Votes at each rank or a better one, under Bucklin's reading of ranks (rounds/bucklin.h).
class RankVotes {
 public:
  explicit RankVotes(const Profile& profile) : n_(profile.option_count()) {
    votes_.assign(static_cast<size_t>(n_) * static_cast<size_t>(n_), 0);
    for (const auto& [ranking, count] : profile.groups()) {
      if (ranking.ranked_count() == 0) continue;
      ballots_ += count;
      int begin = 0;
      for (const int end : ranking.tier_ends()) {
        Add(ranking, begin, end, count);
        begin = end;
      }
      if (profile.unranked() == Unranked::kTiedLast && begin < n_) Add(ranking, begin, n_, count);
    }
    for (size_t i = static_cast<size_t>(n_); i < votes_.size(); ++i) {
      votes_[i] += votes_[i - static_cast<size_t>(n_)];
    }
  }

  int option_count() const { return n_; }
  // At rank 0..n-1 or better.
  int64_t Votes(int rank, OptionIndex option) const {
    return votes_[static_cast<size_t>(rank) * static_cast<size_t>(n_) +
                  static_cast<size_t>(option)];
  }
  // Above 0: the option has a majority. One ballot moves it by at most two.
  int64_t Majority(int rank, OptionIndex option) const {
    return 2 * Votes(rank, option) - ballots_;
  }

 private:
  void Add(const Ranking& ranking, int begin, int end, int64_t count) {
    for (int i = begin; i < end; ++i) {
      votes_[static_cast<size_t>(begin) * static_cast<size_t>(n_) +
             static_cast<size_t>(ranking.order()[static_cast<size_t>(i)])] += count;
    }
  }

  int n_;
  int64_t ballots_ = 0;         // that rank an option
  std::vector<int64_t> votes_;  // by rank, then option
};

// Another option comes level or ahead when at some rank it has a majority and no fewer votes than
// the winner, which had no majority one rank before; or when nobody ever has one.
LowerBound OfBucklin(const Profile& profile, OptionIndex winner) {
  const RankVotes votes(profile);
  const int n = votes.option_count();
  int64_t least = std::numeric_limits<int64_t>::max();
  for (OptionIndex other = 0; other < n; ++other) {
    if (other == winner) continue;
    for (int rank = 0; rank <= n; ++rank) {
      const int at = std::min(rank, n - 1);
      int64_t cost = ToClose(votes.Votes(at, winner) - votes.Votes(at, other), 2);
      if (rank > 0) cost = std::max(cost, ToClose(votes.Majority(rank - 1, winner), 2));
      if (rank < n) cost = std::max(cost, ToClose(1 - votes.Majority(rank, other), 2));
      least = std::min(least, cost);
    }
  }
  return {std::max<int64_t>(least, 1),
          "one ballot moves the votes of an option at any rank by at most one, and at no rank "
          "could fewer ballots bring another option level"};
}

// The votes of the winner less those of another option in a round of the two alone.
int64_t LeadInRunoff(const Profile& profile, const PairwiseMatrix& pairwise, OptionIndex winner,
                     OptionIndex other) {
  if (profile.unranked() == Unranked::kTiedLast) return pairwise.margin(winner, other);
  int64_t lead = 0;
  for (const auto& [ranking, count] : profile.groups()) {
    const int last = ranking.tier_count();
    const int a = ranking.TierOf(winner).value_or(last);
    const int b = ranking.TierOf(other).value_or(last);
    if (a != b) lead += a < b ? count : -count;
  }
  return lead;
}

// What moves the winner of two rounds: a majority for another option, a place in the second round
// lost to two others or shared there with two that are level, or the second round itself.
LowerBound OfTwoRounds(const Profile& profile, const PairwiseMatrix& pairwise, OptionIndex winner) {
  const int n = profile.option_count();
  const StandingVotes first(profile, AllOptions(n), TiedPreferences::kSplit,
                            StandingVotes::Side::kFirst);
  const Rational ballots = MakeRational(profile.ballots() - first.exhausted(), 1);
  const Rational of_winner = first.Votes(winner);
  std::vector<std::pair<Rational, OptionIndex>> others;
  for (OptionIndex option = 0; option < n; ++option) {
    if (option != winner) others.emplace_back(first.Votes(option), option);
  }
  std::sort(others.begin(), others.end(), std::greater<>());
  int64_t least = BallotsToClose(ballots - 2 * others[0].first, 2);
  if (others.size() > 1) {
    least = std::min(least, BallotsToClose(of_winner - others[1].first, 2));
    std::vector<Rational> all = {of_winner};
    for (const auto& [votes, option] : others) all.push_back(votes);
    std::sort(all.begin(), all.end(), std::greater<>());
    least = std::min(least, BallotsToClose(all[1] - all[2], 2));
  }
  for (size_t i = 0; i < others.size(); ++i) {
    const Rational& ahead = others[0].first;
    const int64_t reach = BallotsToClose(ahead - others[i].first, 2);
    if (reach >= least) break;  // the others are further behind
    const int64_t lead = LeadInRunoff(profile, pairwise, winner, others[i].second);
    least = std::min(least, std::max(reach, ToClose(lead, 2)));
  }
  least = std::max(least, BallotsToClose(2 * of_winner - ballots, 2));
  return {std::max<int64_t>(least, 1),
          "one ballot moves two options against each other by at most two votes in either round"};
}

}  // namespace

int64_t BallotsToClose(const Rational& gap, int64_t per_ballot) {
  if (sgn(gap) <= 0) return 0;
  const Rational ballots = gap / per_ballot;
  Integer whole;
  mpz_cdiv_q(whole.get_mpz_t(), ballots.get_num_mpz_t(), ballots.get_den_mpz_t());
  return whole.get_si();
}

LowerBound ProveLowerBound(const Profile& profile, const PairwiseMatrix& pairwise, MarginRule rule,
                           const Count& count, OptionIndex winner, const base::Stopped& stopped) {
  switch (rule) {
    case MarginRule::kCondorcet:
      return OfDuels(pairwise, winner);
    case MarginRule::kOpposition:
      return OfOpposition(pairwise, winner);
    case MarginRule::kBucklin:
      return OfBucklin(profile, winner);
    case MarginRule::kTwoRounds:
      return OfTwoRounds(profile, pairwise, winner);
    case MarginRule::kEliminatesLowest:
      return CheapestElimination(profile, EliminationRule::kFewestVotes, TiedPreferences::kSplit,
                                 count, winner, stopped);
    case MarginRule::kEliminatesLowestSkip:
      return CheapestElimination(profile, EliminationRule::kFewestVotes, TiedPreferences::kSkip,
                                 count, winner, stopped);
    case MarginRule::kCoombs:
      return CheapestElimination(profile, EliminationRule::kMostVotesAgainst,
                                 TiedPreferences::kSplit, count, winner, stopped);
    case MarginRule::kPlurality:
    case MarginRule::kBorda:
    case MarginRule::kDowdall:
    case MarginRule::kUnknown:
      break;
  }
  return {1, "no bound is known for this method beyond one ballot"};
}

}  // namespace plenum::tally
