#include "services/deliberation/tally/explain.h"

#include <algorithm>
#include <cstddef>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace plenum::tally {
namespace {

// Words for numbers and paths of one result.
class Phrases {
 public:
  Phrases(const SchulzeResult& result, std::span<const std::string> names)
      : result_(result), names_(names) {}

  const std::string& Name(OptionIndex option) const { return names_[static_cast<size_t>(option)]; }

  // "5 to 4": the duel of a against b.
  std::string Duel(OptionIndex a, OptionIndex b) const {
    return absl::StrCat(result_.pairwise().prefer(a, b), " to ", result_.pairwise().prefer(b, a));
  }

  // "6 of 9 ballots", or "a lead of 3 ballots" when strengths are margins.
  std::string Strength(int64_t strength) const {
    const int64_t ballots = result_.pairwise().ballots();
    if (result_.options().strength == Strength::kMargins) {
      return absl::StrCat("a lead of ", strength, strength == 1 ? " ballot" : " ballots");
    }
    return absl::StrCat(strength, " of ", ballots, ballots == 1 ? " ballot" : " ballots");
  }

  // "via Y and Z, weakest link 6 of 9 ballots", without "via" for a path of one link.
  std::string Path(const BeatPath& path) const {
    std::string link = absl::StrCat("weakest link ", Strength(path.strength));
    if (path.options.size() <= 2) return link;
    return absl::StrCat("via ", List(std::span(path.options).subspan(1, path.options.size() - 2)),
                        ", ", link);
  }

  // "A", "A and B", "A, B and C", "A, B, C and 5 more".
  std::string List(std::span<const OptionIndex> options) const {
    constexpr size_t kMostNamed = 4;
    const size_t named = options.size() <= kMostNamed ? options.size() : kMostNamed - 1;
    std::string text;
    for (size_t i = 0; i < named; ++i) {
      const char* glue = i == 0 ? "" : (i + 1 == options.size() ? " and " : ", ");
      absl::StrAppend(&text, glue, Name(options[i]));
    }
    if (named < options.size()) absl::StrAppend(&text, " and ", options.size() - named, " more");
    return text;
  }

  // Why the votes leave the pair level, as a clause.
  std::string Level(const PairExplanation& pair) const {
    if (pair.path.has_value()) {
      return absl::StrCat("their strongest paths to each other are equally strong (",
                          Strength(pair.strength), " each way)");
    }
    if (pair.votes_upper == 0 && pair.votes_lower == 0) {
      return "no ballot prefers one to the other and no path connects them";
    }
    return absl::StrCat("their duel is level, ", pair.votes_upper, " to ", pair.votes_lower,
                        ", and no path connects them");
  }

  // Why the upper option, "it", is above the lower: "it beats L head to head by 5 to 4", ...
  std::string PairClause(const PairExplanation& pair) const {
    const std::string& lower = Name(pair.lower);
    switch (pair.reason) {
      case PairReason::kDuel:
        return absl::StrCat("it beats ", lower, " head to head by ", DuelAndWayBack(pair));
      case PairReason::kPath:
        return absl::StrCat(DuelThatDoesNotDecide(pair), PathAndWayBack(pair, "it", lower));
      case PairReason::kLayer:
        return absl::StrCat("the votes leave it level with ", lower, " (", Level(pair), "), but ",
                            lower, " is beaten by ", Name(*pair.layer_by),
                            ", which is level with it");
      case PairReason::kTiePolicy:
        return absl::StrCat("the votes leave it level with ", lower, " (", Level(pair),
                            "), and the tie rule, ", pair.tie_rule, ", decided");
      case PairReason::kTied:
        break;
    }
    return Level(pair);
  }

  // The same told of the lower option, "it", for a duel or path: "U beats it head to head by 5 to
  // 4".
  std::string PairClauseFromBelow(const PairExplanation& pair) const {
    const std::string& upper = Name(pair.upper);
    if (pair.reason == PairReason::kDuel) {
      return absl::StrCat(upper, " beats it head to head by ", DuelAndWayBack(pair));
    }
    return PathAndWayBack(pair, upper, "it");
  }

