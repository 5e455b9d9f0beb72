#include "services/scoring/mcda/errors.h"

#include <array>
#include <cstddef>

#include "absl/strings/cord.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

namespace plenum::mcda {
namespace {

// The payload is "rule,option,criterion,member", -1 for what does not apply.
constexpr char kPayloadUrl[] = "plenum/mcda.ErrorSite";

absl::StatusCode CodeOf(ErrorRule rule) {
  switch (rule) {
    case ErrorRule::kOutOfScale:
      return absl::StatusCode::kOutOfRange;
    case ErrorRule::kMissingScore:
      return absl::StatusCode::kFailedPrecondition;
    default:
      return absl::StatusCode::kInvalidArgument;
  }
}

std::optional<int> IndexOrNothing(int index) {
  return index < 0 ? std::nullopt : std::optional<int>(index);
}

// "option 3, criterion 1: ", or nothing.
std::string PlaceOf(const ErrorSite& site) {
  std::string where;
  const auto add = [&where](const char* kind, const std::optional<int>& index) {
    if (index.has_value()) absl::StrAppend(&where, where.empty() ? "" : ", ", kind, " ", *index);
  };
  add("option", site.option);
  add("criterion", site.criterion);
  add("member", site.member);
  return where.empty() ? where : where + ": ";
}

}  // namespace

std::string ErrorRuleName(ErrorRule rule) {
  // In the order of the enum, which begins at 1.
  constexpr std::array<const char*, 20> kNames = {
      "SHAPE",           "NOT_FINITE",       "OUT_OF_SCALE",  "BAD_SCALE",
      "NEGATIVE_WEIGHT", "ALL_ZERO_WEIGHTS", "MISSING_SCORE", "BAD_TOLERANCE",
      "BAD_RANK",        "BAD_JUDGEMENT",    "DISCONNECTED",  "SINGULAR",
      "CONSTANT",        "NOT_POSITIVE",     "TOO_FEW",       "BAD_THRESHOLD",
      "UNKNOWN_METHOD",  "TOO_MANY",         "BAD_COUNT",     "TOO_EXTREME"};
  const auto index = static_cast<std::size_t>(rule) - 1;
  return index < kNames.size() ? kNames[index] : "UNKNOWN";
}

absl::Status MakeError(const ErrorSite& site, const std::string& what) {
  absl::Status status(CodeOf(site.rule), absl::StrCat(PlaceOf(site), what));
  status.SetPayload(
      kPayloadUrl,
      absl::Cord(absl::StrCat(static_cast<int>(site.rule), ",", site.option.value_or(-1), ",",
                              site.criterion.value_or(-1), ",", site.member.value_or(-1))));
  return status;
}

std::string WithoutPlace(const absl::Status& status) {
  const std::string message(status.message());
  const auto site = SiteOf(status);
  const std::string place = site ? PlaceOf(*site) : "";
  return message.rfind(place, 0) == 0 ? message.substr(place.size()) : message;
}

std::optional<ErrorSite> SiteOf(const absl::Status& status) {
  const auto payload = status.GetPayload(kPayloadUrl);
  if (!payload.has_value()) return std::nullopt;
  const std::string text(*payload);
  std::array<int, 4> numbers{};
  size_t count = 0;
  for (const auto part : absl::StrSplit(text, ',')) {
    if (count == numbers.size() || !absl::SimpleAtoi(part, &numbers[count])) return std::nullopt;
    ++count;
  }
  if (count != numbers.size()) return std::nullopt;
  return ErrorSite{static_cast<ErrorRule>(numbers[0]), IndexOrNothing(numbers[1]),
                   IndexOrNothing(numbers[2]), IndexOrNothing(numbers[3])};
}

}  // namespace plenum::mcda
