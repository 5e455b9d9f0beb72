// watch.
#include <chrono>
#include <thread>

#include "absl/strings/str_cat.h"
#include "clients/cli/commands.h"
#include "clients/cli/text.h"
#include "services/common/base/status.h"
#include "services/common/rpc/status.h"

namespace plenum::cli {
namespace {

using deliberation::v1::Event;

// A stream ends now and then (deadline, restart of the server, a slow reader) and goes on from its
// token. This many failures without any message in between mean that it will not.
constexpr int kMostFailures = 6;
constexpr std::chrono::hours kStreamTime{1};

struct WatchOptions {
  std::string resume_token;
  long long count = 0;
  bool until_result = false;
};

// What the events are about, by name. Read when an unknown name comes by.
class Names {
 public:
  explicit Names(Session& session) : session_(session) {}

  std::string Member(const std::string& name) {
    if (name.empty()) return "someone";
    // Who goes on when the plan says so.
    if (LastSegment(name) == "server") return "the server";
    for (int attempt = 0; attempt < 2; ++attempt) {
      for (const Candidate& member : members_) {
        if (member.name == name) return text::Printable(member.title);
      }
      const auto members = session_.Members();
      if (members.ok()) members_ = CandidatesOf(*members);
    }
    return text::Printable(LastSegment(name));
  }

 private:
  Session& session_;
  std::vector<Candidate> members_;
};

std::string_view PhaseSentence(deliberation::v1::Phase phase) {
  switch (phase) {
    case deliberation::v1::PHASE_SCORING:
      return " opened the scoring";
    case deliberation::v1::PHASE_VOTING:
      return " opened the vote";
    case deliberation::v1::PHASE_CLOSED:
      return " closed the vote";
    case deliberation::v1::PHASE_DRAFT:
      return " went back to the draft";
    case deliberation::v1::PHASE_COLLECTING:
      return " opened the collecting";
    case deliberation::v1::PHASE_DISCUSSING:
      return " opened the discussion";
    case deliberation::v1::PHASE_REVISING:
      return " opened another round of scoring";
    case deliberation::v1::PHASE_PUBLISHED:
      return " published the result";
    default:
      return " went on to another phase";
  }
}

std::string Sentence(const Event& event, Names& names) {
  switch (event.kind()) {
    case deliberation::v1::EVENT_KIND_DELIBERATION_CREATED:
      return names.Member(event.actor()) + " started the deliberation";
    case deliberation::v1::EVENT_KIND_DELIBERATION_UPDATED:
      return names.Member(event.actor()) + " changed the deliberation or its plans";
    case deliberation::v1::EVENT_KIND_PHASE_CHANGED:
      return names.Member(event.actor()) + std::string(PhaseSentence(event.phase()));
    case deliberation::v1::EVENT_KIND_MEMBER_CREATED:
      return names.Member(event.subject()) + " joined the roll";
    case deliberation::v1::EVENT_KIND_BALLOT_CAST:
      return "a ballot was cast";
    case deliberation::v1::EVENT_KIND_DELEGATION_CHANGED:
      return "somebody delegated, or took it back";
    case deliberation::v1::EVENT_KIND_ARGUMENT_CREATED:
      return names.Member(event.actor()) + " said something: `plenum argument list`";
    case deliberation::v1::EVENT_KIND_ARGUMENT_UPDATED:
      return names.Member(event.actor()) + " changed an argument";
    case deliberation::v1::EVENT_KIND_ARGUMENT_HIDDEN:
      return names.Member(event.actor()) + " hid an argument";
    case deliberation::v1::EVENT_KIND_ARGUMENT_RESTORED:
      return names.Member(event.actor()) + " brought a hidden argument back";
    case deliberation::v1::EVENT_KIND_STATEMENT_CREATED:
      return "somebody put up a statement: `plenum statement list`";
    case deliberation::v1::EVENT_KIND_STATEMENT_HIDDEN:
      return names.Member(event.actor()) + " hid a statement";
    case deliberation::v1::EVENT_KIND_STATEMENT_RESTORED:
      return names.Member(event.actor()) + " brought a hidden statement back";
    case deliberation::v1::EVENT_KIND_INVITATIONS_CREATED:
      return names.Member(event.actor()) + " invited people: `plenum invite list`";
    case deliberation::v1::EVENT_KIND_INVITATION_USED:
      return names.Member(event.actor()) + " came by an invitation";
    case deliberation::v1::EVENT_KIND_INVITATION_REVOKED:
      return names.Member(event.actor()) + " withdrew an invitation";
    case deliberation::v1::EVENT_KIND_TOKENS_REVOKED:
      return names.Member(event.actor()) + " ended the sign-ins of " +
             names.Member(event.subject());
    case deliberation::v1::EVENT_KIND_RESULT_STORED:
      return "the result is there: `plenum result show`";
    default:
      return "something happened that this plenum does not know";
  }
}

// The client itself cancels only when enough was seen, and then nobody asks here: any other
// CANCELLED is the server's, which cuts off readers that were too slow.
bool CanResume(const absl::Status& status) {
  return absl::IsUnavailable(status) || absl::IsDeadlineExceeded(status) ||
         absl::IsCancelled(status) || base::HasReason(status, common::v1::ERROR_REASON_SLOW_READER);
}

// Follows one stream until it ends. OK when `options` says that enough was seen.
class Watcher {
 public:
  Watcher(Session& session, const WatchOptions& options)
      : session_(session), options_(options), names_(session), token_(options.resume_token) {}

