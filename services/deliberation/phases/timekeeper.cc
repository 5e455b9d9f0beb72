#include "services/deliberation/phases/timekeeper.h"

#include <chrono>
#include <optional>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "services/common/base/log.h"
#include "services/common/resource/name.h"
#include "services/common/resource/write.h"
#include "services/deliberation/deliberation_service.h"
#include "services/deliberation/phases/phases.h"

namespace plenum::deliberation {
namespace {

constexpr char kDeadlines[] = "deadlines";
constexpr int kPage = 100;
constexpr std::chrono::seconds kInterval{1};
constexpr std::chrono::seconds kLongestStep{20};
constexpr std::int64_t kTokenSeconds = 60;

// Nobody on a roll has such an id: they have 16 characters.
constexpr char kServerMember[] = "/members/server";

std::optional<store::Key> DeadlineOf(const v1::Deliberation& deliberation) {
  const auto due = DueStepOf(deliberation);
  if (!due) return std::nullopt;
  return store::Key{kDeadlines, absl::StrFormat("%016d-%s", due->time_us,
                                                resource::KeyOf(deliberation.name()).id)};
}

}  // namespace

void MoveDeadline(const v1::Deliberation& before, const v1::Deliberation& after,
                  store::Mutation& mutation) {
  const auto old_one = DeadlineOf(before);
  const auto new_one = DeadlineOf(after);
  if (old_one == new_one) return;
  if (old_one) mutation.puts.push_back({*old_one, "", std::nullopt, /*erase=*/true});
  if (new_one) mutation.puts.push_back({*new_one, after.name(), std::nullopt});
}

Timekeeper::~Timekeeper() { Stop(); }

int Timekeeper::RunDue() {
  const std::string now = absl::StrFormat("%016d~", clock_.NowMicros());
  int steps = 0;
  // All that is due: those that cannot go on yet must not keep the others back.
  for (std::string after;;) {
    const auto rows = store_.List(kDeadlines, after, kPage);
    if (!rows.ok()) {
      base::Log(base::LogLevel::kWarning, "deadlines_unread",
                {{"detail", std::string(rows.status().message())}});
      return steps;
    }
    for (const store::Row& row : *rows) {
      if (row.key.id > now) return steps;
      if (GoOn(row.data)) ++steps;
    }
    if (rows->empty()) return steps;
    after = rows->back().key.id;
  }
}

bool Timekeeper::GoOn(const std::string& deliberation) {
  const std::int64_t now_us = clock_.NowMicros();
  rpc::Caller caller;
  caller.deliberation = deliberation;
  caller.member = deliberation + kServerMember;
  caller.role = auth::Role::kFacilitator;
  caller.token = signer_.Sign(
      {caller.member, caller.role, now_us / 1'000'000, now_us / 1'000'000 + kTokenSeconds});
  caller.request_id = "deadline";
  caller.deadline = std::chrono::system_clock::now() + kLongestStep;
  v1::GetDeliberationRequest get;
  get.set_name(deliberation);
  auto current = service_.GetDeliberation(caller, get);
  if (!current.ok()) return false;
  const auto due = DueStepOf(current->deliberation());
  if (!due || due->time_us > now_us) return false;
  v1::AdvanceDeliberationRequest advance;
  advance.set_name(deliberation);
  advance.set_phase(due->next);
  // A facilitator, or another replica, may have gone on since.
  advance.set_etag(current->deliberation().etag());
  const auto advanced = service_.AdvanceDeliberation(caller, advance);
  if (advanced.ok()) {
    told_.erase(deliberation);
    return true;
  }
  if (!told_.insert(deliberation).second) return false;
  base::Log(base::LogLevel::kWarning, "deadline_not_kept",
            {{"deliberation", deliberation},
             {"phase", std::string(PhaseName(due->next))},
             {"detail", std::string(advanced.status().message())}});
  return false;
}

void Timekeeper::Start() {
  thread_ = std::thread([this] {
    std::unique_lock lock(mutex_);
    while (!wake_.wait_for(lock, kInterval, [this] { return stop_; })) {
      lock.unlock();
      RunDue();
      lock.lock();
    }
  });
}

void Timekeeper::Stop() {
  {
    const std::lock_guard lock(mutex_);
    stop_ = true;
  }
  wake_.notify_all();
  if (thread_.joinable()) thread_.join();
}

}  // namespace plenum::deliberation
