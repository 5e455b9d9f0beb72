#include "services/deliberation/record/story.h"

#include <utility>
#include <variant>

namespace plenum::record {
namespace {

constexpr char kAmongBallots[] = "stands between the ballots and the result";
constexpr char kNotOpen[] = "is of a vote, and none is open";

template <class... Cases>
struct Overloaded : Cases... {
  using Cases::operator()...;
};
template <class... Cases>
Overloaded(Cases...) -> Overloaded<Cases...>;

}  // namespace

std::string LogStory::Add(Entry entry) {
  return std::visit(
      Overloaded{[&](Opened&& opened) { return AddOpened(std::move(opened)); },
                 [&](Joined&& joined) { return AddJoined(std::move(joined)); },
                 [&](Committed&& committed) { return AddCommitted(std::move(committed)); },
                 [&](Closed&& closed) { return AddClosed(std::move(closed)); },
                 [&](Moved&& moved) { return AddMoved(moved); },
                 [&](Content&&) { return std::string(AmongBallots() ? kAmongBallots : ""); }},
      std::move(entry));
}

std::string LogStory::End() const {
  return AmongBallots() ? "The log ends after the ballots, without a result." : "";
}

std::string LogStory::AddOpened(Opened opened) {
  if (IsOpen()) return "opens the vote again";
  const VoteStory* last = votes_.empty() ? nullptr : &votes_.back();
  if (last != nullptr && last->opened.deliberation != opened.deliberation) {
    return "is of another deliberation";
  }
  const bool again = last != nullptr && last->withdrawn;
  const std::uint64_t decision = last == nullptr ? 1 : last->opened.decision + (again ? 0 : 1);
  const std::uint64_t version = again ? last->opened.version + 1 : 1;
  if (opened.decision != decision || opened.version != version) {
    return "opens a vote with a number that is not the next one";
  }
  ids_.clear();
  for (const Voter& voter : opened.voters) ids_.insert(voter.id);
  if (ids_.size() != opened.voters.size()) return "names a voter twice";
  VoteStory& vote = votes_.emplace_back();
  vote.voters = opened.voters;
  vote.opened = std::move(opened);
  return "";
}

std::string LogStory::AddJoined(Joined joined) {
  if (!IsOpen()) return kNotOpen;
  if (AmongBallots()) return "adds a voter after the ballots";
  if (!ids_.insert(joined.voter.id).second) return "adds a voter who is on the roll";
  votes_.back().voters.push_back(std::move(joined.voter));
  return "";
}

std::string LogStory::AddCommitted(Committed committed) {
  if (!IsOpen()) return kNotOpen;
  std::vector<std::string>& ballots = votes_.back().commitments;
  // Ascending: so their order tells nothing, and none is there twice.
  if (!ballots.empty() && committed.commitment <= ballots.back()) return "is a ballot out of order";
  ballots.push_back(std::move(committed.commitment));
  return "";
}

std::string LogStory::AddClosed(Closed closed) {
  if (!IsOpen()) return kNotOpen;
  votes_.back().closed = std::move(closed);
  return "";
}

std::string LogStory::AddMoved(const Moved& moved) {
  if (AmongBallots()) return kAmongBallots;
  if (IsOpen() && moved.to != "closed") votes_.back().withdrawn = true;
  return "";
}

}  // namespace plenum::record
