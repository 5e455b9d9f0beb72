#include "clients/cli/tally_ballot.h"

#include <algorithm>
#include <charconv>
#include <functional>
#include <optional>
#include <set>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "clients/cli/errors.h"
#include "clients/cli/text.h"

namespace plenum::cli {
namespace {

namespace math = plenum::tally;

constexpr std::size_t kMostListed = 20;
constexpr std::string_view kPoints = "takes options with points, such as \"A=5, B=3\"";
constexpr std::string_view kNeeds =
    "takes an option and what it needs, such as \"A = B\" or \"A = B, C\"";
constexpr std::string_view kExclusion =
    "takes options of which one at most can be funded, such as \"A, B\"";
constexpr std::string_view kApprovals = "takes the options that are approved of, such as \"A, B\"";

// A word and the mark in front of it; '\0' for the first.
struct Part {
  char mark = '\0';
  std::string word;  // without spaces around it
};

std::string Trimmed(std::string_view word) {
  const auto is_space = [](char c) { return c == ' ' || c == '\t'; };
  while (!word.empty() && is_space(word.front())) word.remove_prefix(1);
  while (!word.empty() && is_space(word.back())) word.remove_suffix(1);
  return std::string(word);
}

// Cut at these marks outside of double quotes; nothing where a quote is not closed.
std::optional<std::vector<Part>> Cut(std::string_view words, std::string_view marks) {
  std::vector<Part> parts(1);
  bool quoted = false;
  for (const char c : words) {
    if (c == '"') {
      quoted = !quoted;
    } else if (!quoted && marks.find(c) != std::string_view::npos) {
      parts.push_back({c, ""});
    } else {
      parts.back().word += c;
    }
  }
  for (Part& part : parts) part.word = Trimmed(part.word);
  if (quoted) return std::nullopt;
  return parts;
}

bool IsNumber(std::string_view word) {
  return !word.empty() &&
         std::all_of(word.begin(), word.end(), [](char c) { return c >= '0' && c <= '9'; });
}

std::optional<int> ToNumber(const std::string& word) {
  int number = 0;
  const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), number);
  if (error != std::errc() || end != word.data() + word.size()) return std::nullopt;
  return number;
}

}  // namespace

absl::Status BallotReader::Wrong(std::string_view what) const {
  return UsageError(absl::StrCat(flag_, ": ", std::string(what)));
}

absl::StatusOr<int> BallotReader::Option(std::string_view word) const {
  const std::string folded = text::Fold(word);
  if (folded.empty()) return Wrong("the name of an option is missing between two marks");
  std::vector<std::function<bool(const std::string&)>> readings = {
      [word](const std::string& name) { return name == word; },
      [&](const std::string& name) { return text::Fold(name) == folded; }};
  if (!IsNumber(word)) {  // "1" is never the start of "12"
    readings.emplace_back(
        [&](const std::string& name) { return text::Fold(name).starts_with(folded); });
    readings.emplace_back([&](const std::string& name) {
      return text::Fold(name).find(folded) != std::string::npos;
    });
  }
  for (const auto& reading : readings) {
    std::vector<std::size_t> found;
    for (std::size_t i = 0; i < names_.size(); ++i) {
      if (reading(names_[i])) found.push_back(i);
    }
    if (found.size() == 1) return static_cast<int>(found[0]);
    if (found.size() > 1) {
      return Wrong(absl::StrCat("\"", text::Printable(word), "\" could be \"",
                                text::Printable(names_[found[0]]), "\" or \"",
                                text::Printable(names_[found[1]]), "\"; write more of the name"));
    }
  }
  std::string list;
  for (std::size_t i = 0; i < std::min(names_.size(), kMostListed); ++i) {
    absl::StrAppend(&list, i == 0 ? "" : ", ", text::Printable(names_[i]));
  }
  if (names_.size() > kMostListed) {
    absl::StrAppend(&list, " and ", names_.size() - kMostListed, " more");
  }
  return Wrong(
      absl::StrCat("there is no option \"", text::Printable(word), "\"; there are: ", list));
}

absl::StatusOr<int> BallotReader::New(std::string_view word, std::set<int>& named) const {
  auto option = Option(word);
  if (option.ok() && !named.insert(*option).second) {
    return Wrong(absl::StrCat(text::Printable(names_[static_cast<std::size_t>(*option)]),
                              " stands there twice"));
  }
  return option;
}

absl::StatusOr<std::pair<int, int>> BallotReader::Pair(std::string_view words) const {
  const auto parts = Cut(words, ">,=");
  if (!parts.has_value()) return Wrong("a double quote is not closed");
  if (parts->size() != 2) return Wrong("takes two options, such as \"A > B\"");
  const auto first = Option((*parts)[0].word);
  if (!first.ok()) return first.status();
  const auto second = Option((*parts)[1].word);
  if (!second.ok()) return second.status();
  if (*first == *second) {
    const std::string name = text::Printable(names_[static_cast<std::size_t>(*first)]);
    return Wrong(absl::StrCat("names ", name, " twice; it takes two different options"));
  }
  return std::pair{*first, *second};
}

