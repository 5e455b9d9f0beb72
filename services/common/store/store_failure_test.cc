// What is acknowledged survives: a killed process, cut connections, a crashed server, a full disk.

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sqlite3.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <condition_variable>
#include <future>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/common/store/store.h"
#include "services/common/store/store_testing.h"

namespace plenum::store {
namespace {

Mutation Numbered(int n) {
  Mutation mutation = EventOn("s");
  mutation.puts.push_back({{"c", absl::StrCat("n", n)}, std::string(200, 'x'), 0});
  mutation.request = Request{"scope", absl::StrCat("r", n), "digest", "answer"};
  return mutation;
}

// The whole life of the child process: writes for ever and reports what is acknowledged.
[[noreturn]] void WriteUntilKilled(const std::string& url, int pipe) {
  StoreOptions options;
  options.url = url;
  options.migrate = true;
  auto store = OpenStore(options);
  if (!store.ok()) _exit(1);
  std::atomic<int> next = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([&] {
      while (true) {
        const int n = next++;
        if (!(*store)->Apply(Numbered(n)).ok()) _exit(2);
        // One write of 4 bytes to a pipe is not split.
        if (write(pipe, &n, sizeof n) != sizeof n) _exit(3);
      }
    });
  }
  pause();
  _exit(0);
}

TEST(StoreCrash, KilledProcessLosesNothingAcknowledged) {
  const TestDatabase database(EngineKind::kSqlite);
  std::vector<int> acknowledged;
  for (int round = 0; round < 3; ++round) {
    const std::string url = absl::StrCat(database.url(), round);
    int ends[2];
    ASSERT_EQ(pipe(ends), 0);
    const pid_t child = fork();
    if (child == 0) WriteUntilKilled(url, ends[1]);
    ASSERT_GT(child, 0);
    close(ends[1]);
    acknowledged.clear();
    int n = 0;
    while (acknowledged.size() < 300 && read(ends[0], &n, sizeof n) == sizeof n) {
      acknowledged.push_back(n);
    }
    kill(child, SIGKILL);
    while (read(ends[0], &n, sizeof n) == sizeof n) acknowledged.push_back(n);
    close(ends[0]);
    int status = 0;
    ASSERT_EQ(waitpid(child, &status, 0), child);
    ASSERT_TRUE(WIFSIGNALED(status)) << "the child ended by itself: " << WEXITSTATUS(status);
    ASSERT_GE(acknowledged.size(), 300U);

    StoreOptions options;
    options.url = url;
    const auto store = OpenStore(options).value();
    for (const int id : acknowledged) {
      ASSERT_TRUE(store->Get({"c", absl::StrCat("n", id)}).ok()) << id;
      ASSERT_TRUE(store->FindRequest("scope", absl::StrCat("r", id), "digest").ok()) << id;
    }
    // Whole or not at all: as many events as rows, numbered without gaps.
    const auto events = store->Events("s", 0, 1 << 20).value();
    EXPECT_EQ(events.size(), store->List("c", "", 1 << 20)->size());
    EXPECT_EQ(events.back().revision, static_cast<std::int64_t>(events.size()));
    EXPECT_TRUE(store->Apply(EventOn("s")).ok());
  }
}

// Writes with four threads while `disturb` runs; afterwards compares the answers with the database.
void CheckAnswersUnderDisturbance(const TestDatabase& database, int times,
                                  const std::function<void()>& disturb) {
  const auto store = database.Open();
  std::atomic<int> next = 0;
  std::atomic<bool> stop = false;
  std::mutex mutex;
  std::condition_variable progress;
  int acknowledged = 0;
  std::map<int, absl::StatusCode> answers;
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&] {
      while (!stop) {
        const int n = next++;
        const auto applied = store->Apply(Numbered(n));
        {
          const std::lock_guard<std::mutex> lock(mutex);
          answers[n] = applied.status().code();
          if (applied.ok()) ++acknowledged;
        }
        progress.notify_one();
        while (!applied.ok() && !stop && !store->Ping().ok()) {
        }
      }
    });
  }
  for (int i = 0; i < times; ++i) {
    {
      std::unique_lock<std::mutex> lock(mutex);
      progress.wait(lock, [&, enough = acknowledged + 30] { return acknowledged >= enough; });
    }
    disturb();
  }
  stop = true;
  for (std::thread& thread : threads) thread.join();

  int applied = 0;
  for (const auto& [n, code] : answers) {
    const bool is_there = store->Get({"c", absl::StrCat("n", n)}).ok();
    switch (code) {
      case absl::StatusCode::kOk:
        EXPECT_TRUE(is_there) << n;
        break;
      case absl::StatusCode::kUnavailable:
        EXPECT_FALSE(is_there) << n;
        break;
      case absl::StatusCode::kUnknown:
        break;
      default:
        ADD_FAILURE() << n << ": " << absl::StatusCodeToString(code);
    }
    applied += is_there ? 1 : 0;
    // A repeat finds out, and is applied once in all.
    ASSERT_TRUE(store->Apply(Numbered(n)).ok()) << n;
  }
  EXPECT_EQ(store->List("c", "", 1 << 20)->size(), answers.size());
  EXPECT_EQ(store->Events("s", 0, 1 << 20)->size(), answers.size());
  EXPECT_GT(applied, 0);
}

