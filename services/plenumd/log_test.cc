// The log of a vote over the wire: what is proved, what is exported, and what is never told.
#include <gmock/gmock.h>

#include <set>
#include <thread>

#include "services/common/ledger/checkpoint.h"
#include "services/common/ledger/merkle.h"
#include "services/common/store/store.h"
#include "services/deliberation/record/verify.h"
#include "services/plenumd/testing.h"

namespace plenum::plenumd {
namespace {

using deliberation::v1::PHASE_CLOSED;
using deliberation::v1::PHASE_VOTING;
using ::testing::HasSubstr;
using Stub = deliberation::v1::DeliberationService::Stub;

class LogTest : public ServicesTest {
 protected:
  void OpenVote(int voters) {
    Create();
    a_ = AddMeasure("Add crisis hotlines");
    b_ = AddMeasure("Harden bases");
    for (int i = 0; i < voters; ++i) voters_.push_back(AddMember());
    const auto opened = Advance(PHASE_VOTING);
    ASSERT_TRUE(opened.ok()) << opened.status();
    EXPECT_EQ(opened->deliberation().decision_count(), 1);
  }
  template <class Request, class Response>
  absl::StatusOr<Response> Ask(grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&,
                                                            Response*),
                               Request request, const std::string& token) {
    if constexpr (requires { request.set_parent(name_); }) request.set_parent(name_);
    return Call(*deliberations_, method, request, token);
  }
  deliberation::v1::Checkpoint Checkpoint() {
    auto response =
        Ask(&Stub::GetCheckpoint, deliberation::v1::GetCheckpointRequest(), facilitator_);
    EXPECT_TRUE(response.ok()) << response.status();
    return response->checkpoint();
  }
  std::vector<deliberation::v1::LogEntry> Entries(int page_size = 0) {
    std::vector<deliberation::v1::LogEntry> entries;
    deliberation::v1::ListLogEntriesRequest request;
    request.set_page_size(page_size);
    do {
      const auto page = Ask(&Stub::ListLogEntries, request, facilitator_);
      EXPECT_TRUE(page.ok()) << page.status();
      if (!page.ok()) break;
      entries.insert(entries.end(), page->entries().begin(), page->entries().end());
      request.set_page_token(page->next_page_token());
    } while (!request.page_token().empty());
    return entries;
  }
  absl::StatusOr<deliberation::v1::Receipt> Receipt(const Person& person,
                                                    const std::string& commitment = "") {
    deliberation::v1::GetReceiptRequest request;
    std::string ballot = person.name;
    ballot.replace(ballot.find("/members/"), 9, "/ballots/");
    request.set_name(ballot);
    request.set_commitment(commitment);
    auto response = Call(*deliberations_, &Stub::GetReceipt, request, person.token);
    if (!response.ok()) return response.status();
    return response->receipt();
  }
  std::string Export() {
    deliberation::v1::ExportBundleRequest request;
    request.set_parent(name_);
    grpc::ClientContext context;
    context.AddMetadata("authorization", "Bearer " + facilitator_);
    const auto reader = deliberations_->ExportBundle(&context, request);
    deliberation::v1::ExportBundleResponse piece;
    std::string text;
    while (reader->Read(&piece)) text += piece.data();
    const auto status = reader->Finish();
    EXPECT_TRUE(status.ok()) << status.error_message();
    return text;
  }
  record::Verdict VerifyExport() {
    auto bundle = record::ReadBundle(Export());
    EXPECT_TRUE(bundle.ok()) << bundle.status();
    return record::VerifyBundle(*bundle);
  }

