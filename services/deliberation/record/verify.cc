#include "services/deliberation/record/verify.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <set>
#include <utility>
#include <variant>

#include "absl/strings/str_cat.h"
#include "services/common/ledger/checkpoint.h"
#include "services/common/ledger/merkle.h"
#include "services/deliberation/counting/counting.h"
#include "services/deliberation/record/entries.h"
#include "services/deliberation/record/packed_ballot.h"

namespace plenum::record {
namespace {

// The entries of a log, in the only order that they may have.
struct Story {
  Opened opened;
  std::set<std::string> voters;
  std::vector<std::string> commitments;
  std::optional<Closed> closed;
};

std::optional<tally::v1::Unranked> UnrankedOf(std::string_view name) {
  if (name == "not-compared") return tally::v1::UNRANKED_NOT_COMPARED;
  if (name == "tied-last") return tally::v1::UNRANKED_TIED_LAST;
  return std::nullopt;
}

std::string Named(const Receipt& receipt) {
  return absl::StrCat("The ballot with the words \"", WordsOf(receipt.commitment), "\"");
}

class BundleVerifier {
 public:
  explicit BundleVerifier(const Bundle& bundle) : bundle_(bundle) {}

  Verdict Run() {
    if (CheckSignature() && CheckLog() && ReadStory()) {
      if (!story_.closed) {
        Say(Held::kNotYet, "The vote is not closed: there are no ballots and no result to check.");
      } else if (CheckBallots() && CheckNumbers()) {
        CheckResult();
      }
    }
    return std::move(verdict_);
  }

 private:
  bool Say(Held held, std::string sentence) {
    verdict_.checks.push_back({held, std::move(sentence)});
    return held == Held::kYes;
  }
  bool Hold(std::string sentence) { return Say(Held::kYes, std::move(sentence)); }
  bool Fail(std::string sentence) { return Say(Held::kNo, std::move(sentence)); }

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
      const std::string wrong = Add(*std::move(entry), i);
      if (!wrong.empty()) return Fail(absl::StrCat("Entry ", i, " ", wrong, "."));
    }
    if (bundle_.entries.empty()) {
      return Say(Held::kNotYet, "The log is empty: the vote was not opened.");
    }
    if (OriginOf(story_.opened.deliberation) != bundle_.origin) {
      return Fail(absl::StrCat("The log is of ", story_.opened.deliberation, ", not of ",
                               bundle_.origin, "."));
    }
    return Hold(absl::StrCat("The rules were registered before the first ballot: ",
                             story_.opened.method, ", unranked measures ", story_.opened.unranked,
                             ", ", story_.opened.options.size(), " measures."));
  }

  // What is wrong with the entry at that place; empty when nothing is.
  std::string Add(Entry entry, std::size_t place) {
    if (story_.closed) return "comes after the close";
    if (std::holds_alternative<Opened>(entry) != (place == 0)) {
      return place == 0 ? "is not the opening of the vote" : "opens the vote again";
    }
    if (auto* opened = std::get_if<Opened>(&entry)) {
      story_.voters.insert(opened->voters.begin(), opened->voters.end());
      if (story_.voters.size() != opened->voters.size()) return "names a voter twice";
      story_.opened = std::move(*opened);
    } else if (auto* joined = std::get_if<Joined>(&entry)) {
      if (!story_.commitments.empty()) return "adds a voter after the ballots";
      if (!story_.voters.insert(joined->voter).second) return "adds a voter who is on the roll";
    } else if (auto* committed = std::get_if<Committed>(&entry)) {
      // Ascending: so their order tells nothing, and none is there twice.
      if (!story_.commitments.empty() && committed->commitment <= story_.commitments.back()) {
        return "is a ballot out of order";
      }
      story_.commitments.push_back(std::move(committed->commitment));
    } else {
      story_.closed = std::move(std::get<Closed>(entry));
    }
    return "";
  }

