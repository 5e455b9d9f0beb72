#include "services/deliberation/record/verify.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <set>
#include <span>
#include <utility>
#include <variant>

#include "absl/strings/str_cat.h"
#include "services/common/ledger/checkpoint.h"
#include "services/common/ledger/merkle.h"
#include "services/deliberation/record/count_vote.h"
#include "services/deliberation/record/entries.h"
#include "services/deliberation/record/story.h"

namespace plenum::record {
namespace {

// Of a verifier key between name and key: '+', the hash in 8 hexadecimal digits, '+'.
constexpr std::size_t kBeforeKey = 10;

std::string Named(const Receipt& receipt) {
  return absl::StrCat("The ballot with the words \"", WordsOf(receipt.commitment), "\"");
}

// A log grows after a close, by a publication or another vote: of the checkpoint of a receipt and
// the entries of a bundle, what is shorter must be the beginning. That a bundle is the beginning of
// a longer log cannot be seen from the two files; that they have one key can.
bool IsOfOneLog(const ledger::Checkpoint& checkpoint, const Inclusion& inclusion,
                const Bundle& bundle) {
  if (inclusion.public_key != bundle.public_key) return false;
  if (checkpoint.size > bundle.entries.size()) return true;
  ledger::Tree tree;
  for (std::uint64_t i = 0; i < checkpoint.size; ++i) {
    tree.Append(ledger::HashOfEntry(bundle.entries[i]));
  }
  return tree.Root() == checkpoint.root;
}

class BundleVerifier {
 public:
  explicit BundleVerifier(const Bundle& bundle) : bundle_(bundle) {}

  Verdict Run() {
    if (CheckSignature() && CheckLog() && ReadStory()) {
      std::span<const OpenedBallot> ballots = bundle_.ballots;
      for (const VoteStory& vote : story_.votes()) {
        if (story_.votes().size() > 1) {
          prefix_ = absl::StrCat(
              "Vote ", vote.opened.decision,
              vote.opened.version > 1 ? absl::StrCat(", version ", vote.opened.version) : "", ": ");
        }
        if (!CheckVote(vote, ballots.first(vote.commitments.size()))) break;
        ballots = ballots.subspan(vote.commitments.size());
      }
    }
    return std::move(verdict_);
  }

 private:
  bool Say(Held held, const std::string& sentence) {
    verdict_.checks.push_back({held, prefix_ + sentence});
    return held == Held::kYes;
  }
  bool Hold(const std::string& sentence) { return Say(Held::kYes, sentence); }
  bool Fail(const std::string& sentence) { return Say(Held::kNo, sentence); }

  bool CheckSignature() {
    auto opened = ledger::OpenCheckpoint(bundle_.checkpoint, bundle_.origin, bundle_.public_key);
    if (!opened.ok()) {
      return Fail(
          absl::StrCat("The checkpoint is not good: ", std::string(opened.status().message()),
                       ". Take the bundle from the server again."));
    }
    checkpoint_ = *std::move(opened);
    return Hold(absl::StrCat("The checkpoint is signed by the key ",
                             ledger::VerifierKey(bundle_.origin, bundle_.public_key),
                             "; it must be the one that the facilitator published."));
  }

  bool CheckLog() {
    ledger::Tree tree;
    for (const std::string& entry : bundle_.entries) tree.Append(ledger::HashOfEntry(entry));
    if (tree.size() != checkpoint_.size) {
      return Fail(absl::StrCat("The bundle has ", tree.size(),
                               " entries, and the checkpoint is of ", checkpoint_.size,
                               ": entries were added or left out."));
    }
    if (tree.Root() != checkpoint_.root) {
      return Fail("The entries are not those of the checkpoint: one was changed or moved.");
    }
    return Hold(
        absl::StrCat("All ", tree.size(), " entries of the log are those that were signed."));
  }

