import type { outcome as english } from "../en/outcome";

export const outcome: Record<keyof typeof english, string> = {
  "chart.showTable": "표로 보기",
  "chart.hideTable": "표 숨기기",
  "chart.failed": "그림을 불러오지 못했습니다. 표에 같은 수치가 있습니다.",

  "result.contents": "이 페이지의 내용",
  "result.switch": "투표",
  "result.decision": "{n}차 투표{last, select, yes { (최근)} other {}}",
  "result.measure": "조치",
  "result.andMore": "{names} 외 {more}개",
  "result.noBallots": "공개된 투표지가 없습니다.",
  "result.notPublished": "투표가 마감되었습니다. 진행자가 아직 결과를 공개하지 않았습니다.",
  "result.notPublished.until": "투표가 마감되었습니다. 결과는 {time}에 공개됩니다.",
  "result.notClosed": "투표가 진행 중입니다. 마감되면 결과가 나옵니다.",
  "result.notClosed.until": "투표가 {time}까지 진행됩니다. 그 뒤에 결과가 나옵니다.",
  "result.notOpened": "아직 투표가 없었습니다. 투표가 마감되면 결과가 나옵니다.",

  "result.headline.first": "{n, plural, =1 {1위: {names}} other {공동 1위: {names}}}",
  "result.headline.package":
    "{n, plural, =0 {선택된 조치가 없습니다} other {조치 #개가 선택되었습니다(비용 합계 {cost})}}",
  "result.headline.noQuorum": "결정 없음: 투표한 사람이 너무 적습니다",
  "result.headline.belowThreshold": "결정 없음: 필요한 표를 얻은 조치가 없습니다",
  "result.stands": "결정이 성립합니다.",
  "result.fails": "결정이 성립하지 않습니다.",
  "result.noRules": "정족수와 가결 기준을 두지 않았으므로 순위가 곧 결정입니다.",
  "result.stored": "{time}에 개표했습니다.",
  "result.method": "개표 방식: {method}.",
  "result.quorum.met":
    "{basis, select, roll {인원} other {표}}의 {percent}%라는 정족수를 채웠습니다. {basis, select, roll {{of, number}명 중 {voted, number}명이 투표했고 {needed, number}명이} other {{of, number}표 중 {voted, number}표가 들어왔고 {needed, number}표가}} 필요했습니다.",
  "result.quorum.missed":
    "{basis, select, roll {인원} other {표}}의 {percent}%라는 정족수를 채우지 못했습니다. {basis, select, roll {{of, number}명 중 {voted, number}명이 투표했고 {needed, number}명이} other {{of, number}표 중 {voted, number}표가 들어왔고 {needed, number}표가}} 필요했습니다.",
  "result.threshold.passed":
    "“{name}”: “{other}”에 대해 {threshold, select, twoThirds {3분의 2 이상} other {과반}}의 표를 얻었습니다({votesFor, number} 대 {votesAgainst, number}).",
  "result.threshold.failed":
    "“{name}”: “{other}”에 대해 {threshold, select, twoThirds {3분의 2 이상} other {과반}}의 표를 얻지 못했습니다({votesFor, number} 대 {votesAgainst, number}).",
  "result.threshold.more": "비교 {n}건 더 보기",

  "result.places.title": "순위",
  "result.places.lead": "각 순위와 그 이유입니다.",
  "result.places.shared": "공동",
  "result.places.byCriteria": "기준으로는 {place}위",
  "result.why.title": "왜 이 순서인가?",
  "result.why.first": "이 조치를",
  "result.why.second": "다음과 비교",
  "result.why.same": "서로 다른 두 조치를 고르세요.",
  "result.why.above": "“{upper}”: “{lower}”보다 위입니다. {reason}",
  "result.why.level": "“{upper}”, “{lower}”: 같은 순위입니다. {reason}",

  "reason.only": "유일한 조치입니다.",
  "reason.noComparison": "이들 가운데 어느 하나를 더 선호한 투표지가 없습니다.",
  "reason.beatsAll":
    "다른 모든 조치를 일대일로 이깁니다. 가장 가까운 상대는 “{other}”입니다({won, number} 대 {lost, number}).",
  "reason.beatsBelow":
    "{below, select, several {아래의 모든 조치를 일대일로 이깁니다. 가장 가까운 상대는 “{closest}”입니다} other {“{closest}”에 일대일로 앞섭니다}}({won, number} 대 {lost, number}).",
  "reason.beatsBelow.duel":
    "{below, select, several {아래의 모든 조치를 일대일로 이깁니다. 가장 가까운 상대는 “{closest}”입니다} other {“{closest}”에 일대일로 앞섭니다}}({won, number} 대 {lost, number}). 위의 “{above}”에는 집니다({aboveLost, number} 대 {aboveWon, number}).",
  "reason.beatsBelow.path":
    "{below, select, several {아래의 모든 조치를 일대일로 이깁니다. 가장 가까운 상대는 “{closest}”입니다} other {“{closest}”에 일대일로 앞섭니다}}({won, number} 대 {lost, number}). “{above}”까지는 더 강한 대결 고리가 있어 그 아래입니다({strength}, 반대 방향 {back}).",
  "reason.duel": "“{other}”에 일대일로 앞섭니다({won, number} 대 {lost, number}).",
  "reason.duel.back":
    "“{other}”에 일대일로 앞서며({won, number} 대 {lost, number}), 이는 반대 방향의 대결 고리보다 강합니다({back}).",
  "reason.path":
    "{duel, select, lost {맞대결은 “{other}”에 지지만({won, number} 대 {lost, number}), } level {맞대결은 비기지만({won, number} 대 {lost, number}), } won {맞대결도 이기고({won, number} 대 {lost, number}), } other {}}“{other}”까지 이어지는 대결 고리({there})가 반대 방향의 고리({back})보다 강합니다.",
  "reason.path.noneBack":
    "{duel, select, lost {맞대결은 “{other}”에 지지만({won, number} 대 {lost, number}), } level {맞대결은 비기지만({won, number} 대 {lost, number}), } won {맞대결도 이기고({won, number} 대 {lost, number}), } other {}}“{other}”까지 이어지는 대결 고리({there})가 있고 반대 방향의 고리는 없습니다.",
  "reason.pathDirect": "가장 약한 고리 {link}",
  "reason.pathVia": "{via} 경유, 가장 약한 고리 {link}",
  "reason.strength.votes": "{of, number}표 중 {n, number}표",
  "reason.strength.margin": "{n, plural, other {#표 차}}",
  "reason.layer":
    "표로는 “{other}”에 비깁니다. 그러나 역시 비기는 “{by}”에 “{other}”의 순위가 밀립니다.",
  "reason.losesAll":
    "다른 모든 조치에 일대일로 집니다. 가장 가까운 상대는 “{other}”입니다({won, number} 대 {lost, number}).",
  "reason.last.duel": "마지막입니다. “{other}”에 일대일로 집니다({won, number} 대 {lost, number}).",
  "reason.last.path":
    "마지막입니다. “{other}”에서 여기까지 이어지는 대결 고리({there})가 반대 방향의 고리({back})보다 강합니다.",
  "reason.last.path.noneBack":
    "마지막입니다. “{other}”에서 여기까지 이어지는 대결 고리({there})가 있고 반대 방향의 고리는 없습니다.",
  "reason.last.layer": "마지막입니다. “{other}” 또는 그와 비기는 조치가 위에 있습니다.",
  "reason.tied.paths": "둘 사이의 가장 강한 대결 고리가 양쪽으로 똑같이 강합니다({strength}).",
  "reason.tied.duel":
    "맞대결이 비기고({won, number} 대 {lost, number}), 둘을 가르는 대결 고리도 없습니다.",
  "reason.tied.nothing": "둘 중 하나를 더 선호한 투표지가 없습니다.",
  "reason.tied.many":
    "이 {n, number}개 가운데 다른 것까지 더 강한 대결 고리를 가진 조치가 없습니다.",
  "reason.tieRule.before":
    "{n, plural, =1 {표로는 “{neighbour}”에 비깁니다. {rule}에 따라 앞에 놓였습니다} other {표로는 {level}에 비깁니다. {rule}에 따라 “{neighbour}”보다 앞에 놓였습니다}}.",
  "reason.tieRule.after":
    "{n, plural, =1 {표로는 “{neighbour}”에 비깁니다. {rule}에 따라 뒤에 놓였습니다} other {표로는 {level}에 비깁니다. {rule}에 따라 “{neighbour}”보다 뒤에 놓였습니다}}.",
  "reason.set":
    "{side, select, above {{set}에 들고, “{other}”는 들지 않습니다} other {위의 “{other}”만 {set}에 들고, 이 조치는 들지 않습니다}}.",
  "reason.set.alone":
    "{side, select, above {홀로 {set}에 듭니다} other {위의 “{other}”만 {set}에 듭니다}}.",
  "reason.elected":
    "{side, select, above {{round}라운드에서 {unit} {upper}(으)로 순위가 정해졌습니다. 그때 “{other}”의 수치는 {lower}입니다} other {“{other}”의 순위가 {round}라운드에서 {unit} {upper}(으)로 정해졌습니다. 그때 이 조치의 수치는 {lower}입니다}}.",
  "reason.elected.majority":
    "{side, select, above {{round}라운드에서 {unit} {of} 중 {upper}(으)로 과반에 이르렀습니다. 그때 “{other}”의 수치는 {lower}입니다} other {“{other}”의 수치가 {round}라운드에서 {unit} {of} 중 {upper}(으)로 과반에 이르렀습니다. 그때 이 조치의 수치는 {lower}입니다}}.",
  "reason.out":
    "{side, select, above {{round}라운드에서 “{other}”의 {unit} {lower}보다 많은 {upper}(으)로 남았습니다} other {{round}라운드에서 {unit} {lower}(으)로 탈락했습니다. 그때 “{other}”의 수치는 {upper}입니다}}.",
  "reason.outTogether":
    "{side, select, above {“{other}”도 함께 {round}라운드에서 탈락했고, {unit} {upper} 대 {lower}입니다} other {“{other}”도 함께 {round}라운드에서 탈락했고, {unit} {lower} 대 {upper}입니다}}.",
  "reason.figure":
    "{side, select, above {{unit}: {upper}. “{other}”의 수치는 {lower}입니다} other {{unit}: {lower}. 위의 “{other}”의 수치는 {upper}입니다}}.",
  "reason.figure.less":
    "{side, select, above {{unit}: {upper}. “{other}”의 수치는 {lower}입니다} other {{unit}: {lower}. 위의 “{other}”의 수치는 {upper}입니다}}(적을수록 좋음).",
  "reason.defeat":
    "{side, select, above {“{other}”에 일대일로 앞서고({upper} 대 {lower})} other {“{other}”에 일대일로 지고({lower} 대 {upper})}}, 이를 뒤집는 더 강한 대결이 없습니다.",
  "reason.chain":
    "{side, select, above {여기서 “{other}”까지} other {“{other}”에서 여기까지}} 모두 인정되는 대결 고리가 이어집니다({path}). 맞대결은 {upper} 대 {lower}입니다.",
  "reason.order":
    "{side, select, above {전체로 가장 알맞은 순서에서 “{other}”보다 위입니다} other {전체로 가장 알맞은 순서에서 “{other}”보다 아래입니다}}. 맞대결은 {upper} 대 {lower}입니다.",
  "reason.method.tieRule":
    "{side, select, above {표로는 “{other}”에 비깁니다. {rule}에 따라 앞에 놓였습니다} other {표로는 “{other}”에 비깁니다. {rule}에 따라 뒤에 놓였습니다}}.",
  "reason.method.tied": "“{other}” 조치와 같은 순위입니다. 맞대결은 {upper} 대 {lower}입니다.",
  "reason.method.tied.figure": "“{other}” 조치와 같은 순위입니다. 둘 다 {unit} {value}입니다.",

  "outcome.tieRule.listed": "목록 순서",
  "outcome.tieRule.drawn": "추첨",
  "outcome.tieRule.backwards": "둘을 가르는 가장 가까운 앞 라운드",
  "outcome.tieRule.forwards": "둘을 가르는 첫 라운드",
  "outcome.tieRule.held": "결정 보류",
  "outcome.tieRule.kept": "결정 보류",
  "outcome.tieRule.unknown": "동점 규칙",

  "outcome.unit.votes": "표",
  "outcome.unit.firstChoices": "1순위 표",
  "outcome.unit.lastPlaces": "꼴찌 표",
  "outcome.unit.firstOrLastPlaces": "1순위 또는 꼴찌 표",
  "outcome.unit.bordaPoints": "보르다 점수",
  "outcome.unit.dowdallPoints": "다우덜 점수",
  "outcome.unit.duelsNet": "이긴 대결 수에서 진 대결 수를 뺀 값",
  "outcome.unit.duelsWon": "이긴 대결 수",
  "outcome.unit.duelsLost": "진 대결 수",
  "outcome.unit.duelsLevel": "비긴 대결 수",
  "outcome.unit.decidingRanks": "결정 순위",
  "outcome.unit.votesAtDecidingRank": "결정 순위에서의 표",
  "outcome.unit.votesAtRank": "{n}순위 이상의 표",
  "outcome.unit.votesInWorstDefeat": "가장 크게 진 대결의 반대표",
  "outcome.unit.worstMargin": "가장 크게 진 표 차",
  "outcome.unit.mostOpposing": "가장 많은 반대표",
  "outcome.unit.bestKemenyPlace": "최선 순서에서의 가장 높은 순위",
  "outcome.set.smith": "스미스 집합",
  "outcome.set.smithLeft": "남은 조치의 스미스 집합",
  "outcome.set.schwartz": "슈워츠 집합",
  "outcome.set.schwartzLeft": "남은 조치의 슈워츠 집합",
  "outcome.set.condorcetWinner": "모두를 이기는 조치의 자리",

  "outcome.method.schulzeWinning": "슐체(승리표)",
  "outcome.method.schulzeMargins": "슐체(표 차)",
  "outcome.method.rankedPairsWinning": "순위쌍(승리표)",
  "outcome.method.rankedPairsMargins": "순위쌍(표 차)",
  "outcome.method.minimaxWinning": "미니맥스(승리표)",
  "outcome.method.minimaxMargins": "미니맥스(표 차)",
  "outcome.method.minimaxOpposition": "미니맥스(반대표)",
  "outcome.method.copeland": "코플랜드",
  "outcome.method.kemeny": "케메니-영",
  "outcome.method.splitCycle": "스플릿 사이클",
  "outcome.method.stableVoting": "안정 투표",
  "outcome.method.smith": "스미스 집합",
  "outcome.method.schwartz": "슈워츠 집합",
  "outcome.method.black": "블랙",
  "outcome.method.nanson": "낸슨",
  "outcome.method.baldwin": "볼드윈",
  "outcome.method.instantRunoff": "즉석 결선",
  "outcome.method.smithInstantRunoff": "스미스//즉석 결선",
  "outcome.method.tidemanAlternative": "타이드먼 대안",
  "outcome.method.benham": "베넘",
  "outcome.method.coombs": "쿰스",
  "outcome.method.plurality": "단순 다수",
  "outcome.method.twoRound": "결선 투표",
  "outcome.method.bucklin": "버클린",
  "outcome.method.borda": "보르다",
  "outcome.method.dowdall": "다우덜",
  "outcome.method.instantRunoffSkip": "즉석 결선(동순위 건너뜀)",

  "result.turnout.title": "투표율",
  "result.turnout.voted": "{of, plural, other {#명}} 중 {voted, number}명이 투표했습니다.",
  "result.turnout.delegated": "{n, plural, other {투표지 #장}}은 위임한 사람의 것입니다.",
  "result.turnout.abstained": "{n, plural, other {투표지 #장}}은 아무 순위도 매기지 않았습니다.",
  "result.turnout.weights": "가중치로는 {of, number}표 중 {votes, number}표입니다.",

  "result.package.title": "선택된 묶음",
  "result.package.lead":
    "{n, plural, other {조치 #개}}, 예산 {budget} 중 비용 {cost}. 선택된 순서입니다.",
  "result.package.cost": "비용",
  "result.package.approved": "찬성",
  "result.package.spent": "사용한 예산",
  "result.package.left": "남은 예산: {left}.",
  "result.package.steps": "선택 과정(영어)",

  "result.duels.title": "일대일 대결",
  "result.duels.lead": "두 조치씩 맞대어, 어느 쪽을 선호하는 표가 더 많은지 봅니다.",
  "result.duels.caption": "열의 조치보다 행의 조치를 선호한 표",
  "result.duels.corner": "선호한 표",
  "result.duels.hint": "칸을 가리키거나 화살표 키로 표 안을 움직여 보세요.",
  "result.duels.winner": "“{name}”: 모든 대결에서 이깁니다.",
  "result.duels.noWinner": "모든 대결에서 이기는 조치는 없습니다.",
  "result.duels.loser": "“{name}”: 모든 대결에서 집니다.",
  "result.duels.wins":
    "“{row}”: “{column}”에 이깁니다. 선호 {won, number}표, 상대 선호 {lost, number}표, 어느 쪽도 아님 {level, number}표, {margin, number}표 차.",
  "result.duels.loses":
    "“{row}”: “{column}”에 집니다. 선호 {won, number}표, 상대 선호 {lost, number}표, 어느 쪽도 아님 {level, number}표, {margin, number}표 차.",
  "result.duels.level":
    "“{row}”, “{column}”: 비깁니다. {won, number}표 대 {lost, number}표, 어느 쪽도 아님 {level, number}표, {margin, number}표 차.",

  "result.counting.title": "개표 과정",
  "result.counting.about.paths":
    "{method}: 이긴 대결의 고리는 가장 약한 고리만큼 강합니다. 상대까지 더 강한 고리를 가진 쪽이 위입니다.",
  "result.counting.about.rounds": "{method}: 라운드마다 조치가 하나씩 빠지며 개표합니다.",
  "result.counting.about.defeats":
    "{method}: 이긴 대결을 강한 것부터 인정하고, 더 강한 것에 어긋나는 것은 제외합니다.",
  "result.counting.about.figures": "{method}: 조치마다 수치가 있고, 그 수치가 결정합니다.",
  "result.counting.about.order": "{method}: 투표지에 전체로 가장 잘 맞는 순서를 택합니다.",
  "result.counting.neighbours": "“{upper}” > “{lower}”",
  "result.counting.morePairs": "이웃한 순위 {n, plural, other {#쌍}} 더 보기",
  "result.counting.there": "가는 쪽",
  "result.counting.back": "반대쪽",
  "result.counting.noChain": "이긴 대결의 고리가 없음",
  "result.counting.strength": "강도 {n, number}",
  "result.counting.moreIsBetter": "많을수록 좋습니다.",
  "result.counting.lessIsBetter": "적을수록 좋습니다.",
  "result.counting.unproven": "이것이 최선의 순서임을 한도 안에서 증명하지 못했습니다.",
  "result.rounds.title": "라운드별 개표",
  "result.rounds.text":
    "블록의 높이가 표입니다. 띠는 표가 어디로 가는지 보여 주며, 진한 띠는 탈락한 조치에서 온 표입니다.",
  "result.rounds.tableText": "라운드별 수치입니다. 빈칸은 이미 빠진 조치입니다.",
  "result.rounds.round": "{n}라운드",
  "result.rounds.exhausted": "남은 조치가 없는 표",
  "result.rounds.elected": "{round}라운드: {names} 순위 확정({votes}).",
  "result.rounds.out": "{round}라운드: {names} {n, plural, other {탈락}}({votes}).",
  "result.rounds.gains": "이 표는 이렇게 옮겨 갑니다: {gains}.",
  "result.rounds.gain": "{name} {votes}",
  "result.rounds.gainNobody": "남은 조치가 없는 표 {votes}",
  "result.rounds.gainOthers": "그 밖의 {n, plural, other {#개}} {votes}",
  "result.rounds.nothing": "{round}라운드: 빠지는 조치가 없습니다.",
  "result.defeats.title": "대결, 강한 것부터",
  "result.defeats.text":
    "이긴 대결 {n, plural, other {#건}}을 살폈고, {dropped, plural, =0 {제외한 것은 없습니다} other {#건을 제외했습니다}}.",
  "result.defeats.winner": "이긴 조치",
  "result.defeats.loser": "진 조치",
  "result.defeats.votes": "표",
  "result.defeats.fate": "인정",
  "result.defeats.kept": "예",
  "result.defeats.dropped": "제외",
  "result.defeats.more": "{n, number}건이 더 있으며, 대결 CSV에 모두 있습니다.",

  "result.criteria.title": "기준별 순위와 비교",
  "result.criteria.lead": "기준별 점수로 본 순위입니다. 투표 결과를 정하지는 않았습니다.",
  "result.criteria.none": "이 투표에는 기준별 순위가 없습니다.",
  "result.criteria.notScored": "채점이 없어 이 투표에는 기준별 순위가 없습니다.",
  "result.divergence.title": "투표 순위와 기준 순위",
  "result.divergence.vote": "투표",
  "result.divergence.criteria": "기준",
  "result.divergence.difference": "투표에서는",
  "result.divergence.higher": "{n, plural, other {#계단 높음}}",
  "result.divergence.lower": "{n, plural, other {#계단 낮음}}",
  "result.divergence.same": "투표와 기준의 순서가 같습니다.",
  "result.divergence.sameWhereKnown": "기준으로 순위가 있는 조치는 투표에서도 순위가 같습니다.",
  "result.divergence.sameFirst":
    "투표와 기준의 1위가 같습니다. 가장 크게 다른 것은 “{furthest}”입니다(투표 {byVote}위, 기준 {byCriteria}위).",
  "result.divergence.otherFirst":
    "투표의 1위는 “{first}”, 기준의 1위는 “{criteria}”입니다. 가장 크게 다른 것은 “{furthest}”입니다(투표 {byVote}위, 기준 {byCriteria}위).",
  "result.divergence.criteriaOpen":
    "투표의 1위는 “{first}”이고 기준의 1위는 정해지지 않았습니다. 가장 크게 다른 것은 “{furthest}”입니다(투표 {byVote}위, 기준 {byCriteria}위).",

  "result.robustness.title": "얼마나 믿을 수 있나",
  "result.robustness.lead":
    "같은 투표지를 다른 방식으로 개표하면 어떻게 되는지, 투표지가 몇 장 바뀌면 결과가 바뀌는지 봅니다.",
  "result.robustness.tooMany":
    "조치가 {most}개를 넘으면 여기서 살피지 않습니다. “plenum report” 명령으로 볼 수 있습니다.",
  "result.robustness.methods":
    "{counted, plural, other {#가지 방식}} 중 {same, number}가지에서 1위가 같습니다.",
  "result.robustness.always": "“{name}”: 모든 방식에서 1위입니다.",
  "result.robustness.places.title": "모든 방식에서의 순위",
  "result.robustness.places.text":
    "고리는 이 투표의 순위이고, 막대는 방식에 따른 가장 높은 순위부터 가장 낮은 순위까지입니다.",
  "result.robustness.here": "이 투표",
  "result.robustness.best": "최고",
  "result.robustness.worst": "최저",
  "result.robustness.drawn.title": "비슷한 다른 사람들이 투표했다면",
  "result.robustness.drawn.text":
    "투표한 사람을 무작위로 {n, number}번 다시 뽑았을 때 각 조치가 1위(공동 포함)인 비율입니다(시드 “{seed}”).",
  "result.robustness.drawn.first": "1위",
  "result.robustness.others.title": "방식별 결과",
  "result.robustness.others.text":
    "일치도는 이 투표의 순위에 대한 켄들 타우-b입니다. 1은 같은 순서, −1은 반대 순서입니다.",
  "result.robustness.others.method": "방식",
  "result.robustness.others.first": "1위",
  "result.robustness.others.agreement": "일치도",
  "result.robustness.others.refused": "이 투표지를 개표할 수 없음:",
  "result.margin.nobody": "다른 조치가 없어 투표지가 바뀌어도 결과가 그대로입니다.",
  "result.margin.shared": "이미 공동 1위이므로 투표지 한 장으로도 바뀔 수 있습니다.",
  "result.margin.onlyLower":
    "시험한 어떤 변경으로도 1위가 바뀌지 않습니다. {least, plural, other {적어도 #장}}이 바뀌어야 합니다.",
  "result.margin.exact":
    "투표지 {n, plural, other {#장}}이 바뀌면 1위가 바뀌며, {least, number}장보다 적게는 바뀌지 않습니다.",
  "result.margin.exactRival":
    "투표지 {n, plural, other {#장}}이 바뀌면 “{rival}”에 1위가 넘어가며, {least, number}장보다 적게는 바뀌지 않습니다.",
  "result.margin.between":
    "투표지 {n, plural, other {#장}}이 바뀌면 1위가 바뀌며, 적어도 {least, number}장은 바뀌어야 합니다.",
  "result.margin.betweenRival":
    "투표지 {n, plural, other {#장}}이 바뀌면 “{rival}”에 1위가 넘어가며, 적어도 {least, number}장은 바뀌어야 합니다.",

  "result.disagreement.title": "의견이 갈리는 곳",
  "result.disagreement.lead": "점수가 얼마나 갈리는지, 그것이 순위를 얼마나 좌우하는지 봅니다.",
  "result.disagreement.groups": "의견 집단",
  "result.disagreement.notScored": "의견 차이를 말하기에는 채점이 너무 적습니다.",

  "result.minority.title": "소수 의견",
  "result.minority.lead": "다른 결과를 원한 사람들과 그 이유입니다.",
  "result.minority.against":
    "{n, plural, other {{of, number}표 중 #표}}가 “{first}”보다 “{rival}” 쪽을 선호합니다. 다른 어떤 조치보다 많습니다.",
  "result.minority.none": "결과를 따르기보다 결과에 더 어긋나는 투표지는 없습니다.",
  "result.minority.contradict":
    "{n, plural, other {{of, number}표 중 #표}}는 결과에 맞는 조치 쌍보다 어긋나는 쌍이 더 많습니다.",
  "result.minority.wants":
    "이들이 가장 위에 두는 것은 “{top}”입니다(결과에서는 {place}위){more, plural, =0 {} other {. 다음은 {others}입니다}}.",
  "result.minority.divided.title": "의견을 가르는 조치",
  "result.minority.divided.about":
    "표의 4분의 1 이상이 상위 3분의 1에 두고, 4분의 1 이상이 하위 3분의 1에 두거나 뺀 조치입니다.",
  "result.minority.divided.none": "투표한 사람들을 두 편으로 가르는 조치는 없습니다.",
  "result.minority.divided.item":
    "“{name}”: {of, number}표 중 {high, number}표는 높게, {low, number}표는 낮게 매겼습니다.",
  "result.minority.arguments": "결과에 반대하는 논거",
  "result.minority.noArguments": "1위에 반대하는 논거는 적히지 않았습니다.",
  "result.minority.con": "“{name}” 반대, {author}",
  "result.minority.pro": "“{name}” 찬성, {author}",
  "result.minority.open": "논거 열기",
  "result.minority.moreArguments": "조치 페이지에 논거가 {n, plural, other {#개}} 더 있습니다.",

  "result.movement.title": "사람들을 움직인 것",
  "result.movement.scores": "바뀐 점수",
  "result.movement.sealed": "다른 사람의 점수를 볼 수 없습니다.",
  "result.movement.oneRound": "채점이 한 번뿐이어서 바뀔 수 없었습니다.",
  "result.movement.nobody": "{n}차 채점에서 점수를 바꾼 사람이 없습니다.",
  "result.movement.round": "{n}차 채점",
  "result.movement.text":
    "{n, plural, other {점수 {of, number}개 중 #개}}가 바뀌었습니다({members, plural, other {#명}}). 새 이유, 인용 또는 논거가 있는 것은 {evidence, plural, =0 {없습니다} other {#개입니다}}.",
  "result.movement.label": "{member}: {measure}, {criterion}",
  "result.movement.who": "누가",
  "result.movement.criterion": "기준",
  "result.movement.before": "이전",
  "result.movement.after": "이후",
  "result.movement.why": "이유",
  "result.movedBy.title": "투표를 움직인 논거",
  "result.movedBy.none": "자신을 움직인 논거를 밝힌 투표자가 없습니다.",
  "result.movedBy.ballots": "{n, plural, other {투표지 #장}}",
  "result.movedBy.hidden": "숨겨진 논거입니다.",

  "result.ties.title": "동점 처리",
  "result.ties.rule.shared": "이 투표의 규칙: 표가 같은 조치는 같은 순위입니다.",
  "result.ties.rule.listed": "이 투표의 규칙: 표가 같으면 목록에서 먼저인 조치가 앞섭니다.",
  "result.ties.rule.drawn":
    "이 투표의 규칙: 표가 같으면 첫 투표 전에 정해 둔 글 “{seed}”에서 추첨합니다.",
  "result.ties.none": "가려야 할 동점이 없었습니다.",
  "result.ties.left": "동점: {tied}. {rule}에 따라 그대로 두었습니다.",
  "result.ties.resolved": "동점: {tied}. {rule}에 따른 순서: {order}.",
  "result.ties.lotHolds": "이 브라우저에서 다시 추첨해도 같은 순서입니다.",
  "result.ties.lotWrong":
    "이 브라우저에서 다시 추첨하면 순서가 다릅니다. 진행자와 다른 구성원에게 알리세요.",

  "result.check.title": "확인하기",
  "result.check.lead": "결과를 그냥 믿을 필요는 없습니다.",
  "result.check.all.title": "투표 전체 확인",
  "result.check.all.text":
    "이 브라우저가 공개된 기록을 받아 서명, 모든 항목, 모든 투표지, 개표를 확인합니다.",
  "result.check.start": "지금 모두 확인",
  "result.check.again": "다시 확인",
  "result.check.progress": "확인 진행",
  "result.check.sign.yes": "맞음:",
  "result.check.sign.no": "맞지 않음:",
  "result.check.sign.partly": "확인 못 함:",
  "result.check.holds": "확인한 것이 모두 맞습니다.",
  "result.check.holdsPartly": "확인할 수 있는 것은 맞습니다. 모두 확인하지는 못했습니다.",
  "result.check.fails":
    "맞지 않는 것이 있습니다. 아래에서 묶음 파일을 받아 보관하고, 진행자와 다른 구성원에게 알리세요.",
  "result.check.limits":
    "기록, 투표지, 개표를 서버의 계산에 기대지 않고 여기서 확인했습니다. 다만 이 페이지와 기록의 키는 그 서버에서 왔습니다. 키를 다른 곳에 공개된 것과 비교하거나, 따로 가진 프로그램으로 묶음 파일을 확인하세요.",
  "result.check.limits.server":
    "기록과 투표지는 여기서 확인했고, 이 방식의 개표는 서버가 다시 했습니다. 이 페이지와 기록의 키도 그 서버에서 왔습니다. 키를 다른 곳에 공개된 것과 비교하거나, 따로 가진 프로그램으로 묶음 파일을 확인하세요.",
  "result.check.insecure":
    "https 없이 받은 페이지에서는 브라우저가 해시를 계산하지 않습니다. https로 열거나 서버 컴퓨터에서 열거나, “plenum verify bundle” 명령으로 확인하세요.",
  "result.check.how.title": "누구나 확인하는 방법",
  "result.check.how.text":
    "아래에서 묶음 파일을 받아, 이 서버와 이 페이지 없이 코드를 공유하지 않는 두 프로그램 중 하나로 확인하세요.",
  "outcome.check.signature.yes": "기록에 키 {key}의 서명이 있습니다.",
  "outcome.check.signature.unknown":
    "이 브라우저는 키 {key}의 서명(Ed25519)을 확인할 수 없습니다. 최신 브라우저는 할 수 있습니다.",
  "outcome.check.signature.no":
    "서명된 기록 상태가 올바르지 않습니다: {why, select, forged {서명이 맞지 않습니다} unsigned {밝힌 키의 서명이 없습니다} foreign {다른 기록입니다} other {읽을 수 없습니다}}.",
  "outcome.check.seen.yes":
    "이 기기가 전에 본 기록에서 이어집니다. {size, plural, other {처음 #개 항목}}이 같습니다.",
  "outcome.check.seen.no":
    "이 기기가 전에 본 기록이 아닙니다: {why, select, key {다른 키로 서명되었습니다} shorter {빠진 항목이 있습니다} other {이전 항목이 바뀌었습니다}}.",
  "outcome.check.entries.yes": "기록의 {n, plural, other {항목 #개}}가 서명된 것과 모두 같습니다.",
  "outcome.check.entries.no":
    "{why, select, size {서버가 보낸 항목은 {n, number}개인데 서명된 것은 {signed, number}개입니다} other {항목 {n, number}개가 서명된 {signed, number}개와 다릅니다. 바뀌거나 옮겨진 항목이 있습니다}}.",
  "outcome.check.order.yes":
    "규칙, 투표자, 투표지, 결과가 순서대로 있습니다(기록에 {n, plural, other {투표 #건}}).",
  "outcome.check.order.no":
    "{why, select, missing {항목 {entry, number}개가 끝나도 이 투표의 결과가 없습니다} unreadable {{entry, number}번 항목을 읽을 수 없습니다} twice {{entry, number}번 항목에 같은 투표자가 두 번 있습니다} ballotOrder {{entry, number}번 항목은 순서가 어긋난 투표지입니다} ending {기록이 결과 없이 항목 {entry, number}개에서 끝납니다} other {{entry, number}번 항목이 있어서는 안 될 자리에 있습니다}}.",
  "outcome.check.ballots.yes":
    "{n, plural, =0 {투표지가 없습니다} other {투표지 #장이 모두 약속된 것과 같습니다}}.",
  "outcome.check.ballots.no":
    "투표지 {n, number}장 중 {wrong, number}번째가 약속된 것과 다릅니다. 바뀌었습니다.",
  "outcome.check.numbers.yes":
    "{voters, plural, other {투표자 #명}}의 {ballots, plural, other {투표지 #장}}입니다. 허용된 수를 넘지 않으며, 투표자나 가중치가 두 번 쓰이지 않았습니다.",
  "outcome.check.numbers.no":
    "{why, select, more {투표지({ballots, number}장)가 투표자({voters, number}명)보다 많습니다} names {명부에 없는 사람의 투표지가 있거나 두 장인 사람이 있습니다({ballots, number}장, {voters, number}명)} weights {어떤 가중치의 투표지가 투표자보다 많습니다({ballots, number}장, {voters, number}명)} other {결과의 수가 기록과 다릅니다. 기록에는 투표자 {voters, number}명의 투표지 {ballots, number}장이 있습니다}}.",
  "outcome.check.count.yes":
    "{by, select, browser {이 브라우저에서 다시 개표하니 대결, 순위, 판정이 모두 같습니다} other {대결은 이 브라우저에서, 순위는 서버에서 다시 계산했고 모두 같습니다}}.",
  "outcome.check.count.no":
    "다시 개표하니({by, select, browser {이 브라우저} other {서버}}) {why, select, duels {대결이 저장된 결과와 다릅니다} places {순위가 저장된 결과와 다릅니다} verdict {판정이 저장된 결과와 다릅니다} unreadable {읽을 수 없는 투표지가 있습니다} other {합계가 저장된 결과와 다릅니다}}.",
  "outcome.check.count.unknown":
    "대결은 이 브라우저에서 다시 계산해 같습니다. 순위는 서버가 계산하지 않아 다시 확인하지 못했습니다.",
  "outcome.check.package.yes": "서버에서 다시 선택해도 묶음이 같습니다.",
  "outcome.check.package.no": "서버에서 다시 선택하니 묶음이 다릅니다.",
  "outcome.check.package.unknown": "묶음은 다시 선택하지 못했습니다.",
  "outcome.check.shown.yes": "이 페이지에 보이는 것이 기록의 결과와 같습니다.",
  "outcome.check.shown.no": "이 페이지에 보이는 것이 기록의 결과와 다릅니다.",

  "result.downloads.title": "내려받기",
  "result.downloads.lead": "보고서는 이 브라우저에서 이 페이지의 언어로 만들어집니다.",
  "result.downloads.html": "보고서(HTML)",
  "result.downloads.markdown": "보고서(Markdown)",
  "result.downloads.print": "브리핑으로 인쇄",
  "result.downloads.bundle": "확인용 묶음 파일",
  "result.downloads.bundle.hint": "투표의 공개된 모든 것, “plenum verify bundle” 명령용입니다.",
  "result.downloads.ranking": "순위(CSV)",
  "result.downloads.duels": "대결(CSV)",
  "result.downloads.ballots": "투표지(CSV)",

  "outcome.report.decision": "결정",
  "outcome.report.place": "{place}위: {names}. {reason}",
  "outcome.report.firstChoices": "1순위(공동 포함)로 둔 표",
  "outcome.report.movements": "채점 사이에 바뀐 점수 {n, plural, other {#개}}",
  "outcome.report.sources": "조치, 출처와 논거",
  "outcome.report.noQuote": "인용 없이 직접 추가했습니다.",
  "outcome.report.page": "{n}쪽",
  "outcome.report.pro": "찬성: {words}",
  "outcome.report.con": "반대: {words}",
  "outcome.report.reply": "답글: {words}",
  "outcome.report.key": "기록에 서명하는 키:",
  "outcome.report.root": "항목 {n, plural, other {#개}}의 루트:",

  "ranking.lead": "기준별 점수로 본 순위이며, 점수가 들어오는 대로 바뀝니다.",
  "ranking.list": "기준별 순위",
  "ranking.early": "아직 채점이 없습니다. 순위는 채점 단계부터 나옵니다.",
  "ranking.nothing": "아직 채점된 것이 없어 순위가 없습니다.",
  "ranking.sealed.title": "비공개입니다.",
  "ranking.sealed.text":
    "첫 채점에서는 각자 스스로 판단하도록 다른 사람의 점수를 볼 수 없습니다. 채점이 끝나면 순위가 열립니다.",
  "ranking.sealed.scoreFirst":
    "이 심의에서 채점하지 않은 사람은 다른 사람의 점수를 볼 수 없습니다. 점수를 입력하면 순위가 열립니다.",
  "ranking.sealed.score": "점수 입력하기",
  "ranking.sealed.facilitator":
    "첫 채점은 비공개이며 진행자만 이 순위를 봅니다. 개인의 점수가 드러나는 것은 진행자에게도 보이지 않습니다.",
  "ranking.reconnecting": "연결이 끊겨 다시 시도하는 중…",
  "ranking.from":
    "{n, plural, other {구성원 #명}}의 점수를 모은 것입니다(방법: {rule}). 총점은 0부터 1까지입니다.",
  "ranking.place": "순위",
  "ranking.total": "총점",
  "ranking.weight": "가중치",
  "ranking.open": "미정",
  "ranking.missing": "채점 없음",
  "ranking.between": "{best}~{worst}",
  "ranking.rose": "▲ {n, plural, other {#계단 상승}}",
  "ranking.fell": "▼ {n, plural, other {#계단 하락}}",
  "ranking.floor": "{criterion} 최저선 미달",
  "ranking.missingCells":
    "{n, plural, other {#칸}}은 아무도 채점하지 않았습니다. 그런 조치의 순위는 정해지지 않습니다.",
  "ranking.reason.open":
    "아무도 채점하지 않은 기준이 있어 {best}위부터 {worst}위까지 정해지지 않았습니다.",
  "ranking.reason.next":
    "총점 {total}. “{next}”보다 {more} 높으며, 가장 큰 차이는 {criterion}입니다({by}).",
  "ranking.reason.most": "총점 {total}. 가장 큰 몫은 {criterion}입니다({by}).",
  "ranking.reason.total": "총점 {total}.",

  "ranking.options.title": "점수를 모으는 방법",
  "ranking.options.group": "구성원의 점수",
  "ranking.options.weights": "기준의 가중치",
  "ranking.options.weights.criteria": "진행자가 정한 값",
  "ranking.options.weights.members": "구성원이 밝힌 값의 평균",
  "ranking.options.hint": "내 화면만 바뀌고 다른 사람의 화면은 그대로입니다.",
  "outcome.groupRule.mean": "평균",
  "outcome.groupRule.median": "중앙값",
  "outcome.groupRule.trimmed": "위아래 5분의 1을 뺀 평균",
  "outcome.groupRule.geometric": "기하평균",
  "outcome.groupRule.totals": "각자의 총점의 평균",

  "ranking.changes.title": "바뀐 것",
  "ranking.changes.none": "이 페이지를 연 뒤로 바뀐 것이 없습니다.",
  "ranking.changes.same": "순위와 총점은 그대로입니다.",
  "ranking.changes.earlier": "이전 변경 {n, plural, other {#건}}",
  "ranking.cause.other": "변경이 있었습니다.",
  "ranking.cause.criterionCreated": "기준 추가: {criterion}({member}).",
  "ranking.cause.criterionUpdated": "기준 변경: {criterion}({member}).",
  "ranking.cause.scores": "{member} 님이 점수를 입력했습니다.",
  "ranking.cause.weights": "{member} 님이 중요도를 밝혔습니다.",
  "ranking.cause.round": "{member} 님이 새 채점을 열었습니다.",
  "ranking.cause.measures": "조치가 추가되거나 빠지거나 이름이 바뀌었습니다.",
  "ranking.change.rises": "“{title}”: {from}위에서 {to}위로 올랐습니다({oldTotal} → {newTotal}).",
  "ranking.change.falls": "“{title}”: {from}위에서 {to}위로 내렸습니다({oldTotal} → {newTotal}).",
  "ranking.change.enters": "“{title}”: {to}위가 되었습니다({newTotal}).",
  "ranking.change.leaves": "“{title}”: 순위가 없어졌습니다. 이전에는 {from}위였습니다({oldTotal}).",
  "ranking.change.total": "“{title}”: 총점 {oldTotal} → {newTotal}.",

  "ranking.contributions.title": "기준별 몫",
  "ranking.contributions.text":
    "막대는 조치의 총점이고, 각 부분은 기준의 가중치에 값을 곱한 것입니다.",

  "ranking.explain.title": "왜 이 순서인가?",
  "ranking.explain.level": "“{measure}”, “{other}”: 총점이 같습니다({total}, {otherTotal}).",
  "ranking.explain.decided":
    "“{measure}”의 총점은 {total}, “{other}”의 총점은 {otherTotal}입니다. 결정적인 기준은 {criterion}입니다({by}).",
  "ranking.explain.decidedAgainst":
    "“{measure}”의 총점은 {total}, “{other}”의 총점은 {otherTotal}입니다. 결정적인 기준은 {criterion}이고({by}), 반대 방향은 {against}입니다({againstBy}).",
  "ranking.explain.chart": "기준별 차이",
  "ranking.explain.chartText": "오른쪽은 “{measure}”, 왼쪽은 “{other}”에 유리합니다.",
  "ranking.explain.adds": "차이",
  "ranking.flip.title": "순서가 뒤집히려면",
  "ranking.flip.none":
    "가중치 하나, 점수 하나, 구성원 한 명이 바뀌어서는 순서가 뒤집히지 않습니다.",
  "ranking.flip.weight":
    "{criterion}의 비중이 {from}에서 {to}(으)로 바뀌면 “{follows}”의 총점이 “{leads}”만큼 됩니다.",
  "ranking.flip.score":
    "{member} 님이 “{measure}”의 {criterion} 점수를 {from}에서 {to}(으)로 바꾸면 “{follows}”의 총점이 “{leads}”만큼 됩니다.",
  "ranking.flip.member":
    "{member} 님의 점수가 없으면 “{leads}”의 총점이 “{follows}”보다 높지 않습니다.",

  "ranking.sensitivity.title": "얼마나 확실한가?",
  "ranking.sensitivity.lead":
    "올바른 가중치를 정확히 아는 사람은 없습니다. 수많은 가중치를 시험해 누가 1위인지 셉니다.",
  "ranking.sensitivity.nothing": "아직 분석할 것이 없습니다.",
  "ranking.sensitivity.winner": "“{name}”: 뚜렷한 1위입니다(모든 가중치의 {share}에서 1위).",
  "ranking.sensitivity.noWinner":
    "뚜렷한 1위가 없습니다. 가장 자주 1위인 것은 “{name}”입니다(모든 가중치의 {share}).",
  "ranking.sensitivity.chart": "조치별 순위 빈도",
  "ranking.sensitivity.chartText":
    "칸이 진할수록 무작위 가중치 {n, number}벌 가운데 그 순위가 된 비율이 높습니다(오차 최대 {error}%).",
  "ranking.sensitivity.rank": "{n}위",
  "ranking.sensitivity.confidence": "확신도",
  "ranking.range.title": "가중치가 얼마나 바뀌어야 하나",
  "ranking.range.always":
    "{criterion}의 비중이 얼마든 “{first}”의 1위는 그대로입니다(현재 {weight}).",
  "ranking.range.above":
    "{criterion}의 비중이 {high}보다 크면 1위가 “{first}”에서 “{above}”(으)로 바뀝니다(현재 {weight}).",
  "ranking.range.below":
    "{criterion}의 비중이 {low}보다 작으면 1위가 “{first}”에서 “{below}”(으)로 바뀝니다(현재 {weight}).",
  "ranking.range.both":
    "{criterion}의 비중이 {low}부터 {high}까지이면 “{first}”의 1위가 유지됩니다(현재 {weight}). 그보다 작으면 “{below}”, 크면 “{above}”의 차례입니다.",
  "ranking.leftOut":
    "{n, plural, other {조치 #개}}는 어떤 기준에서 아무도 채점하지 않아 제외했습니다: {names}.",
  "ranking.filled":
    "구성원이 매기지 않은 {n, plural, other {점수 #개}}는 집단의 값으로 두었습니다.",

  "ranking.agenda.title": "이야기할 것",
  "ranking.agenda.lead": "의견이 갈리고 순위를 좌우하는 것을 중요한 순서로 보여 줍니다.",
  "ranking.agenda.nothing": "의견이 갈리는 것이 없습니다.",
  "ranking.agenda.few":
    "채점한 구성원이 다섯 명보다 적어 수치를 내지 않습니다. 점수 차이가 큰 것은 다음과 같습니다.",
  "ranking.agenda.facts": "사실",
  "ranking.agenda.values": "가치",
  "ranking.agenda.score": "{measure}: {criterion}",
  "ranking.agenda.weight": "{criterion}의 중요도",
  "ranking.agenda.said": "{member} {value}",
  "ranking.agenda.map.title": "의견 차이 지도",
  "ranking.agenda.map.text":
    "오른쪽일수록 의견이 더 갈리고, 위쪽일수록 순위를 더 좌우합니다. 가장 이야기할 만한 것: {top}.",
  "ranking.agenda.what": "내용",
  "ranking.agenda.kind": "종류",
  "ranking.agenda.spread": "의견 차이",
  "ranking.agenda.influence": "순위에 미치는 영향",
  "ranking.camps.title": "의견 집단",
  "ranking.camps.item": "{members}: 1위 {first}.",
  "ranking.camps.common": "모든 집단이 받아들일 만한 것: “{name}”.",
  "ranking.agreement.w":
    "구성원의 순위는 {w}만큼 비슷합니다(켄들 W: 0은 전혀 다름, 1은 모두 같음).",
  "ranking.agreement.alpha":
    "점수는 우연을 넘어 {alpha}만큼 일치합니다(크리펜도르프 알파: 1은 완전 일치, 0은 우연 수준).",

  "ranking.audit.title": "다른 방법",
  "ranking.audit.lead": "같은 점수를 다른 방법으로 모아 봅니다.",
  "ranking.audit.share": "가능한 방법의 {share}에서도 1위는 {first}입니다.",
  "ranking.audit.all": "모든 방법 {n, number}가지",
  "ranking.audit.additive": "가중합",
  "ranking.audit.refused": "계산할 수 없음:",
};
