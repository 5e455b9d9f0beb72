// opinion_view: opinion groups in plain words.
//
//   session.out() << OpinionsInWords(response.opinion_groups(), true, session.terminal());
#pragma once

#include <string>

#include "clients/cli/terminal.h"
#include "plenum/deliberation/v1/opinion.pb.h"

namespace plenum::cli {

// "agree", "disagree", "pass"; "-" for none.
std::string_view StatementVoteWord(deliberation::v1::StatementVote vote);

// What can be said, in lines; and to who `may_answer`, how many answers it takes to count.
std::string OpinionsInWords(const deliberation::v1::OpinionGroups& opinions, bool may_answer,
                            const Terminal& terminal);

}  // namespace plenum::cli
