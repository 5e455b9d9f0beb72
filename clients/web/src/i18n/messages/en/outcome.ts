// Results, rankings and charts. "It" in a reason is the measure that the reason stands below.
export const outcome = {
  "chart.showTable": "Show as a table",
  "chart.hideTable": "Hide the table",
  "chart.failed": "The picture could not be loaded. The table has the same figures.",

  "result.contents": "On this page",
  "result.switch": "Vote",
  "result.decision": "Vote {n}{last, select, yes { (the last)} other {}}",
  "result.measure": "Measure",
  "result.andMore": "{names} and {more} more",
  "result.noBallots": "There are no published ballots to look at.",
  "result.notPublished": "The vote is closed. The facilitator has not published the result yet.",
  "result.notPublished.until": "The vote is closed. The result is published at {time}.",
  "result.notClosed": "The vote is open. The result is there when it is closed.",
  "result.notClosed.until": "The vote is open until {time}. The result is there after that.",
  "result.notOpened": "There has been no vote yet. The result is there when one was closed.",

  "result.headline.first":
    "{n, plural, one {{names} comes first} other {{names} share the first place}}",
  "result.headline.package":
    "{n, plural, =0 {No measure was chosen} one {# measure was chosen, for {cost} together} other {# measures were chosen, for {cost} together}}",
  "result.headline.noQuorum": "No decision: too few people voted",
  "result.headline.belowThreshold": "No decision: no measure has the votes that it needs",
  "result.stands": "The decision stands.",
  "result.fails": "The decision does not stand.",
  "result.noRules": "No quorum and no threshold were asked for: the ranking decides.",
  "result.stored": "Counted on {time}.",
  "result.method": "Method: {method}.",
  "result.quorum.met":
    "The quorum of {percent}% of {basis, select, roll {the people} other {the votes}} was met: {voted, number} of {of, number} voted, {needed, number} were needed.",
  "result.quorum.missed":
    "The quorum of {percent}% of {basis, select, roll {the people} other {the votes}} was missed: {voted, number} of {of, number} voted, {needed, number} were needed.",
  "result.threshold.passed":
    "“{name}” has {threshold, select, twoThirds {two thirds} other {a majority}} against “{other}”: {votesFor, number} to {votesAgainst, number}.",
  "result.threshold.failed":
    "“{name}” does not have {threshold, select, twoThirds {two thirds} other {a majority}} against “{other}”: {votesFor, number} to {votesAgainst, number}.",
  "result.threshold.more": "{n, plural, one {# more comparison} other {# more comparisons}}",

  "result.places.title": "The ranking",
  "result.places.lead": "Each place with the reason that decides it.",
  "result.places.shared": "shared",
  "result.places.byCriteria":
    "{place, selectordinal, one {#st} two {#nd} few {#rd} other {#th}} by the criteria",
  "result.why.title": "Why is one above the other?",
  "result.why.first": "This measure",
  "result.why.second": "compared with",
  "result.why.same": "Choose two different measures.",
  "result.why.above": "“{upper}” stands above “{lower}”. {reason}",
  "result.why.level": "“{upper}” and “{lower}” share a place. {reason}",

  "reason.only": "It is the only measure.",
  "reason.noComparison": "No ballot prefers one of them to another.",
  "reason.beatsAll":
    "It beats every other measure head to head; closest is “{other}”, {won, number} to {lost, number}.",
  "reason.beatsBelow":
    "It beats {below, select, several {every measure below it head to head; closest is “{closest}”} other {“{closest}” head to head}}, {won, number} to {lost, number}.",
  "reason.beatsBelow.duel":
    "It beats {below, select, several {every measure below it head to head; closest is “{closest}”} other {“{closest}” head to head}}, {won, number} to {lost, number}. It loses to “{above}” above it, {aboveLost, number} to {aboveWon, number}.",
  "reason.beatsBelow.path":
    "It beats {below, select, several {every measure below it head to head; closest is “{closest}”} other {“{closest}” head to head}}, {won, number} to {lost, number}. “{above}” stays above it by a stronger chain of duels ({strength}, against {back} back).",
  "reason.duel": "It beats “{other}” head to head, {won, number} to {lost, number}.",
  "reason.duel.back":
    "It beats “{other}” head to head, {won, number} to {lost, number}, which is stronger than the chain of duels back ({back}).",
  "reason.path":
    "{duel, select, lost {“{other}” wins their duel {lost, number} to {won, number}, but the chain} level {Their duel is level, {won, number} to {lost, number}; the chain} won {It wins their duel {won, number} to {lost, number}, and the chain} other {The chain}} of duels from it to “{other}” ({there}) is stronger than the one back ({back}).",
  "reason.path.noneBack":
    "{duel, select, lost {“{other}” wins their duel {lost, number} to {won, number}, but a chain} level {Their duel is level, {won, number} to {lost, number}; a chain} won {It wins their duel {won, number} to {lost, number}, and a chain} other {A chain}} of duels leads from it to “{other}” ({there}), and none leads back.",
  "reason.pathDirect": "weakest link {link}",
  "reason.pathVia": "through {via}, weakest link {link}",
  "reason.strength.votes": "{n, number} of {of, number} votes",
  "reason.strength.margin": "{n, plural, one {a lead of # vote} other {a lead of # votes}}",
  "reason.layer":
    "The votes leave it level with “{other}”, but “{by}”, which is level with it too, beats “{other}”.",
  "reason.losesAll":
    "It loses to every other measure head to head; closest is “{other}”, {won, number} to {lost, number}.",
  "reason.last.duel":
    "It is last: “{other}” beats it head to head, {lost, number} to {won, number}.",
  "reason.last.path":
    "It is last: the chain of duels from “{other}” to it ({there}) is stronger than the one back ({back}).",
  "reason.last.path.noneBack":
    "It is last: a chain of duels leads from “{other}” to it ({there}), and none leads back.",
  "reason.last.layer": "It is last: “{other}” or one that is level with it stands above it.",
  "reason.tied.paths":
    "The strongest chains of duels between the two are equally strong, {strength} each way.",
  "reason.tied.duel":
    "Their duel is level, {won, number} to {lost, number}, and no chain of duels decides between them.",
  "reason.tied.nothing": "No ballot prefers one of the two to the other.",
  "reason.tied.many":
    "None of these {n, number} has a stronger chain of duels to another one than that has back.",
  "reason.tieRule.before":
    "The votes leave it level with {n, plural, one {“{neighbour}”; {rule} put it first} other {{level}; {rule} put it before “{neighbour}”}}.",
  "reason.tieRule.after":
    "The votes leave it level with {n, plural, one {“{neighbour}”; {rule} put it after that} other {{level}; {rule} put it after “{neighbour}”}}.",
  "reason.set":
    "{side, select, above {It is in the {set}, and “{other}” is not} other {“{other}” above it is in the {set}, and it is not}}.",
  "reason.set.alone":
    "{side, select, above {It alone is in the {set}} other {“{other}” above it alone is in the {set}}}.",
  "reason.elected":
    "{side, select, above {It was placed in round {round} with {upper} {unit}, when “{other}” had {lower}} other {“{other}” was placed in round {round} with {upper} {unit}, when it had {lower}}}.",
  "reason.elected.majority":
    "{side, select, above {It reached a majority in round {round}, {upper} of {of} {unit}, when “{other}” had {lower}} other {“{other}” reached a majority in round {round}, {upper} of {of} {unit}, when it had {lower}}}.",
  "reason.out":
    "{side, select, above {“{other}” went out in round {round} with {lower} {unit}, when it had {upper}} other {It went out in round {round} with {lower} {unit}, when “{other}” had {upper}}}.",
  "reason.outTogether":
    "{side, select, above {Both it and “{other}” went out in round {round}, it with {upper} {unit} against {lower}} other {Both it and “{other}” went out in round {round}, it with {lower} {unit} against {upper}}}.",
  "reason.figure":
    "{side, select, above {It has {upper} {unit}, and “{other}” has {lower}} other {It has {lower} {unit}, and “{other}” above it has {upper}}}.",
  "reason.figure.less":
    "{side, select, above {It has {upper} {unit}, and “{other}” has {lower}; less is better} other {It has {lower} {unit}, and “{other}” above it has {upper}; less is better}}.",
  "reason.defeat":
    "{side, select, above {It beats “{other}” head to head, {upper} to {lower}} other {“{other}” beats it head to head, {upper} to {lower}}}, and no stronger duels contradict that.",
  "reason.chain":
    "{side, select, above {A chain of duels that all count leads from it to “{other}”} other {A chain of duels that all count leads from “{other}” to it}} ({path}); head to head it is {upper} to {lower}.",
  "reason.order":
    "{side, select, above {The method ranks it above “{other}” as the best order as a whole} other {The method ranks it below “{other}” as the best order as a whole}}; head to head it is {upper} to {lower}.",
  "reason.method.tieRule":
    "{side, select, above {The votes leave it level with “{other}”; {rule} put it first} other {The votes leave it level with “{other}”; {rule} put it after that}}.",
  "reason.method.tied":
    "It shares the place with “{other}”; head to head it is {upper} to {lower}.",
  "reason.method.tied.figure": "It shares the place with “{other}”: both have {value} {unit}.",

  "outcome.tieRule.listed": "the order of the list",
  "outcome.tieRule.drawn": "the lot",
  "outcome.tieRule.backwards": "the latest earlier round that tells them apart",
  "outcome.tieRule.forwards": "the first round that tells them apart",
  "outcome.tieRule.held": "nothing",
  "outcome.tieRule.kept": "nothing",
  "outcome.tieRule.unknown": "the tie rule",

  "outcome.unit.votes": "votes",
  "outcome.unit.firstChoices": "first choices",
  "outcome.unit.lastPlaces": "last places",
  "outcome.unit.firstOrLastPlaces": "first or last places",
  "outcome.unit.bordaPoints": "Borda points",
  "outcome.unit.dowdallPoints": "Dowdall points",
  "outcome.unit.duelsNet": "duels won less duels lost",
  "outcome.unit.duelsWon": "duels won",
  "outcome.unit.duelsLost": "duels lost",
  "outcome.unit.duelsLevel": "level duels",
  "outcome.unit.decidingRanks": "as the deciding rank",
  "outcome.unit.votesAtDecidingRank": "votes at the deciding rank",
  "outcome.unit.votesAtRank": "votes at rank {n} or better",
  "outcome.unit.votesInWorstDefeat": "votes against it in its worst defeat",
  "outcome.unit.worstMargin": "as its worst margin",
  "outcome.unit.mostOpposing": "opposing votes at most",
  "outcome.unit.bestKemenyPlace": "as its best place in a best order",
  "outcome.set.smith": "Smith set",
  "outcome.set.smithLeft": "Smith set of those left",
  "outcome.set.schwartz": "Schwartz set",
  "outcome.set.schwartzLeft": "Schwartz set of those left",
  "outcome.set.condorcetWinner": "set of the one that beats all others",

  "outcome.method.schulzeWinning": "Schulze (winning votes)",
  "outcome.method.schulzeMargins": "Schulze (margins)",
  "outcome.method.rankedPairsWinning": "Ranked pairs (winning votes)",
  "outcome.method.rankedPairsMargins": "Ranked pairs (margins)",
  "outcome.method.minimaxWinning": "Minimax (winning votes)",
  "outcome.method.minimaxMargins": "Minimax (margins)",
  "outcome.method.minimaxOpposition": "Minimax (opposition)",
  "outcome.method.copeland": "Copeland",
  "outcome.method.kemeny": "Kemeny-Young",
  "outcome.method.splitCycle": "Split Cycle",
  "outcome.method.stableVoting": "Stable Voting",
  "outcome.method.smith": "Smith set",
  "outcome.method.schwartz": "Schwartz set",
  "outcome.method.black": "Black",
  "outcome.method.nanson": "Nanson",
  "outcome.method.baldwin": "Baldwin",
  "outcome.method.instantRunoff": "Instant runoff",
  "outcome.method.smithInstantRunoff": "Smith//IRV",
  "outcome.method.tidemanAlternative": "Tideman’s alternative",
  "outcome.method.benham": "Benham",
  "outcome.method.coombs": "Coombs",
  "outcome.method.plurality": "Plurality",
  "outcome.method.twoRound": "Two rounds",
  "outcome.method.bucklin": "Bucklin",
  "outcome.method.borda": "Borda",
  "outcome.method.dowdall": "Dowdall",
  "outcome.method.instantRunoffSkip": "Instant runoff (tied ranks skipped)",

  "result.turnout.title": "Turnout",
  "result.turnout.voted": "{voted, number} of {of, plural, one {# person} other {# people}} voted.",
  "result.turnout.delegated":
    "{n, plural, one {# ballot stands} other {# ballots stand}} for people who delegated.",
  "result.turnout.abstained": "{n, plural, one {# ballot ranks} other {# ballots rank}} nothing.",
  "result.turnout.weights":
    "Counted with their weights, these are {votes, number} of {of, number} votes.",

  "result.package.title": "The package",
  "result.package.lead":
    "{n, plural, one {# measure} other {# measures}} for {cost} of a budget of {budget}, in the order in which they were chosen.",
  "result.package.cost": "Cost",
  "result.package.approved": "Approved by",
  "result.package.spent": "Part of the budget that is spent",
  "result.package.left": "Left over: {left}.",
  "result.package.steps": "How each was chosen (in English)",

  "result.duels.title": "Duels",
  "result.duels.lead":
    "Each pair of measures, head to head: how many votes prefer one to the other.",
  "result.duels.caption": "Votes that prefer the measure of the row to that of the column",
  "result.duels.corner": "Preferred to",
  "result.duels.hint": "Point at a field, or move through the table with the arrow keys.",
  "result.duels.winner": "“{name}” wins every duel.",
  "result.duels.noWinner": "No measure wins all of its duels.",
  "result.duels.loser": "“{name}” loses every duel.",
  "result.duels.wins":
    "“{row}” beats “{column}”: {won, number} votes prefer it, {lost, number} prefer the other, {level, number} neither; a lead of {margin, number}.",
  "result.duels.loses":
    "“{row}” loses to “{column}”: {won, number} votes prefer it, {lost, number} prefer the other, {level, number} neither; {margin, number} short.",
  "result.duels.level":
    "“{row}” and “{column}” are level: {won, number} votes prefer the one, {lost, number} the other, {level, number} neither; the margin is {margin, number}.",

  "result.counting.title": "How it was counted",
  "result.counting.about.paths":
    "{method}: a chain of won duels is as strong as its weakest link. Who has the stronger chain to another stands above it.",
  "result.counting.about.rounds":
    "{method}: the count goes round by round, and measures leave it one after the other.",
  "result.counting.about.defeats":
    "{method}: won duels count from the strongest to the weakest; those that contradict stronger ones are set aside.",
  "result.counting.about.figures": "{method}: each measure has a figure, which decides.",
  "result.counting.about.order":
    "{method}: the order as a whole is the one that fits the ballots best.",
  "result.counting.neighbours": "“{upper}” above “{lower}”",
  "result.counting.morePairs":
    "{n, plural, one {# more pair of neighbours} other {# more pairs of neighbours}}",
  "result.counting.there": "There",
  "result.counting.back": "Back",
  "result.counting.noChain": "no chain of won duels",
  "result.counting.strength": "strength {n, number}",
  "result.counting.moreIsBetter": "More is better.",
  "result.counting.lessIsBetter": "Less is better.",
  "result.counting.unproven":
    "The method could not prove within its limits that this is the best order.",
  "result.rounds.title": "Round by round",
  "result.rounds.text":
    "The height of a block is its votes. Bands show where the votes go; the darker ones come from measures that left.",
  "result.rounds.tableText": "The figures of each round; empty where a measure has left.",
  "result.rounds.round": "Round {n}",
  "result.rounds.exhausted": "Nobody left on the ballot",
  "result.rounds.elected": "Round {round}: {names} placed with {votes}.",
  "result.rounds.out":
    "Round {round}: {n, plural, one {{names} leaves} other {{names} leave}} with {votes}.",
  "result.rounds.gains": "Of these votes {gains}.",
  "result.rounds.gain": "{votes} go to {name}",
  "result.rounds.gainNobody": "{votes} name nobody who is left",
  "result.rounds.gainOthers": "{votes} go to {n, plural, one {# other} other {# others}}",
  "result.rounds.nothing": "Round {round}: nobody leaves.",
  "result.defeats.title": "The duels, the strongest first",
  "result.defeats.text":
    "{n, plural, one {# won duel was} other {# won duels were}} looked at; {dropped, plural, =0 {none had to be set aside} one {# was set aside} other {# were set aside}}.",
  "result.defeats.winner": "Winner",
  "result.defeats.loser": "Loser",
  "result.defeats.votes": "Votes",
  "result.defeats.fate": "Counts",
  "result.defeats.kept": "yes",
  "result.defeats.dropped": "set aside",
  "result.defeats.more": "And {n, number} more, which are in the CSV of the duels.",

  "result.criteria.title": "Beside the criteria",
  "result.criteria.lead": "What the scores on the criteria say, which did not decide the vote.",
  "result.criteria.none": "There is no ranking by the criteria beside this vote.",
  "result.criteria.notScored":
    "There is no ranking by the criteria beside this vote: nothing was scored.",
  "result.divergence.title": "Places by the vote and by the criteria",
  "result.divergence.vote": "Vote",
  "result.divergence.criteria": "Criteria",
  "result.divergence.difference": "By the vote",
  "result.divergence.higher": "{n, plural, one {# place higher} other {# places higher}}",
  "result.divergence.lower": "{n, plural, one {# place lower} other {# places lower}}",
  "result.divergence.same": "The vote and the criteria give the same order.",
  "result.divergence.sameWhereKnown": "Where the criteria give a place, the vote gives the same.",
  "result.divergence.sameFirst":
    "The vote and the criteria agree on the first place; they differ most on “{furthest}”: place {byVote} by the vote, {byCriteria} by the criteria.",
  "result.divergence.otherFirst":
    "The vote puts “{first}” first, the criteria “{criteria}”; they differ most on “{furthest}”: place {byVote} by the vote, {byCriteria} by the criteria.",
  "result.divergence.criteriaOpen":
    "The vote puts “{first}” first, and the criteria leave it open; they differ most on “{furthest}”: place {byVote} by the vote, {byCriteria} by the criteria.",

  "result.robustness.title": "How far to rely on it",
  "result.robustness.lead":
    "What other methods make of the same ballots, and how many ballots would have to change.",
  "result.robustness.tooMany":
    "With more than {most} measures this is not examined here; “plenum report” does it.",
  "result.robustness.methods":
    "{same, number} of {counted, plural, one {# method puts} other {# methods put}} the same first.",
  "result.robustness.always": "“{name}” is first by every method.",
  "result.robustness.places.title": "Places over all methods",
  "result.robustness.places.text":
    "The ring is the place in this vote; the bar goes from the best to the worst place that any method gives.",
  "result.robustness.here": "This vote",
  "result.robustness.best": "Best",
  "result.robustness.worst": "Worst",
  "result.robustness.drawn.title": "If other people had voted alike",
  "result.robustness.drawn.text":
    "How often each measure is first, alone or with others, when the voters are drawn again by chance, {n, number} times (seed “{seed}”).",
  "result.robustness.drawn.first": "First",
  "result.robustness.others.title": "Each method",
  "result.robustness.others.text":
    "Agreement is Kendall’s tau-b with this vote’s ranking: 1 is the same order, −1 the reverse.",
  "result.robustness.others.method": "Method",
  "result.robustness.others.first": "First",
  "result.robustness.others.agreement": "Agreement",
  "result.robustness.others.refused": "Does not count these ballots:",
  "result.margin.nobody": "No change of ballots moves it: there is nobody else.",
  "result.margin.shared": "The first place is shared already, so that one ballot can move it.",
  "result.margin.onlyLower":
    "No change of ballots that was tried moves the first place; {least, plural, one {at least # ballot} other {at least # ballots}} would have to change.",
  "result.margin.exact":
    "{n, plural, one {# changed ballot would} other {# changed ballots would}} move the first place, and no fewer than {least, number} can.",
  "result.margin.exactRival":
    "{n, plural, one {# changed ballot would} other {# changed ballots would}} move the first place, to “{rival}”; no fewer than {least, number} can.",
  "result.margin.between":
    "{n, plural, one {# changed ballot would} other {# changed ballots would}} move the first place; at least {least, number} would have to change.",
  "result.margin.betweenRival":
    "{n, plural, one {# changed ballot would} other {# changed ballots would}} move the first place, to “{rival}”; at least {least, number} would have to change.",

  "result.disagreement.title": "Where people disagree",
  "result.disagreement.lead": "Disagreement on the scores, and how far the ranking depends on it.",
  "result.disagreement.groups": "Groups of opinion",
  "result.disagreement.notScored": "Too little was scored to say where people disagree.",

  "result.minority.title": "Minority report",
  "result.minority.lead": "Who would have had it otherwise, and why.",
  "result.minority.against":
    "{n, plural, one {# of {of, number} votes prefers} other {# of {of, number} votes prefer}} “{rival}” to “{first}”, more than any other measure.",
  "result.minority.none": "No ballot contradicts the result more than it follows it.",
  "result.minority.contradict":
    "{n, plural, one {# of {of, number} votes contradicts} other {# of {of, number} votes contradict}} the result on more pairs of measures than {n, plural, one {it follows} other {they follow}} it.",
  "result.minority.wants":
    "These voters would put “{top}” on top (place {place} of the result){more, plural, =0 {} other {, then {others}}}.",
  "result.minority.divided.title": "What divides",
  "result.minority.divided.about":
    "A quarter or more of the votes put these into the first third, and a quarter or more into the last third or leave them out.",
  "result.minority.divided.none": "No measure divides the voters into two camps.",
  "result.minority.divided.item":
    "“{name}”: {high, number} of {of, number} votes rank it high, {low, number} low.",
  "result.minority.arguments": "What speaks against the result",
  "result.minority.noArguments": "No argument against the first place was written down.",
  "result.minority.con": "Against “{name}”, by {author}",
  "result.minority.pro": "For “{name}”, by {author}",
  "result.minority.open": "Open the argument",
  "result.minority.moreArguments":
    "{n, plural, one {# more argument stands} other {# more arguments stand}} with the measures.",

  "result.movement.title": "What moved people",
  "result.movement.scores": "Scores that moved",
  "result.movement.sealed": "You may not see the scores of others.",
  "result.movement.oneRound": "There was one round of scoring: nobody could move.",
  "result.movement.nobody": "Nobody changed a score in round {n}.",
  "result.movement.round": "Round {n}",
  "result.movement.text":
    "{n, plural, one {# of {of, number} scores} other {# of {of, number} scores}} moved, by {members, plural, one {# person} other {# people}}; {evidence, plural, =0 {none of them} other {# of them}} with a new reason, quote or argument.",
  "result.movement.label": "{member}: {measure}, {criterion}",
  "result.movement.who": "Who",
  "result.movement.criterion": "Criterion",
  "result.movement.before": "Before",
  "result.movement.after": "After",
  "result.movement.why": "Why",
  "result.movedBy.title": "Arguments that moved ballots",
  "result.movedBy.none": "No voter named an argument as what moved them.",
  "result.movedBy.ballots": "{n, plural, one {# ballot} other {# ballots}}",
  "result.movedBy.hidden": "This argument is hidden.",

  "result.ties.title": "How ties fell",
  "result.ties.rule.shared":
    "Rule of this vote: measures that the votes leave level share a place.",
  "result.ties.rule.listed":
    "Rule of this vote: of measures that the votes leave level, the one listed earlier goes first.",
  "result.ties.rule.drawn":
    "Rule of this vote: measures that the votes leave level are drawn by lot, from the text “{seed}”, which was fixed before the first ballot.",
  "result.ties.none": "There was no tie to decide.",
  "result.ties.left": "Level: {tied}. They were left level; {rule} decided.",
  "result.ties.resolved": "Level: {tied}. Decided by {rule}: {order}.",
  "result.ties.lotHolds": "Drawn again in this browser: the same order.",
  "result.ties.lotWrong":
    "Drawn again in this browser, the lot gives another order. Show this to the facilitator and the other members.",

  "result.check.title": "Check it",
  "result.check.lead": "Nobody has to take the result on trust.",
  "result.check.all.title": "Check the whole vote",
  "result.check.all.text":
    "This browser fetches the published log and goes through it: signature, every entry, every ballot, and the count.",
  "result.check.start": "Check everything now",
  "result.check.again": "Check once more",
  "result.check.progress": "Progress of the check",
  "result.check.sign.yes": "Holds:",
  "result.check.sign.no": "Does not hold:",
  "result.check.sign.partly": "Not checked:",
  "result.check.holds": "Everything that was checked holds.",
  "result.check.holdsPartly": "What could be checked holds; not everything could be.",
  "result.check.fails":
    "Something does not hold. Keep the bundle (below), and show this to the facilitator and the other members.",
  "result.check.limits":
    "The log, the ballots and the count were checked here, without trust in the server’s count. This page and the log’s key came from that server, though: compare the key with the one that was published elsewhere, or check the bundle with a program of your own.",
  "result.check.limits.server":
    "The log and the ballots were checked here; by this method the server itself counted them again. This page and the log’s key came from that server, too: compare the key with the one that was published elsewhere, or check the bundle with a program of your own.",
  "result.check.insecure":
    "Browsers compute no hashes for pages that came without https. Open the page by https or on the server’s own computer, or check the bundle with “plenum verify bundle”.",
  "result.check.how.title": "How anybody can check it",
  "result.check.how.text":
    "Download the bundle below and check it without this server and this page, by either of two programs that share no code:",
  "outcome.check.signature.yes": "The log is signed by the key {key}.",
  "outcome.check.signature.unknown":
    "This browser cannot check the signature of the key {key} (Ed25519). Newer ones can.",
  "outcome.check.signature.no":
    "The signed state of the log is not good: {why, select, forged {the signature does not hold} unsigned {it is not signed by the key that was named} foreign {it is of another log} other {it cannot be read}}.",
  "outcome.check.seen.yes":
    "It goes on from what this device saw before: the first {size, plural, one {# entry is} other {# entries are}} the same.",
  "outcome.check.seen.no":
    "It is not the log that this device saw before: {why, select, key {another key has signed it} shorter {entries are missing} other {an earlier entry was changed}}.",
  "outcome.check.entries.yes":
    "{n, plural, one {The # entry of the log is the one that was} other {All # entries of the log are those that were}} signed.",
  "outcome.check.entries.no":
    "{why, select, size {The server sent {n, number} entries, and {signed, number} were signed} other {The {n, number} entries are not those {signed, number} that were signed: one was changed or moved}}.",
  "outcome.check.order.yes":
    "Rules, voters, ballots and result stand in their order ({n, plural, one {# vote} other {# votes}} in the log).",
  "outcome.check.order.no":
    "{why, select, missing {The log has no result of this vote after its {entry, number} entries} unreadable {Entry {entry, number} cannot be read} twice {Entry {entry, number} has a voter twice} ballotOrder {Entry {entry, number} is a ballot out of order} ending {The log ends at {entry, number} entries, after ballots and without a result} other {Entry {entry, number} stands where it may not}}.",
  "outcome.check.ballots.yes":
    "{n, plural, =0 {There are no ballots} one {The # ballot is the one that was} other {Each of the # ballots is the one that was}} committed to.",
  "outcome.check.ballots.no":
    "Ballot {wrong, number} of {n, number} is not the one that was committed to: it was changed.",
  "outcome.check.numbers.yes":
    "{ballots, plural, one {# ballot} other {# ballots}} of {voters, plural, one {# voter} other {# voters}}: not more than there may be, no voter and no weight twice.",
  "outcome.check.numbers.no":
    "{why, select, more {There are more ballots ({ballots, number}) than voters ({voters, number})} names {A ballot is of nobody on the roll, or a voter has two ({ballots, number} ballots, {voters, number} voters)} weights {More ballots have a weight than voters ({ballots, number} ballots, {voters, number} voters)} other {The result speaks of other numbers than the log, which has {ballots, number} ballots of {voters, number} voters}}.",
  "outcome.check.count.yes":
    "{by, select, browser {Counted again in this browser, the ballots give the same duels, the same places and the same verdict} other {The duels were counted again in this browser, the places by the server: they are the same}}.",
  "outcome.check.count.no":
    "Counted again ({by, select, browser {in this browser} other {by the server}}), the ballots give {why, select, duels {other duels} places {other places} verdict {another verdict} unreadable {no count: one cannot be read} other {other totals}} than the stored result.",
  "outcome.check.count.unknown":
    "The duels are the same, counted again in this browser; the places were not counted again, as the server did not count them.",
  "outcome.check.package.yes": "Chosen again by the server, the package is the same.",
  "outcome.check.package.no": "Chosen again by the server, the package is another one.",
  "outcome.check.package.unknown": "The package was not chosen again.",
  "outcome.check.shown.yes": "What this page shows is the result in the log.",
  "outcome.check.shown.no": "What this page shows is not the result in the log.",

  "result.downloads.title": "Take it along",
  "result.downloads.lead": "Reports are made in this browser, in the language of the page.",
  "result.downloads.html": "Report (HTML)",
  "result.downloads.markdown": "Report (Markdown)",
  "result.downloads.print": "Print as a briefing",
  "result.downloads.bundle": "Bundle to verify",
  "result.downloads.bundle.hint": "Everything public of the vote, for “plenum verify bundle”.",
  "result.downloads.ranking": "Ranking (CSV)",
  "result.downloads.duels": "Duels (CSV)",
  "result.downloads.ballots": "Ballots (CSV)",

  "outcome.report.decision": "The decision",
  "outcome.report.place": "Place {place}: {names}. {reason}",
  "outcome.report.firstChoices": "Votes that put it first, alone or with others",
  "outcome.report.movements":
    "{n, plural, one {# score moved} other {# scores moved}} between the rounds",
  "outcome.report.sources": "The measures, their sources, and what was said",
  "outcome.report.noQuote": "Added by hand, without a quote.",
  "outcome.report.page": "page {n}",
  "outcome.report.pro": "For it: {words}",
  "outcome.report.con": "Against it: {words}",
  "outcome.report.reply": "In reply: {words}",
  "outcome.report.key": "The key that signs the log:",
  "outcome.report.root": "The root over its {n, plural, one {# entry} other {# entries}}:",

  "ranking.lead": "What the scores on the criteria say, as they come in.",
  "ranking.list": "Ranking by the criteria",
  "ranking.early": "Nothing is scored yet. The ranking begins with the phase of scoring.",
  "ranking.nothing": "Nothing was scored yet, so that there is nothing to rank.",
  "ranking.sealed.title": "Sealed.",
  "ranking.sealed.text":
    "In the first round nobody sees the scores of others, so that all judge for themselves. The ranking opens when the round is over.",
  "ranking.sealed.scoreFirst":
    "Who has not scored in this deliberation does not see the scores of others. Enter your scores, and the ranking opens for you.",
  "ranking.sealed.score": "Enter scores",
  "ranking.sealed.facilitator":
    "The first round is sealed: only facilitators see this ranking. What would tell what single members said stays closed, also for you.",
  "ranking.reconnecting": "Connection lost, trying again…",
  "ranking.from":
    "From the scores of {n, plural, one {# member} other {# members}}, put together by: {rule}. Totals go from 0 to 1.",
  "ranking.place": "Place",
  "ranking.total": "Total",
  "ranking.weight": "Weight",
  "ranking.open": "open",
  "ranking.missing": "not scored",
  "ranking.between": "{best} to {worst}",
  "ranking.rose": "▲ {n, plural, one {# place up} other {# places up}}",
  "ranking.fell": "▼ {n, plural, one {# place down} other {# places down}}",
  "ranking.floor": "below the floor of {criterion}",
  "ranking.missingCells":
    "{n, plural, one {# field was} other {# fields were}} scored by nobody; such places stay open.",
  "ranking.reason.open":
    "Its place is open, from {best} to {worst}: a criterion was scored by nobody.",
  "ranking.reason.next":
    "A total of {total}, {more} more than “{next}”, mostly by {criterion} ({by}).",
  "ranking.reason.most": "A total of {total}, most of it by {criterion} ({by}).",
  "ranking.reason.total": "A total of {total}.",

  "ranking.options.title": "How the scores are put together",
  "ranking.options.group": "Scores of the members",
  "ranking.options.weights": "Weights of the criteria",
  "ranking.options.weights.criteria": "As the facilitator set them",
  "ranking.options.weights.members": "The mean of what members said",
  "ranking.options.hint": "This changes what you see here, and nothing that others see.",
  "outcome.groupRule.mean": "mean",
  "outcome.groupRule.median": "median",
  "outcome.groupRule.trimmed": "mean without the highest and the lowest fifth",
  "outcome.groupRule.geometric": "geometric mean",
  "outcome.groupRule.totals": "mean of each member’s own totals",

  "ranking.changes.title": "What changed",
  "ranking.changes.none": "Nothing changed since this page was opened.",
  "ranking.changes.same": "No place and no total changed by it.",
  "ranking.changes.earlier": "{n, plural, one {# earlier change} other {# earlier changes}}",
  "ranking.cause.other": "Something changed.",
  "ranking.cause.criterionCreated": "The criterion {criterion} was added by {member}.",
  "ranking.cause.criterionUpdated": "The criterion {criterion} was changed by {member}.",
  "ranking.cause.scores": "{member} entered scores.",
  "ranking.cause.weights": "{member} said what matters.",
  "ranking.cause.round": "{member} opened a round of scoring.",
  "ranking.cause.measures": "Measures came, went or were renamed.",
  "ranking.change.rises": "“{title}” rises from place {from} to {to} ({oldTotal} → {newTotal}).",
  "ranking.change.falls": "“{title}” falls from place {from} to {to} ({oldTotal} → {newTotal}).",
  "ranking.change.enters": "“{title}” gets place {to} ({newTotal}).",
  "ranking.change.leaves": "“{title}” has no place any more; it had place {from} ({oldTotal}).",
  "ranking.change.total": "“{title}”: total {oldTotal} → {newTotal}.",

  "ranking.contributions.title": "What each criterion adds",
  "ranking.contributions.text":
    "A bar is a measure’s total; its parts are weight times value of each criterion.",

  "ranking.explain.title": "Why is one above the other?",
  "ranking.explain.level": "“{measure}” and “{other}” are level: {total} and {otherTotal}.",
  "ranking.explain.decided":
    "“{measure}” totals {total} and “{other}” {otherTotal}; {criterion} decides it ({by}).",
  "ranking.explain.decidedAgainst":
    "“{measure}” totals {total} and “{other}” {otherTotal}; {criterion} decides it ({by}), against {against} ({againstBy}).",
  "ranking.explain.chart": "What each criterion does to the difference",
  "ranking.explain.chartText": "To the right for “{measure}”, to the left for “{other}”.",
  "ranking.explain.adds": "Adds",
  "ranking.flip.title": "What would turn it round",
  "ranking.flip.none":
    "No change of one weight, of one score or of one member would turn the two round.",
  "ranking.flip.weight":
    "If {criterion} counted {to} instead of {from}, “{follows}” would draw level with “{leads}”.",
  "ranking.flip.score":
    "If {member} scored “{measure}” {to} instead of {from} on {criterion}, “{follows}” would draw level with “{leads}”.",
  "ranking.flip.member":
    "Without the scores of {member}, “{leads}” would not be above “{follows}”.",

  "ranking.sensitivity.title": "How sure is it?",
  "ranking.sensitivity.lead":
    "Nobody knows the right weights exactly. This tries very many, and counts who is first.",
  "ranking.sensitivity.nothing": "There is nothing to analyse yet.",
  "ranking.sensitivity.winner": "“{name}” is the clear winner: first for {share} of all weights.",
  "ranking.sensitivity.noWinner":
    "There is no clear winner: “{name}” is first most often, for {share} of all weights.",
  "ranking.sensitivity.chart": "How often each measure has each place",
  "ranking.sensitivity.chartText":
    "The darker a field, the more of {n, number} random sets of weights give the measure that place (error at most {error}%).",
  "ranking.sensitivity.rank": "Place {n}",
  "ranking.sensitivity.confidence": "Confidence",
  "ranking.range.title": "What the weights would have to be",
  "ranking.range.always": "“{first}” stays first whatever {criterion} counts (now {weight}).",
  "ranking.range.above":
    "“{first}” would not be first if {criterion} counted over {high} (now {weight}); then “{above}” would be.",
  "ranking.range.below":
    "“{first}” would not be first if {criterion} counted under {low} (now {weight}); then “{below}” would be.",
  "ranking.range.both":
    "“{first}” is first while {criterion} counts {low} to {high} (now {weight}); below that “{below}” would be, above it “{above}”.",
  "ranking.leftOut":
    "{n, plural, one {# measure takes} other {# measures take}} no part, as nobody scored it on some criterion: {names}.",
  "ranking.filled":
    "{n, plural, one {# score that a member did not give stands} other {# scores that members did not give stand}} at the group’s value.",

  "ranking.agenda.title": "What to talk about",
  "ranking.agenda.lead":
    "Where members disagree and the ranking depends on it, the most worthwhile first.",
  "ranking.agenda.nothing": "Nobody disagrees on anything.",
  "ranking.agenda.few":
    "Fewer than five members have scored: that is too few for figures. These are the widest differences:",
  "ranking.agenda.facts": "facts",
  "ranking.agenda.values": "values",
  "ranking.agenda.score": "{measure}: {criterion}",
  "ranking.agenda.weight": "How much {criterion} matters",
  "ranking.agenda.said": "{member} {value}",
  "ranking.agenda.map.title": "Map of disagreement",
  "ranking.agenda.map.text":
    "Further right, members disagree more; further up, the ranking depends on it more. Most worth talking about: {top}.",
  "ranking.agenda.what": "What",
  "ranking.agenda.kind": "Kind",
  "ranking.agenda.spread": "Disagreement",
  "ranking.agenda.influence": "Influence on the ranking",
  "ranking.camps.title": "Camps",
  "ranking.camps.item": "{members} rank first: {first}.",
  "ranking.camps.common": "All camps could live with “{name}”.",
  "ranking.agreement.w":
    "Members rank the measures alike to a degree of {w} (Kendall’s W: 0 not at all, 1 the same order for all).",
  "ranking.agreement.alpha":
    "Their scores agree to a degree of {alpha} beyond chance (Krippendorff’s alpha: 1 fully, 0 as by chance).",

  "ranking.audit.title": "Other methods",
  "ranking.audit.lead": "The same scores through other ways of putting them together.",
  "ranking.audit.share": "In {share} of the ways that could be gone, {first} is first too.",
  "ranking.audit.all": "All {n, number} ways",
  "ranking.audit.additive": "Weighted sum",
  "ranking.audit.refused": "Not possible:",
} as const;
