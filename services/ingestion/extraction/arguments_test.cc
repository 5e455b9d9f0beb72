#include "services/ingestion/extraction/arguments.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "services/ingestion/formats/formats.h"

namespace plenum::ingestion {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

ParsedDocument Document(std::string_view text) {
  absl::StatusOr<ParsedDocument> document = Parse(text, Format::kText, "note.txt");
  EXPECT_TRUE(document.ok()) << document.status().ToString();
  return *std::move(document);
}

// "+ sentence" or "- sentence" for each argument of the first measure.
std::vector<std::string> Arguments(std::string_view text) {
  const ParsedDocument document = Document(text);
  const auto measures = ExtractMeasures(document);
  EXPECT_TRUE(measures.ok());
  if (!measures.ok() || measures->empty()) return {};
  std::vector<std::string> arguments;
  for (const Argument& argument : measures->front().arguments) {
    EXPECT_TRUE(VerifyQuote(document.text, argument.quote).ok());
    arguments.push_back((argument.supports ? "+ " : "- ") + argument.quote.text);
  }
  return arguments;
}

std::vector<std::string> Criteria(std::string_view text) {
  const ParsedDocument document = Document(text);
  const auto criteria = SuggestCriteria(document);
  EXPECT_TRUE(criteria.ok());
  std::vector<std::string> names;
  for (const CriterionSuggestion& criterion : *criteria) {
    EXPECT_THAT(criterion.quotes, Not(IsEmpty()));
    for (const Quote& quote : criterion.quotes) {
      EXPECT_TRUE(VerifyQuote(document.text, quote).ok());
    }
    names.push_back(criterion.name);
  }
  return names;
}

TEST(Arguments, SentencesNearAMeasureArgueForOrAgainstIt) {
  EXPECT_THAT(Arguments("The port should buy a second tug. It would save an hour at every tide. "
                        "Critics say that the tug is too expensive. The harbour has four quays."),
              ElementsAre("+ It would save an hour at every tide.",
                          "- Critics say that the tug is too expensive."));
  EXPECT_THAT(Arguments("The council must ban the nets. A ban would harm the smallest boats."),
              ElementsAre("- A ban would harm the smallest boats."));
}

TEST(Arguments, WhatTakesHarmAwaySpeaksForAMeasure) {
  EXPECT_THAT(Arguments("The council must ban the nets. A ban would reduce the damage to the "
                        "reef."),
              ElementsAre("+ A ban would reduce the damage to the reef."));
  EXPECT_THAT(Arguments("The city should light the park. Lamps would not make it safer."),
              ElementsAre("- Lamps would not make it safer."));
}

TEST(Arguments, AReasonWithoutASignFollowsTheStanceOfTheMeasure) {
  EXPECT_THAT(Arguments("It would be foolish to sell the forests. They took a century to grow, "
                        "because the soil is thin."),
              ElementsAre("- They took a century to grow, because the soil is thin."));
}

TEST(Arguments, SentencesThatDoNotSpeakOfTheMeasureAreLeftOut) {
  EXPECT_THAT(Arguments("The port should buy a second tug. A return ticket costs more than fuel."),
              IsEmpty());
  EXPECT_THAT(Arguments("The council should open the baths. The officer was thanked for her work."),
              IsEmpty());
  EXPECT_THAT(Arguments("The council should open the baths. It said that the cost was a problem."),
              IsEmpty());
  EXPECT_THAT(Arguments("The pumps fail at every flood. The agency should raise the pumps."),
              ElementsAre("+ The pumps fail at every flood."));
  EXPECT_THAT(Arguments("It would be foolish to sell the pier. It would save no money."),
              ElementsAre("- It would save no money."));
}

TEST(Arguments, StopAtTheNextMeasureAndAtTheEndOfThePassage) {
  EXPECT_THAT(Arguments("The port should buy a tug. The town should sell the pier. It would save "
                        "money."),
              IsEmpty());
  EXPECT_THAT(Arguments("The port should buy a tug.\n\nThe weather was fine.\n\nThe pier costs "
                        "too much and it would save money to sell it."),
              IsEmpty());
}

TEST(Arguments, AreNeverTheQuotesOfAMeasure) {
  const ParsedDocument document = Document(
      "The port should buy a tug, because it is cheaper. It must sell the pier, which "
      "costs too much.");
  const auto measures = ExtractMeasures(document);
  ASSERT_TRUE(measures.ok());
  ASSERT_THAT(*measures, SizeIs(2));
  for (const ExtractedMeasure& measure : *measures) EXPECT_THAT(measure.arguments, IsEmpty());
}

TEST(Criteria, AreWhatADocumentArguesWithMostUsedFirst) {
  const std::vector<std::string> criteria = Criteria(
      "A tunnel is cheaper than a bridge. It is also less risky. The bridge would cost more each "
      "year because of the salt. A ferry is slower, and it would weaken the resilience of the "
      "island. Lorries would be loaded at night.");
  ASSERT_THAT(criteria, Not(IsEmpty()));
  EXPECT_EQ(criteria.front(), "Cost");
  EXPECT_THAT(criteria, Contains("Risk"));
  EXPECT_THAT(criteria, Contains("Speed"));
  EXPECT_THAT(criteria, Contains("Resilience"));
}

TEST(Criteria, NounsThatAreNamedAsTheMeasureOfThingsAreFound) {
  EXPECT_THAT(Criteria("The plan fails in terms of biodiversity. Nobody was surprised."),
              Contains("Biodiversity"));
}

TEST(Criteria, ADocumentWithoutReasonsGivesNone) {
  EXPECT_THAT(Criteria("The board met on Tuesday. It will meet again in May."), IsEmpty());
}

TEST(Criteria, StopWhenAsked) {
  EXPECT_EQ(SuggestCriteria(Document("A tunnel is cheaper."), [] { return true; }).status().code(),
            absl::StatusCode::kCancelled);
}

}  // namespace
}  // namespace plenum::ingestion
