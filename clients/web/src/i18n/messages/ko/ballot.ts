import type { ballot as english } from "../en/ballot";

export const ballot: Record<keyof typeof english, string> = {
  "vote.until": "투표는 {from}({time})에 마감됩니다.",
  "vote.untilFacilitator": "진행자가 마감할 때까지 투표할 수 있습니다.",
  "vote.suspended":
    "지금 진행자가 투표를 되돌리고 있어 투표할 수 없습니다. 매긴 순위는 이 기기에 보존됩니다.",
  "vote.observer": "이 심의에서는 투표하지 않고 지켜봅니다.",
  "vote.closed": "투표가 마감되었습니다. 투표지를 더 이상 바꿀 수 없습니다.",
  "vote.toResult": "결과 보기",
  "vote.youDidNot": "이 투표에 참여하지 않았습니다.",
  "vote.notOpen": "투표가 열려 있지 않습니다. 지금은 ‘{phase}’ 단계입니다.",
  "vote.opens": "앞 단계가 끝나는 {time}에 열립니다.",
  "vote.opensByFacilitator": "진행자가 열면 투표할 수 있습니다.",
  "vote.takenBack": "전에 열렸으나 아무도 투표하기 전에 되돌려졌습니다.",
  "vote.how":
    "좋은 것부터 차례로 조치의 순위를 매깁니다. 같은 순위를 줄 수 있고, 모두 매기지 않아도 됩니다.",
  "vote.toSetup": "투표 준비하기",

  "turnout.voted": "{total, number}명 중 {voted, number}명이 투표했습니다({share}).",
  "turnout.label": "투표율",

  "ballot.title": "내 투표지",
  "ballot.title.change": "투표지 바꾸기",
  "ballot.begin": "조치를 좋은 것부터 차례로 놓으세요. 마지막에 확인하기 전에는 투표되지 않습니다.",
  "ballot.restored": "{when} 이 기기에서 작성하던 투표지입니다.",
  "ballot.notCast": "아직 투표하지 않았습니다.",
  "ballot.castStands": "이 투표지로 투표하기 전까지는 먼저 낸 투표지가 유효합니다.",
  "ballot.overtaken":
    "이 투표지를 작성하기 시작한 뒤에 다른 투표지를 냈습니다. 이 투표지로 투표하기 전까지는 그것이 유효합니다.",
  "ballot.discard": "처음부터 다시",
  "ballot.discard.change": "낸 투표지를 그대로 두기",
  "ballot.unkept":
    "이 기기에는 저장할 수 없습니다. 투표하기 전에 페이지를 떠나면 매긴 순위가 사라집니다.",

  "ballot.view": "순위를 매기는 방법",
  "ballot.view.list": "목록으로",
  "ballot.view.numbers": "숫자로",
  "ballot.shuffle": "순서 섞기",
  "ballot.shuffle.off": "원래 순서로",

  "ballot.ranked": "순위를 매긴 조치(좋은 것부터)",
  "ballot.ranked.none": "아직 순위를 매기지 않았습니다. 아래에서 좋은 것부터 추가하세요.",
  "ballot.ranked.count": "{total, number}개 중 {ranked, number}개 순위 매김",
  "ballot.unranked": "순위를 매기지 않은 조치",
  "ballot.unranked.tiedLast":
    "순위를 매기지 않은 조치는 순위를 매긴 모든 조치보다 아래에서 서로 같은 순위로 셉니다.",
  "ballot.unranked.notCompared":
    "순위를 매기지 않은 조치는 어느 것과도 비교하지 않습니다. 내 투표지는 그 조치에 대해 아무 말도 하지 않습니다.",
  "ballot.unranked.package":
    "순위를 매긴 조치에 찬성합니다. 순위를 매기지 않은 조치는 묶음에 넣기를 원하지 않는 것입니다.",

  "ballot.number": "m{number}",
  "ballot.cost": "비용 {cost, number}",
  "ballot.tied": "동순위",
  "ballot.place": "{places, number}개 순위 중 {place, number}위",
  "ballot.place.tied": "{place}, {titles}와(과) 동순위",
  "ballot.place.more": "그 밖에 {count, number}개",
  "ballot.place.none": "순위 없음",
  "ballot.said": "{title}: {place}.",

  "ballot.handle": "{title}, {place}",
  "ballot.handle.role": "옮길 수 있음",
  "ballot.up": "{title} 위로 옮기기",
  "ballot.down": "{title} 아래로 옮기기",
  "ballot.tie": "{title} 바로 위와 동순위로 하기",
  "ballot.untie": "{title} 동순위 풀기",
  "ballot.out": "{title} 순위에서 빼기",
  "ballot.add": "{title} 다음 순위로 추가하기",

  "ballot.drag.help":
    "숫자를 누르면 그 순위로 옮깁니다. 스페이스로 들고, 위아래 화살표로 옮기고, 스페이스로 놓고, Esc로 취소합니다. Alt와 화살표는 한 칸씩 옮기고, 등호는 바로 위와 동순위로 하고, Delete는 순위에서 뺍니다.",
  "ballot.drag.lifted": "{title} 들었습니다. {place}.",
  "ballot.drag.over": "{title}: {place}.",
  "ballot.drag.dropped": "{title} 놓았습니다. {place}.",
  "ballot.drag.cancelled": "취소했습니다. {title}: {place}.",

  "ballot.help": "순위를 매기는 여러 방법",
  "ballot.help.drag": "손잡이를 잡고 끌어 옮깁니다.",
  "ballot.help.buttons": "줄에 있는 단추를 씁니다. 제목을 누르면 내용을 볼 수 있습니다.",
  "ballot.help.digits": "줄에서 숫자를 누르면 그 순위로 갑니다.",
  "ballot.help.arrows": "위나 아래 줄로 갑니다.",
  "ballot.help.alt": "줄을 한 칸 옮깁니다.",
  "ballot.help.tie": "바로 위와 동순위로 하거나 동순위를 풉니다.",
  "ballot.help.delete": "순위에서 뺍니다.",
  "ballot.help.space": "스페이스",
  "ballot.help.lift": "듭니다. 화살표로 옮기고, 스페이스로 놓고, Esc로 취소합니다.",

  "ballot.numbers.help":
    "1이 가장 좋습니다. 같은 숫자는 동순위입니다. 순위를 매기지 않으려면 비워 두세요.",
  "ballot.numbers.rank": "내 순위",
  "ballot.numbers.measure": "조치",
  "ballot.numbers.of": "{title}의 내 순위",
  "ballot.numbers.wrong": "1부터 {most, number}까지의 정수를 쓰거나 비워 두세요.",
  "ballot.numbers.makes": "이렇게 됩니다",

  "ballot.abstention":
    "아무것도 순위를 매기지 않았습니다. 기권입니다. 투표율에는 들어가지만 어느 조치에도 영향을 주지 않습니다.",
  "ballot.summary.all": "모든 조치의 순위를 매겼습니다.",
  "ballot.summary.tied": "동순위 조치 {count, number}개:",
  "ballot.summary.notRanked.count": "순위 없음: 조치 {count, number}개",
  "ballot.summary.notRanked": "순위 없음: {titles}.",

  "ballot.review": "확인하고 투표하기",
  "ballot.review.abstain": "확인하고 기권하기",
  "ballot.review.title": "이대로 투표할까요?",
  "ballot.review.back": "순위로 돌아가기",
  "ballot.secrecy.open": "이 투표의 투표지는 마감 뒤에 이름과 함께 공개됩니다.",
  "ballot.secrecy.detached":
    "이 투표의 투표지는 마감 뒤에 이름 없이 공개됩니다. 인원이 적으면 누가 어떻게 투표했는지 드러날 수 있습니다.",
  "ballot.movedBy": "마음을 움직인 논거가 있습니까? (선택 사항)",
  "ballot.movedBy.hint":
    "결과에는 논거마다 몇 장의 투표지를 움직였는지만 나오고, 누구의 것인지는 나오지 않습니다.",
  "ballot.movedBy.none": "특별히 없음",
  "ballot.cast": "이 투표지로 투표하기",
  "ballot.cast.abstain": "기권으로 투표하기",
  "ballot.kept": "투표지는 이 기기에 그대로 있습니다. 다시 시도해도 두 번 세지 않습니다.",
  "ballot.done": "투표했습니다",
  "ballot.yours": "내가 낸 투표지",
  "ballot.change": "투표지 바꾸기",
  "ballot.change.until": "마감 전까지 바꿀 수 있으며, 마지막에 낸 것을 셉니다.",
  "ballot.details.page": "이 조치 자세히 보기",

  "receipt.title": "내 영수증",
  "receipt.words": "내 투표지의 여섯 낱말",
  "receipt.yours":
    "영수증에는 어떻게 투표했는지 나오지 않습니다. 그러나 마감 뒤에 투표지가 공개되면 영수증을 가진 사람은 내 투표지를 찾을 수 있으니 혼자만 간직하세요.",
  "receipt.none": "내 투표지가 없습니다.",
  "receipt.sealed":
    "투표가 마감되었고 투표지에는 이름이 없습니다. 이 기기에 영수증이 없으면 어느 것이 내 투표지인지 아무도 알 수 없습니다. 다른 기기에서 투표했다면 그 기기에서 확인하세요.",
  "receipt.waiting":
    "서버에 내 투표지가 있습니다. 마감하면 다른 투표지와 함께 서명된 기록에 들어가고, 그때 여기서 확인합니다.",
  "receipt.recorded":
    "내 투표지가 집계되었습니다. 기록의 {entries}개 항목 중 {entry}번째입니다. 이 브라우저가 증명을 확인했습니다.",
  "receipt.signature.signed": "기록의 서명이 올바릅니다.",
  "receipt.signature.unsupported":
    "이 브라우저는 기록의 서명을 확인할 수 없습니다. 최신 브라우저나 “plenum verify receipt”로 확인할 수 있습니다.",
  "receipt.unchecked":
    "서버는 내 투표지가 집계되었다고 합니다. 이 페이지를 https로 열지 않아 브라우저가 증명을 확인하지 못했습니다. 영수증을 내려받아 “plenum verify receipt”로 확인하세요.",
  "receipt.lost":
    "여기서 낸 투표지가 서버에 없습니다. 그 뒤에 다른 곳에서 투표하지 않았다면 이 낱말들을 간직하고 진행자와 다른 구성원에게 알리세요.",
  "receipt.other":
    "서버에 있는 내 투표지는 “{words}”이고, 여기서 낸 투표지는 “{here}”입니다. 그 뒤에 다른 곳에서 투표하지 않았다면 진행자와 다른 구성원에게 알리세요.",
  "receipt.leftOut":
    "투표가 마감되었는데 내 투표지가 아직 기록에 없습니다. 이 낱말들을 간직하고 진행자와 다른 구성원에게 알리세요.",
  "receipt.broken.checkpoint":
    "서버가 보여 주는 기록의 서명이 올바르지 않습니다. 다시 확인하고, 그래도 같으면 진행자와 다른 구성원에게 알리세요.",
  "receipt.broken.proof":
    "내 투표지가 집계되었다는 증명이 맞지 않습니다. 다시 확인하고, 그래도 같으면 진행자와 다른 구성원에게 알리세요.",
  "receipt.again": "다시 확인",
  "receipt.download": "영수증 내려받기",
  "receipt.keep": "이 기기에 간직하기",
  "receipt.keep.other": "다른 곳에서 투표했습니다. 이것을 간직하기",
  "receipt.forget": "이 기기에서 지우기",
  "receipt.forgotten": "이 기기에서 영수증을 지웠습니다.",
  "receipt.logged.title": "기록에 있는 내 투표지",
  "receipt.logged.about": "영수증이 가리키는 투표지입니다. 이대로 집계되었습니다.",
  "receipt.logged.differs":
    "기록에 있는 투표지가 영수증의 것과 다릅니다. 영수증을 간직하고 진행자와 다른 구성원에게 알리세요.",

  "delegation.title": "다른 사람에게 투표 맡기기",
  "delegation.about":
    "맡긴 구성원의 투표지를 내 몫으로도 셉니다. 내가 직접 투표하지 않을 때만 그렇게 세며, 마감 전까지 되찾을 수 있습니다. 두 사람만 볼 수 있습니다.",
  "delegation.to": "투표를 맡길 사람",
  "delegation.choose": "구성원을 고르세요",
  "delegation.give": "이 구성원에게 맡기기",
  "delegation.given": "직접 투표하지 않으면 {name} 님의 투표지를 내 몫으로도 셉니다.",
  "delegation.given.voted": "{name} 님에게 맡겼지만 직접 투표했으므로 내 투표지를 셉니다.",
  "delegation.takeBack": "되찾기",
  "delegation.toYou":
    "{names} 님이 투표를 맡겼습니다. 그분들이 직접 투표하지 않으면 내 투표지를 그 몫으로도 셉니다.",
  "delegation.notYours":
    "다른 사람이 투표를 맡겼으므로 내 투표를 또 맡길 수 없습니다. 한 단계만 맡길 수 있습니다.",
  "delegation.voted": "이미 투표했습니다. 직접 낸 투표지가 맡긴 것보다 먼저입니다.",
  "delegation.nobody": "투표하는 다른 구성원이 없습니다.",
  "delegation.chain": "이 구성원은 이미 다른 사람에게 맡겼습니다. 다른 사람을 고르세요.",
};
