// Matching: how measures relate, within and across documents.
//
// What it is: words and directions of titles compared. The direction of the action comes before
// likeness: "Hold fewer exercises" and "Broaden the exercises" share their object and are opposed,
// so they are never merged but linked; "End the ban on nets" goes the way of "Allow nets". When to
// use it: after an extraction, to merge what is surely the same and to offer the rest to people.
//
//   std::vector<RelatedPair> pairs = RelateMeasures(known, found);
//   for (const RelatedPair& pair : pairs) {
//     if (pair.relation == Relation::kSame) { ... merge found[pair.found] into its partner ... }
//   }
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace plenum::ingestion {

// kSame: may be merged without asking. kSimilar: a suggestion. kOpposed: to be linked, never
// merged.
enum class Relation { kSame, kSimilar, kOpposed };

struct MeasureText {
  std::string title;
  std::vector<std::string> quotes;  // may be empty; a shared quote makes likeness more probable
};

struct RelatedPair {
  std::size_t found = 0;  // index into `found`
  std::size_t other = 0;  // index into `known`, or into `found` and then less than the one above
  bool other_is_known = true;
  Relation relation = Relation::kSimilar;
  double similarity = 0.0;  // 0..1; of the objects for kOpposed, of the whole titles otherwise
};

// The most partners that are given for one found measure.
inline constexpr std::size_t kMostRelated = 12;

// The related pairs of found measures with known ones and with each other; pairs of two known
// measures are not looked at. Ordered by `found`; for one of them kSame first, then by similarity,
// most similar first, known ones before found ones, then by index: the same input gives the same
// output. Titles without content words relate to nothing. Expected time is linear in the number of
// pairs that share a content word; 1,000 against 1,000 measures take well under a second.
std::vector<RelatedPair> RelateMeasures(const std::vector<MeasureText>& known,
                                        const std::vector<MeasureText>& found);

// How two titles relate, and how similar they are; similarity 0 if they have nothing in common.
struct TitleRelation {
  Relation relation = Relation::kSimilar;
  double similarity = 0.0;
};
TitleRelation RelateTitles(std::string_view a, std::string_view b);

// -1 for less of something, +1 for more, 0 if the title does not say. "Lift the ban on nets" is +1.
int DirectionOf(std::string_view title);

}  // namespace plenum::ingestion
