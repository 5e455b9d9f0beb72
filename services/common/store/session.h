// session: one connection with its prepared statements. Not thread-safe: one user at a time.
//
//   Session session(engine);             // connects; throws
//   session.Begin();
//   Columns heads = session.Query(Op::kLockHeads, std::move(streams));
//   session.Execute(Op::kAddEvents, std::move(events));
//   session.Commit();
//
// Every function throws SOCI's exceptions; Engine::Classify tells what they mean. After one that
// calls for Remedy::kReconnect the session is of no more use.
#pragma once

#include <array>
#include <memory>
#include <vector>

#include "services/common/store/columns.h"
#include "services/common/store/engine.h"
#include "services/common/store/statements.h"

namespace plenum::store {

class Session {
 public:
  explicit Session(Engine& engine);
  ~Session();
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  void Begin();
  void Commit();
  // Never throws: a session that cannot roll back fails its next Begin.
  void Rollback() noexcept;

  // Runs a bulk statement for every row of `in` (no rows: does nothing), or another one once.
  void Execute(Op op, Columns in);

  // The same, and returns all rows of output. The order of a bulk query's rows is not defined.
  Columns Query(Op op, Columns in);

  soci::session& raw() { return *session_; }

 private:
  class Prepared;

  Prepared& Get(Op op);
  Columns Run(Op op, Columns in);

  Engine& engine_;
  std::unique_ptr<soci::session> session_;
  std::unique_ptr<Prepared> begin_;
  std::unique_ptr<Prepared> commit_;
  std::array<std::unique_ptr<Prepared>, kOpCount> prepared_;
  std::vector<std::unique_ptr<Prepared>> failed_;  // until the end of the transaction
};

}  // namespace plenum::store