 private:
  std::string DuelAndWayBack(const PairExplanation& pair) const {
    std::string text = absl::StrCat(pair.votes_upper, " to ", pair.votes_lower);
    if (pair.path_back.has_value()) {
      absl::StrAppend(&text, ", which is stronger than the path back (", Path(*pair.path_back),
                      ")");
    }
    return text;
  }

  std::string DuelThatDoesNotDecide(const PairExplanation& pair) const {
    const std::string& lower = Name(pair.lower);
    if (pair.votes_lower > pair.votes_upper) {
      return absl::StrCat("although ", lower, " beats it head to head by ", pair.votes_lower,
                          " to ", pair.votes_upper, ", ");
    }
    if (pair.votes_lower < pair.votes_upper) {
      return absl::StrCat("it beats ", lower, " head to head by ", pair.votes_upper, " to ",
                          pair.votes_lower, ", and ");
    }
    if (pair.votes_upper == 0) return "";
    return absl::StrCat("although their duel is level, ", pair.votes_upper, " to ",
                        pair.votes_lower, ", ");
  }

  std::string PathAndWayBack(const PairExplanation& pair, const std::string& from,
                             const std::string& to) const {
    const std::string path = absl::StrCat(" to ", to, " (", Path(*pair.path), ") ");
    if (!pair.path_back.has_value()) {
      return absl::StrCat("a path leads from ", from, path, "and none leads back");
    }
    return absl::StrCat(from == "it" ? "its strongest path" : "the strongest path from " + from,
                        path, "is stronger than the path back (", Path(*pair.path_back), ")");
  }

  const SchulzeResult& result_;
  std::span<const std::string> names_;
};

absl::Status CheckNames(const SchulzeResult& result, std::span<const std::string> names) {
  if (names.size() == static_cast<size_t>(result.option_count())) return absl::OkStatus();
  return absl::InvalidArgumentError(
      absl::StrCat(names.size(), " names for ", result.option_count(), " options"));
}

// An option that shares `upper`'s tier by the votes and beats `lower`. There is one whenever
// `lower` is in a worse tier: something beat it when that tier was made, and with it a member of
// the tier does.
std::optional<OptionIndex> BeatenByTierOf(const SchulzeResult& result, OptionIndex upper,
                                          OptionIndex lower) {
  const Ranking& ranking = result.ranking_by_votes();
  for (const OptionIndex other : ranking.tier(*ranking.TierOf(upper))) {
    if (result.Beats(other, lower)) return other;
  }
  return std::nullopt;
}

// The data of a pair whose order is known.
PairExplanation DescribePair(const SchulzeResult& result, OptionIndex upper, OptionIndex lower) {
  PairExplanation pair;
  pair.upper = upper;
  pair.lower = lower;
  pair.votes_upper = result.pairwise().prefer(upper, lower);
  pair.votes_lower = result.pairwise().prefer(lower, upper);
  pair.ballots = result.pairwise().ballots();
  pair.strength = result.PathStrength(upper, lower);
  pair.strength_back = result.PathStrength(lower, upper);
  pair.path = result.DecisivePath(upper, lower);
  pair.path_back = result.DecisivePath(lower, upper);
  if (result.Beats(upper, lower)) {
    // The duel alone decides when it outweighs the way back, even if a longer path is stronger yet.
    const bool duel_decides = result.LinkStrength(upper, lower) > pair.strength_back;
    pair.reason = duel_decides ? PairReason::kDuel : PairReason::kPath;
  } else if (result.ranking().TierOf(upper) == result.ranking().TierOf(lower)) {
    pair.reason = PairReason::kTied;
  } else if (result.ranking_by_votes().TierOf(upper) == result.ranking_by_votes().TierOf(lower)) {
    pair.reason = PairReason::kTiePolicy;
    for (const TieEvent& event : result.events()) {
      if (std::binary_search(event.tied.begin(), event.tied.end(), upper)) {
        pair.tie_rule = event.rule;
      }
    }
  } else {
    pair.reason = PairReason::kLayer;
    pair.layer_by = BeatenByTierOf(result, upper, lower);
  }
  return pair;
}

// Finds the reason for each place and words it.
class PlaceExplainer {
 public:
  PlaceExplainer(const SchulzeResult& result, std::span<const std::string> names,
                 std::string_view noun)
      : result_(result), phrases_(result, names), noun_(noun) {
    const int n = result.option_count();
    for (OptionIndex a = 0; a < n; ++a) {
      for (OptionIndex b = 0; b < n; ++b) {
        if (result.pairwise().prefer(a, b) + result.pairwise().tied(a, b) > 0) compared_ = true;
      }
    }
  }