  bool CheckBallots() {
    const std::size_t count = story_.commitments.size();
    if (bundle_.ballots.size() != count) {
      return Fail(absl::StrCat("The bundle has ", bundle_.ballots.size(), " ballots, and the log ",
                               count, "."));
    }
    for (std::size_t i = 0; i < count; ++i) {
      const OpenedBallot& ballot = bundle_.ballots[i];
      if (ballot.salt.size() != kSaltBytes ||
          CommitmentOf(story_.opened.deliberation, ballot.salt, ballot.packed) !=
              story_.commitments[i]) {
        return Fail(absl::StrCat("Ballot ", i + 1, " of ", count,
                                 " is not the one that was committed to: it was changed."));
      }
    }
    return Hold(absl::StrCat("Each of the ", count, " ballots is the one that was committed to."));
  }

  bool CheckNumbers() {
    const Closed& closed = *story_.closed;
    if (closed.ballots != story_.commitments.size() || closed.voters != story_.voters.size()) {
      return Fail(absl::StrCat("The result speaks of ", closed.ballots, " ballots of ",
                               closed.voters, " voters, and the log has ",
                               story_.commitments.size(), " of ", story_.voters.size(), "."));
    }
    if (closed.ballots > closed.voters) {
      return Fail(absl::StrCat("There are more ballots (", closed.ballots, ") than voters (",
                               closed.voters, ")."));
    }
    return Hold(absl::StrCat("There are ", closed.ballots, " ballots of ", closed.voters,
                             " voters, none twice."));
  }

  bool CheckResult() {
    const Opened& rules = story_.opened;
    const auto method = counting::MethodOf(rules.method);
    const auto unranked = UnrankedOf(rules.unranked);
    if (!method || !unranked) {
      return Fail(
          "The rules name a method or a reading of unranked measures that this version does "
          "not know; take a newer one.");
    }
    const int options = static_cast<int>(rules.options.size());
    auto profile = tally::Profile::Create(options, counting::ToMath(*unranked));
    if (!profile.ok()) return Fail("The rules name no measures that could be counted.");
    std::uint64_t abstentions = 0;
    for (std::size_t i = 0; i < bundle_.ballots.size(); ++i) {
      auto ranking = Unpack(options, bundle_.ballots[i].packed);
      if (!ranking.ok() || !profile->Add(*ranking).ok()) {
        return Fail(absl::StrCat("Ballot ", i + 1, " is no ranking of the measures."));
      }
      if (ranking->tier_count() == 0) ++abstentions;
    }
    std::vector<std::string> titles;
    for (const Option& option : rules.options) titles.push_back(option.title);
    counting::RankedRequest request{*profile, titles, *method};
    const auto outcome = counting::CountRanked(request);
    if (!outcome.ok()) {
      return Fail(absl::StrCat(
          "The ballots cannot be counted: ", std::string(outcome.status().message()), "."));
    }
    if (PlacesOf(*outcome) != story_.closed->places || abstentions != story_.closed->abstentions) {
      return Fail("Counted again, the ballots give another result than the one that was stored.");
    }
    return Hold("Counted again, the ballots give the result that was stored.");
  }

  const Bundle& bundle_;
  ledger::Checkpoint checkpoint_;
  Story story_;
  Verdict verdict_;
};

}  // namespace

bool Verdict::holds() const {
  return std::none_of(checks.begin(), checks.end(),
                      [](const Check& check) { return check.held == Held::kNo; });
}

std::vector<std::vector<std::uint64_t>> PlacesOf(const tally::v1::Outcome& outcome) {
  std::vector<std::vector<std::uint64_t>> places;
  for (const auto& place : outcome.ranking()) {
    places.emplace_back(place.options().begin(), place.options().end());
  }
  return places;
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
  if (receipt.inclusion) {
    Check alone = VerifyReceipt(receipt);
    if (alone.held == Held::kNo) return alone;
    if (receipt.inclusion->checkpoint != bundle.checkpoint) {
      return {
          Held::kNo,
          "The receipt and the bundle have different checkpoints of a closed vote: there are two "
          "logs. Show both to the other members."};
    }
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
  if (!closed) {
    return {Held::kNotYet,
            absl::StrCat(ballot, " waits: ballots enter the log when the vote is closed.")};
  }
  return {Held::kNo,
          absl::StrCat(ballot,
                       " was not counted. If you did not replace it by a later one, tell "
                       "the facilitator and the other members, and keep the receipt.")};
}

}  // namespace plenum::record
