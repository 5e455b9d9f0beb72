#include "tests/conformance/voting/starvote_transcript.h"

#include <algorithm>
#include <set>
#include <tuple>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/deliberation/tally/cardinal/seats.h"
#include "services/deliberation/tally/cardinal/star.h"
#include "tests/conformance/voting/starvote_election.h"
#include "tests/conformance/voting/starvote_text.h"

namespace plenum::conformance {
namespace {

using tally::Integer;
using tally::LastTieUse;
using tally::OptionIndex;
using tally::Rational;
using tally::Standing;
using tally::StarvoteElection;
using tally::StarvoteMethod;
using tally::StarvoteTiebreaker;
using tally::ToText;

// ---- The transcript ---------------------------------------------------------------------------

class Writer {
 public:
  Writer(const StarvoteElection& election, const tally::ScoreProfile& profile, int indent)
      : election_(election),
        profile_(profile),
        method_(*election.method),
        silent_(election.verbosity == 0),
        indent_(indent),
        page_(indent) {}

  // False when our count refused; `why` says it.
  bool Write(std::string* why) {
    page_.Enter(MethodName(method_));
    Preamble();
    if (!InitializeTiebreaker()) return true;
    if (method_ == StarvoteMethod::kStar) return WriteStar(why);
    const auto options = static_cast<int64_t>(election_.names.size());
    if (options < election_.seats) {
      page_.Bare(Raised("ElectionError",
                        absl::StrCat("election must fill ", election_.seats,
                                     " seats but there are only ", options, " candidates")));
      return true;
    }
    if (options == election_.seats) {
      page_.Enter("Round 1");
      Line(absl::StrCat("There are exactly ", election_.seats, " candidates seeking ",
                        election_.seats, " seats.  Every candidate wins."));
      page_.Leave();
      std::vector<OptionIndex> all(election_.names.size());
      for (size_t i = 0; i < all.size(); ++i) all[i] = static_cast<OptionIndex>(i);
      if (silent_) Winners(all);
      return true;
    }
    return method_ == StarvoteMethod::kBlocStar ? WriteBloc(why) : WriteSeats(why);
  }

  Transcript Finish() && { return {std::move(page_).lines(), by_chance_}; }

 private:
  const std::string& Name(OptionIndex option) const {
    return election_.names[static_cast<size_t>(option)];
  }

  void Line(const std::string& text) {
    if (!silent_) page_.Line(text);
  }

  Rational Share(const Integer& price) const {
    Rational share(price, Integer(election_.seats));
    share.canonicalize();
    return share;
  }

  void Preamble() {
    BallotCount(profile_.ballots());
    Line(absl::StrCat("Maximum score is ", election_.maximum_score, "."));
    if (method_ == StarvoteMethod::kStar) return;
    Line(absl::StrCat("Want to fill ", election_.seats, " seats."));
    if (method_ == StarvoteMethod::kAllocatedScore) {
      quota_ = Share(Integer(profile_.ballots()));
      Line(absl::StrCat("Hare quota is ", ToText(quota_), "."));
    } else if (method_ == StarvoteMethod::kSequentiallySpentScore) {
      quota_ = Share(Integer(profile_.ballots()) * election_.maximum_score);
      Line(absl::StrCat("Hare score quota is ", MixedNumber(quota_).Text(), "."));
    }
  }

  void BallotCount(int64_t ballots) {
    if (last_ballots_ == ballots) return;
    Line(absl::StrCat("Tabulating ", ballots, last_ballots_ ? " remaining" : "", " ballots."));
    last_ballots_ = ballots;
  }

  // ---- The tiebreaker

