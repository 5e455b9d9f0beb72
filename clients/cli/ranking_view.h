// ranking_view: what the scoring service says of a ranking, as people read it in a terminal.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "clients/cli/session.h"
#include "plenum/scoring/v1/scoring.pb.h"

namespace plenum::cli {

// The names that a command shows.
struct Names {
  std::vector<Candidate> measures;
  std::vector<Candidate> criteria;
  std::vector<Candidate> members;
};

// The rule of a word of --group, which must be one of them.
scoring::v1::GroupRule GroupRuleOf(std::string_view word);

// Wrapped to the width of the terminal.
void PrintNote(Session& session, std::string_view note, Style style = Style::kPlain);

// Who counts as more than one member.
void PrintMemberWeights(Session& session, const scoring::v1::EvaluationOptions& options,
                        const std::vector<Candidate>& members);

void PrintRanking(Session& session, const scoring::v1::EvaluateRankingResponse& response,
                  const Names& names);
// For spreadsheets: a line for each measure, with what each criterion adds; nothing in a cell that
// missing scores leave open.
void PrintRankingCsv(Session& session, const scoring::v1::EvaluateRankingResponse& response,
                     const Names& names);
void PrintWhy(Session& session, const scoring::v1::ExplainRankingResponse& response,
              const Names& names);
// `clear_winner` is the share that was asked for.
void PrintSensitivity(Session& session, const scoring::v1::AnalyzeSensitivityResponse& response,
                      const Names& names, double clear_winner);
void PrintAgenda(Session& session, const scoring::v1::GetAgendaResponse& response,
                 const Names& names);
void PrintAudit(Session& session, const scoring::v1::AuditRankingResponse& response,
                const Names& names);
void PrintEvidence(Session& session, const scoring::v1::GetEvidenceResponse& response,
                   const Names& names);

}  // namespace plenum::cli
