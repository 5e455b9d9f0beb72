#include "services/deliberation/tally/stv/ballot_tree.h"

#include <map>
#include <span>
#include <utility>

namespace plenum::tally::stv {

BallotTree::BallotTree(const Ballots& ballots) : ballots_(ballots) {
  root_.count = ballots.total();
  root_.ballots_.resize(ballots.size());
  for (size_t b = 0; b < ballots.size(); ++b) root_.ballots_[b] = static_cast<uint32_t>(b);
}

std::vector<BallotTree::Node>& BallotTree::Children(Node& node) {
  if (node.ballots_.empty()) return node.children;
  std::map<std::vector<OptionIndex>, size_t> child_of_tier;
  const std::vector<uint32_t> ballots = std::exchange(node.ballots_, {});
  std::vector<OptionIndex> tier;
  for (const uint32_t ballot : ballots) {
    const std::span<const uint16_t> options = ballots_.options(ballot);
    const size_t size = ballots_.TierSize(ballot, node.depth_);
    tier.assign(options.begin() + static_cast<std::ptrdiff_t>(node.depth_),
                options.begin() + static_cast<std::ptrdiff_t>(node.depth_ + size));
    const auto [entry, is_new] = child_of_tier.try_emplace(tier, node.children.size());
    if (is_new) {
      Node& child = node.children.emplace_back();
      child.tier = tier;
      child.depth_ = node.depth_ + size;
    }
    Node& child = node.children[entry->second];
    child.count += ballots_.count(ballot);
    if (child.depth_ < options.size()) child.ballots_.push_back(ballot);
  }
  return node.children;
}

}  // namespace plenum::tally::stv