  bool ReadStory() {
    for (std::size_t i = 0; i < bundle_.entries.size(); ++i) {
      auto entry = Decode(bundle_.entries[i]);
      if (!entry.ok()) {
        return Fail(absl::StrCat("Entry ", i,
                                 " cannot be read: ", std::string(entry.status().message()), "."));
      }
      const std::string wrong = story_.Add(*std::move(entry));
      if (!wrong.empty()) return Fail(absl::StrCat("Entry ", i, " ", wrong, "."));
    }
    if (const std::string wrong = story_.End(); !wrong.empty()) return Fail(wrong);
    if (story_.votes().empty()) {
      return Say(Held::kNotYet, "No vote was opened yet.");
    }
    const Opened& first = story_.votes().front().opened;
    if (OriginOf(first.deliberation) != bundle_.origin) {
      return Fail(
          absl::StrCat("The log is of ", first.deliberation, ", not of ", bundle_.origin, "."));
    }
    std::size_t ballots = 0;
    for (const VoteStory& vote : story_.votes()) ballots += vote.commitments.size();
    if (bundle_.ballots.size() != ballots) {
      return Fail(absl::StrCat("The bundle has ", bundle_.ballots.size(), " ballots, and the log ",
                               ballots, "."));
    }
    return true;
  }

  // False when something does not hold.
  bool CheckVote(const VoteStory& vote, std::span<const OpenedBallot> ballots) {
    const Opened& rules = vote.opened;
    Hold(absl::StrCat("The rules were registered before the first ballot: ", Described(rules)));
    if (vote.withdrawn) {
      return Hold("The vote was taken back before anybody had voted, and no ballot is in the log.");
    }
    if (!vote.closed) {
      Say(Held::kNotYet, "The vote is not closed: there are no ballots and no result to check.");
      return true;
    }
    return CheckBallots(vote, ballots) && CheckNumbers(vote, ballots) && CheckResult(vote, ballots);
  }

  static std::string Described(const Opened& rules) {
    std::string text =
        absl::StrCat(rules.method, ", unranked measures ", rules.unranked, ", ties ",
                     rules.tie_rule, rules.tie_rule == rule::kDrawn ? " by \"" : "", rules.tie_seed,
                     rules.tie_rule == rule::kDrawn ? "\"" : "", ", ballots ",
                     rules.secrecy == rule::kOpen ? "with names" : "without names", ", ",
                     rules.options.size(), " measures");
    if (rules.quorum_basis != rule::kNone) {
      absl::StrAppend(&text, ", a quorum of ", rules.quorum_percent, " % of the ",
                      rules.quorum_basis);
    }
    if (rules.threshold != rule::kNone) {
      absl::StrAppend(&text, ", a threshold of ",
                      rules.threshold == rule::kMajority ? "a majority" : "two thirds");
    }
    if (!rules.package_rule.empty()) {
      absl::StrAppend(&text, ", a package under ", rules.budget, " by ", rules.package_rule);
    }
    return text + ".";
  }

  bool CheckBallots(const VoteStory& vote, std::span<const OpenedBallot> ballots) {
    const std::size_t count = ballots.size();
    for (std::size_t i = 0; i < count; ++i) {
      if (ballots[i].salt.size() != kSaltBytes ||
          CommitmentOf(vote.opened.deliberation, vote.opened.decision, ballots[i]) !=
              vote.commitments[i]) {
        return Fail(absl::StrCat("Ballot ", i + 1, " of ", count,
                                 " is not the one that was committed to: it was changed."));
      }
    }
    return Hold(absl::StrCat("Each of the ", count, " ballots is the one that was committed to."));
  }