  PlaceExplanation Explain(OptionIndex option, int tier, int place) const {
    PlaceExplanation at;
    at.option = option;
    at.place = place;
    const Ranking& ranking = result_.ranking();
    const Ranking& by_votes = result_.ranking_by_votes();
    const int tier_by_votes = *by_votes.TierOf(option);
    if (result_.option_count() == 1) {
      at.reason = PlaceReason::kOnlyOption;
      at.sentence = absl::StrCat(phrases_.Name(option), " is the only ", noun_, ".");
    } else if (ranking.tier(tier).size() > 1) {
      ExplainTied(ranking.tier(tier), at);
    } else if (by_votes.tier(tier_by_votes).size() > 1) {
      ExplainTiePolicy(tier, by_votes.tier(tier_by_votes), at);
    } else if (tier + 1 == ranking.tier_count()) {
      ExplainLast(tier_by_votes, at);
    } else {
      ExplainAgainstLower(tier, tier_by_votes, at);
    }
    return at;
  }

 private:
  std::string Head(const PlaceExplanation& at) const {
    return absl::StrCat(phrases_.Name(at.option), " is ", Ordinal(at.place), ": ");
  }

  // One sentence for the whole tier, so that a place has one sentence however many share it.
  void ExplainTied(std::span<const OptionIndex> tier, PlaceExplanation& at) const {
    at.rival = tier[0] == at.option ? tier[1] : tier[0];
    at.pair = DescribePair(result_, at.option, *at.rival);
    const std::string tied =
        absl::StrCat(phrases_.List(tier), " are tied for ", Ordinal(at.place), ": ");
    if (!compared_) {
      at.reason = PlaceReason::kNoComparison;
      at.sentence = absl::StrCat(tied, "no ballot compares any two ", noun_, "s.");
      return;
    }
    at.reason = PlaceReason::kTied;
    if (tier.size() == 2) {
      at.sentence =
          absl::StrCat(tied, phrases_.Level(DescribePair(result_, tier[0], tier[1])), ".");
    } else {
      at.sentence = absl::StrCat(tied, "none of them has a path to another that is stronger than ",
                                 "the path back.");
    }
  }

  void ExplainTiePolicy(int tier, std::span<const OptionIndex> level, PlaceExplanation& at) const {
    at.reason = PlaceReason::kTiePolicy;
    std::vector<OptionIndex> others(level.begin(), level.end());
    std::erase(others, at.option);
    // The neighbour in the final order: the one just below, or for the lowest the one just above.
    const Ranking& ranking = result_.ranking();
    const auto is_level = [&](OptionIndex other) {
      return std::find(others.begin(), others.end(), other) != others.end();
    };
    const bool has_lower =
        tier + 1 < ranking.tier_count() && is_level(ranking.tier(tier + 1).front());
    at.rival = ranking.tier(has_lower ? tier + 1 : tier - 1).front();
    at.pair = has_lower ? DescribePair(result_, at.option, *at.rival)
                        : DescribePair(result_, *at.rival, at.option);
    at.sentence = absl::StrCat(Head(at), "the votes leave it level with ", phrases_.List(others),
                               ", and the tie rule, ", at.pair->tie_rule, ", put it ",
                               has_lower ? "before " : "after ", phrases_.Name(*at.rival), ".");
  }

