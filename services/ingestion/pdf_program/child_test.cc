#include "services/ingestion/pdf_program/child.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>
#include <thread>

#include <chrono>
#include <csignal>
#include <string>
#include <thread>

namespace plenum::ingestion {
namespace {

using ::testing::HasSubstr;

struct Outcome {
  absl::StatusOr<ChildResult> result;
  std::string output;
};

Outcome RunIt(const std::vector<std::string>& arguments, std::string_view input = "",
              const ChildLimits& limits = {}, const base::Stopped& stopped = nullptr) {
  Outcome run;
  run.result = RunChild(
      arguments, input, limits,
      [&run](std::string_view piece) {
        run.output.append(piece);
        return absl::OkStatus();
      },
      stopped);
  return run;
}

Outcome Shell(const std::string& script, std::string_view input = "",
              const ChildLimits& limits = {}, const base::Stopped& stopped = nullptr) {
  return RunIt({"/bin/sh", "-c", script}, input, limits, stopped);
}

TEST(Child, ReadsItsInputTwiceAndGivesItsOutputErrorsAndExitCode) {
  const Outcome run = Shell("cat /dev/stdin /dev/stdin; echo oh >&2; exit 3", "bytes\n");
  ASSERT_TRUE(run.result.ok()) << run.result.status();
  EXPECT_EQ(run.output, "bytes\nbytes\n");
  EXPECT_EQ(run.result->exit_code, 3);
  EXPECT_EQ(run.result->errors, "oh\n");
}

TEST(Child, SeesNoOpenFilesAndNoEnvironmentOfOurs) {
  ASSERT_EQ(setenv("PLENUM_SECRET", "x", 1), 0);
  const int open_file = dup(0);
  ASSERT_GE(open_file, 0);
  const Outcome run = Shell("ls /proc/self/fd | wc -l; env");
  close(open_file);
  ASSERT_TRUE(run.result.ok());
  // 0, 1, 2 and the folder that ls looks at.
  EXPECT_EQ(run.output.substr(0, 2), "4\n") << run.output;
  EXPECT_THAT(run.output, ::testing::Not(HasSubstr("SECRET")));
  EXPECT_THAT(run.output, HasSubstr("PATH=/usr/bin:/bin"));
}

TEST(Child, IsEndedAfterItsTimeWithAllThatItStarted) {
  ChildLimits limits;
  limits.wall = std::chrono::milliseconds(200);
  const auto begin = std::chrono::steady_clock::now();
  const Outcome run = Shell("sleep 60 & echo $!; sleep 60", "", limits);
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(20));
  EXPECT_EQ(run.result.status().code(), absl::StatusCode::kDeadlineExceeded);
  // The grandchild was killed too: soon it is gone, or a zombie that waits for its new parent.
  const std::string stat = "/proc/" + run.output.substr(0, run.output.find('\n')) + "/stat";
  std::string state = "?";
  for (int tries = 0; tries < 100 && !state.empty() && state != "Z\n" && state != "X\n"; ++tries) {
    std::this_thread::sleep_for(std::chrono::milliseconds(tries == 0 ? 0 : 50));
    const Outcome look = Shell("cut -d' ' -f3 " + stat + " 2>/dev/null");
    ASSERT_TRUE(look.result.ok());
    state = look.output;
  }
  EXPECT_TRUE(state.empty() || state == "Z\n" || state == "X\n") << state;
}

TEST(Child, IsEndedWhenNobodyWaitsAnyMore) {
  int asked = 0;
  const Outcome run = Shell("sleep 60", "", {}, [&asked] { return ++asked == 3; });
  EXPECT_EQ(run.result.status().code(), absl::StatusCode::kCancelled);
}

TEST(Child, MayNotSayMoreThanItsLimit) {
  ChildLimits limits;
  limits.output_bytes = 100'000;
  EXPECT_TRUE(Shell("head -c 100000 /dev/zero", "", limits).result.ok());
  const Outcome run = Shell("head -c 100001 /dev/zero; sleep 60", "", limits);
  EXPECT_EQ(run.result.status().code(), absl::StatusCode::kResourceExhausted);
}

TEST(Child, HasLimitsOfMemoryProcessorAndFiles) {
  ChildLimits limits;
  limits.memory_bytes = std::size_t{200} << 20U;
  limits.processor = std::chrono::seconds(1);
  const Outcome run = Shell("ulimit -v; ulimit -t; ulimit -f; ulimit -c", "", limits);
  EXPECT_EQ(run.output, "204800\n1\n0\n0\n");
  const Outcome busy = Shell("while :; do :; done", "", limits);
  ASSERT_TRUE(busy.result.ok());
  EXPECT_TRUE(busy.result->signal == SIGXCPU || busy.result->signal == SIGKILL);
}

TEST(Child, EndsWithTheSinksError) {
  const auto result = RunChild(
      {"/bin/sh", "-c", "echo x; sleep 60"}, "", {},
      [](std::string_view) { return absl::DataLossError("enough"); }, nullptr);
  EXPECT_EQ(result.status().code(), absl::StatusCode::kDataLoss);
}

TEST(Child, AProgramThatIsNotThereIsNotFound) {
  EXPECT_EQ(RunIt({"/usr/bin/no-such-program"}).result.status().code(),
            absl::StatusCode::kNotFound);
}

}  // namespace
}  // namespace plenum::ingestion