  bool InitializeTiebreaker() {
    const StarvoteTiebreaker& tiebreaker = election_.tiebreaker;
    const int64_t verbosity = election_.verbosity;
    switch (tiebreaker.kind) {
      case StarvoteTiebreaker::Kind::kNone:
        return true;
      case StarvoteTiebreaker::Kind::kDraw:
        if (tiebreaker.seed) return true;
        page_.Enter("On-demand random tiebreaker");
        Line("Tie-breaking winners will be chosen at random, on demand.");
        page_.Leave();
        return true;
      case StarvoteTiebreaker::Kind::kHashedBallots: {
        if (verbosity < 2) return true;
        const auto hash = tally::BallotHash::Create(profile_, election_.names);
        if (!hash.ok()) return true;  // the count refuses it as well
        page_.Enter("Initializing Hashed Ballots tiebreaker");
        Line(absl::StrCat(election_.names.size(), " candidates"));
        Line("Counter initialized to 1");
        Line(absl::StrCat("Serialized sorted ballots = (", hash->bytes(), " bytes)"));
        if (verbosity >= 3) {
          Line("Hexdigest of serialized sorted ballots = " + hash->HexDigest());
        }
        page_.Leave();
        return true;
      }
      case StarvoteTiebreaker::Kind::kDeclared:
        permutation_ = tiebreaker.names;
        if (const std::string mismatch = OrderMismatch(election_); !mismatch.empty()) {
          page_.Bare(mismatch);
          return false;
        }
        break;
      case StarvoteTiebreaker::Kind::kShuffle:
        if (!tiebreaker.seed) {
          by_chance_ = by_chance_ || verbosity >= 2;  // it shows the permutation
          return true;
        }
        // The policy's order is shown by asking it about all candidates.
        ShuffleNames(*tiebreaker.seed);
        break;
    }
    if (verbosity >= 2) {
      page_.Enter("Initializing ordered permutation tiebreaker");
      PrintPermutation("Permuted");
      page_.Leave();
    }
    return true;
  }

  void ShuffleNames(int64_t seed) {
    std::vector<OptionIndex> order(election_.names.size());
    for (size_t i = 0; i < order.size(); ++i) order[i] = static_cast<OptionIndex>(i);
    tally::PythonRandom(seed).Shuffle(&order);
    for (const OptionIndex option : order) permutation_.push_back(Name(option));
  }

  void PrintPermutation(const std::string& kind) {
    Line(election_.tiebreaker.kind == StarvoteTiebreaker::Kind::kDeclared
             ? absl::StrCat("Permutation was defined in '", election_.tiebreaker.declared_in, "'.")
             : "Computing a random permutation of all the candidates.");
    Line(kind + " list of candidates:");
    const size_t width = absl::StrCat(permutation_.size()).size();
    for (size_t i = 0; i < permutation_.size(); ++i) {
      Line(absl::StrCat("  ", Right(absl::StrCat(i + 1), width), ". ", permutation_[i]));
    }
    Line(
        "Tiebreaker candidates will be selected from this list, preferring candidates with lower "
        "numbers.");
  }

  void PrintCandidates(const std::vector<OptionIndex>& options) {
    for (const OptionIndex option : options) Line("  " + Name(option));
  }

  // The use of the last tie policy; false where it decided nothing, and the count stopped.
  bool PrintLastTie(const LastTieUse& use) {
    const bool by_lot_without_seed =
        (election_.tiebreaker.kind == StarvoteTiebreaker::Kind::kShuffle ||
         election_.tiebreaker.kind == StarvoteTiebreaker::Kind::kDraw) &&
        !election_.tiebreaker.seed;
    by_chance_ = by_chance_ || by_lot_without_seed;
    if (use.chosen.empty()) {
      PrintUnbreakable(use.tied);
      return false;
    }
    const bool draw = election_.tiebreaker.kind == StarvoteTiebreaker::Kind::kDraw;
    const bool hashed = use.counter > 0;
    page_.Enter(draw     ? "On-demand random tiebreaker"
                : hashed ? "Hashed Ballots tiebreaker"
                         : "Predefined permutation tiebreaker");
    std::vector<std::string> chosen;
    for (const OptionIndex option : use.chosen) chosen.push_back(Name(option));
    const std::string winners =
        absl::StrCat("winner", use.wanted == 1 ? "" : "s", ": ", absl::StrJoin(chosen, " and "));
    if (draw) {
      Line(absl::StrCat("Choosing ", use.wanted == 2 ? "two candidates" : "one candidate",
                        " from this list:"));
      PrintCandidates(use.tied);
      Line("Randomly chose " + winners);
      page_.Leave();
      return true;
    }
    if (hashed) {
      Line(absl::StrCat("Hashed ", profile_.ballots(), " ballots"));
      Line(absl::StrCat("Counter is now ", use.counter));
      Line("3 shuffles");
      Line("Permuted list of candidates:");
      PrintCandidates(use.permutation);
    } else if (election_.verbosity == 1) {
      PrintPermutation("Pre-permuted");
    }
    Line(absl::StrCat("Choosing the earliest ", use.wanted == 2 ? "two " : "",
                      "of these candidates from the permuted list:"));
    PrintCandidates(use.tied);
    Line("Selected " + winners);
    page_.Leave();
    return true;
  }