  bool CheckNumbers(const VoteStory& vote, std::span<const OpenedBallot> ballots) {
    const Closed& closed = *vote.closed;
    if (closed.ballots != ballots.size() || closed.voters != vote.voters.size()) {
      return Fail(absl::StrCat("The result speaks of ", closed.ballots, " ballots of ",
                               closed.voters, " voters, and the log has ", ballots.size(), " of ",
                               vote.voters.size(), "."));
    }
    if (closed.ballots > closed.voters) {
      return Fail(absl::StrCat("There are more ballots (", closed.ballots, ") than voters (",
                               closed.voters, ")."));
    }
    if (closed.delegated > closed.ballots) {
      return Fail("More ballots were delegated than there are.");
    }
    const std::string wrong = vote.opened.secrecy == rule::kOpen ? CheckNames(vote, ballots)
                                                                 : CheckWeights(vote, ballots);
    if (!wrong.empty()) return Fail(wrong);
    return Hold(absl::StrCat("There are ", closed.ballots, " ballots of ", closed.voters,
                             " voters, none twice."));
  }

  // Every ballot is of a voter, with the voter's weight, and nobody has two.
  static std::string CheckNames(const VoteStory& vote, std::span<const OpenedBallot> ballots) {
    std::map<std::string_view, std::uint64_t> roll;
    for (const Voter& voter : vote.voters) roll.emplace(voter.id, voter.weight);
    for (const OpenedBallot& ballot : ballots) {
      const auto voter = roll.find(ballot.voter);
      if (voter == roll.end()) {
        return absl::StrCat("A ballot is of \"", ballot.voter,
                            "\", who is not on the roll, or of whom there is another.");
      }
      if (voter->second != ballot.weight) {
        return absl::StrCat("The ballot of ", ballot.voter, " counts as ", ballot.weight,
                            " votes, and the roll says ", voter->second, ".");
      }
      roll.erase(voter);
    }
    return "";
  }

  // No weight stands on more ballots than there are voters who have it.
  static std::string CheckWeights(const VoteStory& vote, std::span<const OpenedBallot> ballots) {
    std::map<std::uint64_t, std::uint64_t> left;
    for (const Voter& voter : vote.voters) ++left[voter.weight];
    for (const OpenedBallot& ballot : ballots) {
      if (!ballot.voter.empty()) return "A ballot of a detached vote names its voter.";
      const auto weight = left.find(ballot.weight);
      if (weight == left.end() || weight->second == 0) {
        return absl::StrCat("More ballots count as ", ballot.weight,
                            " votes than voters have that weight.");
      }
      --weight->second;
    }
    return "";
  }

  bool CheckResult(const VoteStory& vote, std::span<const OpenedBallot> ballots) {
    const auto counted = CountVote(vote.opened, vote.voters, ballots);
    if (!counted.ok()) {
      return Fail(absl::StrCat(
          "The ballots cannot be counted: ", std::string(counted.status().message()), "."));
    }
    if (ClosingOf(*counted, vote.closed->delegated, vote.closed->time_us) != *vote.closed) {
      return Fail("Counted again, the ballots give another result than the one that was stored.");
    }
    return Hold(absl::StrCat(
        "Counted again, the ballots give the result that was stored",
        counted->decision == kAdopted
            ? "."
            : absl::StrCat(", which does not stand: ", counted->decision == kNoQuorum
                                                           ? "the quorum was not met."
                                                           : "the threshold was not met.")));
  }

