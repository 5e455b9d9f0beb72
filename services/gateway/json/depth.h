// depth: how deep JSON is nested, before anything is made of it. A reader that goes down a level
// for each bracket can be led to its end by a request of some kilobytes.
#pragma once

#include <string_view>

namespace plenum::gateway::json {

// True when objects and arrays stand more than `levels` deep in each other. Brackets within strings
// do not count; text that is no JSON gives any answer. Linear, no recursion.
bool IsDeeperThan(std::string_view json, int levels);

}  // namespace plenum::gateway::json