TEST(StoreCrash, CutConnectionsLoseNothingAcknowledged) {
  const TestDatabase database(EngineKind::kPostgresql);
  CheckAnswersUnderDisturbance(database, 20, [&] {
    ASSERT_TRUE(SharedPostgres()
                    .Execute("postgres",
                             "select count(pg_terminate_backend(pid)) from pg_stat_activity"
                             " where application_name = 'plenum'")
                    .ok());
  });
}

TEST(StoreCrash, CrashedServerLosesNothingAcknowledged) {
  const TestDatabase database(EngineKind::kPostgresql);
  CheckAnswersUnderDisturbance(database, 2, [&] {
    ASSERT_TRUE(SharedPostgres().Crash().ok());
    ASSERT_TRUE(SharedPostgres().StartAgain().ok());
  });
}

TEST(StoreCrash, SaysUnavailableWhileTheServerIsAwayAndRecovers) {
  const TestDatabase database(EngineKind::kPostgresql);
  const auto store = database.Open();
  ASSERT_TRUE(store->Apply(Numbered(1)).ok());
  ASSERT_TRUE(SharedPostgres().Crash().ok());
  EXPECT_EQ(store->Apply(Numbered(2)).status().code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(store->Get({"c", "n1"}).status().code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(store->Ping().code(), absl::StatusCode::kUnavailable);
  ASSERT_TRUE(SharedPostgres().StartAgain().ok());
  EXPECT_TRUE(store->Ping().ok());
  EXPECT_TRUE(store->Get({"c", "n1"}).ok());
  EXPECT_FALSE(store->Apply(Numbered(2))->replayed);
}

// A row that the database itself refuses must not take its batch with it.
TEST(StoreFailure, ARefusedRowLeavesItsBatchAlone) {
  const TestDatabase database(EngineKind::kPostgresql);
  const auto store = database.Open();
  const std::string name = database.url().substr(database.url().rfind('/') + 1);
  ASSERT_TRUE(SharedPostgres().Execute(name, "alter table resource add check (id <> 'bad')").ok());
  std::vector<std::promise<absl::StatusOr<Applied>>> promises(20);
  for (std::size_t i = 0; i < promises.size(); ++i) {
    Mutation mutation = EventOn("s");
    mutation.puts.push_back({{"c", i == 7 ? "bad" : absl::StrCat("good", i)}, "", std::nullopt});
    store->Submit(std::move(mutation), [&, i](absl::StatusOr<Applied> applied) {
      promises[i].set_value(std::move(applied));
    });
  }
  for (std::size_t i = 0; i < promises.size(); ++i) {
    const auto applied = promises[i].get_future().get();
    EXPECT_EQ(applied.ok(), i != 7) << i << applied.status();
    if (i == 7) {
      EXPECT_EQ(applied.status().code(), absl::StatusCode::kInvalidArgument);
    }
  }
  EXPECT_EQ(store->Events("s", 0, 100)->size(), promises.size() - 1);
}

// A disk that is full at `limit` bytes a file: SQLite's writes beyond that fail as the kernel lets
// them fail, with ENOSPC in the middle of a commit. The calls are those that SQLite lets its own
// tests replace (https://www.sqlite.org/c3ref/vfs.html, xSetSystemCall).
class SmallDisk {
 public:
  explicit SmallDisk(off_t limit) {
    limit_ = limit;
    Replace("write", reinterpret_cast<sqlite3_syscall_ptr>(&Write));
    Replace("pwrite", reinterpret_cast<sqlite3_syscall_ptr>(&WriteAt));
    Replace("pwrite64", reinterpret_cast<sqlite3_syscall_ptr>(&WriteAt));
  }
  ~SmallDisk() {
    sqlite3_vfs* vfs = sqlite3_vfs_find(nullptr);
    vfs->xSetSystemCall(vfs, nullptr, nullptr);  // all as they were
  }
  SmallDisk(const SmallDisk&) = delete;
  SmallDisk& operator=(const SmallDisk&) = delete;

  static void Resize(off_t limit) { limit_ = limit; }

 private:
  static void Replace(const char* name, sqlite3_syscall_ptr call) {
    sqlite3_vfs* vfs = sqlite3_vfs_find(nullptr);
    vfs->xSetSystemCall(vfs, name, call);  // a call that this build of SQLite lacks is no error
  }
  static ssize_t WriteAt(int file, const void* bytes, std::size_t count, off_t offset) {
    if (offset + static_cast<off_t>(count) > limit_) {
      errno = ENOSPC;
      return -1;
    }
    return pwrite(file, bytes, count, offset);
  }
  static ssize_t Write(int file, const void* bytes, std::size_t count) {
    const off_t offset = lseek(file, 0, SEEK_CUR);
    if (offset + static_cast<off_t>(count) > limit_) {
      errno = ENOSPC;
      return -1;
    }
    return write(file, bytes, count);
  }

  static inline std::atomic<off_t> limit_ = 0;
};

TEST(StoreFailure, FullDiskRefusesWholeMutationsAndRecovers) {
  const TestDatabase database(EngineKind::kSqlite);
  const SmallDisk disk(1 << 20);
  const auto store = database.Open();
  int applied = 0;
  absl::Status refusal;
  while (refusal.ok()) {
    Mutation mutation = Numbered(applied);
    mutation.puts[0].data.assign(20000, 'x');
    refusal = store->Apply(std::move(mutation)).status();
    if (refusal.ok()) ++applied;
    ASSERT_LT(applied, 1000);
  }
  EXPECT_EQ(refusal.code(), absl::StatusCode::kResourceExhausted) << refusal;
  EXPECT_TRUE(IsStorageFull(refusal)) << refusal;
  EXPECT_GT(applied, 5);
  EXPECT_EQ(store->List("c", "", 1000)->size(), static_cast<std::size_t>(applied));
  EXPECT_EQ(store->Events("s", 0, 1000)->size(), static_cast<std::size_t>(applied));
  EXPECT_EQ(store->Get({"c", absl::StrCat("n", applied)}).status().code(),
            absl::StatusCode::kNotFound);
  SmallDisk::Resize(0);
  const absl::Status ready = store->Ping();
  EXPECT_TRUE(IsStorageFull(ready)) << ready << ": not ready while not even a small write fits";
  // Room is made: the same store goes on.
  SmallDisk::Resize(16 << 20);
  EXPECT_TRUE(store->Ping().ok());
  EXPECT_TRUE(store->Apply(Numbered(applied)).ok());
}

}  // namespace
}  // namespace plenum::store
