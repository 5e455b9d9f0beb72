// text_field: checks of texts that people write, the same in every service.
#pragma once

#include <cstdint>
#include <string_view>

#include "services/common/base/status.h"

namespace plenum::resource {

struct TextRule {
  std::int64_t min = 0;  // code points
  std::int64_t max = 0;  // code points
  bool one_line = true;  // no control or direction-changing characters; else line breaks and tabs
                         // are allowed
};

// Adds a violation of `field` when `text` breaks the rule. Blank text counts as empty, and where
// text must be something, so does text of which nothing can be seen.
void CheckText(std::string_view field, std::string_view text, TextRule rule,
               base::FieldViolations& bad);

}  // namespace plenum::resource
