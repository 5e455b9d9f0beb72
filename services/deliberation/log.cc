// The methods of DeliberationService that show and prove the log of the vote.
#include <charconv>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/common/resource/name.h"
#include "services/common/resource/page.h"
#include "services/deliberation/deliberation_service.h"
#include "services/deliberation/phases/phases.h"

namespace plenum::deliberation {
namespace {

constexpr std::size_t kPieceBytes = std::size_t{64} << 10;
constexpr int kPiecesAtOnce = 8;
// A page ends before it grows beyond what clients take by default; its first entry always goes out.
constexpr std::size_t kMaxPageBytes = std::size_t{2} << 20;

class BundleFeed final : public rpc::Feed {
 public:
  BundleFeed(std::shared_ptr<const Log> log, rpc::Waker waker)
      : log_(std::move(log)), writer_(log_->bundle), waker_(std::move(waker)) {}

  absl::StatusOr<std::vector<std::unique_ptr<google::protobuf::MessageLite>>> Pull(
      int max) override {
    std::vector<std::unique_ptr<google::protobuf::MessageLite>> pieces;
    for (int i = 0; i < std::min(max, kPiecesAtOnce) && !writer_.AtEnd(); ++i) {
      auto piece = std::make_unique<v1::ExportBundleResponse>();
      piece->set_data(writer_.Next(kPieceBytes));
      pieces.push_back(std::move(piece));
    }
    if (!writer_.AtEnd()) waker_();
    return pieces;
  }
  [[nodiscard]] bool AtEnd() const override { return writer_.AtEnd(); }
  std::unique_ptr<google::protobuf::MessageLite> Heartbeat() override { return nullptr; }

 private:
  const std::shared_ptr<const Log> log_;
  record::BundleWriter writer_;
  const rpc::Waker waker_;
};

// The size that a request means: as it says, or the whole log.
absl::StatusOr<std::uint64_t> SizeOf(const Log& log, std::int64_t size) {
  if (size == 0) return log.tree.size();
  if (size > 0 && static_cast<std::uint64_t>(size) <= log.tree.size()) {
    return static_cast<std::uint64_t>(size);
  }
  base::FieldViolations bad;
  bad.Add("size", absl::StrCat("must be 0 to ", log.tree.size(), ", the entries in the log"));
  return bad.ToStatus();
}

}  // namespace

absl::StatusOr<std::shared_ptr<const Log>> DeliberationService::ReadLog(
    const std::string& name) const {
  auto stored = Read(name);
  if (!stored.ok()) return stored.status();
  auto log = log_.Read(name);
  if (!absl::IsNotFound(log.status())) return log;
  return base::NotFound(name + "/log",
                        "the log begins when the deliberation first goes to another phase");
}

absl::StatusOr<std::shared_ptr<const Log>> DeliberationService::ReadPublicLog(
    const Caller& caller, const std::string& name) const {
  auto stored = Read(name);
  if (!stored.ok()) return stored.status();
  if (stored->deliberation.phase() == v1::PHASE_CLOSED) {
    auto readable = RequireReadable(caller, stored->deliberation,
                                    stored->deliberation.decision_count(), "reading the ballots");
    if (!readable.ok()) return readable;
  }
  return ReadLog(name);
}

absl::StatusOr<v1::GetCheckpointResponse> DeliberationService::GetCheckpoint(
    const Caller& /*caller*/, const v1::GetCheckpointRequest& request) {
  const auto log = ReadLog(request.parent());
  if (!log.ok()) return log.status();
  v1::GetCheckpointResponse response;
  *response.mutable_checkpoint() = ToMessage(**log);
  return response;
}

absl::StatusOr<v1::ProveInclusionResponse> DeliberationService::ProveInclusion(
    const Caller& /*caller*/, const v1::ProveInclusionRequest& request) {
  const auto log = ReadLog(request.parent());
  if (!log.ok()) return log.status();
  const auto size = SizeOf(**log, request.size());
  if (!size.ok()) return size.status();
  const auto index = static_cast<std::uint64_t>(request.index());
  if (request.index() < 0 || index >= *size) {
    base::FieldViolations bad;
    bad.Add("index", absl::StrCat("must be 0 to ", *size - 1));
    return bad.ToStatus();
  }
  auto proof = ledger::ProveInclusion((*log)->tree.nodes(), index, *size);
  if (!proof.ok()) return proof.status();
  v1::ProveInclusionResponse response;
  response.set_leaf_hash(ledger::HashOfEntry((*log)->bundle.entries[index]));
  response.mutable_proof()->Assign(proof->begin(), proof->end());
  response.set_size(static_cast<std::int64_t>(*size));
  return response;
}

absl::StatusOr<v1::ProveConsistencyResponse> DeliberationService::ProveConsistency(
    const Caller& /*caller*/, const v1::ProveConsistencyRequest& request) {
  const auto log = ReadLog(request.parent());
  if (!log.ok()) return log.status();
  const auto size = SizeOf(**log, request.size());
  if (!size.ok()) return size.status();
  const auto old_size = static_cast<std::uint64_t>(request.old_size());
  if (request.old_size() < 1 || old_size > *size) {
    base::FieldViolations bad;
    bad.Add("old_size", absl::StrCat("must be 1 to ", *size));
    return bad.ToStatus();
  }
  auto proof = ledger::ProveConsistency((*log)->tree.nodes(), old_size, *size);
  if (!proof.ok()) return proof.status();
  v1::ProveConsistencyResponse response;
  response.mutable_proof()->Assign(proof->begin(), proof->end());
  response.set_size(static_cast<std::int64_t>(*size));
  return response;
}

absl::StatusOr<v1::ListLogEntriesResponse> DeliberationService::ListLogEntries(
    const Caller& caller, const v1::ListLogEntriesRequest& request) {
  const auto read = ReadPublicLog(caller, request.parent());
  if (!read.ok()) return read.status();
  const Log& log = **read;
  const auto page = resource::ReadPage(request.parent() + "/log-entries", "", request.page_size(),
                                       request.page_token());
  if (!page.ok()) return page.status();
  std::size_t next = 0;
  if (!page->after.empty()) {
    std::from_chars(page->after.data(), page->after.data() + page->after.size(), next);
    ++next;
  }
  v1::ListLogEntriesResponse response;
  std::size_t bytes = 0;
  const std::vector<std::string>& entries = log.bundle.entries;
  for (int i = 0; i < page->size && next < entries.size(); ++i, ++next) {
    bytes += entries[next].size();
    if (i > 0 && bytes > kMaxPageBytes) break;
    v1::LogEntry& entry = *response.add_entries();
    entry.set_index(static_cast<std::int64_t>(next));
    entry.set_entry(entries[next]);
    const record::OpenedBallot* ballot = log.BallotAt(next);
    if (ballot == nullptr) continue;
    entry.set_salt(ballot->salt);
    entry.set_packed(ballot->packed);
    entry.set_weight(static_cast<int>(ballot->weight));
    if (ballot->voter.empty()) continue;
    entry.set_voter(absl::StrCat(request.parent(), "/members/", ballot->voter));
  }
  if (next < entries.size()) {
    response.set_next_page_token(resource::MakeToken(*page, absl::StrCat(next - 1)));
  }
  return response;
}

absl::StatusOr<std::unique_ptr<rpc::Feed>> DeliberationService::ExportBundle(
    const Caller& caller, const v1::ExportBundleRequest& request, rpc::Waker waker) {
  auto log = ReadPublicLog(caller, request.parent());
  if (!log.ok()) return log.status();
  return std::make_unique<BundleFeed>(*std::move(log), std::move(waker));
}

}  // namespace plenum::deliberation
