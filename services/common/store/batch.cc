#include "services/common/store/batch.h"

#include <optional>
#include <string_view>
#include <utility>

#include "absl/strings/cord.h"
#include "absl/strings/str_cat.h"
#include "services/common/store/statements.h"

namespace plenum::store {
namespace {

constexpr char kRequestReusePayload[] = "plenum.store/request-reuse";

absl::string_view Absl(std::string_view text) { return {text.data(), text.size()}; }

// RFC 3629: no overlong forms, no surrogates, nothing above U+10FFFF. Length of the character that
// `text` starts with, 0 when it is none.
std::size_t CharacterLength(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const auto continues = [&](std::size_t i) { return i < text.size() && (byte(i) >> 6U) == 2; };
  const unsigned char lead = byte(0);
  if (lead < 0x80) return 1;
  if (lead < 0xc2 || lead > 0xf4 || !continues(1)) return 0;
  if (lead < 0xe0) return 2;
  if (!continues(2)) return 0;
  if (lead < 0xf0) {
    if ((lead == 0xe0 && byte(1) < 0xa0) || (lead == 0xed && byte(1) > 0x9f)) return 0;
    return 3;
  }
  if (!continues(3) || (lead == 0xf0 && byte(1) < 0x90) || (lead == 0xf4 && byte(1) > 0x8f)) {
    return 0;
  }
  return 4;
}

bool IsText(std::string_view text) {
  while (!text.empty()) {
    const std::size_t length = CharacterLength(text);
    if (length == 0 || text.front() == '\0') return false;
    text.remove_prefix(length);
  }
  return true;
}

absl::Status ValidateKey(const Key& key) {
  if (absl::Status status = ValidateName("collection", key.collection); !status.ok()) return status;
  if (key.id.empty()) return absl::InvalidArgumentError("an id must not be empty");
  return ValidateName("id", key.id);
}

std::string NameOf(const Key& key) { return absl::StrCat(key.collection, "/", key.id); }

class Evaluation {
 public:
  Evaluation(std::span<const Mutation> mutations, std::int64_t now_us, Facts facts)
      : mutations_(mutations), now_us_(now_us), facts_(std::move(facts)) {
    plan_.outcomes.reserve(mutations.size());
    plan_.events = MakeColumns(StatementOf(Op::kAddEvents).in, mutations.size());
    plan_.requests = MakeColumns(StatementOf(Op::kAddRequests).in, mutations.size());
  }

  Plan Run() {
    for (const Mutation& mutation : mutations_) plan_.outcomes.push_back(Decide(mutation));
    CollectRows();
    CollectHeads();
    return std::move(plan_);
  }

 private:
  absl::StatusOr<Applied> Decide(const Mutation& mutation) {
    if (mutation.request) {
      const auto known = facts_.requests.find({mutation.request->scope, mutation.request->id});
      if (known != facts_.requests.end()) return Replay(known->second, mutation.request->digest);
    }
    if (absl::Status status = CheckPreconditions(mutation); !status.ok()) return status;
    const std::int64_t revision = AddEvents(mutation);
    for (const Put& put : mutation.puts) {
      facts_.revisions[put.key] = put.erase ? 0 : revision;
      written_[&put.key] = {&put, revision};
    }
    Applied applied;
    applied.revision = mutation.request ? mutation.request->revision.value_or(revision) : revision;
    if (mutation.request) Remember(*mutation.request, applied.revision);
    if (mutation.request) applied.response = mutation.request->response;
    return applied;
  }

  std::int64_t RevisionOf(const Key& key) const {
    const auto found = facts_.revisions.find(key);
    return found == facts_.revisions.end() ? 0 : found->second;
  }

  absl::Status CheckPreconditions(const Mutation& mutation) const {
    for (const Require& require : mutation.requires_) {
      if (RevisionOf(require.key) != require.revision) {
        return absl::AbortedError(absl::StrCat(NameOf(require.key), " has changed; read it again"));
      }
    }
    for (const Put& put : mutation.puts) {
      if (!put.expected || RevisionOf(put.key) == *put.expected) continue;
      if (*put.expected == 0) {
        return absl::AlreadyExistsError(absl::StrCat(NameOf(put.key), " exists already"));
      }
      return absl::AbortedError(absl::StrCat(NameOf(put.key), " has changed; read it again"));
    }
    return absl::OkStatus();
  }

  std::int64_t AddEvents(const Mutation& mutation) {
    std::int64_t& head = facts_.heads[mutation.stream];
    for (const NewEvent& event : mutation.events) {
      plan_.events[0].texts.push_back(mutation.stream);
      plan_.events[1].numbers.push_back(++head);
      plan_.events[2].numbers.push_back(now_us_);
      plan_.events[3].numbers.push_back(event.kind);
      plan_.events[4].texts.push_back(event.subject);
      plan_.events[5].texts.push_back(event.actor);
      plan_.events[6].texts.push_back(event.data);
    }
    plan_.moved[mutation.stream] = head;
    return head;
  }

