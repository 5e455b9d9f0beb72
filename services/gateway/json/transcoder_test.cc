#include "services/gateway/json/transcoder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "plenum/deliberation/v1/deliberation.pb.h"
#include "services/common/base/status.h"
#include "services/gateway/limits.h"

namespace plenum::gateway::json {
namespace {

using deliberation::v1::CreateDeliberationRequest;
using ::testing::HasSubstr;

constexpr char kType[] = "plenum.deliberation.v1.CreateDeliberationRequest";

TEST(TranscoderTest, ReadsAndWritesMessages) {
  const Transcoder transcoder;
  CreateDeliberationRequest request;
  ASSERT_TRUE(
      transcoder
          .ToMessage(R"({"deliberation": {"title": "Über"}, "facilitatorName": "Ana"})", request)
          .ok());
  EXPECT_EQ(request.deliberation().title(), "Über");
  EXPECT_EQ(request.facilitator_name(), "Ana");
  EXPECT_EQ(*transcoder.ToJson(request),
            R"({"deliberation":{"title":"Über"},"facilitatorName":"Ana"})");
  EXPECT_EQ(*transcoder.ToBinary(kType, ""), "") << "no body is the empty message";
}

TEST(TranscoderTest, NamesAFieldThatIsUnknown) {
  const auto status = Transcoder().ToBinary(kType, R"({"facilitatorNam": "Ana"})").status();
  EXPECT_TRUE(absl::IsInvalidArgument(status));
  EXPECT_TRUE(base::HasReason(status, common::v1::ERROR_REASON_INVALID_FIELDS));
  EXPECT_THAT(std::string(status.message()), HasSubstr("facilitatorNam"));
}

TEST(TranscoderTest, RefusesWhatIsNoJsonOfTheMessage) {
  const Transcoder transcoder;
  for (const char* bad :
       {"{", "[]", "1", "{\"a\"}", R"({"facilitatorName": 7})", R"({"facilitatorName": ["x"]})",
        "{}{}", "\xff", R"({"facilitatorName": "\ud800"})"}) {
    EXPECT_TRUE(absl::IsInvalidArgument(transcoder.ToBinary(kType, bad).status())) << bad;
  }
}

TEST(TranscoderTest, DepthIsCheckedAtTheLimitAndOneOver) {
  const Transcoder transcoder;
  const auto nested = [](int levels) {
    return std::string(static_cast<std::size_t>(levels), '[') +
           std::string(static_cast<std::size_t>(levels), ']');
  };
  const std::string limit = std::to_string(limits::kMaxJsonDepth);
  EXPECT_THAT(
      std::string(transcoder.ToBinary(kType, nested(limits::kMaxJsonDepth + 1)).status().message()),
      HasSubstr("deeper than " + limit));
  EXPECT_THAT(
      std::string(transcoder.ToBinary(kType, nested(limits::kMaxJsonDepth)).status().message()),
      testing::Not(HasSubstr("deeper")));
}

TEST(TranscoderTest, ErrorsHaveCodeMessageAndReadableDetails) {
  const auto status = base::NotFound("deliberations/d1", "");
  const auto error = nlohmann::json::parse(Transcoder().ErrorJson(status));
  EXPECT_EQ(error["code"], "not_found");
  EXPECT_EQ(error["message"], std::string(status.message()));
  ASSERT_EQ(error["details"].size(), 1U);
  EXPECT_EQ(error["details"][0]["type"], "google.rpc.ErrorInfo");
  EXPECT_EQ(error["details"][0]["debug"]["reason"], "RESOURCE_NOT_FOUND");
  google::rpc::ErrorInfo info;
  EXPECT_THAT(error["details"][0]["value"].get<std::string>(), testing::Not(HasSubstr("=")));
}

}  // namespace
}  // namespace plenum::gateway::json
