#include "clients/cli/ballot_text.h"

#include <algorithm>
#include <map>

#include "absl/strings/str_cat.h"
#include "clients/cli/errors.h"
#include "clients/cli/text.h"

namespace plenum::cli {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
constexpr std::string_view kErrorMark = "#! ";

std::string_view Trim(std::string_view text) {
  const auto is_space = [](char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; };
  while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
  return text;
}

std::vector<std::string_view> Lines(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    lines.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

// Builds the tiers and remembers where each option was named.
class Builder {
 public:
  explicit Builder(const std::vector<Candidate>& options) : options_(options) {}

  void Add(int line, std::string_view query, bool tied) {
    const auto found = Resolve(query, options_, kMeasure);
    if (!found.ok()) return Fail(line, MessageOf(found.status()));
    const auto [earlier, fresh] = named_.emplace(*found, line);
    if (!fresh) {
      const Candidate& option = options_[*found];
      return Fail(line, absl::StrCat(Label(kMeasure, option.number), " (",
                                     text::Printable(option.title), ") already stands at ", place_,
                                     " ", earlier->second, "; keep one of the two"));
    }
    if (tied && ballot_.tiers.empty()) {
      // After a failed line the tie has nothing to join, but that error is told already.
      if (!ballot_.errors.empty()) return;
      return Fail(line, "\"=\" joins the measure to the one before, but nothing stands before it");
    }
    if (!tied) ballot_.tiers.emplace_back();
    ballot_.tiers.back().push_back(*found);
  }

  // Whether the option that is meant by `query` has this title, as it is printed on the ballot.
  bool IsTitleOf(std::string_view query, std::string_view title) const {
    const auto found = Resolve(query, options_, kMeasure);
    return found.ok() && text::Printable(options_[*found].title) == title;
  }

  void Fail(int line, std::string message) { ballot_.errors.push_back({line, std::move(message)}); }
  // What a line number is called in messages.
  void set_place(std::string_view place) { place_ = place; }
  ParsedBallot Finish() && { return std::move(ballot_); }

 private:
  const std::vector<Candidate>& options_;
  std::map<std::size_t, int> named_;
  std::string place_ = "line";
  ParsedBallot ballot_;
};

void ParseLine(std::string_view line, int number, Builder& builder) {
  line = Trim(line);
  if (line.empty() || line.front() == '#') return;
  const bool tied = line.front() == '=';
  if (tied) line = Trim(line.substr(1));
  if (line.empty()) {
    return builder.Fail(number, "\"=\" stands alone; put a measure after it or delete the line");
  }
  const std::size_t end = std::min(line.find_first_of(" \t"), line.size());
  std::string_view word = line.substr(0, end);
  if (word.back() == '.' || word.back() == ':') word.remove_suffix(1);
  if (ParseLabel(word, kMeasure) == 0) return builder.Add(number, line, tied);
  const std::string_view rest = Trim(line.substr(end));
  if (!rest.empty() && (rest.front() == '>' || rest.front() == '=') &&
      !builder.IsTitleOf(word, rest)) {
    return builder.Fail(number, "one measure a line, please: put what follows on lines of its own");
  }
  builder.Add(number, word, tied);
}

// Widest label, so that titles stand in one column.
int LabelWidth(const std::vector<Candidate>& options) {
  std::size_t width = 0;
  for (const auto& option : options) width = std::max(width, Label(kMeasure, option.number).size());
  return static_cast<int>(width);
}

}  // namespace

std::string BallotToText(const std::vector<Candidate>& options, const Tiers& tiers,
                         std::string_view title, const std::vector<std::string>& notes) {
  const int width = LabelWidth(options);
  std::string out = absl::StrCat("# ", text::Printable(title), "\n\n");
  std::vector<bool> ranked(options.size(), false);
  const auto line = [&](std::string_view mark, std::size_t option) {
    absl::StrAppend(&out, std::string(mark),
                    text::PadRight(Label(kMeasure, options[option].number), width), "  ",
                    text::Printable(options[option].title), "\n");
  };
  for (const auto& tier : tiers) {
    for (std::size_t i = 0; i < tier.size(); ++i) {
      line(i == 0 ? "" : "= ", tier[i]);
      ranked[tier[i]] = true;
    }
  }
  for (std::size_t i = 0; i < options.size(); ++i) {
    if (!ranked[i]) line(tiers.empty() ? "" : "# ", i);
  }
  out +=
      "\n"
      "# One measure a line, the best first. Move the lines into your order.\n"
      "#   = m2 ...   a line that begins with = is as good as the line above it\n"
      "#   delete a line, or put # before it, to leave the measure unranked\n"
      "# Lines that begin with # are not read. When no measure is left, nothing is cast.\n";
  for (const std::string& note : notes) absl::StrAppend(&out, "# ", text::Printable(note), "\n");
  return out;
}

ParsedBallot ParseBallotText(std::string_view text, const std::vector<Candidate>& options) {
  if (text.substr(0, kByteOrderMark.size()) == kByteOrderMark) {
    text.remove_prefix(kByteOrderMark.size());
  }
  Builder builder(options);
  int number = 0;
  for (const std::string_view line : Lines(text)) ParseLine(line, ++number, builder);
  return std::move(builder).Finish();
}

ParsedBallot ParseRanking(std::string_view expression, const std::vector<Candidate>& options) {
  Builder builder(options);
  builder.set_place("place");
  if (Trim(expression).empty()) {
    builder.Fail(1, "the ranking is empty; to cast a ballot that ranks nothing, use --abstain");
    return std::move(builder).Finish();
  }
  int place = 0;
  bool tied = false;
  bool quoted = false;
  std::string name;
  const auto flush = [&](bool next_tied) {
    ++place;
    const std::string_view trimmed = Trim(name);
    if (trimmed.empty()) {
      builder.Fail(place, "nothing stands between two marks; write for example \"3 > 1 = 2\"");
    } else {
      builder.Add(place, trimmed, tied);
    }
    name.clear();
    tied = next_tied;
  };
  for (const char c : expression) {
    if (c == '"') {
      quoted = !quoted;
    } else if (!quoted && (c == '>' || c == '=')) {
      flush(c == '=');
    } else {
      name += c;
    }
  }
  flush(false);
  if (quoted) builder.Fail(place, "a double quote is not closed");
  return std::move(builder).Finish();
}

std::string RankingToText(const std::vector<Candidate>& options, const Tiers& tiers) {
  std::string out;
  for (const auto& tier : tiers) {
    for (std::size_t i = 0; i < tier.size(); ++i) {
      if (!out.empty()) out += i == 0 ? " > " : " = ";
      out += Label(kMeasure, options[tier[i]].number);
    }
  }
  return out;
}

std::string AnnotateErrors(std::string_view text, const std::vector<LineError>& errors) {
  std::string out;
  int number = 0;
  for (const std::string_view line : Lines(text)) {
    ++number;
    for (const LineError& error : errors) {
      if (error.line != number) continue;
      for (const std::string_view part : Lines(error.message)) {
        absl::StrAppend(&out, std::string(kErrorMark), std::string(part), "\n");
      }
    }
    if (line.substr(0, kErrorMark.size()) == kErrorMark) continue;
    absl::StrAppend(&out, std::string(line), "\n");
  }
  return out;
}

}  // namespace plenum::cli
