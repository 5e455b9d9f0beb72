// Who may call what: every RPC of every service with every kind of caller.
#include <google/protobuf/descriptor.h>
#include <google/protobuf/dynamic_message.h>
#include <grpcpp/generic/generic_stub.h>

#include <map>
#include <set>

#include "services/plenumd/testing.h"

namespace plenum::plenumd {
namespace {

using google::protobuf::DescriptorPool;
using google::protobuf::MethodDescriptor;

// The least role of each RPC, written down a second time: a change of the tables must be meant.
const std::map<std::string, std::string>& LeastRoles() {
  static const std::map<std::string, std::string> kRoles = {
      {"IngestionService.ImportDocument", "facilitator"},
      {"IngestionService.GetDocument", "observer"},
      {"IngestionService.GetDocumentText", "observer"},
      {"IngestionService.ListDocuments", "observer"},
      {"IngestionService.CreateMeasure", "facilitator"},
      {"IngestionService.GetMeasure", "observer"},
      {"IngestionService.ListMeasures", "observer"},
      {"IngestionService.UpdateMeasure", "facilitator"},
      {"IngestionService.RejectMeasure", "facilitator"},
      {"IngestionService.UploadDocument", "facilitator"},
      {"IngestionService.GetDocumentContent", "observer"},
      {"IngestionService.RestoreMeasure", "facilitator"},
      {"IngestionService.AcceptMeasure", "facilitator"},
      {"IngestionService.MergeMeasures", "facilitator"},
      {"IngestionService.SplitMeasure", "facilitator"},
      {"IngestionService.AttachQuote", "facilitator"},
      {"IngestionService.DetachQuote", "facilitator"},
      {"IngestionService.UndoMeasureStep", "facilitator"},
      {"IngestionService.ListMeasureHistory", "observer"},
      {"IngestionService.ListSuggestions", "observer"},
      {"IngestionService.TakeSuggestion", "facilitator"},
      {"IngestionService.DismissSuggestion", "facilitator"},
      {"IngestionService.ExtractMeasures", "none"},
      {"ScoringService.CreateCriterion", "facilitator"},
      {"ScoringService.ListCriteria", "observer"},
      {"ScoringService.UpdateCriterion", "facilitator"},
      {"ScoringService.SetScores", "member"},
      {"ScoringService.ListScores", "observer"},
      {"ScoringService.SetWeights", "member"},
      {"ScoringService.ListWeights", "observer"},
      {"ScoringService.OpenRound", "facilitator"},
      {"ScoringService.GetRound", "observer"},
      {"ScoringService.ListMovements", "observer"},
      {"ScoringService.AssessRound", "observer"},
      {"ScoringService.GetEvidence", "observer"},
      {"ScoringService.WatchRanking", "observer"},
      {"ScoringService.EvaluateRanking", "observer"},
      {"ScoringService.ExplainRanking", "observer"},
      {"ScoringService.AnalyzeSensitivity", "observer"},
      {"ScoringService.GetAgenda", "observer"},
      {"ScoringService.AuditRanking", "observer"},
      {"ScoringService.DigestScores", "facilitator"},
      {"ScoringService.ListMethods", "none"},
      {"ScoringService.EvaluateMatrix", "none"},
      {"DeliberationService.CreateDeliberation", "creator"},
      {"DeliberationService.GetDeliberation", "observer"},
      {"DeliberationService.UpdateDeliberation", "facilitator"},
      {"DeliberationService.AdvanceDeliberation", "facilitator"},
      {"DeliberationService.PreviewOpening", "facilitator"},
      {"DeliberationService.SetDelegation", "member"},
      {"DeliberationService.DeleteDelegation", "member"},
      {"DeliberationService.GetDelegation", "member"},
      {"DeliberationService.CreateMember", "facilitator"},
      {"DeliberationService.ListMembers", "observer"},
      {"DeliberationService.CreateMemberToken", "facilitator"},
      {"DeliberationService.CastBallot", "member"},
      {"DeliberationService.GetBallot", "member"},
      {"DeliberationService.GetTurnout", "observer"},
      {"DeliberationService.GetResult", "observer"},
      {"DeliberationService.GetCheckpoint", "observer"},
      {"DeliberationService.ProveInclusion", "observer"},
      {"DeliberationService.ProveConsistency", "observer"},
      {"DeliberationService.ListLogEntries", "observer"},
      {"DeliberationService.ExportBundle", "observer"},
      {"DeliberationService.GetReceipt", "member"},
      {"DeliberationService.WatchDeliberation", "observer"},
      {"DeliberationService.ListSigningKeys", "none"},
      {"ArgumentService.CreateArgument", "member"},
      {"ArgumentService.ListArguments", "observer"},
      {"ArgumentService.UpdateArgument", "member"},
      {"ArgumentService.HideArgument", "facilitator"},
      {"ArgumentService.RestoreArgument", "facilitator"},
      {"NoticeService.CreateWebhook", "facilitator"},
      {"NoticeService.ListWebhooks", "facilitator"},
      {"NoticeService.DeleteWebhook", "facilitator"},
      {"NoticeService.PauseWebhook", "facilitator"},
      {"NoticeService.ResumeWebhook", "facilitator"},
      {"NoticeService.ListDeliveries", "facilitator"},
      {"NoticeService.TestWebhook", "facilitator"},
      {"NoticeService.SetDigest", "observer"},
      {"NoticeService.ConfirmDigest", "observer"},
      {"NoticeService.GetDigest", "observer"},
      {"NoticeService.DeleteDigest", "observer"},
      {"OpinionService.CreateStatement", "member"},
      {"OpinionService.ListStatements", "observer"},
      {"OpinionService.VoteOnStatement", "member"},
      {"OpinionService.HideStatement", "facilitator"},
      {"OpinionService.RestoreStatement", "facilitator"},
      {"OpinionService.GetOpinionGroups", "observer"},
      {"TallyService.Tally", "none"},
      {"TallyService.Elect", "none"},
      {"TallyService.TallyScores", "none"},
      {"TallyService.ElectCommittee", "none"},
      {"TallyService.SelectPackage", "none"},
      {"TallyService.Explain", "none"},
      {"TallyService.ExplainElection", "none"},
      {"TallyService.ExplainScores", "none"},
      {"TallyService.ExplainCommittee", "none"},
      {"TallyService.ExplainPackage", "none"},
      {"TallyService.CheckRobustness", "none"},
      {"TallyService.ListMethods", "none"},
  };
  return kRoles;
}

class AccessTest : public ServicesTest {
 protected:
  // Calls with a request whose only content is the resource that it is about.
  absl::Status CallWith(const MethodDescriptor& method, const std::string& resource,
                        const std::string& token) {
    google::protobuf::DynamicMessageFactory factory;
    const std::unique_ptr<google::protobuf::Message> request(
        factory.GetPrototype(method.input_type())->New());
    SetResource(*request, resource);
    grpc::GenericStub stub(channel_);
    grpc::CompletionQueue queue;
    grpc::ClientContext context;
    context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(20));
    if (!token.empty()) context.AddMetadata("authorization", "Bearer " + token);
    const std::string path = absl::StrCat("/", method.service()->full_name(), "/", method.name());
    grpc::Slice slice(request->SerializeAsString());
    grpc::ByteBuffer bytes(&slice, 1);
    grpc::ByteBuffer response;
    grpc::Status status;
    void* tag = nullptr;
    bool ok = false;
    if (method.server_streaming()) {
      auto stream = stub.PrepareCall(&context, path, &queue);
      stream->StartCall(nullptr);
      queue.Next(&tag, &ok);
      stream->WriteLast(bytes, grpc::WriteOptions(), nullptr);
      queue.Next(&tag, &ok);
      stream->Read(&response, nullptr);
      queue.Next(&tag, &ok);
      if (ok) context.TryCancel();  // it was let in
      const bool let_in = ok;
      stream->Finish(&status, nullptr);
      queue.Next(&tag, &ok);
      return let_in ? absl::OkStatus() : rpc::FromGrpc(status);
    }
    auto call = stub.PrepareUnaryCall(&context, path, bytes, &queue);
    call->StartCall();
    call->Finish(&response, &status, nullptr);
    queue.Next(&tag, &ok);
    return rpc::FromGrpc(status);
  }

