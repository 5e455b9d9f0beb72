// The beginnings of ballots as a tree: ballots that agree down to some place share the node there,
// so that what happens to a ballot on its way down is calculated once for all that agree so far.
// Nodes are made when they are first looked at. Internal to the stv folder.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "services/deliberation/tally/ranking.h"
#include "services/deliberation/tally/stv/ballots.h"

namespace plenum::tally::stv {

class BallotTree {
 public:
  struct Node {
    std::vector<OptionIndex> tier;  // the last place of the beginning; empty for the root
    int64_t count = 0;              // ballots that begin so
    std::vector<Node> children;     // filled by Children()

   private:
    friend class BallotTree;
    std::vector<uint32_t> ballots_;  // those of them that go on, until children are made
    size_t depth_ = 0;               // places of the beginning
  };

  explicit BallotTree(const Ballots& ballots);

  Node& root() { return root_; }
  // The beginnings that are one place longer.
  std::vector<Node>& Children(Node& node);

 private:
  const Ballots& ballots_;
  std::vector<size_t> child_of_option_;  // of Children(), all 0 between calls
  Node root_;
};

}  // namespace plenum::tally::stv
