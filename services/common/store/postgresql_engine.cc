#include <libpq-fe.h>
#include <soci/postgresql/soci-postgresql.h>
#include <soci/soci.h>

#include <cstring>
#include <map>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/common/store/engine.h"
#include "services/common/store/migrations.h"

namespace plenum::store {
namespace {

// Any number that no other program on the same database uses for its locks.
constexpr char kMigrationLock[] = "select pg_advisory_xact_lock(7308620133)";

// Settings of every connection. Engines that only speak PostgreSQL's language may not know one of
// them, and can do without.
struct Setting {
  const char* name;
  const char* value;
};
constexpr Setting kSettings[] = {
    {"bytea_output", "hex"},
    // The statements are written for index look-ups. A plan made while a table is empty would read
    // all of it, and would be kept while it grows.
    {"enable_seqscan", "off"},
    {"enable_hashjoin", "off"},
    {"enable_mergejoin", "off"},
    {"jit", "off"},
    // A replica that was stopped with a lock in its hand must not stop the others for good.
    {"lock_timeout", "10s"},
    {"idle_in_transaction_session_timeout", "30s"},
};

// Acknowledged means durable, whatever the server was set up for.
constexpr char kDurable[] =
    "select set_config('synchronous_commit', 'on', false)"
    " where current_setting('synchronous_commit') = 'off'";

// Parameters that the url may override.
const std::map<std::string, std::string>& Defaults() {
  static const std::map<std::string, std::string> kDefaults = {
      {"connect_timeout", "5"},     {"application_name", "plenum"}, {"client_encoding", "UTF8"},
      {"keepalives_idle", "10"},    {"keepalives_interval", "5"},   {"keepalives_count", "3"},
      {"tcp_user_timeout", "15000"}};
  return kDefaults;
}

std::string Quoted(std::string_view value) {
  std::string out = "'";
  for (const char c : value) {
    if (c == '\'' || c == '\\') out.push_back('\\');
    out.push_back(c);
  }
  out.push_back('\'');
  return out;
}

class PostgresqlEngine final : public Engine {
 public:
  PostgresqlEngine(std::string name, std::string parameters)
      : name_(std::move(name)), parameters_(std::move(parameters)) {}

  const std::string& name() const override { return name_; }
  bool arrays() const override { return true; }
  bool shared() const override { return true; }
  const char* begin_sql() const override { return "begin"; }
  std::span<const Migration> migrations() const override { return PostgresqlMigrations(); }
  absl::Status Prepare(bool /*create*/, Use /*use*/) override { return absl::OkStatus(); }
  void Idle(soci::session& /*session*/) override {}

  std::unique_ptr<soci::session> Connect() override {
    auto session = std::make_unique<soci::session>(soci::postgresql, parameters_);
    // What the server has to say besides results would go to our stderr.
    PQsetNoticeProcessor(
        Connection(*session), [](void*, const char*) {}, nullptr);
    std::string all;
    for (const Setting& setting : kSettings) {
      absl::StrAppend(&all, all.empty() ? "select " : ", ", SetConfig(setting));
    }
    if (!TryRun(*session, all)) {
      for (const Setting& setting : kSettings) {
        TryRun(*session, absl::StrCat("select ", SetConfig(setting)));
      }
    }
    TryRun(*session, kDurable);
    return session;
  }

  // SOCI keeps no code of a failed connection, so the server is asked once more.
  absl::Status ConnectFailure(const std::exception& /*error*/) override {
    switch (PQping(parameters_.c_str())) {
      case PQPING_OK:
        return absl::UnavailableError(
            absl::StrCat("PostgreSQL at ", name_,
                         " runs but refused the connection: check user, password and database"));
      case PQPING_REJECT:
        return absl::UnavailableError(
            absl::StrCat("PostgreSQL at ", name_, " is starting or stopping"));
      case PQPING_NO_RESPONSE:
      case PQPING_NO_ATTEMPT:
        break;
    }
    return absl::UnavailableError(absl::StrCat("PostgreSQL does not answer at ", name_));
  }

  Failure Classify(const std::exception& error, soci::session& session) const override {
    const auto* known = dynamic_cast<const soci::postgresql_soci_error*>(&error);
    const std::string state = known == nullptr ? "" : known->sqlstate();
    // libpq's own errors have no SQLSTATE (SOCI makes blanks of it): nobody answered.
    const bool answered = known == nullptr || state.find_first_not_of(" ?") != std::string::npos;
    if (!answered || !Alive(session)) return Lost();
    return Explain(state);
  }

  void LockSchema(soci::session& session) override { session << kMigrationLock; }

