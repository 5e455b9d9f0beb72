#include "services/deliberation/opinions/landscape.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include "services/deliberation/opinions/clusters.h"

namespace plenum::opinions {
namespace {

int AnswersOf(std::span<const Vote> row) {
  return static_cast<int>(
      std::count_if(row.begin(), row.end(), [](Vote vote) { return vote != Vote::kUnseen; }));
}

// Members who count, by their votes and not by their place: so that sums are taken in the same
// order whatever the order of members.
std::vector<int> InOwnOrder(const VoteMatrix& votes, const std::vector<bool>& counted) {
  std::vector<int> members;
  for (int m = 0; m < votes.members(); ++m) {
    if (counted[static_cast<std::size_t>(m)]) members.push_back(m);
  }
  std::stable_sort(members.begin(), members.end(), [&](int a, int b) {
    const auto one = votes.Row(a);
    const auto other = votes.Row(b);
    return std::lexicographical_compare(one.begin(), one.end(), other.begin(), other.end());
  });
  return members;
}

VoteMatrix RowsOf(const VoteMatrix& votes, const std::vector<int>& members) {
  VoteMatrix rows(static_cast<int>(members.size()), votes.statements());
  for (std::size_t i = 0; i < members.size(); ++i) {
    for (int s = 0; s < votes.statements(); ++s) {
      rows.Set(static_cast<int>(i), s, votes.At(members[i], s));
    }
  }
  return rows;
}

void AddTo(std::vector<Tally>& tallies, std::span<const Vote> row) {
  for (std::size_t s = 0; s < row.size(); ++s) tallies[s].Add(row[s]);
}

std::vector<Tally> Without(const std::vector<Tally>& all, const std::vector<Tally>& part) {
  std::vector<Tally> rest(all.size());
  for (std::size_t s = 0; s < all.size(); ++s) {
    rest[s] = {all[s].agree - part[s].agree, all[s].disagree - part[s].disagree,
               all[s].pass - part[s].pass};
  }
  return rest;
}

absl::Status FindGroups(const VoteMatrix& votes, const SurveyOptions& options,
                        const base::Stopped& stopped, Landscape& landscape) {
  const std::vector<int> members = InOwnOrder(votes, landscape.counted);
  landscape.plane = Project(RowsOf(votes, members));
  auto clusters = FindClusters(
      landscape.plane.points,
      {.max_groups = options.max_groups, .min_size = options.min_behind_figure}, stopped);
  if (!clusters.ok()) return clusters.status();
  landscape.silhouette = clusters->silhouette;
  for (const Point& centre : clusters->centres) {
    landscape.groups.push_back({0, centre, std::vector<Tally>(landscape.totals.size()), {}});
  }
  landscape.group.assign(static_cast<std::size_t>(votes.members()), -1);
  std::vector<Point> points(landscape.group.size());
  for (std::size_t i = 0; i < members.size(); ++i) {
    const auto member = static_cast<std::size_t>(members[i]);
    landscape.group[member] = clusters->group[i];
    points[member] = landscape.plane.points[i];
    Group& group = landscape.groups[static_cast<std::size_t>(clusters->group[i])];
    ++group.size;
    AddTo(group.tallies, votes.Row(members[i]));
  }
  landscape.plane.points = std::move(points);
  if (landscape.groups.size() == 1) return absl::OkStatus();  // nobody to be compared with
  for (Group& group : landscape.groups) {
    group.representative =
        FindRepresentative(group.tallies, Without(landscape.totals, group.tallies),
                           options.min_behind_figure, options.most_listed);
  }
  return absl::OkStatus();
}

bool MostSay(const Tally& tally, Vote vote) { return 2 * tally.Of(vote) > tally.seen(); }

// 0 where the statement is not shared.
double SharedScore(std::span<const Tally> groups, const Tally& total, Vote vote) {
  const bool everywhere = std::all_of(groups.begin(), groups.end(),
                                      [&](const Tally& group) { return MostSay(group, vote); });
  if (!everywhere || ProportionTest(total.Of(vote), total.seen()) <= kSignificant) return 0;
  return GroupInformedConsensus(groups, vote);
}

// 0 where the statement does not divide.
double DividingScore(std::span<const Tally> groups) {
  if (groups.size() == 1) {
    const int smaller = std::min(groups[0].agree, groups[0].disagree);
    const int both = groups[0].agree + groups[0].disagree;
    return both > 0 && 3 * smaller >= both ? 2.0 * smaller / both : 0;
  }
  const auto some = [&](Vote vote) {
    return std::any_of(groups.begin(), groups.end(),
                       [&](const Tally& group) { return MostSay(group, vote); });
  };
  if (!some(Vote::kAgree) || !some(Vote::kDisagree)) return 0;
  double least = 1;
  double most = 0;
  for (const Tally& group : groups) {
    const double share = Smoothed(group.agree, group.seen());
    least = std::min(least, share);
    most = std::max(most, share);
  }
  return most - least;
}

void KeepGreatest(std::vector<Notable>& list, int most) {
  std::stable_sort(list.begin(), list.end(),
                   [](const Notable& a, const Notable& b) { return a.score > b.score; });
  if (list.size() > static_cast<std::size_t>(most)) list.resize(static_cast<std::size_t>(most));
}

void FindNotable(const SurveyOptions& options, Landscape& landscape) {
  for (std::size_t s = 0; s < landscape.totals.size(); ++s) {
    std::vector<Tally> groups;
    for (const Group& group : landscape.groups) groups.push_back(group.tallies[s]);
    if (groups.empty()) groups.push_back(landscape.totals[s]);
    const bool enough = std::all_of(groups.begin(), groups.end(), [&](const Tally& group) {
      return group.seen() >= options.min_behind_figure;
    });
    if (!enough) continue;
    const int statement = static_cast<int>(s);
    for (const Vote vote : {Vote::kAgree, Vote::kDisagree}) {
      const double shared = SharedScore(groups, landscape.totals[s], vote);
      if (shared > 0) landscape.shared.push_back({statement, vote, shared});
    }
    const double dividing = DividingScore(groups);
    if (dividing > 0) landscape.divides.push_back({statement, Vote::kAgree, dividing});
  }
  KeepGreatest(landscape.shared, options.most_listed);
  KeepGreatest(landscape.divides, options.most_listed);
}

}  // namespace

absl::StatusOr<Landscape> Survey(const VoteMatrix& votes, const SurveyOptions& options,
                                 const base::Stopped& stopped) {
  if (std::min({options.min_answers, options.min_people_for_pairs, options.min_people_for_groups,
                options.max_groups, options.min_behind_figure, options.min_both,
                options.most_listed}) < 1) {
    return absl::InvalidArgumentError("every option of a survey must be 1 or more");
  }
  Landscape landscape;
  // At least one, so that people without answers never count.
  landscape.answers_needed = std::max(1, std::min(options.min_answers, votes.statements()));
  landscape.totals.resize(static_cast<std::size_t>(votes.statements()));
  for (int m = 0; m < votes.members(); ++m) {
    const bool counts = AnswersOf(votes.Row(m)) >= landscape.answers_needed;
    landscape.counted.push_back(counts);
    if (!counts) continue;
    ++landscape.people;
    AddTo(landscape.totals, votes.Row(m));
  }
  if (landscape.people < options.min_people_for_pairs) return landscape;
  if (landscape.people < options.min_people_for_groups) {
    landscape.basis = Basis::kPairs;
    landscape.agreement = PairwiseAgreement(votes, landscape.counted, options.min_both);
  } else {
    landscape.basis = Basis::kGroups;
    absl::Status found = FindGroups(votes, options, stopped, landscape);
    if (!found.ok()) return found;
  }
  FindNotable(options, landscape);
  return landscape;
}

}  // namespace plenum::opinions
