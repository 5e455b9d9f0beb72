// Which language a text is in.
#pragma once

#include <string>
#include <string_view>

namespace plenum::ingestion {

struct Language {
  std::string code;      // BCP 47 primary language, "en"; empty if it cannot be told
  bool foreign = false;  // told surely, and hardly any English in it
};

// Tells by the letters and their sequences (CLD2: about 80 languages). A text of less than
// kMinLanguageBytes, or one that looks like several, is not told. `text` is valid UTF-8; its first
// 64 KiB decide. Constant time.
Language DetectLanguage(std::string_view text);

// The primary language of a tag as documents write them: "en" for "en-US", "EN_us", "en";
// empty for what is no tag.
std::string PrimaryLanguage(std::string_view tag);

}  // namespace plenum::ingestion
