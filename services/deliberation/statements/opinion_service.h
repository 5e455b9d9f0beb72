// opinion_service: statements, members' answers to them, and the opinion groups that show in them.
//
// Rows, all under "deliberations/{d}": statements/{s}; statementTexts/{hash of the text}, which
// keep a text from being put up twice; statementCounters/last, the last number given;
// statementVotes/{m}, named like the member, and opinions/released (statement_votes.h). The last
// two are written in a stream of their own, "deliberations/{d}/statementVotes", which nobody can
// watch: an event in the deliberation's stream would tell when somebody answers.
//
// What is secret: nobody is told another's answers, or who wrote a statement. docs/opinions.md says
// what the figures can still give away.
#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "plenum/deliberation/v1/opinion.pb.h"
#include "services/common/base/clock.h"
#include "services/common/base/id.h"
#include "services/common/base/string_map.h"
#include "services/common/resource/write.h"
#include "services/common/rpc/method.h"
#include "services/common/store/store.h"
#include "services/deliberation/opinions/landscape.h"
#include "services/deliberation/statements/statement_votes.h"

namespace plenum::deliberation {

namespace limits {
inline constexpr int kMaxStatements = 1000;  // of one deliberation, hidden ones too
// Figures are made anew when this many people have answered since, or one in so many of those who
// are counted.
inline constexpr int kLeastReleased = 3;
inline constexpr int kReleaseShare = 50;
}  // namespace limits

class OpinionService {
 public:
  struct Parts {
    store::Store* store;
    const base::Clock* clock;
    base::IdSource* ids;
  };
  explicit OpinionService(Parts parts) : parts_(parts) {}

  using Caller = rpc::Caller;
  absl::StatusOr<v1::CreateStatementResponse> CreateStatement(
      const Caller& caller, const v1::CreateStatementRequest& request);
  absl::StatusOr<v1::ListStatementsResponse> ListStatements(
      const Caller& caller, const v1::ListStatementsRequest& request);
  absl::StatusOr<v1::VoteOnStatementResponse> VoteOnStatement(
      const Caller& caller, const v1::VoteOnStatementRequest& request);
  absl::StatusOr<v1::HideStatementResponse> HideStatement(const Caller& caller,
                                                          const v1::HideStatementRequest& request);
  absl::StatusOr<v1::RestoreStatementResponse> RestoreStatement(
      const Caller& caller, const v1::RestoreStatementRequest& request);
  absl::StatusOr<v1::GetOpinionGroupsResponse> GetOpinionGroups(
      const Caller& caller, const v1::GetOpinionGroupsRequest& request);

 private:
  struct Stored {
    v1::Statement statement;
    std::int64_t revision = 0;
  };
  struct Answers {
    std::string packed;
    std::int64_t revision = 0;  // of the row; 0 for none
  };
  struct Released {
    AnswerBook book;
    std::int64_t revision = 0;
  };
  // What figures are made of, and the figures.
  struct Survey {
    std::vector<v1::Statement> statements;  // those that are not hidden, as the columns
    std::vector<int> numbers;               // theirs
    std::vector<std::string> members;       // ids, as the rows
    std::int64_t released = 0;              // revision of the votes
    opinions::Landscape landscape;
  };
  // The survey of one deliberation, and up to where it is known to hold.
  struct Cached {
    std::mutex mutex;  // held while it is made, so that it is made once
    std::int64_t deliberation_revision = -1;
    std::int64_t votes_revision = -1;
    std::shared_ptr<const Survey> survey;
  };

  absl::StatusOr<Stored> Read(const std::string& name) const;
  // All of them, in order of creation.
  absl::StatusOr<std::vector<Stored>> ReadAll(const std::string& deliberation) const;
  absl::StatusOr<Answers> ReadAnswers(const Caller& caller) const;
  // That the deliberation is not closed; its revision.
  absl::StatusOr<std::int64_t> RequireOpen(const std::string& deliberation,
                                           std::string_view what) const;
  // That no answers can come, unless another vote is opened.
  absl::StatusOr<bool> IsClosed(const std::string& deliberation) const;
  // Reads, changes by `change(stored statement)` and writes; `kind` is that of the event.
  template <class Response, class Request, class Change>
  absl::StatusOr<Response> Modify(const Caller& caller, std::string_view method,
                                  const Request& request, std::int32_t kind, Change change);

  // The answers that figures may be made of, released anew when they may be.
  absl::StatusOr<Released> Release(const std::string& deliberation,
                                   const std::vector<int>& numbers) const;
  absl::StatusOr<Released> ReadReleased(const std::string& deliberation) const;
  absl::StatusOr<std::shared_ptr<const Survey>> MakeSurvey(const Caller& caller,
                                                           const Survey* before) const;
  absl::StatusOr<std::shared_ptr<const Survey>> FindSurvey(const Caller& caller);
  std::shared_ptr<Cached> CacheOf(const std::string& deliberation);

  const Parts parts_;
  static constexpr std::size_t kMaxCached = 64;
  std::mutex mutex_;
  base::StringMap<std::shared_ptr<Cached>> cache_;
};

rpc::ServiceTable Table(OpinionService* service);

}  // namespace plenum::deliberation
