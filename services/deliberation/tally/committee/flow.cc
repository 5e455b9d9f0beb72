#include "services/deliberation/tally/committee/flow.h"

#include <algorithm>

namespace plenum::tally::committee_internal {

void Flow::AddEdge(size_t from, size_t to, int64_t capacity) {
  edges_of_[from].push_back(edges_.size());
  edges_.push_back({to, capacity});
  edges_of_[to].push_back(edges_.size());
  edges_.push_back({from, 0});
}

bool Flow::Layer(size_t source, size_t sink) {
  layer_.assign(edges_of_.size(), -1);
  layer_[source] = 0;
  std::vector<size_t> queue = {source};
  for (size_t i = 0; i < queue.size(); ++i) {
    for (const size_t e : edges_of_[queue[i]]) {
      if (edges_[e].left > 0 && layer_[edges_[e].to] < 0) {
        layer_[edges_[e].to] = layer_[queue[i]] + 1;
        queue.push_back(edges_[e].to);
      }
    }
  }
  return layer_[sink] >= 0;
}

int64_t Flow::Push(size_t node, size_t sink, int64_t amount) {
  if (node == sink) return amount;
  int64_t pushed = 0;
  for (size_t& i = next_[node]; i < edges_of_[node].size(); ++i) {
    const size_t e = edges_of_[node][i];
    if (edges_[e].left == 0 || layer_[edges_[e].to] != layer_[node] + 1) continue;
    const int64_t got = Push(edges_[e].to, sink, std::min(amount - pushed, edges_[e].left));
    edges_[e].left -= edges_[e].left == kUnlimited ? 0 : got;
    edges_[e ^ 1].left += edges_[e ^ 1].left == kUnlimited ? 0 : got;
    pushed += got;
    if (pushed == amount) return pushed;
  }
  return pushed;
}

int64_t Flow::Run(size_t source, size_t sink) {
  int64_t total = 0;
  while (Layer(source, sink)) {
    next_.assign(edges_of_.size(), 0);
    total += Push(source, sink, kUnlimited);
  }
  return total;
}

std::vector<char> Flow::FromSource(size_t source) const {
  std::vector<char> reached(edges_of_.size(), 0);
  reached[source] = 1;
  std::vector<size_t> queue = {source};
  for (size_t i = 0; i < queue.size(); ++i) {
    for (const size_t e : edges_of_[queue[i]]) {
      if (edges_[e].left > 0 && reached[edges_[e].to] == 0) {
        reached[edges_[e].to] = 1;
        queue.push_back(edges_[e].to);
      }
    }
  }
  return reached;
}

std::vector<char> Flow::ReachesSink(size_t sink) const {
  std::vector<char> reaches(edges_of_.size(), 0);
  reaches[sink] = 1;
  std::vector<size_t> queue = {sink};
  for (size_t i = 0; i < queue.size(); ++i) {
    for (const size_t e : edges_of_[queue[i]]) {
      // The edge from the neighbour to here is the reverse of e.
      if (edges_[e ^ 1].left > 0 && reaches[edges_[e].to] == 0) {
        reaches[edges_[e].to] = 1;
        queue.push_back(edges_[e].to);
      }
    }
  }
  return reaches;
}

}  // namespace plenum::tally::committee_internal
