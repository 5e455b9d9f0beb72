#include "services/ingestion/extraction/sentences.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "services/ingestion/extraction/grammar.h"
#include "services/ingestion/extraction/lexicon.h"

namespace plenum::ingestion {
namespace {

using ::testing::ElementsAre;

std::vector<std::string> Split(std::string_view text, Format format = Format::kText) {
  const absl::StatusOr<ParsedDocument> document = Parse(text, format, "x");
  EXPECT_TRUE(document.ok());
  std::vector<std::string> out;
  const absl::StatusOr<std::vector<Sentence>> sentences = SplitSentences(*document);
  EXPECT_TRUE(sentences.ok());
  for (const Sentence& sentence : *sentences) out.push_back(sentence.clean);
  return out;
}

TEST(Sentences, AbbreviationsDoNotEndOne) {
  EXPECT_THAT(
      Split("The U.S. Forces met Maj. Gen. Park of the Korea-U.S. Command. No. 41 was late."),
      ElementsAre("The U.S. Forces met Maj. Gen. Park of the Korea-U.S. Command.",
                  "No. 41 was late."));
  EXPECT_THAT(Split("They moved to the U.S. The rest stayed behind."),
              ElementsAre("They moved to the U.S.", "The rest stayed behind."));
}

TEST(Sentences, TimesOfDayEndOneBeforeACapital) {
  EXPECT_THAT(
      Split("Signs are dark until 5 a.m. Clause 4 exempts ports. They met at 9 p.m. sharp."),
      ElementsAre("Signs are dark until 5 a.m.", "Clause 4 exempts ports.",
                  "They met at 9 p.m. sharp."));
}

TEST(Sentences, QuotationMarksStayWithTheirSentence) {
  EXPECT_THAT(Split("He said “stop.” Then he left."),
              ElementsAre("He said “stop.”", "Then he left."));
}

TEST(Sentences, MarkdownMarksAndLinksAreNotRead) {
  EXPECT_THAT(Split("**Pay for access.** See [the note](http://x.org/a_b) now.", Format::kMarkdown),
              ElementsAre("Pay for access.", "See the note now."));
}

TEST(Sentences, HardWrappedLinesAreOneSentence) {
  EXPECT_THAT(Split("This line is wrapped by hand after some sixty or seventy letters,\n"
                    "as reports of commissions and committees used to be in the past\n"
                    "when they were typed on machines that could not do otherwise than\n"
                    "ring a bell at the end of each line. Next.\n"),
              ElementsAre(testing::StartsWith("This line is wrapped"), "Next."));
}

TEST(Lexicon, InflectedFormsLeadToTheBase) {
  EXPECT_EQ(BaseOfParticiple("banned", false), "ban");
  EXPECT_EQ(BaseOfParticiple("held", false), "hold");
  EXPECT_EQ(BaseOfParticiple("applied", false), "apply");
  EXPECT_EQ(BaseOfParticiple("replanted", true), "replant");
  EXPECT_EQ(BaseOfParticiple("table", true), "");
  EXPECT_EQ(BaseOfGerund("pausing", false), "pause");
  EXPECT_EQ(BaseOfGerund("cutting", false), "cut");
  EXPECT_EQ(BaseOfGerund("tidying", true), "tidy");
}

TEST(Patterns, MatchOptionalAlternativeAndFewItems) {
  const Tokens tokens = Tokenize("It is now not at all clear");
  EXPECT_EQ(Match(tokens, 0, "it is|was <adv> at"_p), 5u);
  EXPECT_EQ(Match(tokens, 0, "it very? is"_p), 2u);
  EXPECT_EQ(Match(tokens, 0, "it <few> all"_p), kNoMatch);
  EXPECT_EQ(Match(tokens, 1, "is <few> at"_p), 5u);
  EXPECT_EQ(Find(tokens, 0, "not at"_p), 3u);
}

}  // namespace
}  // namespace plenum::ingestion
