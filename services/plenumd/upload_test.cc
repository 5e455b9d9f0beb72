// Documents that come in pieces, over the wire.
#include <gmock/gmock.h>

#include <thread>

#include "services/common/rpc/limits.h"
#include "services/plenumd/testing.h"

namespace plenum::plenumd {
namespace {

using ingestion::v1::UploadDocumentRequest;
using ingestion::v1::UploadDocumentResponse;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr char kMemo[] = "# Memo\n\nThe two governments should establish a crisis hotline.\n";

// Long enough to be worked on for a while: many sentences with a measure each would pass the limit
// of measures, so these have none.
std::string LongText() {
  std::string text;
  while (text.size() < (std::size_t{24} << 20)) {
    text += "The committee met in the old town hall and listened to the reports. ";
    if (text.size() % 7 == 0) text += "\n\n";
  }
  return text;
}

class UploadTest : public ServicesTest {
 protected:
  UploadTest() { Create(); }

  // One upload, driven by hand.
  struct Upload {
    grpc::ClientContext context;
    std::unique_ptr<grpc::ClientReaderWriter<UploadDocumentRequest, UploadDocumentResponse>> stream;
    std::vector<int> stages;
    ingestion::v1::ImportDocumentResponse result;
    bool has_result = false;

    bool Chunk(std::int64_t offset, const std::string& data) {
      UploadDocumentRequest request;
      request.mutable_chunk()->set_offset(offset);
      request.mutable_chunk()->set_data(data);
      return stream->Write(request);
    }
    void Cancel() {
      UploadDocumentRequest request;
      request.mutable_cancel();
      stream->Write(request);
    }
    void Read(const UploadDocumentResponse& response) {
      if (response.has_result()) {
        has_result = true;
        result = response.result();
      } else if (stages.empty() || stages.back() != response.progress().stage()) {
        stages.push_back(response.progress().stage());
      }
    }
    absl::Status End() {
      UploadDocumentResponse response;
      while (stream->Read(&response)) Read(response);
      return rpc::FromGrpc(stream->Finish());
    }
  };