  // ---- Standings

  // The headings of rounds in which the messages about ties begin anew.
  void EnterRound(const std::string& heading) {
    page_.Enter(heading);
    said_first_ = false;
    said_tie_ = false;
  }

  std::string Annotation(const Standing& standing, OptionIndex option) const {
    if (option == standing.first) return " -- First place";
    if (option == standing.second) return " -- Second place";
    const auto& tied = standing.tied;
    if (std::find(tied.begin(), tied.end(), option) == tied.end()) return "";
    return standing.first ? " -- Tied for second place" : " -- Tied for first place";
  }

  // `verb` is for one option ("advances"), `verb_two` for two.
  void PrintStanding(const Standing& standing, bool averages, std::optional<int64_t> no_preference,
                     const std::string& verb, const std::string& verb_two) {
    const std::string no_preference_label = "No Preference";
    FractionColumn values;
    FractionColumn means;
    size_t width = no_preference ? no_preference_label.size() : 0;
    const auto mean = [&](const Rational& value) {
      return Rational(value / Rational(profile_.ballots()));
    };
    for (size_t i = 0; i < standing.options.size(); ++i) {
      width = std::max(width, Characters(Name(standing.options[i])));
      values.Measure(standing.values[i]);
      if (averages) means.Measure(mean(standing.values[i]));
    }
    if (no_preference) values.Measure(Rational(*no_preference));
    for (size_t i = 0; i < standing.options.size(); ++i) {
      std::string average;
      if (averages) {
        const std::string column = means.Format(mean(standing.values[i]));
        const std::string text = StripRight(column);
        average =
            absl::StrCat(" (average ", text, ")", std::string(column.size() - text.size(), ' '));
      }
      Line(StripRight(absl::StrCat("  ", Left(Name(standing.options[i]), width), " -- ",
                                   values.Format(standing.values[i]), average,
                                   Annotation(standing, standing.options[i]))));
    }
    if (no_preference) {
      Line(StripRight(absl::StrCat("  ", Left(no_preference_label, width), " -- ",
                                   values.Format(Rational(*no_preference)))));
    }
    PrintDecision(standing, verb, verb_two);
  }

  void PrintDecision(const Standing& standing, const std::string& verb,
                     const std::string& verb_two) {
    if (standing.tied.empty()) {
      Line(standing.second ? absl::StrCat(Name(*standing.first), " and ", Name(*standing.second),
                                          " ", verb_two, ".")
                           : absl::StrCat(Name(*standing.first), " ", verb, "."));
      return;
    }
    const std::string tie =
        absl::StrCat(said_tie_ ? "still " : "", "a ", DashedWords(standing.tied.size()),
                     "-way tie for ", standing.first ? "second." : "first.");
    said_tie_ = true;
    if (!standing.first || said_first_) {
      Line("There's " + tie);
      return;
    }
    Line(absl::StrCat(Name(*standing.first), " ", verb, ", but there's ", tie));
    said_first_ = true;
  }