absl::StatusOr<math::Ranking> BallotReader::Ranked(std::string_view words) const {
  const auto parts = Cut(words, ">=");
  if (!parts.has_value()) return Wrong("a double quote is not closed");
  std::vector<std::vector<int>> tiers;
  std::set<int> named;
  for (const Part& part : *parts) {
    const auto option = New(part.word, named);
    if (!option.ok()) return option.status();
    if (part.mark != '=') tiers.emplace_back();
    tiers.back().push_back(*option);
  }
  auto ranking = math::Ranking::Create(static_cast<int>(names_.size()), tiers);
  if (!ranking.ok()) return Wrong(MessageOf(ranking.status()));
  return ranking;
}

absl::StatusOr<std::vector<std::pair<int, std::string>>> BallotReader::Given(
    std::string_view words, std::string_view usage) const {
  const auto parts = Cut(words, ",=");
  if (!parts.has_value()) return Wrong("a double quote is not closed");
  std::vector<std::pair<int, std::string>> given;
  std::set<int> named;
  for (std::size_t i = 0; i < parts->size(); ++i) {
    const Part& part = (*parts)[i];
    if (part.mark == '=') {
      const bool second = i >= 2 && (*parts)[i - 1].mark == '=';
      if (second || part.word.empty()) {
        return Wrong(usage);
      }
      given.back().second = part.word;
      continue;
    }
    const auto option = New(part.word, named);
    // Rankings belong to other kinds of ballots.
    if (!option.ok() && part.word.find('>') != std::string::npos) return Wrong(usage);
    if (!option.ok()) return option.status();
    given.emplace_back(*option, "");
  }
  return given;
}

absl::StatusOr<math::Scores> BallotReader::Points(std::string_view words, int lowest,
                                                  const std::vector<std::string>& grades) const {
  const auto given = Given(words, kPoints);
  if (!given.ok()) return given.status();
  math::Scores scores(names_.size());
  for (const auto& [option, number] : *given) {
    auto points = ToNumber(number);
    for (std::size_t i = 0; i < grades.size(); ++i) {
      if (text::Fold(grades[i]) == text::Fold(number)) points = lowest + static_cast<int>(i);
    }
    if (!points.has_value()) {
      return Wrong(absl::StrCat(
          std::string(kPoints), ", but ", text::Printable(names_[static_cast<std::size_t>(option)]),
          " has ", number.empty() ? "none" : absl::StrCat("\"", text::Printable(number), "\""),
          grades.empty() ? "" : absl::StrCat("; the grades are: ", absl::StrJoin(grades, ", "))));
    }
    scores[static_cast<std::size_t>(option)] = *points;
  }
  return scores;
}

absl::StatusOr<std::vector<math::OptionIndex>> BallotReader::Approvals(
    std::string_view words) const {
  const auto given = Given(words, kApprovals);
  if (!given.ok()) return given.status();
  std::vector<math::OptionIndex> approved;
  for (const auto& [option, number] : *given) {
    if (!number.empty()) return Wrong(kApprovals);
    approved.push_back(option);
  }
  return approved;
}

absl::StatusOr<math::BudgetPoints> BallotReader::Budget(std::string_view words) const {
  const auto given = Given(words, kApprovals);
  if (!given.ok()) return given.status();
  math::BudgetPoints points;
  for (const auto& [option, number] : *given) {
    const auto value = number.empty() ? std::optional<int>(1) : ToNumber(number);
    if (!value.has_value()) {
      return Wrong(absl::StrCat("\"", text::Printable(number), "\" is no whole number of points"));
    }
    points.emplace_back(option, *value);
  }
  return points;
}

absl::StatusOr<std::pair<int, std::vector<int>>> BallotReader::Needs(std::string_view words) const {
  const auto parts = Cut(words, ",=");
  if (!parts.has_value()) return Wrong("a double quote is not closed");
  std::pair<int, std::vector<int>> needs;
  std::set<int> named;
  for (std::size_t i = 0; i < parts->size(); ++i) {
    // One "=", behind the first option.
    if (((*parts)[i].mark == '=') != (i == 1)) return Wrong(kNeeds);
    const auto option = New((*parts)[i].word, named);
    if (!option.ok()) return option.status();
    if (i == 0) {
      needs.first = *option;
    } else {
      needs.second.push_back(*option);
    }
  }
  if (needs.second.empty()) return Wrong(kNeeds);
  return needs;
}

absl::StatusOr<std::vector<int>> BallotReader::Exclusion(std::string_view words) const {
  const auto given = Given(words, kExclusion);
  if (!given.ok()) return given.status();
  std::vector<int> group;
  for (const auto& [option, number] : *given) {
    if (!number.empty()) return Wrong(kExclusion);
    group.push_back(option);
  }
  if (group.size() < 2) return Wrong(kExclusion);
  return group;
}

}  // namespace plenum::cli
