#include "services/ingestion/extraction/matching.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <vector>

namespace plenum::ingestion {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;

std::vector<MeasureText> Titled(const std::vector<std::string>& titles) {
  std::vector<MeasureText> measures;
  for (const std::string& title : titles) measures.push_back({title, {}});
  return measures;
}

TEST(Direction, IsReadFromTheActionAndWhatItActsOn) {
  EXPECT_EQ(DirectionOf("Broaden the exercises"), 1);
  EXPECT_EQ(DirectionOf("Hold fewer exercises"), -1);
  EXPECT_EQ(DirectionOf("Stop expanding the airport"), -1);
  EXPECT_EQ(DirectionOf("Ban bottom trawling"), -1);
  EXPECT_EQ(DirectionOf("Lift the ban on bottom trawling"), 1);
  EXPECT_EQ(DirectionOf("Introduce a ban on bottom trawling"), -1);
  EXPECT_EQ(DirectionOf("Introduce a cap on fares"), -1);
  EXPECT_EQ(DirectionOf("Raise the cap on fares"), 1);
  EXPECT_EQ(DirectionOf("Do not close the school"), 1);
  EXPECT_EQ(DirectionOf("Review the school's catchment"), 0);
}

TEST(Titles, OppositeActionsOnOneObjectAreOpposedHoweverAlike) {
  for (const auto& [a, b] : std::vector<std::pair<std::string, std::string>>{
           {"Hold fewer exercises", "Broaden the exercises"},
           {"Reduce the troops based in the south", "Increase the troops based in the south"},
           {"Lift the ban on bottom trawling", "Ban bottom trawling"},
           {"Close the depot", "Do not close the depot"},
           {"Raise the speed limit on coastal roads", "Lower the speed limit on coastal roads"},
       }) {
    const TitleRelation relation = RelateTitles(a, b);
    EXPECT_EQ(relation.relation, Relation::kOpposed) << a << " / " << b;
    EXPECT_GT(relation.similarity, 0.0) << a << " / " << b;
  }
}

TEST(Titles, TheSameWordsOrSynonymsOfTheActionAreTheSame) {
  for (const auto& [a, b] : std::vector<std::pair<std::string, std::string>>{
           {"Ban bottom trawling", "Prohibit bottom trawling"},
           {"Set up a joint commission", "Establish a joint commission"},
           {"Cut the troops in the south", "Reduce troops in the south"},
       }) {
    EXPECT_EQ(RelateTitles(a, b).relation, Relation::kSame) << a << " / " << b;
    EXPECT_GT(RelateTitles(a, b).similarity, 0.79) << a << " / " << b;
  }
}

TEST(Titles, AnotherPlaceOrFigureIsOnlySimilar) {
  for (const auto& [a, b] : std::vector<std::pair<std::string, std::string>>{
           {"Close the northern bus depot", "Close the southern bus depot"},
           {"Cut the harbour fee by 20%", "Cut the harbour fee by 40%"},
           {"Review the ban on nets in the bay", "Keep the ban on nets in the bay"},
       }) {
    const TitleRelation relation = RelateTitles(a, b);
    EXPECT_NE(relation.relation, Relation::kSame) << a << " / " << b;
    EXPECT_GT(relation.similarity, 0.0) << a << " / " << b;
  }
}

TEST(Titles, OfOtherThingsDoNotRelate) {
  EXPECT_EQ(RelateTitles("Close the northern depot", "Close the primary school").similarity, 0.0);
  EXPECT_EQ(RelateTitles("Publish the minutes", "Meter the boreholes").similarity, 0.0);
  EXPECT_EQ(RelateTitles("", "Meter the boreholes").similarity, 0.0);
}

TEST(Matching, RelatesFoundOnesToKnownOnesAndToEachOther) {
  const auto known = Titled({"Broaden the exercises", "Ban bottom trawling"});
  const auto found = Titled({"Hold fewer exercises", "Prohibit bottom trawling",
                             "Outlaw bottom trawling", "Meter the boreholes"});
  const std::vector<RelatedPair> pairs = RelateMeasures(known, found);
  ASSERT_THAT(pairs, SizeIs(4));
  EXPECT_EQ(pairs[0].found, 0u);
  EXPECT_EQ(pairs[0].other, 0u);
  EXPECT_TRUE(pairs[0].other_is_known);
  EXPECT_EQ(pairs[0].relation, Relation::kOpposed);
  EXPECT_EQ(pairs[1].found, 1u);
  EXPECT_EQ(pairs[1].other, 1u);
  EXPECT_EQ(pairs[1].relation, Relation::kSame);
  EXPECT_EQ(pairs[2].found, 2u);
  EXPECT_TRUE(pairs[2].other_is_known);
  EXPECT_EQ(pairs[3].found, 2u);
  EXPECT_EQ(pairs[3].other, 1u);
  EXPECT_FALSE(pairs[3].other_is_known);
}

TEST(Matching, ASharedQuoteMakesASuggestionNotAMerge) {
  const std::string quote = "The board should close the depot and sell the land it stands on.";
  const std::vector<RelatedPair> pairs = RelateMeasures(
      {{"Close the depot at once", {quote}}}, {{"Sell the land of the old depot", {quote}}});
  ASSERT_THAT(pairs, SizeIs(1));
  EXPECT_EQ(pairs[0].relation, Relation::kSimilar);
  EXPECT_THAT(RelateMeasures({{"Close the depot at once", {}}},
                             {{"Sell the land of the old depot", {quote}}}),
              IsEmpty());
}

TEST(Matching, GivesAtMostTheBestPartnersAndStaysFast) {
  // Every title shares its words with every other: the worst case for an index.
  std::vector<std::string> titles;
  for (int i = 0; i < 1000; ++i) {
    titles.push_back("Reduce the troops based in district " + std::to_string(i));
  }
  const auto measures = Titled(titles);
  const auto start = std::chrono::steady_clock::now();
  const std::vector<RelatedPair> pairs = RelateMeasures(measures, measures);
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
  EXPECT_THAT(pairs, SizeIs(1000 * kMostRelated));
  EXPECT_EQ(pairs[0].relation, Relation::kSame);
  EXPECT_EQ(pairs[0].other, 0u);
  EXPECT_EQ(pairs[1].relation, Relation::kSimilar);
  EXPECT_LT(took.count(), 5.0);  // sanitizers included; a release build takes a tenth of a second
}

}  // namespace
}  // namespace plenum::ingestion
