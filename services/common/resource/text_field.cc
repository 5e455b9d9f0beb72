#include "services/common/resource/text_field.h"

#include <algorithm>
#include <string>

#include "absl/strings/str_cat.h"
#include "services/common/base/text.h"

namespace plenum::resource {

void CheckText(std::string_view field, std::string_view text, TextRule rule,
               base::FieldViolations& bad) {
  const auto length = base::CodePoints(text);
  if (!length) return bad.Add(field, "is not valid UTF-8");
  const bool blank = std::all_of(text.begin(), text.end(),
                                 [](char c) { return c == ' ' || c == '\t' || c == '\n'; });
  if (rule.min > 0 && blank) return bad.Add(field, "must not be empty");
  if (rule.min > 0 && !base::HasVisibleCharacter(text)) {
    return bad.Add(field, "must hold a character that can be seen");
  }
  if (*length < rule.min || *length > rule.max) {
    return bad.Add(field, absl::StrCat("has ", *length, " characters; ", rule.min, " to ", rule.max,
                                       " are allowed"));
  }
  std::string checked(text);
  if (!rule.one_line) {
    std::erase_if(checked, [](char c) { return c == '\n' || c == '\t' || c == '\r'; });
  }
  if (base::HasControlCharacters(checked)) {
    bad.Add(field, rule.one_line ? "must be one line without control or text-direction characters"
                                 : "must not hold control or text-direction characters");
  }
}

}  // namespace plenum::resource
