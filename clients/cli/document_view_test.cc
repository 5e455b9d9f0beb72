#include "clients/cli/document_view.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace plenum::cli {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

void Add(ingestion::v1::GetDocumentTextResponse& text, ingestion::v1::BlockKind kind, int start,
         int end, int page = 0, int level = 0) {
  auto* block = text.add_blocks();
  block->set_kind(kind);
  block->set_start(start);
  block->set_end(end);
  block->set_page(page);
  block->set_level(level);
}

// "über" makes code points and bytes differ.
ingestion::v1::GetDocumentTextResponse Sample() {
  ingestion::v1::GetDocumentTextResponse text;
  text.set_text("Menu\nüber alles\nThey should act now.\n");
  Add(text, ingestion::v1::BLOCK_KIND_CHROME, 0, 4, 1);
  Add(text, ingestion::v1::BLOCK_KIND_HEADING, 5, 15, 1, 2);
  Add(text, ingestion::v1::BLOCK_KIND_PARAGRAPH, 16, 36, 2);
  return text;
}

TEST(DocumentView, MarksQuotesInBracketsWithoutColour) {
  const std::string shown = RenderDocument(
      Sample(), {{21, 35, "m3", ingestion::v1::STANCE_RECOMMENDS}}, Terminal(), false);
  EXPECT_EQ(shown,
            "\n- page 1 -\n\n## über alles\n\n- page 2 -\n\nThey [m3 should act now].\n"
            "\n1 block of site chrome left out; --chrome shows it\n");
}

TEST(DocumentView, ChromeIsShownWhenAskedFor) {
  const std::string shown = RenderDocument(Sample(), {}, Terminal(), true);
  EXPECT_THAT(shown, HasSubstr("Menu"));
  EXPECT_THAT(shown, Not(HasSubstr("left out")));
}

TEST(DocumentView, OverlappingQuotesAreBothNumbered) {
  const std::string shown =
      RenderDocument(Sample(), {{16, 36, "m1", {}}, {21, 27, "m2", {}}}, Terminal(), false);
  EXPECT_THAT(shown, HasSubstr("[m1 They [m2 should] act now.]"));
}

TEST(DocumentView, ColourIsPutRoundEachWord) {
  Terminal terminal;
  terminal.color = true;
  const std::string shown =
      RenderDocument(Sample(), {{21, 27, "m3", ingestion::v1::STANCE_RECOMMENDS}}, terminal, false);
  EXPECT_THAT(shown, HasSubstr("\x1b[32mshould\x1b[0m"));
}

TEST(DocumentView, OnlyMeasuresThatTakePartAreMarked) {
  std::vector<ingestion::v1::Measure> measures(3);
  for (auto& measure : measures) {
    measure.set_state(ingestion::v1::MEASURE_STATE_ACTIVE);
    measure.add_quotes()->set_document("d");
  }
  measures[0].set_state(ingestion::v1::MEASURE_STATE_MERGED);
  measures[1].mutable_quotes(0)->set_document("other");
  std::vector<std::string> labels;
  for (const auto& mark : MarksOf("d", measures)) labels.push_back(mark.label);
  EXPECT_THAT(labels, ElementsAre("m3"));
}

}  // namespace
}  // namespace plenum::cli
