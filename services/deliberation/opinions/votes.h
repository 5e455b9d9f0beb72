// votes: who said what of which statement, as dense numbers.
//
//   VoteMatrix votes(members, statements);   // nobody has seen anything
//   votes.Set(0, 3, Vote::kAgree);
//   for (Vote vote : votes.Row(0)) ...
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace plenum::opinions {

enum class Vote : std::int8_t { kDisagree = -1, kPass = 0, kAgree = 1, kUnseen = 2 };

// members x statements, row by row. Both may be 0.
class VoteMatrix {
 public:
  VoteMatrix(int members, int statements)
      : members_(members),
        statements_(statements),
        votes_(static_cast<std::size_t>(members) * static_cast<std::size_t>(statements),
               Vote::kUnseen) {}

  [[nodiscard]] int members() const { return members_; }
  [[nodiscard]] int statements() const { return statements_; }
  [[nodiscard]] Vote At(int member, int statement) const {
    return votes_[Index(member, statement)];
  }
  void Set(int member, int statement, Vote vote) { votes_[Index(member, statement)] = vote; }
  [[nodiscard]] std::span<const Vote> Row(int member) const {
    return {votes_.data() + Index(member, 0), static_cast<std::size_t>(statements_)};
  }

 private:
  [[nodiscard]] std::size_t Index(int member, int statement) const {
    return static_cast<std::size_t>(member) * static_cast<std::size_t>(statements_) +
           static_cast<std::size_t>(statement);
  }

  int members_;
  int statements_;
  std::vector<Vote> votes_;
};

// How some people answered one statement.
struct Tally {
  int agree = 0;
  int disagree = 0;
  int pass = 0;
  [[nodiscard]] int seen() const { return agree + disagree + pass; }
  [[nodiscard]] int Of(Vote vote) const { return vote == Vote::kAgree ? agree : disagree; }
  void Add(Vote vote) {
    agree += vote == Vote::kAgree ? 1 : 0;
    disagree += vote == Vote::kDisagree ? 1 : 0;
    pass += vote == Vote::kPass ? 1 : 0;
  }
  friend bool operator==(const Tally&, const Tally&) = default;
};

}  // namespace plenum::opinions