  void PrintUnbreakable(const std::vector<OptionIndex>& tied) {
    std::vector<std::string> names;
    for (const OptionIndex option : tied) names.push_back(Name(option));
    const std::string last = names.back();
    names.pop_back();
    PrintResult("Unbreakable Tie",
                {absl::StrCat("Tie between ", absl::StrJoin(names, ", "),
                              names.size() == 1 ? " and " : ", and ", last, ".")});
  }

  // Without verbosity the result alone is printed, below a heading of its own.
  void PrintResult(const std::string& heading, const std::vector<std::string>& lines) {
    if (silent_) page_ = Page(indent_);
    page_.Enter(heading);
    for (const std::string& line : lines) page_.Line(line);
    page_.Leave();
  }

  void Winners(std::vector<OptionIndex> winners) {
    if (method_ != StarvoteMethod::kBlocStar) std::sort(winners.begin(), winners.end());
    std::vector<std::string> names;
    for (const OptionIndex winner : winners) names.push_back(Name(winner));
    PrintResult(winners.size() == 1 ? "Winner" : "Winners", names);
  }

  // ---- STAR

  bool WriteStar(std::string* why) {
    const auto result = tally::Star(profile_, {.last_tie = PolicyOf(election_)});
    if (!result.ok()) {
      *why = std::string(result.status().message());
      return false;
    }
    if (!PrintStarRound(result->round)) return true;
    if (election_.names.size() > 1) {
      Winners({*result->round.winner});
      return true;
    }
    // starvote names the only candidate of an election by the first letter alone: its code indexes
    // the name where it means the list. What we compare is that this candidate wins.
    size_t end = 1;
    while (end < Name(0).size() && (Name(0)[end] & 0xC0) == 0x80) ++end;
    PrintResult("Winner", {Name(0).substr(0, end)});
    return true;
  }

  bool WriteBloc(std::string* why) {
    const auto result = tally::BlocStar(profile_, static_cast<int>(election_.seats),
                                        {.last_tie = PolicyOf(election_)});
    if (!result.ok()) {
      *why = std::string(result.status().message());
      return false;
    }
    for (size_t r = 0; r < result->rounds.size(); ++r) {
      page_.Enter(absl::StrCat("Round ", r + 1));
      if (!PrintStarRound(result->rounds[r])) return true;
      page_.Leave();
    }
    Winners(result->winners);
    return true;
  }

  // False when a tie stopped the count.
  bool PrintStarRound(const tally::StarRound& round) {
    EnterRound("Scoring Round");
    Line("The two highest-scoring candidates advance to the next round.");
    if (round.scoring.empty()) Line("Only one candidate, they win.");
    for (size_t i = 0; i < round.scoring.size(); ++i) {
      const Standing& standing = round.scoring[i].standing;
      if (i == 0) {
        PrintStanding(standing, true, std::nullopt, "advances", "advance");
        continue;
      }
      const bool one_place = round.scoring[i - 1].standing.first.has_value();
      page_.Enter(i == 1 ? "First tiebreaker" : "Second tiebreaker");
      Line(absl::StrCat(
          one_place ? "The candidate " : "The two candidates ",
          i == 1 ? "preferred in the most head-to-head matchups"
                 : absl::StrCat("with the most votes of score ", election_.maximum_score),
          one_place ? " advances." : " advance."));
      PrintStanding(standing, false, NoPreference(round.scoring[i]), "advances", "advance");
      page_.Leave();
    }
    if (round.scoring_tie && !PrintLastTie(*round.scoring_tie)) return false;
    page_.Leave();
    if (round.runoff.empty()) return true;
    EnterRound("Automatic Runoff Round");
    for (size_t i = 0; i < round.runoff.size(); ++i) {
      if (i > 0) page_.Enter(i == 1 ? "First tiebreaker" : "Second tiebreaker");
      Line(i == 0   ? "The candidate preferred in the most head-to-head matchups wins."
           : i == 1 ? "The highest-scoring candidate wins."
                    : absl::StrCat("The candidate with the most votes of score ",
                                   election_.maximum_score, " wins."));
      PrintStanding(round.runoff[i].standing, false, NoPreference(round.runoff[i]), "wins", "win");
      if (i > 0) page_.Leave();
    }
    if (round.runoff_tie && !PrintLastTie(*round.runoff_tie)) return false;
    page_.Leave();
    return true;
  }

