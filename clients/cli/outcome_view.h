// outcome_view: a count of ballots as people read it.
#pragma once

#include <string>
#include <vector>

#include "clients/cli/session.h"
#include "plenum/scoring/v1/scoring.pb.h"
#include "plenum/tally/v1/tally.pb.h"

namespace plenum::cli {

// Places with one sentence of reason each. `labels` has one short name for each option ("m3"), or
// is empty.
void PrintPlaces(Session& session, const tally::v1::Outcome& outcome,
                 const std::vector<std::string>& labels);

// Row against column: how many ballots prefer the row. Options stand in the order of the ranking,
// and are called by their label, or by their place when there are none.
void PrintPairwise(Session& session, const tally::v1::Outcome& outcome,
                   const std::vector<std::string>& labels);

// A measure in two rankings.
struct Divergence {
  std::string title;
  std::string label;
  int vote_place = 0;
  int criteria_place = 0;  // 0: left open by missing scores
};

// One sentence about how far the vote and the criteria agree. Empty for no measures.
std::string DivergenceSentence(const std::vector<Divergence>& measures);

// The ranking by the criteria: place, total as a bar, and what each criterion adds. `verbose` adds
// a sentence for each.
void PrintCriteriaRanking(Session& session, const scoring::v1::CriteriaRanking& ranking,
                          const std::vector<Candidate>& measures,
                          const std::vector<Candidate>& criteria, bool verbose);

}  // namespace plenum::cli
