// tally_view: counts of every kind as people read them.
#pragma once

#include <string>
#include <vector>

#include "clients/cli/session.h"
#include "plenum/tally/v1/tally.pb.h"
#include "services/deliberation/tally/score_profile.h"

namespace plenum::cli {

// A ranking with its reasons, the pairwise table, and with `stages` the rounds or figures.
void PrintOutcome(Session& session, const tally::v1::Outcome& outcome, bool stages);
void PrintElect(Session& session, const tally::v1::ElectResponse& response,
                const std::vector<std::string>& names, bool stages);
// `grades`: what voters saw for the points of the range, or none.
void PrintScores(Session& session, const tally::v1::TallyScoresResponse& response,
                 const std::vector<std::string>& names, plenum::tally::ScoreRange range,
                 const std::vector<std::string>& grades, bool stages);
void PrintCommittee(Session& session, const tally::v1::ElectCommitteeResponse& response,
                    const std::vector<std::string>& names, bool stages);
void PrintPackage(Session& session, const tally::v1::SelectPackageResponse& response,
                  const std::vector<std::string>& names, bool stages);
void PrintExplain(Session& session, const tally::v1::ExplainResponse& response,
                  const std::vector<std::string>& names);
void PrintRobustness(Session& session, const tally::v1::CheckRobustnessResponse& response,
                     const std::vector<std::string>& names);
void PrintMethods(Session& session, const tally::v1::ListMethodsResponse& response);

}  // namespace plenum::cli
