// timekeeper: goes on to the next phase when the plan says so.
//
// A deliberation whose phase has an end has a row in the collection "deadlines", the time first in
// its id, so that what is due stands in front. Every replica looks; a step that another one made
// changes nothing.
//
//   Timekeeper timekeeper(service, store, clock, signer);
//   timekeeper.Start();    // until it is destroyed
#pragma once

#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <set>
#include <string>
#include <thread>

#include "plenum/deliberation/v1/deliberation.pb.h"
#include "services/common/auth/token.h"
#include "services/common/base/clock.h"
#include "services/common/store/store.h"

namespace plenum::deliberation {

class DeliberationService;

// Adds to the mutation that makes `after` of `before` that its deadline is another one.
void MoveDeadline(const v1::Deliberation& before, const v1::Deliberation& after,
                  store::Mutation& mutation);

class Timekeeper {
 public:
  Timekeeper(DeliberationService& service, store::Store& store, const base::Clock& clock,
             const auth::Signer& signer)
      : service_(service), store_(store), clock_(clock), signer_(signer) {}
  ~Timekeeper();
  Timekeeper(const Timekeeper&) = delete;
  Timekeeper& operator=(const Timekeeper&) = delete;

  // Makes every step that is due now. What cannot be made yet (a vote with one measure) is logged
  // once, and tried again next time. Returns how many were made. One thread at a time.
  int RunDue();

  // Does so every second on a thread of its own.
  void Start();
  // Ends the thread; waits for the step that it is at. Before the service's peers go away.
  void Stop();

 private:
  // Whether the deliberation went on.
  bool GoOn(const std::string& deliberation);

  DeliberationService& service_;
  store::Store& store_;
  const base::Clock& clock_;
  const auth::Signer& signer_;
  // Deliberations whose step failed and was logged; not once a second until it is made. Of the
  // thread that runs RunDue.
  std::set<std::string> told_;
  std::mutex mutex_;
  std::condition_variable wake_;
  bool stop_ = false;
  std::thread thread_;
};

}  // namespace plenum::deliberation