  void ExplainLast(int tier_by_votes, PlaceExplanation& at) const {
    at.reason = PlaceReason::kLast;
    const OptionIndex one_up = result_.ranking_by_votes().tier(tier_by_votes - 1).front();
    at.rival = BeatenByTierOf(result_, one_up, at.option).value_or(one_up);
    const std::string head =
        absl::StrCat(phrases_.Name(at.option), " is ", Ordinal(at.place), " and last: ");
    const bool loses_all = result_.pairwise().CondorcetLoser() == at.option;
    if (loses_all && result_.option_count() > 2) at.rival = Narrowest(at.option, 0, false);
    at.pair = DescribePair(result_, *at.rival, at.option);
    if (loses_all && result_.option_count() > 2) {
      at.sentence =
          absl::StrCat(head, "every other ", noun_, " beats it head to head, most narrowly ",
                       phrases_.Name(*at.rival), " by ", phrases_.Duel(*at.rival, at.option), ".");
    } else {
      at.sentence = absl::StrCat(head, phrases_.PairClauseFromBelow(*at.pair), ".");
    }
  }

  // For an option alone in its tier, with others below it.
  void ExplainAgainstLower(int tier, int tier_by_votes, PlaceExplanation& at) const {
    const Ranking& ranking = result_.ranking();
    std::optional<OptionIndex> by_path;
    std::optional<OptionIndex> by_layer;
    int lower_count = 0;
    for (int t = tier + 1; t < ranking.tier_count(); ++t) {
      for (const OptionIndex lower : ranking.tier(t)) {
        ++lower_count;
        if (result_.pairwise().beats(at.option, lower)) continue;
        std::optional<OptionIndex>& found = result_.Beats(at.option, lower) ? by_path : by_layer;
        if (!found.has_value()) found = lower;
      }
    }
    if (by_path.has_value() || by_layer.has_value()) {
      at.reason = by_path.has_value() ? PlaceReason::kPath : PlaceReason::kLayer;
      at.rival = by_path.has_value() ? by_path : by_layer;
      at.pair = DescribePair(result_, at.option, *at.rival);
      at.sentence = absl::StrCat(Head(at), phrases_.PairClause(*at.pair), ".");
      return;
    }
    at.rival = Narrowest(at.option, tier + 1, true);
    at.pair = DescribePair(result_, at.option, *at.rival);
    const bool all = lower_count + 1 == result_.option_count();
    at.reason = all ? PlaceReason::kCondorcetWinner : PlaceReason::kBeatsAllBelow;
    const std::string& rival = phrases_.Name(*at.rival);
    if (lower_count == 1) {
      at.sentence = absl::StrCat(Head(at), "it beats ", rival, " head to head by ",
                                 phrases_.Duel(at.option, *at.rival));
    } else {
      at.sentence = absl::StrCat(Head(at), "it beats every ", all ? "other " : "", noun_,
                                 all ? "" : " below it", " head to head, most narrowly ", rival,
                                 " by ", phrases_.Duel(at.option, *at.rival));
    }
    absl::StrAppend(&at.sentence, WhyNotHigher(tier_by_votes, at.option), ".");
  }

