#include "clients/cli/commands.h"

#include <unistd.h>

#include <array>
#include <ctime>
#include <iostream>

#include "absl/strings/str_cat.h"
#include "clients/cli/text.h"

namespace plenum::cli {
namespace {

std::string FormatTime(const google::protobuf::Timestamp& time, const char* format) {
  if (time.seconds() == 0) return "-";
  const auto seconds = static_cast<std::time_t>(time.seconds());
  std::tm local{};
  localtime_r(&seconds, &local);
  std::array<char, 64> buffer{};
  const std::size_t size = std::strftime(buffer.data(), buffer.size(), format, &local);
  return {buffer.data(), size};
}

}  // namespace

CLI::App* AddNoun(CLI::App& app, const std::string& name, const std::string& description) {
  CLI::App* noun = app.add_subcommand(name, description);
  noun->require_subcommand(1);
  return noun;
}

std::string Examples(std::initializer_list<std::string_view> examples) {
  std::string out = examples.size() == 1 ? "Example:" : "Examples:";
  for (const std::string_view example : examples) {
    absl::StrAppend(&out, "\n  ", std::string(example));
  }
  return out;
}

std::string_view RoleWord(deliberation::v1::Role role) {
  switch (role) {
    case deliberation::v1::ROLE_OBSERVER:
      return "observer";
    case deliberation::v1::ROLE_MEMBER:
      return "member";
    case deliberation::v1::ROLE_FACILITATOR:
      return "facilitator";
    case deliberation::v1::ROLE_AUDITOR:
      return "auditor";
    case deliberation::v1::ROLE_SERVICE:
      return "service";
    default:
      return "unknown role";
  }
}

deliberation::v1::Role RoleOfWord(std::string_view word) {
  for (int role = deliberation::v1::Role_MIN; role <= deliberation::v1::Role_MAX; ++role) {
    const auto known = static_cast<deliberation::v1::Role>(role);
    if (RoleWord(known) == word) return known;
  }
  return deliberation::v1::ROLE_UNSPECIFIED;
}

std::string_view PhaseWord(deliberation::v1::Phase phase) {
  switch (phase) {
    case deliberation::v1::PHASE_DRAFT:
      return "draft";
    case deliberation::v1::PHASE_SCORING:
      return "scoring";
    case deliberation::v1::PHASE_VOTING:
      return "voting";
    case deliberation::v1::PHASE_CLOSED:
      return "closed";
    case deliberation::v1::PHASE_COLLECTING:
      return "collecting";
    case deliberation::v1::PHASE_DISCUSSING:
      return "discussing";
    case deliberation::v1::PHASE_REVISING:
      return "revising";
    case deliberation::v1::PHASE_PUBLISHED:
      return "published";
    default:
      return "unknown phase";
  }
}

std::optional<deliberation::v1::Phase> ParsePhase(std::string_view word) {
  for (int value = deliberation::v1::PHASE_DRAFT; value <= deliberation::v1::Phase_MAX; ++value) {
    const auto phase = static_cast<deliberation::v1::Phase>(value);
    if (deliberation::v1::Phase_IsValid(value) && PhaseWord(phase) == word) return phase;
  }
  return std::nullopt;
}

std::string_view StanceWord(ingestion::v1::Stance stance) {
  switch (stance) {
    case ingestion::v1::STANCE_RECOMMENDS:
      return "recommended";
    case ingestion::v1::STANCE_MENTIONS:
      return "mentioned";
    case ingestion::v1::STANCE_OPPOSES:
      return "opposed";
    default:
      return "";
  }
}

std::string TimeWord(const google::protobuf::Timestamp& time) {
  return FormatTime(time, "%Y-%m-%d %H:%M");
}

std::string ClockWord(const google::protobuf::Timestamp& time) {
  return FormatTime(time, "%H:%M:%S");
}

absl::Status Confirm(Session& session, bool yes, std::string_view question) {
  if (yes || session.json()) return absl::OkStatus();
  absl::Status refused = Cancelled("nothing was changed");
  if (CanAsk()) return Ask(question) ? absl::OkStatus() : refused;
  if (isatty(STDIN_FILENO) == 1) {
    // Standard error goes elsewhere: the question would not be seen.
    return UsageError(absl::StrCat(std::string(question), "\n  add --yes to do it without asking"));
  }
  std::string answer;
  if (!std::getline(std::cin, answer)) {
    return UsageError(absl::StrCat(std::string(question), "\n  add --yes to do it without asking"));
  }
  const std::string word = text::Fold(answer);
  if (word == "y" || word == "yes") return absl::OkStatus();
  if (word == "n" || word == "no") return refused;
  return UsageError(absl::StrCat(std::string(question), " \"", text::Printable(answer),
                                 "\" is neither yes nor no\n  add --yes to do it without asking"));
}

absl::StatusOr<std::string> FindArgument(Session& session, const std::string& deliberation,
                                         const std::string& word) {
  deliberation::v1::ListArgumentsRequest request;
  request.set_parent(deliberation);
  const auto response = session.CallAll(&Arguments::ListArguments, request);
  if (!response.ok()) return response.status();
  std::vector<Candidate> candidates;
  for (const auto& argument : response->arguments()) {
    candidates.push_back(
        {argument.name(), argument.text(), static_cast<int>(candidates.size()) + 1});
  }
  const auto at = Resolve(word, candidates, kArgument);
  if (!at.ok()) return at.status();
  return candidates[*at].name;
}

}  // namespace plenum::cli