  static std::optional<int64_t> NoPreference(const tally::StarStep& step) {
    if (step.measure != tally::StarStep::Measure::kComparisonsWon) return std::nullopt;
    return step.no_preference;
  }

  // ---- Seats in proportion

  bool WriteSeats(std::string* why) {
    const auto seats = static_cast<int>(election_.seats);
    const tally::LastTiePolicy policy = PolicyOf(election_);
    const bool rrv = method_ == StarvoteMethod::kReweightedRange;
    const auto result =
        rrv ? tally::ReweightedRange(profile_, seats, policy)
        : method_ == StarvoteMethod::kSequentiallySpentScore
            ? tally::SequentiallySpentScore(profile_, seats, policy,
                                            tally::SpentScoreReading::kStarvote)
            : tally::AllocatedScore(profile_, seats, policy, tally::AllocationReading::kBallots);
    if (!result.ok()) {
      *why = std::string(result.status().message());
      return false;
    }
    for (size_t r = 0; r < result->rounds.size(); ++r) {
      const tally::SeatRound& round = result->rounds[r];
      EnterRound(absl::StrCat("Round ", r + 1));
      if (rrv) page_.Enter("Score round");
      if (method_ == StarvoteMethod::kAllocatedScore) BallotCount(round.ballots);
      Line("The highest-scoring candidate wins a seat.");
      PrintStanding(round.standing, true, std::nullopt, "wins a seat", "wins a seat");
      if (round.last_tie && !PrintLastTie(*round.last_tie)) return true;
      if (rrv) page_.Leave();
      if (r + 1 < result->rounds.size()) {
        if (rrv) PrintReweighing(round);
        if (method_ == StarvoteMethod::kSequentiallySpentScore) PrintSpending(round);
        if (method_ == StarvoteMethod::kAllocatedScore) PrintAllocation(round);
      }
      page_.Leave();
    }
    Winners(result->winners);
    return true;
  }

  // The changes of weight, the most frequent first; `name` gives one its text.
  template <typename Key, typename Name>
  void PrintChanges(const std::vector<tally::Reweighting>& changes, const std::string& indent,
                    const Key& key, const Name& name) {
    std::vector<tally::Reweighting> sorted = changes;
    std::sort(
        sorted.begin(), sorted.end(),
        [&](const tally::Reweighting& a, const tally::Reweighting& b) { return key(a) > key(b); });
    int64_t ballots = 0;
    for (const tally::Reweighting& change : sorted) ballots += change.ballots;
    if (sorted.size() != 1) {
      Line(absl::StrCat("Reweighted ", ballots, " ballot", Plural(ballots), ":"));
    }
    for (const tally::Reweighting& change : sorted) {
      Line(absl::StrCat(sorted.size() == 1 ? "" : indent, change.ballots, " ballot",
                        Plural(change.ballots), name(change)));
    }
  }

  void PrintFromTo(const std::vector<tally::Reweighting>& changes, const std::string& indent) {
    PrintChanges(
        changes, indent,
        [](const tally::Reweighting& change) {
          return std::make_tuple(change.ballots, change.from, change.to);
        },
        [](const tally::Reweighting& change) {
          return absl::StrCat(" reweighted from ", ToText(change.from), " to ", ToText(change.to),
                              ".");
        });
  }

  void PrintReweighing(const tally::SeatRound& round) {
    page_.Enter("Reweighing Ballots");
    PrintFromTo(round.reweightings, "  ");
    page_.Leave();
  }