  bool HasTables(soci::session& session) override {
    return Count(session,
                 "select count(*) from information_schema.tables"
                 " where table_schema = current_schema()") > 0;
  }
  bool HasSchemaTable(soci::session& session) override {
    return Count(session,
                 "select count(*) from information_schema.tables"
                 " where table_schema = current_schema() and table_name = 'plenum_schema'") > 0;
  }

 private:
  static int Count(soci::session& session, const char* sql) {
    long long count = 0;
    session << sql, soci::into(count);
    return static_cast<int>(count);
  }

  static PGconn* Connection(soci::session& session) {
    return static_cast<soci::postgresql_session_backend*>(session.get_backend())->conn_;
  }

  static bool Alive(soci::session& session) {
    return PQstatus(Connection(session)) == CONNECTION_OK;
  }

  static std::string SetConfig(const Setting& setting) {
    return absl::StrCat("set_config('", setting.name, "', '", setting.value, "', false)");
  }

  // False when the server refused the statement. Throws when the connection was lost.
  static bool TryRun(soci::session& session, const std::string& sql) {
    try {
      session << sql;
      return true;
    } catch (const soci::postgresql_soci_error&) {
      if (!Alive(session)) throw;
      return false;
    }
  }

  Failure Lost() const {
    return {Remedy::kReconnect,
            absl::UnavailableError(absl::StrCat("the connection to ", name_, " was lost")), true};
  }

  // https://www.postgresql.org/docs/15/errcodes-appendix.html
  Failure Explain(const std::string& state) const {
    const std::string family = state.substr(0, 2);
    // 57P0x: the server stops or starts; 25006: it became a read-only standby.
    if (family == "08" || state.starts_with("57P0") || state == "25006") return Lost();
    // 40xxx: serialization failure, deadlock; 55P03: lock timeout; 23505: another replica, working
    // on another stream, added the same key after it was looked up; 57014: cancelled.
    if (family == "40" || state == "55P03" || state == "23505" || state == "57014") {
      return {Remedy::kRetry, absl::UnavailableError(absl::StrCat(
                                  name_, " is busy with conflicting writes; try again"))};
    }
    if (state == "53100") return {Remedy::kGiveUp, StorageFull(name_)};
    if (family == "53") {
      return {Remedy::kGiveUp, absl::ResourceExhaustedError(
                                   absl::StrCat(name_, " has no memory or connections left"))};
    }
    if (family == "22" || family == "23" || family == "54") {
      return {Remedy::kSplit, absl::InvalidArgumentError("the database refused a value")};
    }
    if (state == "42501") {
      return {Remedy::kGiveUp,
              absl::PermissionDeniedError(
                  absl::StrCat("the user of ", name_, " may not do this; grant it the rights"))};
    }
    if (family == "XX" || family == "58") {
      return {Remedy::kGiveUp,
              absl::InternalError(absl::StrCat(name_, " is damaged (SQLSTATE ", state, ")"))};
    }
    return {Remedy::kSplit,
            absl::InternalError(absl::StrCat("a statement failed (SQLSTATE ", state, ")"))};
  }

  const std::string name_;
  const std::string parameters_;  // libpq's "key='value' ..." form; holds the password
};

}  // namespace

absl::StatusOr<std::unique_ptr<Engine>> MakePostgresqlEngine(const std::string& url) {
  char* message = nullptr;
  PQconninfoOption* options = PQconninfoParse(url.c_str(), &message);
  PQfreemem(message);  // quotes the url, which may hold a password
  if (options == nullptr) {
    return absl::InvalidArgumentError(
        "the database url cannot be read; write postgresql://user@host:port/database");
  }
  std::map<std::string, std::string> parameters = Defaults();
  for (const PQconninfoOption* option = options; option->keyword != nullptr; ++option) {
    if (option->val != nullptr) parameters[option->keyword] = option->val;
  }
  PQconninfoFree(options);
  std::string text;
  for (const auto& [keyword, value] : parameters) {
    absl::StrAppend(&text, text.empty() ? "" : " ", keyword, "=", Quoted(value));
  }
  const auto or_default = [&](const char* keyword, const char* fallback) -> std::string {
    const auto found = parameters.find(keyword);
    return found == parameters.end() || found->second.empty() ? fallback : found->second;
  };
  std::string name = absl::StrCat(or_default("host", "localhost"), ":", or_default("port", "5432"),
                                  "/", or_default("dbname", or_default("user", "?").c_str()));
  return std::make_unique<PostgresqlEngine>(std::move(name), std::move(text));
}

}  // namespace plenum::store
