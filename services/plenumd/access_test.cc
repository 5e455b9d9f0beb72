// Who may call what: every RPC of every service with every kind of caller.
#include <google/protobuf/descriptor.h>
#include <google/protobuf/dynamic_message.h>
#include <grpcpp/generic/generic_stub.h>

#include <map>
#include <set>

#include "plenum/deliberation/v1/access.grpc.pb.h"
#include "services/common/base/text.h"
#include "services/plenumd/testing.h"

namespace plenum::plenumd {
namespace {

using google::protobuf::DescriptorPool;
using google::protobuf::MethodDescriptor;

// What each RPC needs, written down a second time: a change of the tables must be meant.
const std::map<std::string, std::string>& Needs() {
  static const std::map<std::string, std::string> kNeeds = {
      {"IngestionService.ImportDocument", "contributor"},
      {"IngestionService.GetDocument", "observer"},
      {"IngestionService.GetDocumentText", "observer"},
      {"IngestionService.ListDocuments", "observer"},
      {"IngestionService.CreateMeasure", "contributor"},
      {"IngestionService.GetMeasure", "observer"},
      {"IngestionService.ListMeasures", "observer"},
      {"IngestionService.UpdateMeasure", "facilitator"},
      {"IngestionService.RejectMeasure", "facilitator"},
      {"IngestionService.UploadDocument", "contributor"},
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
      {"AccessService.CreateInvitation", "facilitator"},
      {"AccessService.BatchCreateInvitations", "facilitator"},
      {"AccessService.ListInvitations", "auditor"},
      {"AccessService.RevokeInvitation", "facilitator"},
      {"AccessService.LookUpInvitation", "none"},
      {"AccessService.AcceptInvitation", "none"},
      {"AccessService.ExchangeIdToken", "none"},
      {"AccessService.RefreshToken", "none"},
      {"AccessService.SignOut", "observer"},
      {"AccessService.RevokeTokens", "facilitator"},
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
  return kNeeds;
}

// Who has what an RPC needs: role x need. A service is there with each of its scopes.
const std::map<std::string, std::set<std::string>>& Holders() {
  static const std::map<std::string, std::set<std::string>> kHolders = {
      {"observer",
       {"observer", "member", "facilitator", "auditor", "service", "proposing service"}},
      {"member", {"member", "facilitator"}},
      {"auditor", {"facilitator", "auditor"}},
      {"contributor", {"facilitator", "proposing service"}},
      {"facilitator", {"facilitator"}},
  };
  return kHolders;
}

bool NeedsNobody(const std::string& need) { return need == "none" || need == "creator"; }

class AccessTest : public ServicesTest {
 protected:
  // A token of each role in the deliberation that is set up.
  std::map<std::string, std::string> TokensOfAllRoles() {
    using deliberation::v1::SCOPE_PROPOSE;
    return {
        {"observer", AddMember(deliberation::v1::ROLE_OBSERVER).token},
        {"member", AddMember(deliberation::v1::ROLE_MEMBER).token},
        {"facilitator", facilitator_},
        {"auditor", AddMember(deliberation::v1::ROLE_AUDITOR).token},
        {"service", AddMember(deliberation::v1::ROLE_SERVICE).token},
        {"proposing service", AddMember(deliberation::v1::ROLE_SERVICE, {SCOPE_PROPOSE}).token}};
  }

  // The same of others, whose tokens were revoked after they were found good.
  std::map<std::string, std::string> RevokedTokens() {
    std::map<std::string, std::string> tokens = TokensOfAllRoles();
    tokens["facilitator"] = AddMember(deliberation::v1::ROLE_FACILITATOR).token;
    const auto access = deliberation::v1::AccessService::NewStub(channel_);
    for (const auto& [role, token] : tokens) {
      const auto claims = embedded_->verifier().Verify(token, clock_.NowMicros() / 1'000'000);
      EXPECT_TRUE(claims.ok()) << claims.status();
      deliberation::v1::RevokeTokensRequest request;
      request.set_name(claims->member);
      EXPECT_TRUE(
          Call(*access, &deliberation::v1::AccessService::Stub::RevokeTokens, request, facilitator_)
              .ok());
    }
    return tokens;
  }

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

std::string KeyOf(const MethodDescriptor& method) {
  return absl::StrCat(method.service()->name(), ".", method.name());
}

// Another key's signature under the same claims.
std::string Forged(const std::string& token) {
  const std::string signed_text = token.substr(0, token.rfind('.'));
  return signed_text + "." + base::Base64UrlEncode(auth::PrivateKey::Generate().Sign(signed_text));
}

TEST_F(AccessTest, EveryMethodLetsInItsRolesAndNobodyElse) {
  Create();
  const std::map<std::string, std::string> foreign = TokensOfAllRoles();
  Create();
  const std::map<std::string, std::string> tokens = TokensOfAllRoles();
  const std::map<std::string, std::string> revoked = RevokedTokens();
  std::set<std::string> walked;
  for (const auto* method : MethodsOf(embedded_->Tables())) {
    const std::string key = KeyOf(*method);
    ASSERT_TRUE(Needs().contains(key)) << key << " is not in the list of this test";
    walked.insert(key);
    const std::string& need = Needs().at(key);
    const bool open = NeedsNobody(need);
    EXPECT_EQ(ReasonOf(CallWith(*method, name_, "")) == "TOKEN_MISSING", !open) << key;
    for (const auto& [role, token] : tokens) {
      const absl::Status own = CallWith(*method, name_, token);
      const bool holds = open || Holders().at(need).contains(role);
      EXPECT_EQ(WasLetIn(own), holds) << key << " as " << role << ": " << own;
      if (open) continue;
      EXPECT_EQ(ReasonOf(CallWith(*method, name_, foreign.at(role))),
                holds ? "FOREIGN_DELIBERATION" : "ROLE_TOO_LOW")
          << key << " as a foreign " << role;
      EXPECT_EQ(ReasonOf(CallWith(*method, name_, Forged(token))), "TOKEN_INVALID")
          << key << " as a forged " << role;
      EXPECT_EQ(ReasonOf(CallWith(*method, name_, revoked.at(role))), "TOKEN_REVOKED")
          << key << " as a revoked " << role;
    }
  }
  EXPECT_EQ(walked.size(), Needs().size());

  clock_.Advance(deliberation::limits::kTokenSeconds * 1'000'000);
  for (const auto* method : MethodsOf(embedded_->Tables())) {
    if (NeedsNobody(Needs().at(KeyOf(*method)))) continue;
    for (const auto& [role, token] : tokens) {
      EXPECT_EQ(ReasonOf(CallWith(*method, name_, token)), "TOKEN_EXPIRED")
          << KeyOf(*method) << " as " << role;
    }
  }
}

TEST_F(AccessTest, OnlyAServiceHasScopes) {
  Create();
  deliberation::v1::CreateMemberRequest request;
  request.set_parent(name_);
  request.mutable_member()->set_display_name("Somebody");
  request.mutable_member()->set_role(deliberation::v1::ROLE_MEMBER);
  request.mutable_member()->add_scopes(deliberation::v1::SCOPE_PROPOSE);
  const auto create = [&] {
    return Call(*deliberations_, &Deliberations::Stub::CreateMember, request, facilitator_)
        .status();
  };
  EXPECT_THAT(FieldsOf(create()), testing::ElementsAre("member.scopes"));
  request.mutable_member()->set_role(deliberation::v1::ROLE_SERVICE);
  EXPECT_TRUE(create().ok());
  request.mutable_member()->add_scopes(static_cast<deliberation::v1::Scope>(99));
  EXPECT_THAT(FieldsOf(create()), testing::ElementsAre("member.scopes"));
}

TEST_F(AccessTest, NeitherAuditorsNorServicesAreCountedAmongTheVoters) {
  Create();
  AddMember(deliberation::v1::ROLE_MEMBER);
  AddMember(deliberation::v1::ROLE_AUDITOR);
  AddMember(deliberation::v1::ROLE_SERVICE);
  AddMeasure("One");
  AddMeasure("Two");
  ASSERT_TRUE(Advance(deliberation::v1::PHASE_VOTING).ok());
  AddMember(deliberation::v1::ROLE_AUDITOR);
  deliberation::v1::GetTurnoutRequest request;
  request.set_name(name_);
  const auto turnout =
      Call(*deliberations_, &Deliberations::Stub::GetTurnout, request, facilitator_);
  ASSERT_TRUE(turnout.ok()) << turnout.status();
  EXPECT_EQ(turnout->roll_count(), 2);
  ASSERT_TRUE(Advance(deliberation::v1::PHASE_CLOSED).ok());
  EXPECT_EQ(Result(facilitator_)->result().roll_count(), 2);
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
