#include "services/deliberation/notices/digest_text.h"

#include <string_view>

#include "absl/strings/str_cat.h"
#include "services/common/resource/name.h"

namespace plenum::deliberation {
namespace {

// What a kind of events is in words, and the command that shows more.
struct Words {
  const char* one;
  const char* many;  // after the number
  const char* command;
};

Words WordsOf(v1::EventKind kind) {
  switch (kind) {
    case v1::EVENT_KIND_DELIBERATION_CREATED:
      return {"The deliberation was started", "deliberations were started",
              "plenum deliberation show"};
    case v1::EVENT_KIND_DELIBERATION_UPDATED:
      return {"The deliberation or its plans were changed",
              "changes of the deliberation or its plans", "plenum deliberation show"};
    case v1::EVENT_KIND_MEMBER_CREATED:
      return {"One person joined", "people joined", "plenum member list"};
    case v1::EVENT_KIND_RESULT_STORED:
      return {"The result is there", "results are there", "plenum result show"};
    case v1::EVENT_KIND_ARGUMENT_CREATED:
      return {"One argument was added", "arguments were added", "plenum argument list"};
    case v1::EVENT_KIND_ARGUMENT_UPDATED:
      return {"One argument was changed", "arguments were changed",
              "plenum argument list --history"};
    case v1::EVENT_KIND_ARGUMENT_HIDDEN:
      return {"One argument was hidden", "arguments were hidden", "plenum argument list"};
    case v1::EVENT_KIND_ARGUMENT_RESTORED:
      return {"One argument is shown again", "arguments are shown again", "plenum argument list"};
    case v1::EVENT_KIND_DELEGATION_CHANGED:
      return {"Somebody delegated, or took it back", "delegations were given or taken back",
              "plenum delegation show"};
    default:
      return {"One more thing happened", "more things happened", "plenum watch"};
  }
}

// False for kinds that are newer than these words.
bool HasWords(v1::EventKind kind) {
  return std::string_view(WordsOf(kind).one) != WordsOf(v1::EVENT_KIND_UNSPECIFIED).one;
}

const char* WordsOf(v1::Phase phase) {
  switch (phase) {
    case v1::PHASE_SCORING:
      return "The scoring was opened: `plenum score set`";
    case v1::PHASE_VOTING:
      return "The vote was opened: `plenum vote`";
    case v1::PHASE_CLOSED:
      return "The vote was closed: `plenum result show`";
    case v1::PHASE_DISCUSSING:
      return "The discussion was opened: `plenum argument add`";
    case v1::PHASE_REVISING:
      return "Another round of scoring was opened: `plenum score set`";
    case v1::PHASE_PUBLISHED:
      return "The result was published: `plenum result show`";
    default:
      return "It went to another phase: `plenum deliberation show`";
  }
}

void Line(std::string& body, const std::string& words) {
  absl::StrAppend(&body, "- ", words, "\n");
}

void WriteNeeds(const DigestContent& content, std::string& body) {
  if (!content.needs_vote && !content.needs_scores) return;
  absl::StrAppend(&body, "Needs your action\n\n");
  if (content.needs_vote) Line(body, "The vote is open, and you have not voted: `plenum vote`");
  if (content.needs_scores) {
    Line(body, "The scoring is open; see what you have scored: `plenum score list`");
  }
  absl::StrAppend(&body, "\n");
}

void WriteHappened(const Happened& happened, std::string& body) {
  if (happened.empty()) return;
  absl::StrAppend(&body, "What happened\n\n");
  for (const v1::Phase phase : happened.phases) Line(body, WordsOf(phase));
  for (const auto& [kind, count] : happened.kinds) {
    const Words words = WordsOf(kind);
    Line(body, absl::StrCat(count == 1 ? words.one : absl::StrCat(count, " ", words.many), ": `",
                            words.command, "`"));
  }
  absl::StrAppend(&body, "\n");
}

}  // namespace

void Happened::Add(const v1::Event& event, const std::string& reader) {
  if (event.kind() == v1::EVENT_KIND_BALLOT_CAST) return;
  if (!event.actor().empty() && event.actor() == reader) return;
  if (event.kind() == v1::EVENT_KIND_PHASE_CHANGED) {
    phases.push_back(event.phase());
  } else {
    ++kinds[HasWords(event.kind()) ? event.kind() : v1::EVENT_KIND_UNSPECIFIED];
  }
}

std::optional<DigestText> WriteDigest(const DigestContent& content) {
  const bool needed = content.needs_vote || (content.needs_scores && content.is_first);
  if (!needed && content.happened.empty()) return std::nullopt;
  DigestText text;
  text.subject = absl::StrCat(content.needs_vote     ? "Your vote is needed: "
                              : content.needs_scores ? "Scoring is open: "
                                                     : "What happened: ",
                              content.title);
  text.body = absl::StrCat(content.title, "\n\n");
  WriteNeeds(content, text.body);
  WriteHappened(content.happened, text.body);
  absl::StrAppend(&text.body, "-- \nDeliberation ", resource::KeyOf(content.deliberation).id,
                  ". `plenum digest off` ends these mails.\n");
  return text;
}

DigestText WriteCode(const std::string& title, const std::string& code) {
  return {
      "Confirm your address for Plenum",
      absl::StrCat("Somebody, probably you, asked for a digest of this deliberation:\n\n    ",
                   title, "\n\nTo get it, run\n\n    plenum digest confirm ", code,
                   "\n\nThe code is good for 24 hours. If it was not you, do nothing: you get no "
                   "further mail.\n")};
}

}  // namespace plenum::deliberation