  void Remember(const Request& request, std::int64_t revision) {
    facts_.requests[{request.scope, request.id}] = {request.digest, request.response, revision};
    plan_.requests[0].texts.push_back(request.scope);
    plan_.requests[1].texts.push_back(request.id);
    plan_.requests[2].texts.push_back(request.digest);
    plan_.requests[3].texts.push_back(request.response);
    plan_.requests[4].numbers.push_back(revision);
    plan_.requests[5].numbers.push_back(now_us_);
  }

  // Only the last state of a row is written.
  void CollectRows() {
    plan_.puts = MakeColumns(StatementOf(Op::kPutRows).in, written_.size());
    plan_.erases = MakeColumns(StatementOf(Op::kEraseRows).in);
    for (const auto& [key, write] : written_) {
      Columns& columns = write.put->erase ? plan_.erases : plan_.puts;
      columns[0].texts.push_back(key->collection);
      columns[1].texts.push_back(key->id);
      if (write.put->erase) continue;
      columns[2].numbers.push_back(write.revision);
      columns[3].texts.push_back(write.put->data);
    }
  }

  void CollectHeads() {
    plan_.heads = MakeColumns(StatementOf(Op::kSetHeads).in, plan_.moved.size());
    for (const auto& [stream, revision] : plan_.moved) {
      plan_.heads[0].texts.push_back(stream);
      plan_.heads[1].numbers.push_back(revision);
    }
  }

  struct Written {
    const Put* put;
    std::int64_t revision;
  };
  struct KeyPointerLess {
    bool operator()(const Key* a, const Key* b) const { return KeyLess()(*a, *b); }
  };

  std::span<const Mutation> mutations_;
  const std::int64_t now_us_;
  Facts facts_;  // moves along with the decisions
  std::map<const Key*, Written, KeyPointerLess> written_;
  Plan plan_;
};

}  // namespace

absl::Status ValidateName(std::string_view what, std::string_view name) {
  if (name.size() > kMaxNameBytes) {
    return absl::InvalidArgumentError(
        absl::StrCat(Absl(what), " is longer than ", kMaxNameBytes, " bytes"));
  }
  if (!IsText(name)) {
    return absl::InvalidArgumentError(absl::StrCat(Absl(what), " is not UTF-8, or holds a NUL"));
  }
  return absl::OkStatus();
}

absl::Status Validate(const Mutation& mutation) {
  if (mutation.stream.empty()) return absl::InvalidArgumentError("a mutation needs a stream");
  const bool only_remembers = mutation.puts.empty() && mutation.request.has_value();
  if (mutation.events.empty() && !only_remembers) {
    return absl::InvalidArgumentError("a mutation needs at least one event");
  }
  if (absl::Status status = ValidateName("stream", mutation.stream); !status.ok()) return status;
  for (const Require& require : mutation.requires_) {
    if (absl::Status status = ValidateKey(require.key); !status.ok()) return status;
  }
  std::set<Key, KeyLess> seen;
  for (const Put& put : mutation.puts) {
    if (absl::Status status = ValidateKey(put.key); !status.ok()) return status;
    if (mutation.puts.size() > 1 && !seen.insert(put.key).second) {
      return absl::InvalidArgumentError(absl::StrCat(NameOf(put.key), " is put twice"));
    }
  }
  for (const NewEvent& event : mutation.events) {
    if (absl::Status status = ValidateName("subject", event.subject); !status.ok()) return status;
    if (absl::Status status = ValidateName("actor", event.actor); !status.ok()) return status;
  }
  if (!mutation.request) return absl::OkStatus();
  if (mutation.request->id.empty()) {
    return absl::InvalidArgumentError("a request id must not be empty");
  }
  if (absl::Status status = ValidateName("request scope", mutation.request->scope); !status.ok()) {
    return status;
  }
  return ValidateName("request id", mutation.request->id);
}

Lookups LookupsOf(std::span<const Mutation> mutations) {
  Lookups lookups;
  for (const Mutation& mutation : mutations) {
    lookups.streams.insert(mutation.stream);
    if (mutation.request) lookups.requests.insert({mutation.request->scope, mutation.request->id});
    for (const Require& require : mutation.requires_) lookups.keys.insert(require.key);
    for (const Put& put : mutation.puts) {
      if (put.expected) lookups.keys.insert(put.key);
    }
  }
  return lookups;
}

Plan Evaluate(std::span<const Mutation> mutations, std::int64_t now_us, Facts facts) {
  return Evaluation(mutations, now_us, std::move(facts)).Run();
}

absl::StatusOr<Applied> Replay(const Remembered& remembered, std::string_view digest) {
  if (remembered.digest != digest) {
    absl::Status status =
        absl::AlreadyExistsError("this request id was used for a request with another content");
    status.SetPayload(kRequestReusePayload, absl::Cord("1"));
    return status;
  }
  return Applied{remembered.revision, true, remembered.response};
}

bool IsRequestReuse(const absl::Status& status) {
  return status.GetPayload(kRequestReusePayload).has_value();
}

}  // namespace plenum::store
