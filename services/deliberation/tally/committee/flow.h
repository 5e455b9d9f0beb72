// Internal to the committee rules: the largest flow through a network of whole capacities
// (Dinic's method), and which nodes the source still reaches (the source side of a least cut).
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

namespace plenum::tally::committee_internal {

class Flow {
 public:
  static constexpr int64_t kUnlimited = std::numeric_limits<int64_t>::max();

  explicit Flow(size_t nodes) : edges_of_(nodes) {}

  void AddEdge(size_t from, size_t to, int64_t capacity);

  // The capacities out of the source must sum to at most 2^63 - 1. O(nodes^2 edges).
  int64_t Run(size_t source, size_t sink);

  // After Run: the nodes that the source reaches through edges with capacity left. Those outside
  // the smallest such set but with no way left to the sink: see ReachesSink.
  std::vector<char> FromSource(size_t source) const;
  // After Run: the nodes from which the sink can still be reached.
  std::vector<char> ReachesSink(size_t sink) const;

 private:
  struct Edge {
    size_t to;
    int64_t left;
  };

  bool Layer(size_t source, size_t sink);
  int64_t Push(size_t node, size_t sink, int64_t amount);

  std::vector<Edge> edges_;  // edge e runs back as e ^ 1
  std::vector<std::vector<size_t>> edges_of_;
  std::vector<int> layer_;
  std::vector<size_t> next_;
};

}  // namespace plenum::tally::committee_internal
