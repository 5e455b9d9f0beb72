#include "tests/support/postgres.h"

#include <fcntl.h>
#include <grp.h>
#include <libpq-fe.h>
#include <pwd.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"

namespace plenum::testing {
namespace {

constexpr char kDebianFolder[] = "/usr/lib/postgresql/15/bin";
constexpr std::chrono::seconds kStartWithin{60};
constexpr std::chrono::milliseconds kAskEvery{10};

std::string Program(const char* name) {
  const char* folder = std::getenv("PLENUM_POSTGRESQL_BIN");  // NOLINT(concurrency-mt-unsafe)
  return absl::StrCat(folder == nullptr ? kDebianFolder : folder, "/", name);
}

// The account to run as: null when not root, which is then fit to run the server itself.
const passwd* Account() {
  return geteuid() == 0 ? getpwnam("postgres") : nullptr;  // NOLINT(concurrency-mt-unsafe)
}

// Starts a program as the server's user, its output going to `log`. After fork only calls that are
// safe there are made.
pid_t Spawn(const std::vector<std::string>& arguments, const std::string& log) {
  std::vector<char*> argv;
  argv.reserve(arguments.size() + 1);
  for (const std::string& argument : arguments) argv.push_back(const_cast<char*>(argument.c_str()));
  argv.push_back(nullptr);
  const passwd* account = Account();
  const pid_t pid = fork();
  if (pid != 0) return pid;
  const int out = open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
  dup2(out, STDOUT_FILENO);
  dup2(out, STDERR_FILENO);
  if (account != nullptr) {
    const gid_t group = account->pw_gid;
    if (setgroups(1, &group) != 0 || setgid(group) != 0 || setuid(account->pw_uid) != 0) _exit(126);
  }
  // After setuid, which would undo it.
  prctl(PR_SET_PDEATHSIG, SIGQUIT);
  // A shell may have started the test with these ignored, and that would be inherited.
  signal(SIGQUIT, SIG_DFL);
  signal(SIGINT, SIG_DFL);
  setsid();
  execv(argv[0], argv.data());
  _exit(127);
}

int Wait(pid_t pid) {
  int status = 0;
  while (waitpid(pid, &status, 0) < 0 && errno == EINTR) {
  }
  return status;
}

}  // namespace

absl::StatusOr<std::unique_ptr<Postgres>> Postgres::Start() {
  std::unique_ptr<Postgres> server(new Postgres());
  if (absl::Status status = server->Init(); !status.ok()) return status;
  if (absl::Status status = server->StartAgain(); !status.ok()) return status;
  return server;
}

absl::Status Postgres::Init() {
  if (access(Program("postgres").c_str(), X_OK) != 0) {
    return absl::NotFoundError(absl::StrCat(Program("postgres"),
                                            " is missing: install postgresql-15 or set "
                                            "PLENUM_POSTGRESQL_BIN"));
  }
  // The socket's path must stay under 108 bytes, so it is not below the build folder.
  std::string pattern = (std::filesystem::temp_directory_path() / "plenum-pg-XXXXXX").string();
  if (mkdtemp(pattern.data()) == nullptr) return absl::InternalError("mkdtemp failed");
  folder_ = pattern;
  const passwd* account = Account();
  if (geteuid() == 0 && account == nullptr) {
    return absl::NotFoundError("there is no user postgres to run the server as");
  }
  if (account != nullptr && chown(folder_.c_str(), account->pw_uid, account->pw_gid) != 0) {
    return absl::InternalError("chown failed");
  }
  const pid_t pid = Spawn({Program("initdb"), "-D", folder_ + "/data", "-U", "postgres", "-A",
                           "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"},
                          folder_ + "/log");
  if (pid < 0 || Wait(pid) != 0) {
    return absl::InternalError(absl::StrCat("initdb failed, see ", folder_, "/log"));
  }
  return absl::OkStatus();
}

absl::Status Postgres::StartAgain() {
  pid_ = Spawn(
      {Program("postgres"), "-D", folder_ + "/data", "-k", folder_, "-c", "listen_addresses=", "-c",
       "max_connections=200", "-c", "recovery_init_sync_method=syncfs"},
      folder_ + "/log");
  if (pid_ < 0) return absl::InternalError("fork failed");
  const auto until = std::chrono::steady_clock::now() + kStartWithin;
  while (PQping(Url("postgres").c_str()) != PQPING_OK) {
    int status = 0;
    if (waitpid(pid_, &status, WNOHANG) == pid_) {
      pid_ = -1;
      return absl::InternalError(absl::StrCat("postgres ended, see ", folder_, "/log"));
    }
    if (std::chrono::steady_clock::now() > until) {
      return absl::DeadlineExceededError("postgres does not answer");
    }
    std::this_thread::sleep_for(kAskEvery);
  }
  return absl::OkStatus();
}

absl::Status Postgres::Crash() {
  kill(pid_, SIGQUIT);
  Wait(pid_);
  pid_ = -1;
  return absl::OkStatus();
}

Postgres::~Postgres() {
  if (pid_ > 0) {
    kill(pid_, SIGINT);  // fast shutdown: ends the sessions
    Wait(pid_);
  }
  std::error_code ignored;
  if (!folder_.empty()) std::filesystem::remove_all(folder_, ignored);
}

std::string Postgres::Url(const std::string& database) const {
  return absl::StrCat("postgresql://postgres@", absl::StrReplaceAll(folder_, {{"/", "%2F"}}), "/",
                      database);
}

absl::StatusOr<std::string> Postgres::NewDatabase() {
  const std::string name = absl::StrCat("test", ++databases_);
  absl::StatusOr<std::string> made =
      Execute("postgres", absl::StrCat("create database ", name, " template template0"));
  if (!made.ok()) return made.status();
  return Url(name);
}

absl::StatusOr<std::string> Postgres::Execute(const std::string& database, const std::string& sql) {
  const std::unique_ptr<PGconn, void (*)(PGconn*)> connection(PQconnectdb(Url(database).c_str()),
                                                              PQfinish);
  const std::unique_ptr<PGresult, void (*)(PGresult*)> result(PQexec(connection.get(), sql.c_str()),
                                                              PQclear);
  switch (PQresultStatus(result.get())) {
    case PGRES_COMMAND_OK:
      return "";
    case PGRES_TUPLES_OK:
      return PQntuples(result.get()) > 0 ? PQgetvalue(result.get(), 0, 0) : "";
    default:
      return absl::InternalError(PQerrorMessage(connection.get()));
  }
}

}  // namespace plenum::testing
