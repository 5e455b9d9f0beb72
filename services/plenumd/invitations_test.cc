// Invitations: made, looked at, accepted once; and what each role sees of it.
#include <atomic>
#include <fstream>
#include <iterator>
#include <set>
#include <thread>

#include "plenum/deliberation/v1/access.grpc.pb.h"
#include "services/plenumd/testing.h"

namespace plenum::plenumd {
namespace {

using deliberation::v1::Invitation;
using deliberation::v1::IssuedInvitation;
using ::testing::ElementsAre;
using Access = deliberation::v1::AccessService;

constexpr char kAcceptId[] = "0123456789012345678901";

class InvitationsTest : public ServicesTest {
 protected:
  InvitationsTest() {
    settings_.public_url = "https://plenum.example.org";
    Reopen();
    Create();
    access_ = Access::NewStub(channel_);
  }
  static Invitation Offer(const std::string& label,
                          deliberation::v1::Role role = deliberation::v1::ROLE_MEMBER) {
    Invitation invitation;
    invitation.set_label(label);
    invitation.set_role(role);
    return invitation;
  }
  absl::StatusOr<IssuedInvitation> Invite(const Invitation& invitation,
                                          const std::string& request_id = "") {
    deliberation::v1::CreateInvitationRequest request;
    request.set_parent(name_);
    *request.mutable_invitation() = invitation;
    request.set_request_id(request_id);
    auto response = Call(*access_, &Access::Stub::CreateInvitation, request, facilitator_);
    if (!response.ok()) return response.status();
    return response->issued();
  }
  auto Accept(const std::string& code, const std::string& name,
              const std::string& request_id = "") {
    deliberation::v1::AcceptInvitationRequest request;
    request.set_code(code);
    request.set_display_name(name);
    request.set_request_id(request_id);
    return Call(*access_, &Access::Stub::AcceptInvitation, request, "");
  }
  auto LookUp(const std::string& code) {
    deliberation::v1::LookUpInvitationRequest request;
    request.set_code(code);
    return Call(*access_, &Access::Stub::LookUpInvitation, request, "");
  }
  absl::Status Revoke(const std::string& name) {
    deliberation::v1::RevokeInvitationRequest request;
    request.set_name(name);
    return Call(*access_, &Access::Stub::RevokeInvitation, request, facilitator_).status();
  }
  auto List(const std::string& token, int state = 0) {
    deliberation::v1::ListInvitationsRequest request;
    request.set_parent(name_);
    request.set_state(static_cast<deliberation::v1::InvitationState>(state));
    return Call(*access_, &Access::Stub::ListInvitations, request, token);
  }
  // The kinds of all events so far that the bearer sees, and the last resume token.
  std::pair<std::vector<int>, std::string> Seen(const std::string& token,
                                                const std::string& from = "") {
    rpc::CallOptions options;
    options.token = token;
    grpc::ClientContext context;
    rpc::Prepare(context, options);
    deliberation::v1::WatchDeliberationRequest request;
    request.set_name(name_);
    request.set_resume_token(from);
    const auto reader = deliberations_->WatchDeliberation(&context, request);
    std::pair<std::vector<int>, std::string> seen;
    deliberation::v1::WatchDeliberationResponse message;
    while (reader->Read(&message)) {
      seen.second = message.resume_token();
      if (message.has_event()) seen.first.push_back(message.event().kind());
      if (message.event().kind() == deliberation::v1::EVENT_KIND_DELIBERATION_UPDATED) break;
    }
    context.TryCancel();
    reader->Finish();
    return seen;
  }
  void Retitle() {
    deliberation::v1::UpdateDeliberationRequest request;
    request.mutable_deliberation()->set_name(name_);
    request.mutable_deliberation()->set_title("Another title");
    request.mutable_update_mask()->add_paths("title");
    EXPECT_TRUE(
        Call(*deliberations_, &Deliberations::Stub::UpdateDeliberation, request, facilitator_)
            .ok());
  }

