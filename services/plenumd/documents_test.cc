// Documents and measures, over the wire.
#include <gmock/gmock.h>

#include "services/common/rpc/limits.h"
#include "services/plenumd/testing.h"

namespace plenum::plenumd {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr char kDatedMemo[] =
    "# Memo\n\n"
    "The two governments should establish a crisis hotline between their defense ministries. "
    "The weather was fine in spring.\n\n"
    "The ministry should not reduce the number of joint exercises this year.\n";

class DocumentsTest : public ServicesTest {
 protected:
  DocumentsTest() { Create(); }
  absl::StatusOr<ingestion::v1::ImportDocumentResponse> Import(const std::string& file_name,
                                                               const std::string& content,
                                                               const std::string& request_id = "") {
    ingestion::v1::ImportDocumentRequest request;
    request.set_parent(name_);
    request.set_file_name(file_name);
    request.set_content(content);
    request.set_request_id(request_id);
    return Call(*ingestion_, &Ingestion::Stub::ImportDocument, request, facilitator_);
  }
  int DocumentCount() {
    ingestion::v1::ListDocumentsRequest request;
    request.set_parent(name_);
    return Call(*ingestion_, &Ingestion::Stub::ListDocuments, request, facilitator_)
        ->documents_size();
  }
  int MeasureCount() {
    ingestion::v1::ListMeasuresRequest request;
    request.set_parent(name_);
    return Call(*ingestion_, &Ingestion::Stub::ListMeasures, request, facilitator_)
        ->measures_size();
  }
};

TEST_F(DocumentsTest, AnImportGivesMeasuresWithVerbatimQuotes) {
  const auto imported = Import("memo.md", kDatedMemo);
  ASSERT_TRUE(imported.ok()) << imported.status();
  EXPECT_EQ(imported->document().title(), "Memo");
  ASSERT_EQ(imported->measures_size(), 2);
  EXPECT_THAT(imported->measures(0).title(), HasSubstr("crisis hotline"));
  EXPECT_EQ(imported->measures(0).quotes(0).stance(), ingestion::v1::STANCE_RECOMMENDS);
  EXPECT_EQ(imported->measures(1).quotes(0).stance(), ingestion::v1::STANCE_OPPOSES);
  ingestion::v1::GetDocumentTextRequest request;
  request.set_name(imported->document().name());
  const auto text = Call(*ingestion_, &Ingestion::Stub::GetDocumentText, request, facilitator_);
  ASSERT_TRUE(text.ok()) << text.status();
  for (const auto& measure : imported->measures()) {
    for (const auto& quote : measure.quotes()) {
      EXPECT_EQ(quote.document(), imported->document().name());
      EXPECT_EQ(text->text().substr(static_cast<std::size_t>(quote.start()),
                                    static_cast<std::size_t>(quote.end() - quote.start())),
                quote.text());  // the memo is ASCII: code points are bytes
    }
  }
}

TEST_F(DocumentsTest, TheSameFileTwiceIsRecognised) {
  const auto first = Import("memo.md", kDatedMemo);
  const auto second = Import("copy.md", kDatedMemo);
  ASSERT_TRUE(second.ok()) << second.status();
  EXPECT_TRUE(second->duplicate());
  EXPECT_EQ(second->document().name(), first->document().name());
  EXPECT_EQ(second->measures_size(), first->measures_size());
  EXPECT_EQ(DocumentCount(), 1);
  EXPECT_EQ(MeasureCount(), 2);
  EXPECT_TRUE(Import("memo.md", kDatedMemo, "again-1").ok());
  EXPECT_EQ(ReasonOf(Import("memo.md", "Others should act as well.", "again-1").status()),
            "REQUEST_ID_REUSED");
}

TEST_F(DocumentsTest, ARepeatedImportGivesTheFirstAnswer) {
  const auto first = Import("memo.md", kDatedMemo, "import-1");
  const auto again = Import("memo.md", kDatedMemo, "import-1");
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(again->document().name(), first->document().name());
  EXPECT_EQ(ReasonOf(Import("memo.md", "Other text should be read.", "import-1").status()),
            "REQUEST_ID_REUSED");
  EXPECT_EQ(DocumentCount(), 1);
}

TEST_F(DocumentsTest, WhatCannotBeReadIsRefusedWithAReasonAndLeavesNothing) {
  const std::string deep = [] {
    std::string html;
    for (int i = 0; i < 100'000; ++i) html += "<div>";
    return html + "They should act.";
  }();
  const struct {
    std::string file_name;
    std::string content;
    std::string reason;
    std::string says;
  } cases[] = {
      {"empty.txt", "", "INVALID_FIELDS", "empty"},
      {"blank.txt", " \n\t \n", "UNREADABLE_DOCUMENT", ""},
      {"program", std::string("\x7f\x45\x4c\x46\0\0\0\1", 8), "UNREADABLE_DOCUMENT", ""},
      {"paper.pdf", "%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "UNREADABLE_DOCUMENT", "PDF"},
      {"broken.txt", "The state should act.\xff\xfe\x80 And more.", "UNREADABLE_DOCUMENT", "21"},
      {"deep.html", deep, "UNREADABLE_DOCUMENT", "nest"},
      {"huge.txt", std::string(std::size_t{65} << 20, 'x'), "REQUEST_TOO_LARGE", ""},
  };
  for (const auto& each : cases) {
    const auto refused = Import(each.file_name, each.content);
    EXPECT_EQ(refused.status().code(), absl::StatusCode::kInvalidArgument) << refused.status();
    EXPECT_EQ(ReasonOf(refused.status()), each.reason) << refused.status();
    EXPECT_THAT(std::string(refused.status().message()), HasSubstr(each.says));
  }
  EXPECT_EQ(DocumentCount(), 0);
  EXPECT_EQ(MeasureCount(), 0);
}

TEST_F(DocumentsTest, ADocumentAtTheSizeLimitIsTakenAndOneOverIsNot) {
  std::string text = "They should act now.\n\n";
  text.resize(rpc::limits::kMaxDocumentBytes - 1, 'x');
  for (std::size_t i = 100; i < text.size(); i += 100) text[i] = '\n';
  text.push_back('\n');
  const auto over = Import("large.txt", text + "x");
  EXPECT_EQ(ReasonOf(over.status()), "REQUEST_TOO_LARGE");
  const auto at_limit = Import("large.txt", text);
  EXPECT_TRUE(at_limit.ok()) << at_limit.status();
}

TEST_F(DocumentsTest, AQuoteThatIsNotVerbatimIsRefused) {
  const auto imported = Import("memo.md", kDatedMemo);
  ingestion::v1::CreateMeasureRequest request;
  request.set_parent(name_);
  request.mutable_measure()->set_title("By hand");
  auto* quote = request.mutable_measure()->add_quotes();
  quote->set_document(imported->document().name());
  quote->set_text("The weather was fine");
  const auto create = [&] {
    return Call(*ingestion_, &Ingestion::Stub::CreateMeasure, request, facilitator_);
  };
  const auto at = static_cast<std::int64_t>(std::string(kDatedMemo).find("The weather"));
  quote->set_start(at + 1);
  quote->set_end(at + 21);
  EXPECT_THAT(FieldsOf(create().status()), ElementsAre("measure.quotes[0]"));
  quote->set_start(-5);
  EXPECT_THAT(FieldsOf(create().status()), ElementsAre("measure.quotes[0]"));
  quote->set_start(at);
  quote->set_end(at + 20);
  EXPECT_TRUE(create().ok()) << create().status();
  quote->set_document("deliberations/other/documents/x");
  EXPECT_THAT(FieldsOf(create().status()), ElementsAre("measure.quotes[0].document"));
}

TEST_F(DocumentsTest, MeasuresAreRenamedAndRejectedWithEtags) {
  const std::string name = AddMeasure("First");
  AddMeasure("Second");
  ingestion::v1::UpdateMeasureRequest update;
  update.mutable_measure()->set_name(name);
  update.mutable_measure()->set_title("Renamed");
  update.mutable_update_mask()->add_paths("title");
  const auto renamed = Call(*ingestion_, &Ingestion::Stub::UpdateMeasure, update, facilitator_);
  ASSERT_TRUE(renamed.ok()) << renamed.status();
  update.mutable_measure()->set_etag("1");
  EXPECT_EQ(
      ReasonOf(Call(*ingestion_, &Ingestion::Stub::UpdateMeasure, update, facilitator_).status()),
      "STALE_ETAG");
  update.mutable_update_mask()->add_paths("quotes");
  EXPECT_THAT(
      FieldsOf(Call(*ingestion_, &Ingestion::Stub::UpdateMeasure, update, facilitator_).status()),
      ElementsAre("update_mask"));
  ingestion::v1::RejectMeasureRequest reject;
  reject.set_name(name);
  const auto rejecting = [&] {
    return Call(*ingestion_, &Ingestion::Stub::RejectMeasure, reject, facilitator_);
  };
  EXPECT_THAT(FieldsOf(rejecting().status()), ElementsAre("reason"));
  reject.set_reason("Out of scope");
  reject.set_etag(renamed->measure().etag());
  ASSERT_TRUE(rejecting().ok());
  EXPECT_EQ(MeasureCount(), 1);
  ingestion::v1::ListMeasuresRequest all;
  all.set_parent(name_);
  all.set_show_rejected(true);
  const auto listed = Call(*ingestion_, &Ingestion::Stub::ListMeasures, all, facilitator_);
  ASSERT_EQ(listed->measures_size(), 2);
  EXPECT_EQ(listed->measures(0).title(), "Renamed");
  EXPECT_EQ(listed->measures(0).reject_reason(), "Out of scope");
}

TEST_F(DocumentsTest, PagesAreFullAlsoWhereRejectedMeasuresAreLeftOut) {
  std::vector<std::string> kept;
  for (int i = 0; i < 9; ++i) {
    const std::string name = AddMeasure(absl::StrCat("Measure ", i));
    if (i % 3 == 0) {
      kept.push_back(name);
      continue;
    }
    ingestion::v1::RejectMeasureRequest reject;
    reject.set_name(name);
    reject.set_reason("no");
    ASSERT_TRUE(Call(*ingestion_, &Ingestion::Stub::RejectMeasure, reject, facilitator_).ok());
  }
  ingestion::v1::ListMeasuresRequest request;
  request.set_parent(name_);
  request.set_page_size(2);
  std::vector<std::string> listed;
  std::vector<int> sizes;
  do {
    const auto page = Call(*ingestion_, &Ingestion::Stub::ListMeasures, request, facilitator_);
    ASSERT_TRUE(page.ok()) << page.status();
    sizes.push_back(page->measures_size());
    for (const auto& measure : page->measures()) listed.push_back(measure.name());
    request.set_page_token(page->next_page_token());
  } while (!request.page_token().empty());
  EXPECT_EQ(listed, kept);
  EXPECT_THAT(sizes, ElementsAre(2, 1));
}

TEST_F(DocumentsTest, NothingIsImportedOnceTheDraftIsOver) {
  AddMeasure("One");
  AddMeasure("Two");
  ASSERT_TRUE(Advance(deliberation::v1::PHASE_SCORING).ok());
  EXPECT_EQ(ReasonOf(Import("memo.md", kDatedMemo).status()), "WRONG_PHASE");
  EXPECT_EQ(DocumentCount(), 0);
}

TEST_F(DocumentsTest, ExtractingNeedsNoDeliberation) {
  ingestion::v1::ExtractMeasuresRequest request;
  request.set_content(kDatedMemo);
  request.set_file_name("memo.md");
  const auto extracted = Call(*ingestion_, &Ingestion::Stub::ExtractMeasures, request, "");
  ASSERT_TRUE(extracted.ok()) << extracted.status();
  EXPECT_EQ(extracted->measures_size(), 2);
  EXPECT_EQ(extracted->text(), kDatedMemo);
}

}  // namespace
}  // namespace plenum::plenumd