  std::string a_, b_;
  std::vector<Person> voters_;
};

TEST_F(LogTest, GrowsFromTheOpeningToTheResultAndEverythingIsProved) {
  OpenVote(4);
  const auto opened = Checkpoint();
  EXPECT_EQ(opened.size(), 3);  // content, move, opening
  voters_.push_back(AddMember());
  AddMember(deliberation::v1::ROLE_OBSERVER);  // no voter
  const auto joined = Checkpoint();
  EXPECT_EQ(joined.size(), 4);
  ASSERT_TRUE(Cast(voters_[0].token, {{a_}, {b_}}).ok());
  const auto cast = Cast(voters_[1].token, {{b_}, {a_}});
  ASSERT_TRUE(cast.ok()) << cast.status();
  EXPECT_EQ(cast->receipt().state(), deliberation::v1::RECEIPT_STATE_WAITING);
  EXPECT_EQ(Checkpoint().text(), joined.text()) << "ballots wait for the close";
  EXPECT_EQ(VerifyExport().checks.back().held, record::Held::kNotYet);
  ASSERT_TRUE(Cast(voters_[4].token, {}).ok());
  ASSERT_TRUE(Advance(PHASE_CLOSED).ok());

  const auto closed = Checkpoint();
  EXPECT_EQ(closed.size(), 10);  // then content, move, three ballots, closing
  const auto entries = Entries(2);
  ASSERT_EQ(entries.size(), 10U);
  for (const auto& entry : entries) {
    deliberation::v1::ProveInclusionRequest request;
    request.set_index(entry.index());
    const auto proved = Ask(&Stub::ProveInclusion, request, facilitator_);
    ASSERT_TRUE(proved.ok()) << proved.status();
    EXPECT_EQ(proved->leaf_hash(), ledger::HashOfEntry(entry.entry()));
    EXPECT_TRUE(ledger::VerifyInclusion(
                    static_cast<std::uint64_t>(entry.index()), 10, proved->leaf_hash(),
                    std::vector<std::string>(proved->proof().begin(), proved->proof().end()),
                    closed.root())
                    .ok());
    EXPECT_EQ(entry.salt().empty(), entry.index() < 6 || entry.index() == 9);
    EXPECT_EQ(entry.weight(), entry.salt().empty() ? 0 : 1);
    EXPECT_EQ(entry.voter(), "");
  }
  for (const auto& old : {opened, joined}) {
    deliberation::v1::ProveConsistencyRequest request;
    request.set_old_size(old.size());
    const auto proved = Ask(&Stub::ProveConsistency, request, facilitator_);
    ASSERT_TRUE(proved.ok()) << proved.status();
    EXPECT_TRUE(ledger::VerifyConsistency(
                    static_cast<std::uint64_t>(old.size()), 10, old.root(),
                    std::vector<std::string>(proved->proof().begin(), proved->proof().end()),
                    closed.root())
                    .ok());
  }
  const auto signed_now =
      ledger::OpenCheckpoint(closed.text(), "plenum/" + name_, closed.public_key());
  ASSERT_TRUE(signed_now.ok()) << signed_now.status();
  EXPECT_EQ(signed_now->root, closed.root());

  const record::Verdict verdict = VerifyExport();
  for (const auto& check : verdict.checks) {
    EXPECT_EQ(check.held, record::Held::kYes) << check.sentence;
  }
  EXPECT_EQ(verdict.checks.size(), 6U);
  Reopen();
  EXPECT_EQ(Checkpoint().text(), closed.text());
  EXPECT_TRUE(VerifyExport().holds());
}

TEST_F(LogTest, EveryVoterFindsTheOwnBallotAndNoOther) {
  OpenVote(3);
  std::vector<deliberation::v1::Receipt> receipts;
  for (const Person& voter : voters_) {
    const auto cast = Cast(voter.token, {{a_}, {b_}}, "request-1");
    ASSERT_TRUE(cast.ok()) << cast.status();
    EXPECT_EQ(Cast(voter.token, {{a_}, {b_}}, "request-1")->receipt().commitment(),
              cast->receipt().commitment());
    EXPECT_EQ(Receipt(voter)->words(), cast->receipt().words());
    receipts.push_back(cast->receipt());
  }
  const auto changed = Cast(voters_[2].token, {{b_}});
  EXPECT_NE(changed->receipt().commitment(), receipts[2].commitment());
  receipts[2] = changed->receipt();
  EXPECT_NE(receipts[0].commitment(), receipts[1].commitment()) << "the same ranking";
  EXPECT_EQ(ReasonOf(Receipt({voters_[0].name, voters_[1].token}).status()), "ROLE_TOO_LOW");
  ASSERT_TRUE(Advance(PHASE_CLOSED).ok());
  const std::string replaced(record::kCommitmentBytes, 'r');
  EXPECT_THAT(std::string(Receipt(voters_[0], replaced).status().message()),
              HasSubstr("was counted; if you did not replace it"));
  EXPECT_THAT(FieldsOf(Receipt(voters_[0], "short").status()),
              ::testing::ElementsAre("commitment"));
  const auto bundle = record::ReadBundle(Export());
  ASSERT_TRUE(bundle.ok()) << bundle.status();
  for (std::size_t i = 0; i < voters_.size(); ++i) {
    EXPECT_EQ(ReasonOf(Receipt(voters_[i]).status()), "WRONG_PHASE") << "nobody can say whose";
    const auto now = Receipt(voters_[i], receipts[i].commitment());
    ASSERT_TRUE(now.ok()) << now.status();
    EXPECT_EQ(now->commitment(), receipts[i].commitment());
    EXPECT_EQ(now->state(), deliberation::v1::RECEIPT_STATE_RECORDED);
    record::Receipt receipt;
    receipt.deliberation = name_;
    receipt.commitment = now->commitment();
    receipt.inclusion = record::Inclusion{static_cast<std::uint64_t>(now->index()),
                                          {now->proof().begin(), now->proof().end()},
                                          now->checkpoint().public_key(),
                                          now->checkpoint().text()};
    EXPECT_EQ(record::VerifyReceipt(receipt).held, record::Held::kYes);
    EXPECT_EQ(record::VerifyReceipt(receipt, *bundle).held, record::Held::kYes);
  }
}

// Nothing of a ballot before the close but to its voter, and nothing of whose it is after.
TEST_F(LogTest, TellsNothingOfABallotBeforeTheCloseAndNotWhoseAfter) {
  OpenVote(2);
  const std::string secret = Cast(voters_[0].token, {{b_}, {a_}})->receipt().commitment();
  std::string seen;
  for (const auto& entry : Entries()) seen += entry.SerializeAsString();
  seen += Checkpoint().SerializeAsString();
  const auto bundle = record::ReadBundle(Export());
  ASSERT_TRUE(bundle.ok()) << bundle.status();
  EXPECT_TRUE(bundle->ballots.empty());
  for (const std::string& entry : bundle->entries) seen += entry;
  {
    grpc::ClientContext context;
    context.AddMetadata("authorization", "Bearer " + facilitator_);
    deliberation::v1::WatchDeliberationRequest request;
    request.set_name(name_);
    const auto reader = deliberations_->WatchDeliberation(&context, request);
    deliberation::v1::WatchDeliberationResponse message;
    bool ballot = false;
    while (!ballot && reader->Read(&message)) {
      ballot = message.event().kind() == deliberation::v1::EVENT_KIND_BALLOT_CAST;
      seen += message.SerializeAsString();
      if (!ballot) continue;
      EXPECT_EQ(message.event().subject(), "");
      EXPECT_EQ(message.event().actor(), "");
    }
    context.TryCancel();
  }
  EXPECT_THAT(seen, ::testing::Not(HasSubstr(secret)));
  EXPECT_EQ(Entries().size(), 3U);

  ASSERT_TRUE(Advance(PHASE_CLOSED).ok());
  const std::string id = voters_[0].name.substr(voters_[0].name.rfind('/') + 1);
  int named = 0;
  for (const auto& entry : Entries()) {
    const bool of_ballot = !entry.salt().empty();
    if (entry.SerializeAsString().find(id) != std::string::npos) ++named;
    EXPECT_FALSE(of_ballot && entry.SerializeAsString().find(id) != std::string::npos);
  }
  EXPECT_EQ(named, 1) << "on the roll";
}

TEST_F(LogTest, ARollThatGrowsDuringTheOpeningIsInTheLogAsItIs) {
  Create();
  AddMeasure("Add crisis hotlines");
  AddMeasure("Harden bases");
  std::vector<std::thread> adders;
  std::atomic<int> added{0};
  for (int t = 0; t < 4; ++t) {
    adders.emplace_back([&] {
      for (int i = 0; i < 12; ++i) {
        AddMember();
        ++added;
      }
    });
  }
  while (added < 5) std::this_thread::yield();
  absl::Status opened;
  do {  // under so much contention an opening may be given up, and says so
    opened = Advance(PHASE_VOTING).status();
  } while (ReasonOf(opened) == "CONTENTION");
  ASSERT_TRUE(opened.ok()) << opened;
  for (auto& adder : adders) adder.join();
  ASSERT_TRUE(Advance(PHASE_CLOSED).ok());
  std::set<std::string> logged;
  for (const auto& entry : Entries()) {
    const auto decoded = record::Decode(entry.entry());
    ASSERT_TRUE(decoded.ok());
    if (const auto* opening = std::get_if<record::Opened>(&*decoded)) {
      for (const auto& voter : opening->voters) logged.insert(voter.id);
    } else if (const auto* joined = std::get_if<record::Joined>(&*decoded)) {
      EXPECT_TRUE(logged.insert(joined->voter.id).second);
    }
  }
  EXPECT_EQ(logged.size(), 4U * 12U + 1U);
  EXPECT_TRUE(VerifyExport().holds());
  EXPECT_EQ(Result(facilitator_)->result().roll_count(), 49);
}

// What was signed holds the rows to what they were.
TEST_F(LogTest, ABallotThatIsChangedInTheDatabaseIsFound) {
  OpenVote(2);
  ASSERT_TRUE(Cast(voters_[0].token, {{b_}, {a_}}).ok());
  ASSERT_TRUE(Advance(PHASE_CLOSED).ok());
  Close();
  {
    store::StoreOptions options;
    options.url = absl::StrCat("sqlite:", folder_.path(), "/deliberation.db");
    const auto store = store::OpenStore(options);
    ASSERT_TRUE(store.ok()) << store.status();
    auto ballot = (*store)->List(name_ + "/log-ballots", "", 10)->front();
    deliberation::v1::ListLogEntriesResponse row;
    ASSERT_TRUE(row.ParseFromString(ballot.data));
    (*row.mutable_entries(0)->mutable_salt())[3] ^= 1;
    ballot.data = row.SerializeAsString();
    store::Mutation change;
    change.stream = name_;
    change.puts.push_back({ballot.key, ballot.data, std::nullopt});
    change.events.push_back({deliberation::v1::EVENT_KIND_BALLOT_CAST, "", "", ""});
    ASSERT_TRUE((*store)->Apply(std::move(change)).ok());
  }
  Open();
  EXPECT_EQ(Ask(&Stub::GetCheckpoint, deliberation::v1::GetCheckpointRequest(), facilitator_)
                .status()
                .code(),
            absl::StatusCode::kDataLoss);
  EXPECT_TRUE(Result(facilitator_).ok()) << "the stored result stays readable";
}

TEST_F(LogTest, SaysWhatIsWrongWithAQuestion) {
  Create();
  AddMeasure("Add crisis hotlines");
  AddMeasure("Harden bases");
  const Person voter = AddMember();
  EXPECT_EQ(
      ReasonOf(Ask(&Stub::GetCheckpoint, deliberation::v1::GetCheckpointRequest(), facilitator_)
                   .status()),
      "RESOURCE_NOT_FOUND");
  EXPECT_EQ(ReasonOf(Receipt(voter).status()), "RESOURCE_NOT_FOUND");
  ASSERT_TRUE(Advance(PHASE_VOTING).ok());
  EXPECT_EQ(ReasonOf(Receipt(voter).status()), "RESOURCE_NOT_FOUND") << "no ballot yet";
  const auto inclusion = [&](std::int64_t index, std::int64_t size) {
    deliberation::v1::ProveInclusionRequest request;
    request.set_index(index);
    request.set_size(size);
    return FieldsOf(Ask(&Stub::ProveInclusion, request, facilitator_).status());
  };
  EXPECT_THAT(inclusion(0, 0), ::testing::IsEmpty());
  EXPECT_THAT(inclusion(3, 0), ::testing::ElementsAre("index"));
  EXPECT_THAT(inclusion(-1, 0), ::testing::ElementsAre("index"));
  EXPECT_THAT(inclusion(0, 4), ::testing::ElementsAre("size"));
  EXPECT_THAT(inclusion(0, -2), ::testing::ElementsAre("size"));
  for (const std::int64_t old_size : {0, -1, 4}) {
    deliberation::v1::ProveConsistencyRequest request;
    request.set_old_size(old_size);
    EXPECT_THAT(FieldsOf(Ask(&Stub::ProveConsistency, request, facilitator_).status()),
                ::testing::ElementsAre("old_size"));
  }
  deliberation::v1::ListLogEntriesRequest list;
  list.set_page_token("x");
  EXPECT_EQ(ReasonOf(Ask(&Stub::ListLogEntries, list, facilitator_).status()),
            "FOREIGN_PAGE_TOKEN");
}

}  // namespace
}  // namespace plenum::plenumd
