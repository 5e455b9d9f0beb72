#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "plenum/ingestion/v1/ingestion.pb.h"
#include "services/common/base/status.h"
#include "services/common/resource/name.h"
#include "services/common/resource/page.h"
#include "services/common/resource/text_field.h"
#include "services/common/resource/write.h"
#include "services/common/rpc/limits.h"
#include "services/common/store/engine.h"

namespace plenum::resource {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::Optional;

TEST(NameTest, MatchesAPatternWhole) {
  EXPECT_THAT(Match("deliberations/*/measures/*", "deliberations/d1/measures/m2"),
              Optional(ElementsAre("d1", "m2")));
  for (const char* name :
       {"", "deliberations/d1", "deliberations/d1/measures", "deliberations/d1/measures/",
        "deliberations//measures/m2", "deliberations/d1/measures/m2/x",
        "deliberations/d1/criteria/m2", "deliberations/d1/measures/M2",
        "/deliberations/d1/measures/m2", "deliberations/../measures/m2"}) {
    EXPECT_EQ(Match("deliberations/*/measures/*", name), std::nullopt) << name;
  }
}

TEST(NameTest, AnEtagIsCurrentStaleOrNotGiven) {
  EXPECT_TRUE(CheckEtag("", 7, "x").ok());
  EXPECT_TRUE(CheckEtag(Etag(7), 7, "x").ok());
  for (const char* etag : {"6", "07", "x", "7 "}) {
    EXPECT_TRUE(base::HasReason(CheckEtag(etag, 7, "x"), common::v1::ERROR_REASON_STALE_ETAG));
  }
}

std::vector<store::Row> Rows(int count) {
  std::vector<store::Row> rows;
  for (int i = 0; i < count; ++i) {
    rows.push_back({{"c", std::string(1, static_cast<char>('a' + i))}, 1, ""});
  }
  return rows;
}

TEST(PageTest, ATokenGoesOnAfterTheLastRowThatWasShown) {
  const auto page = ReadPage("c", "", 2, "");
  ASSERT_TRUE(page.ok());
  auto rows = Rows(3);
  const std::string token = NextToken(*page, rows);
  EXPECT_EQ(rows.size(), 2U);
  const auto next = ReadPage("c", "", 2, token);
  ASSERT_TRUE(next.ok()) << next.status();
  EXPECT_EQ(next->after, "b");
  auto last = Rows(2);
  EXPECT_EQ(NextToken(*next, last), "");
  EXPECT_EQ(last.size(), 2U);
}

TEST(PageTest, ATokenOfAnotherListOrFilterIsRefused) {
  const std::string token = MakeToken(*ReadPage("c", "active", 2, ""), "b");
  EXPECT_TRUE(ReadPage("c", "active", 9, token).ok()) << "the size may change";
  EXPECT_FALSE(ReadPage("c", "all", 2, token).ok());
  EXPECT_FALSE(ReadPage("d", "active", 2, token).ok());
  EXPECT_FALSE(ReadPage("c", "active", 2, token.substr(0, 11)).ok());
  EXPECT_FALSE(ReadPage("c", "active", 2, "!").ok());
}

TEST(PageTest, SizesAreHeldToTheirLimits) {
  EXPECT_EQ(ReadPage("c", "", 0, "")->size, rpc::limits::kDefaultPageSize);
  EXPECT_EQ(ReadPage("c", "", rpc::limits::kMaxPageSize, "")->size, rpc::limits::kMaxPageSize);
  EXPECT_EQ(ReadPage("c", "", rpc::limits::kMaxPageSize + 1, "")->size, rpc::limits::kMaxPageSize);
  EXPECT_FALSE(ReadPage("c", "", -1, "").ok());
}

// Answers every write as it is told to.
class ScriptedStore final : public store::Store {
 public:
  explicit ScriptedStore(absl::Status answer) : answer_(std::move(answer)) {}
  void Submit(store::Mutation /*mutation*/, Done done) override {
    ++writes;
    done(answer_);
  }
  absl::StatusOr<store::Row> Get(const store::Key&) override { return absl::NotFoundError(""); }
  absl::StatusOr<std::vector<store::Row>> List(std::string_view, std::string_view, int) override {
    return std::vector<store::Row>();
  }
  absl::StatusOr<std::int64_t> Count(std::string_view) override { return 0; }
  absl::StatusOr<std::vector<store::Event>> Events(std::string_view, std::int64_t, int) override {
    return std::vector<store::Event>();
  }
  absl::StatusOr<std::int64_t> Revision(std::string_view) override { return 0; }
  absl::StatusOr<store::Applied> FindRequest(std::string_view, std::string_view,
                                             std::string_view) override {
    return absl::NotFoundError("");
  }
  std::uint64_t Listen(Listener) override { return 0; }
  void Unlisten(std::uint64_t) override {}
  absl::Status Ping() override { return absl::OkStatus(); }

