#include "services/deliberation/tally/stv/ballot_tree.h"

#include <map>
#include <span>
#include <utility>

namespace plenum::tally::stv {

BallotTree::BallotTree(const Ballots& ballots) : ballots_(ballots), child_of_option_(kMaxOptions) {
  root_.count = ballots.total();
  root_.ballots_.resize(ballots.size());
  for (size_t b = 0; b < ballots.size(); ++b) root_.ballots_[b] = static_cast<uint32_t>(b);
}

std::vector<BallotTree::Node>& BallotTree::Children(Node& node) {
  if (node.ballots_.empty()) return node.children;
  // Tiers of one option are found by it, others by their options; 0 is none, else one past a child.
  std::map<std::vector<OptionIndex>, size_t> child_of_tier;
  const std::vector<uint32_t> ballots = std::exchange(node.ballots_, {});
  std::vector<OptionIndex> tier;
  for (const uint32_t ballot : ballots) {
    const std::span<const uint16_t> options = ballots_.options(ballot);
    const size_t size = ballots_.TierSize(ballot, node.depth_);
    const std::span<const uint16_t> places = options.subspan(node.depth_, size);
    tier.assign(places.begin(), places.end());
    size_t& found = size == 1 ? child_of_option_[places.front()] : child_of_tier[tier];
    if (found == 0) {
      Node& made = node.children.emplace_back();
      made.tier = tier;
      made.depth_ = node.depth_ + size;
      found = node.children.size();
    }
    Node& child = node.children[found - 1];
    child.count += ballots_.count(ballot);
    if (child.depth_ < options.size()) child.ballots_.push_back(ballot);
  }
  for (const Node& child : node.children) {
    child_of_option_[static_cast<size_t>(child.tier.front())] = 0;
  }
  return node.children;
}

}  // namespace plenum::tally::stv
