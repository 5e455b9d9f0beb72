// string_map: a hash map with text keys that can be asked with a view, without making a string.
//
//   StringMap<int> index;
//   index.find(std::string_view(...));
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace plenum::base {

struct StringHash {
  using is_transparent = void;
  std::size_t operator()(std::string_view text) const {
    return std::hash<std::string_view>()(text);
  }
};

template <class Value>
using StringMap = std::unordered_map<std::string, Value, StringHash, std::equal_to<>>;

}  // namespace plenum::base