  std::unique_ptr<Access::Stub> access_;
};

TEST_F(InvitationsTest, OnePersonJoinsOnceByTheCodeOrTheLink) {
  const auto issued = Invite(Offer("Ben"));
  ASSERT_TRUE(issued.ok()) << issued.status();
  EXPECT_EQ(issued->link(), "https://plenum.example.org/join#" + issued->code());
  EXPECT_EQ(issued->invitation().state(), deliberation::v1::INVITATION_STATE_OPEN);
  // Mail programs look at links, as often as they like.
  for (int i = 0; i < 3; ++i) {
    const auto seen = LookUp(issued->link());
    ASSERT_TRUE(seen.ok()) << seen.status();
    EXPECT_EQ(seen->deliberation(), name_);
    EXPECT_EQ(seen->invitation().label(), "Ben");
    EXPECT_EQ(seen->invitation().state(), deliberation::v1::INVITATION_STATE_OPEN);
  }
  const auto joined = Accept(" " + issued->link() + "\n", "Ben Okri", kAcceptId);
  ASSERT_TRUE(joined.ok()) << joined.status();
  EXPECT_EQ(joined->member().display_name(), "Ben Okri");
  EXPECT_EQ(joined->member().role(), deliberation::v1::ROLE_MEMBER);
  deliberation::v1::GetDeliberationRequest request;
  request.set_name(name_);
  EXPECT_TRUE(Call(*deliberations_, &Deliberations::Stub::GetDeliberation, request,
                   joined->sign_in().token())
                  .ok());
  EXPECT_EQ(ReasonOf(Accept(issued->code(), "Ben Okri").status()), "INVITATION_ENDED");
  EXPECT_EQ(LookUp(issued->code())->invitation().state(), deliberation::v1::INVITATION_STATE_USED);
  EXPECT_EQ(ReasonOf(Revoke(issued->invitation().name())), "INVITATION_ENDED");
}

TEST_F(InvitationsTest, WhoAcceptsHasTheWeightOfTheInvitation) {
  Invitation heavy = Offer("Ben");
  heavy.set_weight(3);
  const auto issued = Invite(heavy);
  ASSERT_TRUE(issued.ok()) << issued.status();
  EXPECT_EQ(issued->invitation().weight(), 3);
  EXPECT_EQ(Accept(issued->code(), "")->member().weight(), 3);
  EXPECT_EQ(Accept(Invite(Offer("Cy"))->code(), "")->member().weight(), 1);
  heavy.set_weight(1001);
  EXPECT_THAT(FieldsOf(Invite(heavy).status()), ElementsAre("invitation.weight"));
}

TEST_F(InvitationsTest, ARepeatIsAnsweredAsTheFirst) {
  const auto issued = Invite(Offer("Ben"), "r1");
  const auto again = Invite(Offer("Ben"), "r1");
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(again->code(), issued->code());
  EXPECT_EQ(ReasonOf(Invite(Offer("Eve"), "r1").status()), "REQUEST_ID_REUSED");
  const auto first = Accept(issued->code(), "", kAcceptId);
  ASSERT_TRUE(first.ok()) << first.status();
  EXPECT_EQ(first->member().display_name(), "Ben");
  const auto second = Accept(issued->code(), "", kAcceptId);
  ASSERT_TRUE(second.ok()) << second.status();
  EXPECT_EQ(second->member().name(), first->member().name());
  EXPECT_EQ(ReasonOf(Accept(issued->code(), "Eve", kAcceptId).status()), "REQUEST_ID_REUSED");
  EXPECT_THAT(FieldsOf(Accept(issued->code(), "", "short").status()), ElementsAre("request_id"));
}

TEST_F(InvitationsTest, OfManyWhoTryAtOnceOneJoins) {
  const auto issued = Invite(Offer(""));
  ASSERT_TRUE(issued.ok()) << issued.status();
  EXPECT_THAT(FieldsOf(Accept(issued->code(), "").status()), ElementsAre("display_name"));
  std::atomic<int> joined{0};
  std::vector<std::thread> people;
  for (int i = 0; i < 16; ++i) {
    people.emplace_back([&, i] {
      const absl::Status status = Accept(issued->code(), absl::StrCat("Person ", i)).status();
      if (status.ok()) ++joined;
      EXPECT_EQ(status.ok() ? "INVITATION_ENDED" : ReasonOf(status), "INVITATION_ENDED");
    });
  }
  for (auto& person : people) person.join();
  EXPECT_EQ(joined, 1);
}

TEST_F(InvitationsTest, WrongCodesAreAllAnsweredAlike) {
  const auto issued = Invite(Offer("Ben"));
  std::string changed = issued->code();
  changed.back() = changed.back() == '0' ? '1' : '0';
  for (const std::string& code :
       {changed, std::string(), std::string("_"), std::string("a_b_c"), std::string("a/b_c/d_e"),
        std::string(5000, 'x'), issued->code() + "0", issued->code().substr(0, 40)}) {
    EXPECT_EQ(ReasonOf(LookUp(code).status()), "INVITATION_UNKNOWN") << code;
    EXPECT_EQ(ReasonOf(Accept(code, "Eve").status()), "INVITATION_UNKNOWN") << code;
  }
}

TEST_F(InvitationsTest, GuessingIsHeldToARate) {
  int answered = 0;
  absl::Status status;
  do {
    status = LookUp("a_b_c").status();
  } while (ReasonOf(status) == "INVITATION_UNKNOWN" && ++answered < 10'000);
  EXPECT_EQ(ReasonOf(status), "RATE_LIMITED");
  EXPECT_EQ(answered, rpc::limits::kGuardedCallBurst);
  EXPECT_TRUE(Invite(Offer("Ben")).ok()) << "other calls go on";
}

TEST_F(InvitationsTest, WhatIsWithdrawnOrTooOldIsRefused) {
  const auto withdrawn = Invite(Offer("Ben"));
  ASSERT_TRUE(Revoke(withdrawn->invitation().name()).ok());
  EXPECT_EQ(ReasonOf(Accept(withdrawn->code(), "Ben").status()), "INVITATION_ENDED");
  Invitation soon = Offer("Eve");
  const std::int64_t now_s = clock_.NowMicros() / 1'000'000;
  for (const std::int64_t in :
       {std::int64_t{0}, std::int64_t{59}, deliberation::limits::kMaxInvitationSeconds + 1}) {
    soon.mutable_expire_time()->set_seconds(now_s + in);
    EXPECT_THAT(FieldsOf(Invite(soon).status()), ElementsAre("invitation.expire_time"));
  }
  soon.mutable_expire_time()->set_seconds(now_s + 60);
  const auto old = Invite(soon);
  ASSERT_TRUE(old.ok()) << old.status();
  clock_.Advance(60'000'000);
  EXPECT_EQ(ReasonOf(Accept(old->code(), "Eve").status()), "INVITATION_ENDED");
  const auto list = List(facilitator_);
  ASSERT_EQ(list->invitations_size(), 2);
  EXPECT_EQ(list->invitations(0).state(), deliberation::v1::INVITATION_STATE_REVOKED);
  EXPECT_EQ(list->invitations(1).state(), deliberation::v1::INVITATION_STATE_EXPIRED);
  EXPECT_EQ(List(facilitator_, deliberation::v1::INVITATION_STATE_EXPIRED)->invitations_size(), 1);
  EXPECT_EQ(List(facilitator_, deliberation::v1::INVITATION_STATE_OPEN)->invitations_size(), 0);
  EXPECT_EQ(ReasonOf(List(facilitator_, 99).status()), "INVALID_FIELDS");
}

TEST_F(InvitationsTest, NoSecretIsKeptOrShownAgain) {
  const auto issued = Invite(Offer("Ben"));
  const auto list = List(AddMember(deliberation::v1::ROLE_AUDITOR).token);
  ASSERT_TRUE(list.ok()) << list.status();
  const std::string secret = issued->code().substr(issued->code().rfind('_') + 1);
  EXPECT_EQ(list->SerializeAsString().find(secret), std::string::npos);
  const auto joined = Accept(issued->code(), "Ben");
  const std::string refresh = joined->sign_in().refresh_token();
  Close();
  for (const auto& file : std::filesystem::directory_iterator(folder_.path())) {
    std::ifstream stream(file.path(), std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(stream), {}};
    EXPECT_EQ(bytes.find(secret), std::string::npos) << file.path();
    EXPECT_EQ(bytes.find(refresh), std::string::npos) << file.path();
    EXPECT_EQ(bytes.find(joined->sign_in().token()), std::string::npos) << file.path();
  }
  Open();
}

TEST_F(InvitationsTest, BatchesAreWholeAndHaveTheirLimit) {
  deliberation::v1::BatchCreateInvitationsRequest request;
  request.set_parent(name_);
  const auto create = [&] {
    return Call(*access_, &Access::Stub::BatchCreateInvitations, request, facilitator_);
  };
  EXPECT_THAT(FieldsOf(create().status()), ElementsAre("invitations"));
  for (int i = 0; i < deliberation::limits::kMaxInvitationsAtOnce; ++i) {
    *request.add_invitations() = Offer("Twins");
  }
  const auto created = create();
  ASSERT_TRUE(created.ok()) << created.status();
  std::set<std::string> codes;
  for (const auto& issued : created->issued()) codes.insert(issued.code());
  EXPECT_EQ(codes.size(), 1000U);
  *request.add_invitations() = Offer("One more");
  EXPECT_THAT(FieldsOf(create().status()), ElementsAre("invitations"));
  request.mutable_invitations()->DeleteSubrange(2, 999);
  request.mutable_invitations(1)->set_label("A\u200Bna");
  EXPECT_THAT(FieldsOf(create().status()), ElementsAre("invitations[1].label"));
  request.mutable_invitations(1)->set_label("");
  request.mutable_invitations(1)->clear_role();
  EXPECT_THAT(FieldsOf(create().status()), ElementsAre("invitations[1].role"));
}

TEST_F(InvitationsTest, NamesAreKeptInOneForm) {
  const auto issued = Invite(Offer("Jose\u0301"));
  EXPECT_EQ(issued->invitation().label(), "José");
  for (const char* name : {"A\u202Ena", "A\u200Bna", "\u0301Ana", "\u3164", "a\nb"}) {
    EXPECT_THAT(FieldsOf(Accept(issued->code(), name).status()), ElementsAre("display_name"));
  }
  EXPECT_EQ(Accept(issued->code(), "Rene\u0301")->member().display_name(), "René");
}

TEST_F(InvitationsTest, NobodyJoinsAfterTheClose) {
  const auto issued = Invite(Offer("Ben"));
  const auto voter = Invite(Offer("Eve"));
  AddMeasure("One");
  AddMeasure("Two");
  ASSERT_TRUE(Advance(deliberation::v1::PHASE_VOTING).ok());
  const auto joined = Accept(voter->code(), "Eve");
  ASSERT_TRUE(joined.ok()) << "people may join while the vote is open";
  EXPECT_TRUE(Cast(joined->sign_in().token(), {}).ok());
  ASSERT_TRUE(Advance(deliberation::v1::PHASE_CLOSED).ok());
  EXPECT_EQ(ReasonOf(Accept(issued->code(), "Ben").status()), "WRONG_PHASE");
  EXPECT_EQ(ReasonOf(Invite(Offer("Zoe")).status()), "WRONG_PHASE");
}

TEST_F(InvitationsTest, WhoSeesWhichEvents) {
  using namespace deliberation::v1;  // NOLINT(google-build-using-namespace)
  // Every kind that there is, so that a new one is decided on.
  const std::set<int> kWithheld = {EVENT_KIND_UNSPECIFIED, EVENT_KIND_INVITATIONS_CREATED,
                                   EVENT_KIND_INVITATION_USED, EVENT_KIND_INVITATION_REVOKED,
                                   EVENT_KIND_TOKENS_REVOKED};
  const auto* kinds = EventKind_descriptor();
  for (int i = 0; i < kinds->value_count(); ++i) {
    const int kind = kinds->value(i)->number();
    for (const auth::Role role : auth::kRoles) {
      const bool leads = role == auth::Role::kFacilitator || role == auth::Role::kAuditor;
      EXPECT_EQ(deliberation::Sees(role, kind), leads || !kWithheld.contains(kind))
          << kinds->value(i)->name() << " as " << auth::RoleName(role);
    }
  }
}

TEST_F(InvitationsTest, AWatchShowsWhatTheRoleMaySeeAndMissesNothing) {
  using namespace deliberation::v1;  // NOLINT(google-build-using-namespace)
  const Person observer = AddMember(ROLE_OBSERVER);
  const Person auditor = AddMember(ROLE_AUDITOR);
  for (int i = 0; i < 200; ++i) ASSERT_TRUE(Invite(Offer("Ben")).ok());
  Retitle();
  const auto [seen, token] = Seen(observer.token);
  EXPECT_THAT(seen, ElementsAre(EVENT_KIND_DELIBERATION_CREATED, EVENT_KIND_MEMBER_CREATED,
                                EVENT_KIND_MEMBER_CREATED, EVENT_KIND_MEMBER_CREATED,
                                EVENT_KIND_DELIBERATION_UPDATED));
  EXPECT_EQ(Seen(auditor.token).first.size(), seen.size() + 200);
  EXPECT_EQ(Seen(facilitator_).first.size(), seen.size() + 200);
  const auto issued = Invite(Offer("Eve"));
  ASSERT_TRUE(Accept(issued->code(), "Eve").ok());
  Retitle();
  EXPECT_THAT(Seen(observer.token, token).first,
              ElementsAre(EVENT_KIND_MEMBER_CREATED, EVENT_KIND_DELIBERATION_UPDATED));
}

}  // namespace
}  // namespace plenum::plenumd
