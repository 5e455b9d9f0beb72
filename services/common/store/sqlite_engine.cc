#include <fcntl.h>
#include <soci/soci.h>
#include <soci/sqlite3/soci-sqlite3.h>
#include <sys/file.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <filesystem>
#include <thread>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/common/store/engine.h"
#include "services/common/store/migrations.h"

namespace plenum::store {
namespace {

// How long a write waits for another process that holds the write lock.
constexpr int kBusySeconds = 5;

// Pages in the write-ahead log from which the writer folds it back into the database, between two
// batches and after the callbacks of the first: 64 MiB. SQLite's own way (1000 pages, inside a
// commit) would put that work in front of answers. From 4000 to 16000 the work per write halved
// (11 to 5 us): the more writes a page has had meanwhile, the fewer times it is copied.
constexpr int kCheckpointPages = 16000;

sqlite_api::sqlite3* Connection(soci::session& session) {
  return static_cast<soci::sqlite3_session_backend*>(session.get_backend())->conn_;
}

class SqliteEngine final : public Engine {
 public:
  explicit SqliteEngine(std::string path) : path_(std::move(path)) {}

  const std::string& name() const override { return path_; }
  bool arrays() const override { return false; }
  bool shared() const override { return false; }
  // The write lock comes first, so that no transaction fails for having read before it wrote.
  const char* begin_sql() const override { return "begin immediate"; }
  std::span<const Migration> migrations() const override { return SqliteMigrations(); }

  ~SqliteEngine() override {
    if (lock_ >= 0) ::close(lock_);
  }
  SqliteEngine(const SqliteEngine&) = delete;
  SqliteEngine& operator=(const SqliteEngine&) = delete;

  absl::Status Prepare(bool create, Use use) override {
    if (path_.empty() || path_.find('"') != std::string::npos) {
      return absl::InvalidArgumentError(
          "a database url is \"sqlite:PATH\", and the path holds no quotation mark");
    }
    const std::filesystem::path folder = std::filesystem::path(path_).parent_path();
    std::error_code ignored;
    if (!folder.empty() && !std::filesystem::is_directory(folder, ignored)) {
      return absl::PermissionDeniedError(
          absl::StrCat("cannot open ", path_, ": ", folder.string(), " is not a folder; make it"));
    }
    if (!create && !std::filesystem::exists(path_, ignored)) {
      return absl::FailedPreconditionError(
          absl::StrCat("there is no database at ", path_, ": run the migrate command first"));
    }
    if (std::filesystem::is_directory(path_, ignored)) return OpenError(EISDIR);
    // First: closing the database file below would end the locks that a store of this process has
    // on it (POSIX locks go with any descriptor of the file).
    if (absl::Status status = Lock(use); !status.ok()) return status;
    // Made here and not by SQLite, so that only its owner can read it: it may hold sealed ballots.
    const int file = ::open(path_.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, S_IRUSR | S_IWUSR);
    if (file < 0) return OpenError(errno);
    ::close(file);
    return absl::OkStatus();
  }

  std::unique_ptr<soci::session> Connect() override {
    auto session = std::make_unique<soci::session>(
        soci::sqlite3, absl::StrCat("dbname=\"", path_, "\" timeout=", kBusySeconds));
    // Not by SOCI's parameter, which sets it before the timeout and fails when the file is locked.
    *session << "pragma synchronous = full";
    UseWriteAheadLog(*session);
    *session << "pragma foreign_keys = on";
    *session << "pragma cache_size = -65536";  // KiB
    // Replaces SQLite's automatic checkpoints.
    sqlite_api::sqlite3_wal_hook(Connection(*session), &SqliteEngine::OnCommit, &log_pages_);
    return session;
  }

  absl::Status ConnectFailure(const std::exception& error) override {
    return Explain(error).status;
  }

  Failure Classify(const std::exception& error, soci::session& /*session*/) const override {
    return Explain(error);
  }

  void Idle(soci::session& session) override {
    if (log_pages_ < kCheckpointPages) return;
    log_pages_ = 0;
    // Passive: takes what it can without waiting for readers; the rest is left for the next time.
    sqlite_api::sqlite3_wal_checkpoint_v2(Connection(session), nullptr, SQLITE_CHECKPOINT_PASSIVE,
                                          nullptr, nullptr);
  }

  void LockSchema(soci::session& /*session*/) override {}  // "begin immediate" did it

  bool HasTables(soci::session& session) override {
    return Count(session, "select count(*) from sqlite_master") > 0;
  }
  bool HasSchemaTable(soci::session& session) override {
    return Count(session, "select count(*) from sqlite_master where name = 'plenum_schema'") > 0;
  }

