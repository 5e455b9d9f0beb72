// story: the entries of a log in the only orders that they may have.
//
//   record::LogStory story;
//   for (entry of the log) if (std::string wrong = story.Add(entry); !wrong.empty()) ...
//   if (std::string wrong = story.End(); !wrong.empty()) ...
//
// A vote is an opening, any voters who join, its ballots in ascending order, and its close; nothing
// stands between ballots and close. A vote without ballots may be taken back by moving to another
// phase than closed, and opened again as the next version; a closed one may be followed by the
// next. Moves and contents stand between all others.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "services/deliberation/record/entries.h"

namespace plenum::record {

struct VoteStory {
  Opened opened;
  std::vector<Voter> voters;             // on the roll at the opening, and later
  std::vector<std::string> commitments;  // ascending
  std::optional<Closed> closed;
  bool withdrawn = false;
};

class LogStory {
 public:
  // What is wrong with the next entry, to be put behind "Entry 7 "; empty when nothing is.
  std::string Add(Entry entry);
  // What is wrong with a log that ends here, as a sentence; empty when nothing is.
  [[nodiscard]] std::string End() const;

  [[nodiscard]] const std::vector<VoteStory>& votes() const { return votes_; }

 private:
  std::string AddOpened(Opened opened);
  std::string AddJoined(Joined joined);
  std::string AddCommitted(Committed committed);
  std::string AddClosed(Closed closed);
  std::string AddMoved(const Moved& moved);

  [[nodiscard]] bool IsOpen() const {
    return !votes_.empty() && !votes_.back().closed && !votes_.back().withdrawn;
  }
  [[nodiscard]] bool AmongBallots() const { return IsOpen() && !votes_.back().commitments.empty(); }

  std::vector<VoteStory> votes_;
  std::set<std::string> ids_;  // of the voters of the last vote
};

}  // namespace plenum::record