  int writes = 0;

 private:
  const absl::Status answer_;
};

// A write against a store that answers `answer`; any message with a request_id will do.
absl::Status WriteAgainst(ScriptedStore& store) {
  using Request = ingestion::v1::CreateMeasureRequest;
  using Response = ingestion::v1::CreateMeasureResponse;
  return Write<Response>(
             store, rpc::Caller(), "CreateMeasure", Request(),
             []() -> absl::StatusOr<Decision<Response>> {
               Decision<Response> decision;
               decision.mutation.stream = "deliberations/d1";
               decision.mutation.events.push_back({});
               return decision;
             },
             [](Response&, std::int64_t) {})
      .status();
}

TEST(WriteTest, GivesUpOnContentionAfterSomeAttempts) {
  ScriptedStore store(absl::AbortedError("x has changed"));
  const absl::Status status = WriteAgainst(store);
  EXPECT_EQ(store.writes, kMaxAttempts);
  EXPECT_EQ(status.code(), absl::StatusCode::kAborted);
  EXPECT_TRUE(base::HasReason(status, common::v1::ERROR_REASON_CONTENTION));
  EXPECT_TRUE(base::GetRetryInfo(status).has_value());
}

TEST(WriteTest, AsksForARepeatWhenTheOutcomeIsUnknown) {
  ScriptedStore store(absl::UnknownError("the connection was lost during a commit"));
  const absl::Status status = WriteAgainst(store);
  EXPECT_EQ(store.writes, 1) << "it may have happened: only the caller may repeat it";
  EXPECT_EQ(status.code(), absl::StatusCode::kUnavailable);
  EXPECT_TRUE(base::HasReason(status, common::v1::ERROR_REASON_OUTCOME_UNKNOWN));
  EXPECT_THAT(std::string(status.message()), HasSubstr("same request_id"));
}

TEST(WriteTest, TellsAFullDiskFromAFullQueue) {
  ScriptedStore full_queue(absl::ResourceExhaustedError("too many writes are waiting"));
  const absl::Status busy = WriteAgainst(full_queue);
  EXPECT_TRUE(base::HasReason(busy, common::v1::ERROR_REASON_OVERLOADED));
  EXPECT_TRUE(base::GetRetryInfo(busy).has_value());
  ScriptedStore full_disk(store::StorageFull("/secret/path"));
  const absl::Status full = WriteAgainst(full_disk);
  EXPECT_EQ(full.code(), absl::StatusCode::kResourceExhausted);
  EXPECT_TRUE(base::HasReason(full, common::v1::ERROR_REASON_STORAGE_FULL));
  EXPECT_FALSE(base::GetRetryInfo(full).has_value());
  EXPECT_THAT(std::string(full.message()),
              AllOf(HasSubstr("make room"), Not(HasSubstr("/secret/path"))));
}

TEST(TextFieldTest, IsTakenAtItsLimitsAndRefusedBeyond) {
  const auto bad = [](const std::string& text, TextRule rule) {
    base::FieldViolations violations;
    CheckText("field", text, rule, violations);
    return !violations.empty();
  };
  const TextRule line{.min = 1, .max = 3};
  EXPECT_TRUE(bad("", line));
  EXPECT_TRUE(bad(" \t", line));
  EXPECT_FALSE(bad("a", line));
  EXPECT_FALSE(bad("\xe2\x82\xac\xe2\x82\xac\xe2\x82\xac", line)) << "code points, not bytes";
  EXPECT_TRUE(bad("abcd", line));
  EXPECT_TRUE(bad("a\n", line));
  EXPECT_TRUE(bad("\xff", line));
  EXPECT_TRUE(bad("\u200b", line)) << "zero width space";
  EXPECT_TRUE(bad("\u3164 \u2060", line)) << "Hangul filler, space, word joiner";
  EXPECT_FALSE(bad("\u200b\u00e9", line));
  const TextRule text{.min = 0, .max = 9, .one_line = false};
  EXPECT_FALSE(bad("", text));
  EXPECT_FALSE(bad("\u200b", text)) << "may be empty, so may be invisible";
  EXPECT_FALSE(bad("a\n\tb", text));
  EXPECT_TRUE(bad("a\x1b", text));
}

}  // namespace
}  // namespace plenum::resource