  // ", and loses to W, just above it, by 3 to 6"; empty for the first tier.
  std::string WhyNotHigher(int tier_by_votes, OptionIndex option) const {
    if (tier_by_votes == 0) return "";
    const OptionIndex one_up = result_.ranking_by_votes().tier(tier_by_votes - 1).front();
    const OptionIndex above = BeatenByTierOf(result_, one_up, option).value_or(one_up);
    if (result_.pairwise().beats(above, option)) {
      return absl::StrCat(", and loses to ", phrases_.Name(above), ", above it, by ",
                          phrases_.Duel(option, above));
    }
    return absl::StrCat(", and is below ", phrases_.Name(above), ", whose path to it is stronger (",
                        phrases_.Strength(result_.PathStrength(above, option)),
                        ") than the path back (",
                        phrases_.Strength(result_.PathStrength(option, above)), ")");
  }

  // Among the other options from a tier on, the one with the closest duel; the highest of equals.
  OptionIndex Narrowest(OptionIndex option, int from_tier, bool option_wins) const {
    std::optional<OptionIndex> narrowest;
    int64_t least = 0;
    for (int t = from_tier; t < result_.ranking().tier_count(); ++t) {
      for (const OptionIndex other : result_.ranking().tier(t)) {
        if (other == option) continue;
        const int64_t margin = result_.pairwise().margin(option, other) * (option_wins ? 1 : -1);
        if (narrowest.has_value() && margin >= least) continue;
        narrowest = other;
        least = margin;
      }
    }
    return *narrowest;
  }

  const SchulzeResult& result_;
  Phrases phrases_;
  std::string noun_;
  bool compared_ = false;
};

}  // namespace

absl::StatusOr<PairExplanation> ExplainPair(const SchulzeResult& result, OptionIndex a,
                                            OptionIndex b) {
  const int n = result.option_count();
  for (const OptionIndex option : {a, b}) {
    if (option < 0 || option >= n) {
      return absl::InvalidArgumentError(
          absl::StrCat("option ", option, " is not one of the ", n, " options 0..", n - 1));
    }
  }
  if (a == b) {
    return absl::InvalidArgumentError(absl::StrCat("option ", a, " cannot be above itself"));
  }
  const bool b_is_upper = *result.ranking().TierOf(b) < *result.ranking().TierOf(a);
  return b_is_upper ? DescribePair(result, b, a) : DescribePair(result, a, b);
}

absl::StatusOr<std::string> ExplainPairSentence(const SchulzeResult& result, OptionIndex a,
                                                OptionIndex b, std::span<const std::string> names) {
  if (absl::Status status = CheckNames(result, names); !status.ok()) return status;
  absl::StatusOr<PairExplanation> pair = ExplainPair(result, a, b);
  if (!pair.ok()) return pair.status();
  const Phrases phrases(result, names);
  const std::string& upper = phrases.Name(pair->upper);
  const std::string& lower = phrases.Name(pair->lower);
  if (pair->reason == PairReason::kTied) {
    return absl::StrCat(upper, " and ", lower, " are tied: ", phrases.Level(*pair), ".");
  }
  return absl::StrCat(upper, " is above ", lower, ": ", phrases.PairClause(*pair), ".");
}

absl::StatusOr<std::vector<PlaceExplanation>> ExplainPlaces(const SchulzeResult& result,
                                                            std::span<const std::string> names,
                                                            std::string_view noun) {
  if (absl::Status status = CheckNames(result, names); !status.ok()) return status;
  const PlaceExplainer explainer(result, names, noun);
  std::vector<PlaceExplanation> places;
  int place = 1;
  for (int t = 0; t < result.ranking().tier_count(); ++t) {
    for (const OptionIndex option : result.ranking().tier(t)) {
      places.push_back(explainer.Explain(option, t, place));
    }
    place += static_cast<int>(result.ranking().tier(t).size());
  }
  return places;
}

std::string Ordinal(int n) {
  const int tens = n % 100;
  const char* suffix = "th";
  if (tens < 11 || tens > 13) {
    if (n % 10 == 1) suffix = "st";
    if (n % 10 == 2) suffix = "nd";
    if (n % 10 == 3) suffix = "rd";
  }
  return absl::StrCat(n, suffix);
}

}  // namespace plenum::tally