  const Bundle& bundle_;
  ledger::Checkpoint checkpoint_;
  LogStory story_;
  Verdict verdict_;
  std::string prefix_;  // which vote, where there are several
};

}  // namespace

bool Verdict::holds() const {
  return std::none_of(checks.begin(), checks.end(),
                      [](const Check& check) { return check.held == Held::kNo; });
}

Verdict VerifyBundle(const Bundle& bundle) { return BundleVerifier(bundle).Run(); }

Check VerifyReceipt(const Receipt& receipt) {
  const std::string ballot = Named(receipt);
  if (!receipt.inclusion) {
    return {Held::kNotYet, absl::StrCat(ballot,
                                        " was taken, and waits: ballots enter the log when "
                                        "the vote is closed. Take a new receipt then.")};
  }
  const Inclusion& inclusion = *receipt.inclusion;
  const auto checkpoint = ledger::OpenCheckpoint(
      inclusion.checkpoint, OriginOf(receipt.deliberation), inclusion.public_key);
  if (!checkpoint.ok()) {
    return {Held::kNo,
            absl::StrCat("The checkpoint of the receipt is not good: ",
                         std::string(checkpoint.status().message()), ". Take the receipt again.")};
  }
  const std::string leaf = ledger::HashOfEntry(Encode(Committed{receipt.commitment}));
  if (!ledger::VerifyInclusion(inclusion.index, checkpoint->size, leaf, inclusion.proof,
                               checkpoint->root)
           .ok()) {
    return {Held::kNo, absl::StrCat("The proof that ", "t" + ballot.substr(1),
                                    " was counted does not hold. Take the receipt again; if it "
                                    "stays so, tell the facilitator and the other members.")};
  }
  return {Held::kYes,
          absl::StrCat(ballot, " was counted: it is entry ", inclusion.index, " of the ",
                       checkpoint->size, " in the log that ",
                       ledger::VerifierKey(checkpoint->origin, inclusion.public_key), " signed.")};
}

Check VerifyReceipt(const Receipt& receipt, const Bundle& bundle) {
  const std::string ballot = Named(receipt);
  if (OriginOf(receipt.deliberation) != bundle.origin) {
    return {Held::kNo, absl::StrCat("The receipt is of ", receipt.deliberation,
                                    ", and the bundle of another vote.")};
  }
  std::uint64_t receipt_size = 0;
  if (receipt.inclusion) {
    Check alone = VerifyReceipt(receipt);
    if (alone.held == Held::kNo) return alone;
    const auto signed_then = ledger::OpenCheckpoint(receipt.inclusion->checkpoint, bundle.origin,
                                                    receipt.inclusion->public_key);
    if (!signed_then.ok() || !IsOfOneLog(*signed_then, *receipt.inclusion, bundle)) {
      return {Held::kNo,
              "The receipt and the bundle are of two logs: neither goes on where the other ends. "
              "Show both to the other members."};
    }
    receipt_size = signed_then->size;
  }
  bool closed = false;
  for (const std::string& bytes : bundle.entries) {
    const auto entry = Decode(bytes);
    if (!entry.ok()) continue;
    const auto* committed = std::get_if<Committed>(&*entry);
    if (committed != nullptr && committed->commitment == receipt.commitment) {
      return {Held::kYes, absl::StrCat(ballot, " was counted: it is in the bundle.")};
    }
    closed = closed || std::holds_alternative<Closed>(*entry);
  }
  if (receipt_size > bundle.entries.size()) {
    return {Held::kNotYet,
            absl::StrCat(ballot,
                         " was counted after the bundle was exported: export the bundle again.")};
  }
  if (!closed) {
    return {Held::kNotYet,
            absl::StrCat(ballot, " waits: ballots enter the log when the vote is closed.")};
  }
  return {Held::kNo,
          absl::StrCat(ballot,
                       " was not counted. If you did not replace it by a later one, tell "
                       "the facilitator and the other members, and keep the receipt.")};
}

Check CheckKey(std::string_view wanted, const std::string& origin, const std::string& public_key) {
  const std::string key = ledger::VerifierKey(origin, public_key);
  // Base64 has a '+' of its own: what stands before the key is known by its length.
  const std::string bytes = key.substr(std::min(key.size(), origin.size() + kBeforeKey));
  const bool is_it = wanted == bytes || wanted.ends_with("+" + bytes);
  if (is_it) return {Held::kYes, "The key is the one that you gave."};
  return {Held::kNo, absl::StrCat("The key is ", key,
                                  ", not the one that you gave: this is from another server, or "
                                  "forged.")};
}

}  // namespace plenum::record
