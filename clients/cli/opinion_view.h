// opinion_view: opinion groups in plain words.
//
//   session.out() << OpinionsInWords(response.opinion_groups(), session.terminal());
#pragma once

#include <string>

#include "clients/cli/terminal.h"
#include "plenum/deliberation/v1/opinion.pb.h"

namespace plenum::cli {

// "agree", "disagree", "pass"; "-" for none.
std::string_view StatementVoteWord(deliberation::v1::StatementVote vote);

// What can be said, in lines.
std::string OpinionsInWords(const deliberation::v1::OpinionGroups& opinions,
                            const Terminal& terminal);

}  // namespace plenum::cli