 private:
  static void SetResource(google::protobuf::Message& message, const std::string& resource) {
    const auto* descriptor = message.GetDescriptor();
    const auto* reflection = message.GetReflection();
    for (const char* field : {"parent", "name"}) {
      if (const auto* found = descriptor->FindFieldByName(field)) {
        return reflection->SetString(&message, found, resource);
      }
    }
    for (const char* field : {"measure", "criterion", "deliberation", "metadata"}) {
      const auto* found = descriptor->FindFieldByName(field);
      if (found != nullptr && found->message_type() != nullptr) {
        return SetResource(*reflection->MutableMessage(&message, found), resource);
      }
    }
  }
};

// Of whatever the server offers, so that no service is forgotten.
std::vector<const MethodDescriptor*> MethodsOf(const std::vector<rpc::ServiceTable>& tables) {
  std::vector<const MethodDescriptor*> methods;
  for (const rpc::ServiceTable& table : tables) {
    const auto* descriptor = DescriptorPool::generated_pool()->FindServiceByName(table.full_name());
    EXPECT_NE(descriptor, nullptr) << table.full_name();
    if (descriptor == nullptr) continue;
    for (int i = 0; i < descriptor->method_count(); ++i) methods.push_back(descriptor->method(i));
  }
  return methods;
}

bool WasLetIn(const absl::Status& status) {
  const std::string reason = ReasonOf(status);
  return reason.rfind("TOKEN_", 0) != 0 && reason != "ROLE_TOO_LOW" &&
         reason != "FOREIGN_DELIBERATION";
}

TEST_F(AccessTest, EveryMethodLetsInItsRolesAndNobodyElse) {
  Create();
  const std::map<std::string, std::string> tokens = {
      {"none", ""},
      {"observer", AddMember(deliberation::v1::ROLE_OBSERVER).token},
      {"member", AddMember(deliberation::v1::ROLE_MEMBER).token},
      {"facilitator", facilitator_}};
  const std::map<std::string, int> rank = {
      {"creator", 0}, {"none", 0}, {"observer", 1}, {"member", 2}, {"facilitator", 3}};
  const std::string expired = AddMember().token;
  std::set<std::string> walked;
  for (const auto* method : MethodsOf(embedded_->Tables())) {
    const std::string key = absl::StrCat(method->service()->name(), ".", method->name());
    ASSERT_TRUE(LeastRoles().contains(key)) << key << " is not in the list of this test";
    walked.insert(key);
    const int least = rank.at(LeastRoles().at(key));
    for (const auto& [role, token] : tokens) {
      const absl::Status status = CallWith(*method, name_, token);
      EXPECT_EQ(WasLetIn(status), rank.at(role) >= least)
          << key << " as " << role << ": " << status;
    }
    if (least == 0) continue;
    EXPECT_EQ(ReasonOf(CallWith(*method, "deliberations/another", facilitator_)),
              "FOREIGN_DELIBERATION")
        << key;
    EXPECT_EQ(ReasonOf(CallWith(*method, name_, facilitator_ + "x")), "TOKEN_INVALID") << key;
  }
  EXPECT_EQ(walked.size(), LeastRoles().size());

  clock_.Advance(deliberation::limits::kTokenSeconds * 1'000'000);
  for (const auto* method : MethodsOf(embedded_->Tables())) {
    const std::string key = absl::StrCat(method->service()->name(), ".", method->name());
    if (rank.at(LeastRoles().at(key)) == 0) continue;
    EXPECT_EQ(ReasonOf(CallWith(*method, name_, facilitator_)), "TOKEN_EXPIRED") << key;
  }
}

TEST_F(AccessTest, ACreationSecretKeepsOthersFromCreating) {
  creation_secret_ = "correct horse battery";
  Reopen();
  deliberation::v1::CreateDeliberationRequest request;
  request.mutable_deliberation()->set_title("Title");
  request.set_facilitator_name("Name");
  const auto create = [&](const std::string& token) {
    return ReasonOf(
        Call(*deliberations_, &Deliberations::Stub::CreateDeliberation, request, token).status());
  };
  EXPECT_EQ(create(""), "TOKEN_MISSING");
  EXPECT_EQ(create("wrong"), "TOKEN_INVALID");
  EXPECT_EQ(create("correct horse battery"), "OK");
}

// JSON of nested Struct and Value took seconds to parse in our protobuf.
TEST_F(AccessTest, NoRequestHoldsAFreeFormValue) {
  std::set<const google::protobuf::Descriptor*> seen;
  const std::function<void(const google::protobuf::Descriptor*)> walk =
      [&](const google::protobuf::Descriptor* message) {
        if (!seen.insert(message).second) return;
        EXPECT_NE(message->file()->name(), "google/protobuf/struct.proto") << message->full_name();
        for (int i = 0; i < message->field_count(); ++i) {
          if (const auto* next = message->field(i)->message_type()) walk(next);
        }
      };
  for (const auto* method : MethodsOf(embedded_->Tables())) walk(method->input_type());
  EXPECT_GT(seen.size(), 30U);
}

}  // namespace
}  // namespace plenum::plenumd