  std::unique_ptr<Upload> Begin(std::int64_t size, const std::string& request_id = "",
                                const std::string& sha256 = "") {
    auto upload = std::make_unique<Upload>();
    rpc::CallOptions options;
    options.token = facilitator_;
    rpc::Prepare(upload->context, options);
    upload->context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(60));
    upload->stream = ingestion_->UploadDocument(&upload->context);
    UploadDocumentRequest request;
    auto& metadata = *request.mutable_metadata();
    metadata.set_parent(name_);
    metadata.set_file_name("memo.md");
    metadata.set_size_bytes(size);
    metadata.set_request_id(request_id);
    metadata.set_sha256(sha256);
    upload->stream->Write(request);
    return upload;
  }
  std::unique_ptr<Upload> Send(const std::string& content, const std::string& request_id = "") {
    auto upload = Begin(static_cast<std::int64_t>(content.size()), request_id);
    constexpr std::size_t kPiece = rpc::limits::kMaxChunkBytes;
    for (std::size_t at = 0; at < content.size(); at += kPiece) {
      if (!upload->Chunk(static_cast<std::int64_t>(at), content.substr(at, kPiece))) break;
    }
    return upload;
  }
  int Documents() {
    ingestion::v1::ListDocumentsRequest request;
    request.set_parent(name_);
    return Call(*ingestion_, &Ingestion::Stub::ListDocuments, request, facilitator_)
        ->documents_size();
  }
};

TEST_F(UploadTest, PiecesGiveWhatAnImportGivesWithProgress) {
  auto upload = Begin(static_cast<std::int64_t>(sizeof(kMemo) - 1));
  const std::string memo = kMemo;
  ASSERT_TRUE(upload->Chunk(0, memo.substr(0, 20)));
  ASSERT_TRUE(upload->Chunk(20, memo.substr(20)));
  const absl::Status status = upload->End();
  ASSERT_TRUE(status.ok()) << status;
  ASSERT_TRUE(upload->has_result);
  EXPECT_EQ(upload->result.document().title(), "Memo");
  EXPECT_EQ(upload->result.measures_size(), 1);
  EXPECT_FALSE(upload->stages.empty());
  EXPECT_EQ(Documents(), 1);
  auto again = Send(kMemo);
  ASSERT_TRUE(again->End().ok());
  EXPECT_TRUE(again->result.duplicate());
  EXPECT_EQ(again->result.document().name(), upload->result.document().name());
  EXPECT_EQ(Documents(), 1);
}

TEST_F(UploadTest, ARepeatedUploadGivesTheFirstAnswer) {
  auto first = Send(kMemo, "upload-1");
  ASSERT_TRUE(first->End().ok());
  auto again = Send(kMemo, "upload-1");
  ASSERT_TRUE(again->End().ok());
  EXPECT_FALSE(again->result.duplicate());
  EXPECT_EQ(again->result.SerializeAsString(), first->result.SerializeAsString());
  EXPECT_EQ(ReasonOf(Send("Others should act as well.", "upload-1")->End()), "REQUEST_ID_REUSED");
}

TEST_F(UploadTest, AnUploadCutHalfWayStoresNothing) {
  auto closed = Begin(1000);
  ASSERT_TRUE(closed->Chunk(0, std::string(500, 'x')));
  closed->stream->WritesDone();
  EXPECT_EQ(ReasonOf(closed->End()), "UPLOAD_INCOMPLETE");
  auto gone = Begin(1000);
  ASSERT_TRUE(gone->Chunk(0, std::string(500, 'x')));
  gone->context.TryCancel();
  EXPECT_TRUE(absl::IsCancelled(gone->End()));
  EXPECT_EQ(Documents(), 0);
}

TEST_F(UploadTest, PiecesOutOfOrderAndBadOnesAreRefused) {
  auto gap = Begin(1000);
  gap->Chunk(10, "x");
  EXPECT_THAT(FieldsOf(gap->End()), ElementsAre("chunk.offset"));
  auto twice = Begin(1000);
  twice->Chunk(0, "abc");
  twice->Chunk(0, "abc");
  EXPECT_THAT(FieldsOf(twice->End()), ElementsAre("chunk.offset"));
  auto empty = Begin(1000);
  empty->Chunk(0, "");
  EXPECT_THAT(FieldsOf(empty->End()), ElementsAre("chunk.data"));
  auto more = Begin(3);
  more->Chunk(0, "abcd");
  EXPECT_EQ(ReasonOf(more->End()), "UPLOAD_INCOMPLETE");
  auto other = Begin(3, "", std::string(64, '0'));
  other->Chunk(0, "abc");
  EXPECT_EQ(ReasonOf(other->End()), "UPLOAD_INCOMPLETE");
  auto again = Begin(1000);
  UploadDocumentRequest metadata;
  metadata.mutable_metadata()->set_parent(name_);
  again->stream->Write(metadata);
  EXPECT_THAT(FieldsOf(again->End()), ElementsAre("metadata"));
  EXPECT_EQ(Documents(), 0);
}

TEST_F(UploadTest, WithoutMetadataThereIsNoUpload) {
  Upload upload;
  rpc::CallOptions options;
  options.token = facilitator_;
  rpc::Prepare(upload.context, options);
  upload.stream = ingestion_->UploadDocument(&upload.context);
  upload.Chunk(0, "abc");
  EXPECT_THAT(FieldsOf(upload.End()), ElementsAre("metadata.parent"));
}

TEST_F(UploadTest, SizesAreHeldToTheirLimits) {
  const auto most = static_cast<std::int64_t>(rpc::limits::kMaxDocumentBytes);
  EXPECT_EQ(ReasonOf(Begin(most + 1)->End()), "REQUEST_TOO_LARGE");
  EXPECT_THAT(FieldsOf(Begin(0)->End()), ElementsAre("metadata.size_bytes"));
  auto chunk = Begin(most);
  chunk->Chunk(0, std::string(rpc::limits::kMaxChunkBytes + 1, 'x'));
  EXPECT_THAT(FieldsOf(chunk->End()), ElementsAre("chunk.data"));
  auto large = Begin(most);
  large->Chunk(0, std::string(rpc::limits::kMaxChunkMessageBytes + 1, 'x'));
  EXPECT_EQ(ReasonOf(large->End()), "REQUEST_TOO_LARGE");
}

TEST_F(UploadTest, CallingItOffWhileItIsReadStoresNothing) {
  auto upload = Send(LongText());
  UploadDocumentResponse response;
  while (upload->stream->Read(&response)) {
    upload->Read(response);
    if (response.progress().stage() >= ingestion::v1::UPLOAD_STAGE_READING) break;
  }
  upload->Cancel();
  const absl::Status status = upload->End();
  EXPECT_EQ(ReasonOf(status), "UPLOAD_CANCELLED") << status;
  EXPECT_THAT(std::string(status.message()), HasSubstr("nothing was stored"));
  EXPECT_FALSE(upload->has_result);
  EXPECT_EQ(Documents(), 0);
}

TEST_F(UploadTest, ReadingHonoursTheDeadline) {
  ingestion::v1::ImportDocumentRequest request;
  request.set_parent(name_);
  request.set_file_name("long.txt");
  request.set_content(LongText());
  rpc::CallOptions options;
  options.token = facilitator_;
  options.repeatable = false;
  options.deadline = std::chrono::milliseconds(250);
  const auto late = rpc::Call(*ingestion_, &Ingestion::Stub::ImportDocument, request, options);
  EXPECT_TRUE(absl::IsDeadlineExceeded(late.status())) << late.status();
  EXPECT_EQ(Documents(), 0);
}

TEST_F(UploadTest, NothingIsUploadedOnceTheDraftIsOver) {
  AddMeasure("One");
  AddMeasure("Two");
  ASSERT_TRUE(Advance(deliberation::v1::PHASE_SCORING).ok());
  EXPECT_EQ(ReasonOf(Send(kMemo)->End()), "WRONG_PHASE");
}

// Four clients, a document each time: every one is there afterwards, with its measure.
TEST_F(UploadTest, AThousandDocumentsOfFourClientsAreAllThere) {
  constexpr int kClients = 4;
  constexpr int kEach = 250;
  std::vector<std::thread> clients;
  std::atomic<int> stored{0};
  for (int client = 0; client < kClients; ++client) {
    clients.emplace_back([&, client] {
      for (int i = 0; i < kEach; ++i) {
        const std::string content =
            absl::StrCat("Report ", client, "-", i,
                         "\n\nThe two governments should establish a crisis hotline between their "
                         "capitals, as paragraph ",
                         client * kEach + i, " says.\n");
        if (i % 2 == 0) {
          auto upload = Send(content);
          const absl::Status status = upload->End();
          EXPECT_TRUE(status.ok()) << status;
          if (upload->has_result) ++stored;
        } else {
          ingestion::v1::ImportDocumentRequest request;
          request.set_parent(name_);
          request.set_file_name("report.txt");
          request.set_content(content);
          const auto imported =
              Call(*ingestion_, &Ingestion::Stub::ImportDocument, request, facilitator_);
          EXPECT_TRUE(imported.ok()) << imported.status();
          if (imported.ok()) ++stored;
        }
      }
    });
  }
  for (auto& client : clients) client.join();
  EXPECT_EQ(stored, kClients * kEach);
  ingestion::v1::ListDocumentsRequest request;
  request.set_parent(name_);
  request.set_page_size(1000);
  const auto listed = Call(*ingestion_, &Ingestion::Stub::ListDocuments, request, facilitator_);
  ASSERT_EQ(listed->documents_size(), kClients * kEach);
  ingestion::v1::ListMeasuresRequest all;
  all.set_parent(name_);
  all.set_page_size(1000);
  all.set_show_rejected(true);
  const auto measures = Call(*ingestion_, &Ingestion::Stub::ListMeasures, all, facilitator_);
  int found = 0;
  for (const auto& document : listed->documents()) found += document.measure_count();
  EXPECT_EQ(measures->measures_size(), std::min(found, 1000));
}

}  // namespace
}  // namespace plenum::plenumd
