#include "clients/cli/resolve.h"

#include <algorithm>
#include <functional>

#include "absl/strings/str_cat.h"
#include "clients/cli/errors.h"
#include "clients/cli/text.h"
#include "services/common/base/status.h"

namespace plenum::cli {
namespace {

constexpr std::size_t kShortestIdPrefix = 4;
constexpr std::size_t kMostListed = 8;
constexpr std::size_t kMostDigits = 7;

std::vector<std::size_t> Matching(const std::vector<Candidate>& candidates,
                                  const std::function<bool(const Candidate&)>& fits) {
  std::vector<std::size_t> found;
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    if (fits(candidates[i])) found.push_back(i);
  }
  return found;
}

// True when `words` stands in `title` at the start of a word. Both folded.
bool AtWordStart(std::string_view title, std::string_view words) {
  for (std::size_t at = title.find(words); at != std::string_view::npos;
       at = title.find(words, at + 1)) {
    if (at == 0) return true;
    const char before = title[at - 1];
    if (before == ' ' || before == '-' || before == '(') return true;
  }
  return false;
}

absl::Status Ambiguous(std::string_view query, const std::vector<Candidate>& candidates,
                       const std::vector<std::size_t>& found, const Noun& noun) {
  std::string message =
      absl::StrCat("\"", text::Printable(query), "\" could be ", found.size(), " ",
                   noun.singular == "criterion" ? "criteria" : std::string(noun.singular) + "s",
                   "; say which one by its number:");
  for (std::size_t i = 0; i < std::min(found.size(), kMostListed); ++i) {
    const Candidate& candidate = candidates[found[i]];
    absl::StrAppend(&message, "\n  ", text::PadRight(Label(noun, candidate.number), 4),
                    text::Printable(candidate.title));
  }
  if (found.size() > kMostListed) {
    absl::StrAppend(&message, "\n  and ", found.size() - kMostListed, " more");
  }
  return UsageError(message);
}

// The ways in which a query can name a candidate, the strictest first.
std::vector<std::function<bool(const Candidate&)>> Readings(std::string_view query,
                                                            const Noun& noun) {
  const std::string folded = text::Fold(query);
  const std::string exact(query);
  const int number = ParseLabel(query, noun);
  std::vector<std::function<bool(const Candidate&)>> readings = {
      [exact](const Candidate& c) { return c.name == exact; },
      [exact](const Candidate& c) { return LastSegment(c.name) == exact; },
      [number](const Candidate& c) { return number > 0 && c.number == number; },
      [exact](const Candidate& c) { return c.title == exact; },
      [folded](const Candidate& c) { return text::Fold(c.title) == folded; },
  };
  if (exact.size() >= kShortestIdPrefix) {
    readings.emplace_back([exact](const Candidate& c) {
      return LastSegment(c.name).substr(0, exact.size()) == exact;
    });
  }
  if (number == 0) {  // "12" is a number and never the start of "12 new bases"
    readings.emplace_back([folded](const Candidate& c) {
      return text::Fold(c.title).compare(0, folded.size(), folded) == 0;
    });
    readings.emplace_back(
        [folded](const Candidate& c) { return AtWordStart(text::Fold(c.title), folded); });
  }
  return readings;
}

}  // namespace

std::string Label(const Noun& noun, int number) {
  return std::string(1, noun.letter) + std::to_string(number);
}

int ParseLabel(std::string_view word, const Noun& noun) {
  if (!word.empty() && (word[0] | 0x20) == noun.letter) word.remove_prefix(1);
  if (word.empty() || word.size() > kMostDigits) return 0;
  int number = 0;
  for (const char c : word) {
    if (c < '0' || c > '9') return 0;
    number = number * 10 + (c - '0');
  }
  return number;
}

std::string_view LastSegment(std::string_view name) {
  const std::size_t slash = name.rfind('/');
  return slash == std::string_view::npos ? name : name.substr(slash + 1);
}

absl::StatusOr<std::size_t> Resolve(std::string_view query,
                                    const std::vector<Candidate>& candidates, const Noun& noun) {
  if (text::Fold(query).empty()) {
    return UsageError(absl::StrCat("the name of a ", std::string(noun.singular), " is empty; `",
                                   std::string(noun.list), "` shows them"));
  }
  for (const auto& reading : Readings(query, noun)) {
    const std::vector<std::size_t> found = Matching(candidates, reading);
    if (found.size() == 1) return found.front();
    if (found.size() > 1) return Ambiguous(query, candidates, found, noun);
  }
  return base::Error(absl::StatusCode::kNotFound, common::v1::ERROR_REASON_RESOURCE_NOT_FOUND,
                     absl::StrCat("no ", std::string(noun.singular), " \"", text::Printable(query),
                                  "\"; `", std::string(noun.list), "` shows them"),
                     {{"resource", std::string(query)}});
}

}  // namespace plenum::cli
