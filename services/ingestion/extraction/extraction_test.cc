#include "services/ingestion/extraction/extraction.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "services/ingestion/extraction/json.h"
#include "services/ingestion/formats/code_points.h"
#include "services/ingestion/formats/formats.h"

namespace plenum::ingestion {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

ParsedDocument ParseText(std::string_view text, Format format = Format::kText) {
  absl::StatusOr<ParsedDocument> document = Parse(text, format, "note.txt");
  EXPECT_TRUE(document.ok()) << document.status().ToString();
  return *std::move(document);
}

std::vector<ExtractedMeasure> Extract(std::string_view text, Format format = Format::kText) {
  absl::StatusOr<std::vector<ExtractedMeasure>> measures = ExtractMeasures(ParseText(text, format));
  EXPECT_TRUE(measures.ok()) << measures.status().ToString();
  return *std::move(measures);
}

std::vector<std::string> Titles(std::string_view text, Format format = Format::kText) {
  std::vector<std::string> titles;
  for (const ExtractedMeasure& measure : Extract(text, format)) titles.push_back(measure.title);
  return titles;
}

// "RECOMMENDS Title" for each measure.
std::vector<std::string> Claims(std::string_view text, Format format = Format::kText) {
  std::vector<std::string> claims;
  for (const ExtractedMeasure& measure : Extract(text, format)) {
    claims.push_back(std::string(StanceName(measure.stance)) + " " + measure.title);
  }
  return claims;
}

TEST(Modals, AnOrderToABodyIsAMeasureWithItsActor) {
  const auto measures = Extract("The city council should publish the ridership figures.");
  ASSERT_THAT(measures, SizeIs(1));
  EXPECT_EQ(measures[0].title, "Publish the ridership figures");
  EXPECT_EQ(measures[0].actor, "The city council");
  EXPECT_EQ(measures[0].stance, Stance::kRecommends);
}

TEST(Modals, APassiveBecomesAnImperative) {
  EXPECT_THAT(Titles("The commitment should also be scaled back."),
              ElementsAre("Scale back the commitment"));
}

TEST(Modals, ANegatedOneIsOpposed) {
  EXPECT_THAT(Claims("The penalty regime ought not to be extended."),
              ElementsAre("OPPOSES Extend the penalty regime"));
}

TEST(Modals, TwoVerbsAreTwoMeasures) {
  EXPECT_THAT(Titles("The board must close the depot and sell the land."),
              ElementsAre("Close the depot", "Sell the land"));
}

TEST(Modals, OptionsAreMentionsOnlyWhereOptionsAreAnnounced) {
  EXPECT_THAT(Claims("The ministry has several options. It could reduce the garrison or harden "
                     "the existing bases."),
              ElementsAre("MENTIONS Reduce the garrison", "MENTIONS Harden the existing bases"));
  EXPECT_THAT(Claims("The wind has several causes. It could reduce the garrison."), IsEmpty());
}

TEST(Modals, APronounIsResolvedFromTheSentenceBefore) {
  EXPECT_THAT(Titles("The valley lives on its old orchards. These should be replanted by 2030."),
              ElementsAre("Replant its old orchards by 2030"));
}

TEST(NoMeasure, PredictionsFactsQuestionsConcessionsAndConditions) {
  for (const char* text : {
           "Its strategic value could be much diminished.",
           "A less hawkish successor might restrict access to the bases.",
           "The council should have acted sooner.",
           "Should the school be closed?",
           "If the council should close the school, parents will protest.",
           "It was also necessary to address the concerns.",
           "The upheaval should trigger alarm bells.",
           "Of course it should promote its own interests.",
           "The medicine that must be held in reserve is dear.",
           "Compare that with the cost of doing nothing.",
           "Responses should be sent to the clerk of the committee.",
       }) {
    EXPECT_THAT(Titles(text), IsEmpty()) << text;
  }
}

TEST(Needs, InfinitivesNounsAndPassives) {
  EXPECT_THAT(Titles("There is a clear need to repair the mains."),
              ElementsAre("Repair the mains"));
  EXPECT_THAT(Titles("It is necessary to meter the boreholes."),
              ElementsAre("Meter the boreholes"));
  EXPECT_THAT(Titles("It would be wise to insure the crews."), ElementsAre("Insure the crews"));
  EXPECT_THAT(Titles("A joint commission is urgently needed."),
              ElementsAre("Set up a joint commission"));
  EXPECT_THAT(Titles("There is a need for systematic integration of the exercises."),
              ElementsAre("Integrate the exercises systematically"));
}

TEST(Needs, FollyIsOpposed) {
  EXPECT_THAT(Claims("It would be foolish to sell the forests."),
              ElementsAre("OPPOSES Sell the forests"));
}

TEST(Proposals, TheAuthorsOwnAreRecommendedAndOthersAreMentioned) {
  EXPECT_THAT(Claims("We recommend that the distance be cut to two miles, and that free travel be "
                     "granted to every pupil."),
              ElementsAre("RECOMMENDS Cut the distance to two miles",
                          "RECOMMENDS Grant free travel to every pupil"));
  EXPECT_THAT(Claims("Military planners have proposed moving the guns to the south."),
              ElementsAre("MENTIONS Move the guns to the south"));
  EXPECT_THAT(Claims("One suggestion was to shorten the holiday by a week."),
              ElementsAre("MENTIONS Shorten the holiday by a week"));
}

TEST(Proposals, AGerundListGivesOneMeasureEach) {
  EXPECT_THAT(Titles("This might mean holding fewer exercises and pausing efforts to integrate."),
              ElementsAre("Hold fewer exercises", "Pause efforts to integrate"));
}

TEST(Rejections, AVerdictTurnsWhatWasPutForward) {
  const auto measures =
      Extract("Should ransom payments be outlawed? Some say so. We came down against it for now.");
  ASSERT_THAT(measures, SizeIs(1));
  EXPECT_EQ(measures[0].title, "Outlaw ransom payments");
  EXPECT_EQ(measures[0].stance, Stance::kOpposes);
  ASSERT_THAT(measures[0].quotes, SizeIs(2));
  EXPECT_EQ(measures[0].quotes[0].text, "Should ransom payments be outlawed?");
  EXPECT_THAT(Claims("There has been talk of closing the pier. That would be a mistake."),
              ElementsAre("OPPOSES Close the pier"));
  EXPECT_THAT(Claims("Critics who propose closing the pier are wrong."),
              ElementsAre("OPPOSES Close the pier"));
}

TEST(Rejections, TheListUnderSuchAHeadingIsOpposed) {
  EXPECT_THAT(Claims("## Options considered and set aside\n\n- *A public manufacturer.* It would "
                     "take ten years.\n",
                     Format::kMarkdown),
              ElementsAre("OPPOSES Set up a public manufacturer"));
}

TEST(Lists, ImperativesUnderARecommendingHeadingOrLeadIn) {
  EXPECT_THAT(Claims("## What we recommend\n\n1. **Pay for access.** It works.\n2. Ban the nets.\n",
                     Format::kMarkdown),
              ElementsAre("RECOMMENDS Pay for access", "RECOMMENDS Ban the nets"));
  const auto measures = Extract(
      "The port authority should:\n\n- dredge the inner basin;\n- a levy on empty berths.\n",
      Format::kMarkdown);
  ASSERT_THAT(measures, SizeIs(2));
  EXPECT_EQ(measures[0].title, "Dredge the inner basin");
  EXPECT_EQ(measures[0].actor, "The port authority");
  EXPECT_EQ(measures[1].title, "Introduce a levy on empty berths");
}

TEST(Lists, LettersOfOptionsAreMentioned) {
  EXPECT_THAT(Claims("**Option A: Close the inner bay from March to June.** It is dear.",
                     Format::kMarkdown),
              ElementsAre("MENTIONS Close the inner bay from March to June"));
}

TEST(Merging, TheSameSaidTwiceIsOneWithTwoQuotes) {
  const auto measures = Extract(
      "The state should ban bottom trawling.\n\nMuch follows from that.\n\n"
      "The state must ban bottom trawling.");
  ASSERT_THAT(measures, SizeIs(1));
  EXPECT_THAT(measures[0].quotes, SizeIs(2));
}

TEST(Lists, KnowWhatIsNotToBeDone) {
  EXPECT_THAT(
      Claims("The port should:\n\n- not sell land\n- never close the gate\n- publish its "
             "accounts\n\nMinisters should not:\n\n- cut the grant\n\n# Do not\n\n- Sell "
             "the fleet\n\n# Recommendations\n\n- Lighting to be fitted in all corridors.\n",
             Format::kMarkdown),
      ElementsAre("OPPOSES Sell land", "OPPOSES Close the gate", "RECOMMENDS Publish its accounts",
                  "OPPOSES Cut the grant", "OPPOSES Sell the fleet",
                  "RECOMMENDS Fit lighting in all corridors"));
}

TEST(Lists, CompleteTheSentenceAboveThem) {
  EXPECT_THAT(
      Claims("We therefore recommend:\n\n- that penalties be applied automatically;\n- that the "
             "board publish the names.\n\n# Recommendations\n\nRecommendation 5: That "
             "inspectors be trained in falls prevention.\n",
             Format::kMarkdown),
      ElementsAre("RECOMMENDS Apply penalties automatically", "RECOMMENDS Publish the names",
                  "RECOMMENDS Train inspectors in falls prevention"));
}

TEST(Documents, LaidOutInTablesAreRead) {
  EXPECT_THAT(
      Titles("<table><tr><td>Courts are slow. The ministry should hire 300 judges.<br><br>The bar "
             "should be told of each delay in good time.</td></tr></table>",
             Format::kHtml),
      ElementsAre("Hire 300 judges", "Tell the bar of each delay in good time"));
}

TEST(Documents, WithAShortHeadlineAreCalledByIt) {
  EXPECT_EQ(
      ParseText("The alliance\n\nIt was founded in 1952 by six states.\n\nIt has grown.\n").title,
      "The alliance");
}

TEST(Documents, ThatSayWhatWillBeDoneAreReadSo) {
  const std::string one = "The Government will introduce a retention payment.";
  EXPECT_THAT(Titles(one), IsEmpty()) << "a forecast";
  EXPECT_THAT(
      Titles(one + "\n\nWe will abolish the hereditary seats.\n\nWe will fund the clinics.\n"),
      ElementsAre("Introduce a retention payment", "Abolish the hereditary seats",
                  "Fund the clinics"));
}

TEST(Merging, OppositeDirectionsStayApart) {
  EXPECT_THAT(Titles("The state should expand bottom trawling quotas. "
                     "The state should reduce bottom trawling quotas."),
              SizeIs(2));
}

TEST(Merging, OfWhatIsSaidVeryOftenTheFirstQuotesStay) {
  std::string page;
  for (std::size_t i = 0; i < 3 * kMostQuotes; ++i) page += "<p>We should cut taxes.";
  const auto measures = Extract(page, Format::kHtml);
  ASSERT_THAT(measures, SizeIs(1));
  ASSERT_THAT(measures[0].quotes, SizeIs(kMostQuotes));
  for (std::size_t i = 0; i + 1 < kMostQuotes; ++i) {
    EXPECT_LT(measures[0].quotes[i].end, measures[0].quotes[i + 1].start);
  }
}

TEST(Quotes, AreVerbatimInCodePointsBehindOtherAlphabets) {
  const std::string text = "Στην αρχή — “naïve”.\n\nThe board should close the café — soon.\n";
  const ParsedDocument document = ParseText(text);
  const auto measures = ExtractMeasures(document);
  ASSERT_TRUE(measures.ok());
  ASSERT_THAT(*measures, SizeIs(1));
  const Quote& quote = (*measures)[0].quotes[0];
  EXPECT_EQ(quote.text, "The board should close the café — soon.");
  EXPECT_EQ(quote.start, 22u);
  EXPECT_EQ(quote.end, 22u + 39u);
  EXPECT_TRUE(VerifyQuote(document.text, quote).ok());
}

TEST(Quotes, ThatAreNotThereAreRefused) {
  const std::string text = "Der Kai ist naß.";
  EXPECT_TRUE(VerifyQuote(text, {"naß", 12, 15}).ok());
  EXPECT_THAT(VerifyQuote(text, {"nass", 12, 16}).message(), HasSubstr("from character 14"));
  EXPECT_THAT(VerifyQuote(text, {"naß", 11, 14}).message(), HasSubstr("from character 11"));
  EXPECT_THAT(VerifyQuote(text, {"naß", 15, 18}).message(), HasSubstr("has 16 characters"));
  EXPECT_THAT(VerifyQuote(text, {"", 3, 3}).message(), HasSubstr("empty"));
}

TEST(Chrome, NeverYieldsAMeasure) {
  ParsedDocument document = ParseText("The state should ban trawling.");
  document.blocks[0].kind = BlockKind::kChrome;
  EXPECT_THAT(*ExtractMeasures(document), IsEmpty());
  document.blocks[0].kind = BlockKind::kCaption;
  EXPECT_THAT(*ExtractMeasures(document), IsEmpty());
}

TEST(Input, BlocksOutsideTheTextAreAnError) {
  ParsedDocument document = ParseText("The state should ban trawling.");
  document.blocks[0].end = 4000;
  EXPECT_EQ(ExtractMeasures(document).status().code(), absl::StatusCode::kInvalidArgument);
}

TEST(Input, AQuestionWhoseTitleSaysNothingIsNone) {
  EXPECT_THAT(Titles("Should the board close? Should it resign?"), IsEmpty());
  EXPECT_THAT(Titles("Could all this provoke it? Should the islands get it back?"), IsEmpty());
}

TEST(Input, NothingToFindIsAnEmptyList) { EXPECT_THAT(Titles("The weather was fine."), IsEmpty()); }

TEST(Json, HasTheFormOfTheCommandLine) {
  const ParsedDocument document =
      ParseText("# Advice\n\nThe board should sell the \"ferry\".\n", Format::kMarkdown);
  const auto measures = ExtractMeasures(document);
  ASSERT_TRUE(measures.ok());
  const nlohmann::json json =
      nlohmann::json::parse(ExtractionToJson(document, *measures), nullptr, false);
  ASSERT_TRUE(json.is_object());
  ASSERT_EQ(json["measures"].size(), 1u);
  EXPECT_EQ(json["measures"][0]["stance"], "RECOMMENDS");
  EXPECT_EQ(json["measures"][0]["title"], "Sell the ferry");
  EXPECT_EQ(json["measures"][0]["evidence"][0]["start"], 10);
  EXPECT_EQ(json["measures"][0]["evidence"][0]["heading"], "Advice");
}

}  // namespace
}  // namespace plenum::ingestion