  void PrintSpending(const tally::SeatRound& round) {
    const Rational& total = round.standing.values[0];
    if (sgn(total) == 0) return;
    const bool surplus = round.share_paid < 1;
    page_.Enter("Ballot allocation round");
    Line(absl::StrCat("Total score is ", MixedNumber(total).Text(), ", Hare score quota is ",
                      MixedNumber(quota_).Text(), ", ",
                      surplus ? "giving back surplus" : "no surplus to give back", "."));
    // The text names the share that is given back; what is taken is the rest.
    Line(absl::StrCat("Reducing each ballot's stars by their vote",
                      surplus ? " * " + ToText(Rational(1 - round.share_paid)) : "", "."));
    if (round.ballots_spent > 0) {
      Line(absl::StrCat("Allocated ", round.ballots_spent, " ballot", Plural(round.ballots_spent),
                        "."));
    }
    const auto stars = [&](const Rational& weight) {
      return Rational(weight * Rational(election_.maximum_score));
    };
    PrintChanges(
        round.reweightings, "   ",
        [&](const tally::Reweighting& change) {
          return std::make_tuple(change.ballots, change.gave, change.to, change.from);
        },
        [&](const tally::Reweighting& change) {
          return absl::StrCat(" voted ", ToText(change.gave), ", stars reduced from ",
                              ToText(stars(change.from)), " to ", ToText(stars(change.to)),
                              ", reweighted to ", ToText(change.to), ".");
        });
    page_.Leave();
  }

  void PrintAllocation(const tally::SeatRound& round) {
    page_.Enter("Ballot allocation round");
    Line(absl::StrCat("Allocating ", MixedNumber(quota_).Text(), " ballots."));
    for (size_t i = 0; i < round.allocations.size(); ++i) {
      const tally::Allocation& part = round.allocations[i];
      page_.Enter(absl::StrCat("Round ", i + 1));
      if (i > 0) {
        Line(absl::StrCat("Remaining allocation quota is ", ToText(part.quota_left), "."));
      }
      Line(absl::StrCat("Allocating ", part.ballots, " ballot", Plural(part.ballots), " at score ",
                        ToText(part.score), "."));
      if (part.share < 1) {
        const bool one = part.ballots == 1;
        const std::string these = one ? "this ballot" : "these ballots";
        Line(absl::StrCat("This allocation overfills the ",
                          part.quota_left != quota_ ? "remaining " : "",
                          "quota.  Returning fractional surplus."));
        Line(absl::StrCat("Allocating only ", Percent(part.share), "% of ", these, "."));
        Line(absl::StrCat("Keeping ", these, ", but multiplying ",
                          one ? "its weight" : "their weights", " by ",
                          ToText(Rational(1 - part.share)), "."));
        PrintFromTo(round.reweightings, "   ");
      }
      page_.Leave();
    }
    page_.Leave();
  }

  const StarvoteElection& election_;
  const tally::ScoreProfile& profile_;
  StarvoteMethod method_;
  bool silent_;
  int indent_;
  Page page_;
  Rational quota_;
  std::optional<int64_t> last_ballots_;
  std::vector<std::string> permutation_;
  bool said_first_ = false;
  bool said_tie_ = false;
  bool by_chance_ = false;
};

}  // namespace

std::optional<Transcript> WriteTranscript(const StarvoteElection& election, int indent,
                                          std::string* why) {
  if (!election.method) {
    return Transcript{{"electoral system undefined, specify with -e|--electoral-system",
                       "(or with method= in the [options] section of your starvote file)"}};
  }
  if (*election.method != StarvoteMethod::kStar && election.seats < 2) {
    return Transcript{
        {Raised("ValueError", "seats must be 2+ when using " + MethodName(*election.method))}};
  }
  if (std::string error = ScoreError(election); !error.empty()) {
    return Transcript{{std::move(error)}};
  }
  const absl::StatusOr<tally::ScoreProfile> profile = tally::MakeScoreProfile(election);
  if (!profile.ok()) {
    *why = std::string(profile.status().message());
    return std::nullopt;
  }
  Writer writer(election, *profile, indent);
  if (!writer.Write(why)) return std::nullopt;
  return std::move(writer).Finish();
}

}  // namespace plenum::conformance
