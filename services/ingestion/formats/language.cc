#include "services/ingestion/formats/language.h"

#include <cld2/public/compact_lang_det.h>
#include <cld2/public/encodings.h>

#include <algorithm>
#include <array>

#include "services/ingestion/formats/limits.h"
#include "services/ingestion/formats/strings.h"

namespace plenum::ingestion {

std::string PrimaryLanguage(std::string_view tag) {
  tag = Trim(tag);
  const std::string_view primary = tag.substr(0, std::min(tag.find_first_of("-_"), tag.size()));
  if (primary.size() < 2 || primary.size() > 3) return {};
  const bool letters = std::all_of(primary.begin(), primary.end(), IsAsciiLetter);
  return letters ? ToLower(primary) : std::string();
}

Language DetectLanguage(std::string_view text) {
  constexpr std::size_t kSample = std::size_t{64} * 1024;
  if (text.size() < kMinLanguageBytes) return {};
  std::size_t size = std::min(text.size(), kSample);
  // Not in the middle of a code point.
  while (size < text.size() && (static_cast<unsigned char>(text[size]) & 0xC0U) == 0x80U) --size;
  constexpr CLD2::CLDHints kNoHints = {nullptr, nullptr, CLD2::UNKNOWN_ENCODING,
                                       CLD2::UNKNOWN_LANGUAGE};
  std::array<CLD2::Language, 3> languages{};
  std::array<int, 3> percents{};
  std::array<double, 3> scores{};
  int bytes = 0;
  bool reliable = false;
  int valid = 0;
  CLD2::ExtDetectLanguageSummaryCheckUTF8(text.data(), static_cast<int>(size),
                                          /*is_plain_text=*/true, &kNoHints, /*flags=*/0,
                                          languages.data(), percents.data(), scores.data(),
                                          /*resultchunkvector=*/nullptr, &bytes, &reliable, &valid);
  if (!reliable || languages[0] == CLD2::UNKNOWN_LANGUAGE) return {};
  int english = 0;
  for (std::size_t i = 0; i < languages.size(); ++i) {
    if (languages[i] == CLD2::ENGLISH) english += percents[i];
  }
  constexpr int kMostOfIt = 60;
  constexpr int kHardlyAny = 15;
  if (percents[0] < kMostOfIt) return {};
  Language found;
  found.code = PrimaryLanguage(CLD2::LanguageCode(languages[0]));
  found.foreign = !found.code.empty() && found.code != "en" && english < kHardlyAny;
  return found;
}

}  // namespace plenum::ingestion
