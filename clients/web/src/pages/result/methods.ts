// Names of counting methods.
import { Method } from "@gen/plenum/tally/v1/tally_pb";
import type { MessageId } from "@/i18n";

export const METHOD_NAME: Record<Method, MessageId> = {
  [Method.UNSPECIFIED]: "outcome.method.schulzeWinning",
  [Method.SCHULZE_WINNING_VOTES]: "outcome.method.schulzeWinning",
  [Method.SCHULZE_MARGINS]: "outcome.method.schulzeMargins",
  [Method.RANKED_PAIRS_WINNING_VOTES]: "outcome.method.rankedPairsWinning",
  [Method.RANKED_PAIRS_MARGINS]: "outcome.method.rankedPairsMargins",
  [Method.MINIMAX_WINNING_VOTES]: "outcome.method.minimaxWinning",
  [Method.MINIMAX_MARGINS]: "outcome.method.minimaxMargins",
  [Method.MINIMAX_OPPOSITION]: "outcome.method.minimaxOpposition",
  [Method.COPELAND]: "outcome.method.copeland",
  [Method.KEMENY_YOUNG]: "outcome.method.kemeny",
  [Method.SPLIT_CYCLE]: "outcome.method.splitCycle",
  [Method.STABLE_VOTING]: "outcome.method.stableVoting",
  [Method.SMITH]: "outcome.method.smith",
  [Method.SCHWARTZ]: "outcome.method.schwartz",
  [Method.BLACK]: "outcome.method.black",
  [Method.NANSON]: "outcome.method.nanson",
  [Method.BALDWIN]: "outcome.method.baldwin",
  [Method.INSTANT_RUNOFF]: "outcome.method.instantRunoff",
  [Method.SMITH_INSTANT_RUNOFF]: "outcome.method.smithInstantRunoff",
  [Method.TIDEMAN_ALTERNATIVE]: "outcome.method.tidemanAlternative",
  [Method.BENHAM]: "outcome.method.benham",
  [Method.COOMBS]: "outcome.method.coombs",
  [Method.PLURALITY]: "outcome.method.plurality",
  [Method.TWO_ROUND]: "outcome.method.twoRound",
  [Method.BUCKLIN]: "outcome.method.bucklin",
  [Method.BORDA]: "outcome.method.borda",
  [Method.DOWDALL]: "outcome.method.dowdall",
  [Method.INSTANT_RUNOFF_SKIP]: "outcome.method.instantRunoffSkip",
};