  absl::Status Run(const std::string& deliberation) {
    for (int failures = 0; failures < kMostFailures; ++failures) {
      const long long before = messages_;
      status_ = Follow(deliberation);
      if (done_) return absl::OkStatus();
      // A stream ends with its token, and goes on with the next one.
      if (Session::TokenHasEnded(status_) && session_.Renew().ok()) continue;
      if (!status_.ok() && !CanResume(status_)) return status_;
      if (messages_ > before) failures = 0;
      std::this_thread::sleep_for(std::chrono::milliseconds(100LL << failures));
    }
    return status_.ok() ? absl::UnavailableError("the server ends the stream again and again")
                        : status_;
  }

 private:
  absl::Status Follow(const std::string& deliberation) {
    const auto stub = session_.StubOf<Deliberations>();
    if (!stub.ok()) return stub.status();
    const auto options = session_.CallOptions();
    if (!options.ok()) return options.status();
    deliberation::v1::WatchDeliberationRequest request;
    request.set_name(deliberation);
    request.set_resume_token(token_);
    grpc::ClientContext context;
    context.set_deadline(std::chrono::system_clock::now() + kStreamTime);
    rpc::Prepare(context, *options);
    const auto reader = (*stub)->WatchDeliberation(&context, request);
    deliberation::v1::WatchDeliberationResponse message;
    while (!done_ && reader->Read(&message)) Take(message);
    if (done_) context.TryCancel();
    return rpc::FromGrpc(reader->Finish());
  }

  void Take(const deliberation::v1::WatchDeliberationResponse& message) {
    ++messages_;
    token_ = message.resume_token();
    if (!message.has_event()) return;  // a heartbeat
    const Event& event = message.event();
    if (session_.json()) {
      session_.PrintJsonLine(message).IgnoreError();
    } else {
      session_.out() << session_.terminal().Paint(Style::kDim, ClockWord(event.time())) << "  "
                     << Sentence(event, names_) << "\n"
                     << std::flush;
    }
    ++events_;
    done_ = (options_.count > 0 && events_ >= options_.count) ||
            (options_.until_result && event.kind() == deliberation::v1::EVENT_KIND_RESULT_STORED);
  }

  Session& session_;
  const WatchOptions& options_;
  Names names_;
  std::string token_;
  absl::Status status_;
  long long messages_ = 0;
  long long events_ = 0;
  bool done_ = false;
};

absl::Status Watch(Session& session, const WatchOptions& options) {
  const auto who = session.Who();
  if (!who.ok()) return who.status();
  return Watcher(session, options).Run(who->deliberation);
}

}  // namespace

void AddWatchCommands(CLI::App& app, Action& chosen) {
  const auto watch = AddVerb<WatchOptions>(
      app, chosen, "watch", "Show what happened in the deliberation, and then what happens",
      {"plenum watch", "plenum watch --until-result",
       "plenum watch --json --from TOKEN   # goes on after the line that had this resumeToken"},
      Watch);
  watch.command->add_option("--from", watch.options->resume_token,
                            "Go on after the message with this resumeToken (from --json)");
  watch.command->add_option("--count", watch.options->count, "End after this many events")
      ->check(CLI::Range(1LL, 1LL << 40));
  watch.command->add_flag("--until-result", watch.options->until_result,
                          "End when the result is stored");
}

}  // namespace plenum::cli