 private:
  // Two servers on one file would not hear of each other's commits, and would take turns at a
  // write lock that each thinks its own. The lock is on a file of its own, as SQLite's are on the
  // database; the kernel lets go of it however the process ends.
  absl::Status Lock(Use use) {
    std::error_code ignored;
    const std::filesystem::path file = std::filesystem::weakly_canonical(path_, ignored);
    const std::string path = absl::StrCat(file.empty() ? path_ : file.string(), "-lock");
    lock_ = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, S_IRUSR | S_IWUSR);
    if (lock_ < 0) return OpenError(errno);
    if (::flock(lock_, (use == Use::kServe ? LOCK_EX : LOCK_SH) | LOCK_NB) == 0) {
      return absl::OkStatus();
    }
    if (errno != EWOULDBLOCK) return OpenError(errno);
    return absl::FailedPreconditionError(absl::StrCat(
        path_,
        " is in use by another server: end that one first, or choose another file; for "
        "several servers on one database take PostgreSQL"));
  }

  static int OnCommit(void* pages, sqlite_api::sqlite3* /*connection*/, const char* /*name*/,
                      int log_pages) {
    *static_cast<std::atomic<int>*>(pages) = log_pages;
    return SQLITE_OK;
  }

  // On a new file this changes its header, and SQLite does not wait for the lock of another process
  // that is about to do the same: the busy timeout does not apply where that could deadlock.
  static void UseWriteAheadLog(soci::session& session) {
    const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(kBusySeconds);
    while (true) {
      try {
        session << "pragma journal_mode = wal";
        return;
      } catch (const soci::sqlite3_soci_error& error) {
        const int code = error.result() & 0xff;
        if (code != SQLITE_BUSY || std::chrono::steady_clock::now() > until) throw;
      }
      std::this_thread::sleep_for(std::chrono::milliseconds(2));
    }
  }

  static int Count(soci::session& session, const char* sql) {
    int count = 0;
    session << sql, soci::into(count);
    return count;
  }

  absl::Status OpenError(int error) const {
    if (error == ENOSPC) return StorageFull(path_);
    return absl::PermissionDeniedError(absl::StrCat(
        "cannot open ", path_, " for writing: ", std::strerror(error)));  // NOLINT(concurrency-*)
  }

  // https://www.sqlite.org/rescode.html
  Failure Explain(const std::exception& error) const {
    const auto* known = dynamic_cast<const soci::sqlite3_soci_error*>(&error);
    const int code = known == nullptr ? SQLITE_ERROR : known->result() & 0xff;
    switch (code) {
      case SQLITE_BUSY:
      case SQLITE_LOCKED:
        return {Remedy::kRetry,
                absl::UnavailableError(absl::StrCat("another process is writing to ", path_))};
      case SQLITE_FULL:
        return {Remedy::kGiveUp, StorageFull(path_)};
      case SQLITE_READONLY:
      case SQLITE_PERM:
      case SQLITE_AUTH:
      case SQLITE_CANTOPEN:
        return {Remedy::kGiveUp, absl::PermissionDeniedError(
                                     absl::StrCat(path_, " and its folder must be writable"))};
      case SQLITE_NOTADB:
        return {Remedy::kGiveUp,
                absl::FailedPreconditionError(absl::StrCat(path_, " is not a database"))};
      case SQLITE_CORRUPT:
        return {Remedy::kGiveUp,
                absl::InternalError(absl::StrCat(path_, " is damaged: restore it from a backup"))};
      case SQLITE_IOERR:
        // A commit whose fsync failed is void here, but its frames may be found after a crash.
        return {Remedy::kReconnect,
                absl::UnavailableError(absl::StrCat("reading or writing ", path_, " failed")),
                true};
      case SQLITE_CONSTRAINT:
      case SQLITE_TOOBIG:
      case SQLITE_MISMATCH:
      case SQLITE_RANGE:
        return {Remedy::kSplit, absl::InvalidArgumentError("the database refused a value")};
      default:
        return {Remedy::kSplit,
                absl::InternalError(absl::StrCat("a statement failed (SQLite code ", code, ")"))};
    }
  }

  const std::string path_;
  int lock_ = -1;                                  // descriptor of the lock file, once it is held
  std::atomic<int> log_pages_ = kCheckpointPages;  // after the last commit
};

}  // namespace

std::unique_ptr<Engine> MakeSqliteEngine(std::string path) {
  return std::make_unique<SqliteEngine>(std::move(path));
}

}  // namespace plenum::store
