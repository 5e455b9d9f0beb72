// Voting: the ballot, the receipt, delegation, turnout.
export const ballot = {
  "vote.until": "The vote closes {from}: {time}.",
  "vote.untilFacilitator": "The vote is open until the facilitator closes it.",
  "vote.suspended":
    "A facilitator is taking the vote back at this moment, and no ballot can be cast. What you rank stays on this device.",
  "vote.observer": "You follow this deliberation without a vote.",
  "vote.closed": "The vote is closed. Ballots cannot be changed any more.",
  "vote.toResult": "See the result",
  "vote.youDidNot": "You cast no ballot in this vote.",
  "vote.notOpen": "The vote is not open. The deliberation is in the phase “{phase}”.",
  "vote.opens": "It opens when the phase before it ends: {time}.",
  "vote.opensByFacilitator": "It opens when the facilitator opens it.",
  "vote.takenBack": "It was open before, and was taken back before anybody had cast a ballot.",
  "vote.how":
    "You will rank the measures, best first. Measures can be tied, and you need not rank all of them.",
  "vote.toSetup": "Prepare the vote",

  "turnout.voted":
    "{voted, number} of {total, plural, one {# person} other {# people}} have voted ({share}).",
  "turnout.label": "Turnout",

  "ballot.title": "Your ballot",
  "ballot.title.change": "Change your ballot",
  "ballot.begin":
    "Put the measures into your order, best first. Nothing is cast until you confirm it at the end.",
  "ballot.restored": "This is what you had begun on this device {when}.",
  "ballot.notCast": "It is not cast yet.",
  "ballot.castStands": "The ballot that you cast stands until you cast this one.",
  "ballot.overtaken":
    "You cast another ballot since you began this one. That one stands until you cast this one.",
  "ballot.discard": "Begin anew",
  "ballot.discard.change": "Leave my ballot as it is cast",
  "ballot.unkept":
    "This device keeps nothing: what you rank is lost when you leave the page before you cast it.",

  "ballot.view": "How to rank",
  "ballot.view.list": "As a list",
  "ballot.view.numbers": "By numbers",
  "ballot.shuffle": "Shuffle for me",
  "ballot.shuffle.off": "Usual order",

  "ballot.ranked": "Ranked, best first",
  "ballot.ranked.none": "Nothing is ranked yet. Add measures from below, best first.",
  "ballot.ranked.count": "{ranked, number} of {total, number} ranked",
  "ballot.unranked": "Not ranked",
  "ballot.unranked.tiedLast":
    "What you do not rank counts as tied with each other, below all that you rank.",
  "ballot.unranked.notCompared":
    "What you do not rank is not compared with anything: your ballot says nothing about it.",
  "ballot.unranked.package":
    "You approve of what you rank. What you do not rank, you do not want in the package.",

  "ballot.number": "m{number}",
  "ballot.cost": "costs {cost, number}",
  "ballot.tied": "tied",
  "ballot.place": "place {place, number} of {places, number}",
  "ballot.place.tied": "{place}, tied with {titles}",
  "ballot.place.more": "{count, number} more",
  "ballot.place.none": "not ranked",
  "ballot.said": "{title}: {place}.",

  "ballot.handle": "{title}, {place}",
  "ballot.handle.role": "movable",
  "ballot.up": "Move {title} up",
  "ballot.down": "Move {title} down",
  "ballot.tie": "Tie {title} with the one above",
  "ballot.untie": "Untie {title}",
  "ballot.out": "Do not rank {title}",
  "ballot.add": "Rank {title} next",

  "ballot.drag.help":
    "Type a number to go to that place. Press Space to lift, then the up and down arrow keys to move, Space to drop and Escape to cancel. Alt with an arrow key moves by one place, the equals sign ties with the one above, and Delete takes it out of the ranking.",
  "ballot.drag.lifted": "Lifted {title}: {place}.",
  "ballot.drag.over": "{title}: {place}.",
  "ballot.drag.dropped": "Dropped {title}: {place}.",
  "ballot.drag.cancelled": "Cancelled. {title}: {place}.",

  "ballot.help": "Ways to rank",
  "ballot.help.drag": "Drag a measure by its handle.",
  "ballot.help.buttons": "Use the buttons in its row. Its title shows what it is about.",
  "ballot.help.digits": "typed on a row takes it to that place.",
  "ballot.help.arrows": "go to the row above or below.",
  "ballot.help.alt": "move the row by one place.",
  "ballot.help.tie": "ties it with the one above, or unties it.",
  "ballot.help.delete": "takes it out of the ranking.",
  "ballot.help.space": "Space",
  "ballot.help.lift": "lifts it; arrow keys move it, Space drops it, Escape cancels.",

  "ballot.numbers.help":
    "1 is best. The same number twice is a tie. Leave empty what you do not rank.",
  "ballot.numbers.rank": "Your rank",
  "ballot.numbers.measure": "Measure",
  "ballot.numbers.of": "Your rank for {title}",
  "ballot.numbers.wrong": "Type a whole number from 1 to {most, number}, or nothing.",
  "ballot.numbers.makes": "That makes",

  "ballot.abstention":
    "You rank nothing. That is an abstention: it counts for the turnout, and for or against no measure.",
  "ballot.summary.all": "You rank every measure.",
  "ballot.summary.tied": "{count, plural, =2 {Two measures, tied} other {# measures, tied}}:",
  "ballot.summary.notRanked.count": "Not ranked: {count, number} measures",
  "ballot.summary.notRanked": "Not ranked: {titles}.",

  "ballot.review": "Look it over and cast",
  "ballot.review.abstain": "Look it over and abstain",
  "ballot.review.title": "Is this your ballot?",
  "ballot.review.back": "Back to ranking",
  "ballot.secrecy.open": "Ballots of this vote are published with names when it is closed.",
  "ballot.secrecy.detached":
    "Ballots of this vote are published without names when it is closed. In a small group they can still tell who voted how.",
  "ballot.movedBy": "Did an argument move you? (optional)",
  "ballot.movedBy.hint": "The result says how many ballots each argument moved, and not whose.",
  "ballot.movedBy.none": "None in particular",
  "ballot.cast": "Cast this ballot",
  "ballot.cast.abstain": "Cast an abstention",
  "ballot.kept":
    "Your ballot is as you left it, on this device. To try again cannot count it twice.",
  "ballot.done": "Your ballot is cast",
  "ballot.yours": "Your ballot, as it is cast",
  "ballot.change": "Change my ballot",
  "ballot.change.until": "You can change it until the vote is closed. The last one counts.",
  "ballot.details.page": "All about this measure",

  "receipt.title": "Your receipt",
  "receipt.words": "Six words of your ballot",
  "receipt.yours":
    "The receipt does not say how you voted. But ballots are published when the vote is closed, and then whoever has it can find yours: keep it to yourself.",
  "receipt.none": "There is no ballot of yours.",
  "receipt.sealed":
    "The vote is closed, and its ballots have no names. Without a receipt on this device nobody can say any more which one is yours. If you voted on another device, look there.",
  "receipt.waiting":
    "The server has your ballot. It enters the signed log with all others when the vote is closed, and is checked here then.",
  "receipt.recorded":
    "Your ballot was counted: it is entry {entry} of {entries} in the log. This browser checked the proof.",
  "receipt.signature.signed": "The signature of the log is good.",
  "receipt.signature.unsupported":
    "This browser cannot check the signature of the log; a newer one can, and so can “plenum verify receipt”.",
  "receipt.unchecked":
    "The server says that your ballot was counted. This page is not loaded by https, so the browser could not check the proof; download the receipt and check it with “plenum verify receipt”.",
  "receipt.lost":
    "The server does not have the ballot that you cast from here. If you have not voted from elsewhere since, keep these words, and tell the facilitator and the other members.",
  "receipt.other":
    "The server has the ballot “{words}” of yours, and the one that you cast from here was “{here}”. If you have not voted from elsewhere since, tell the facilitator and the other members.",
  "receipt.leftOut":
    "The vote is closed, and your ballot still waits: it is not in the log. Keep these words, and tell the facilitator and the other members.",
  "receipt.broken.checkpoint":
    "The log that the server shows is not signed as it should be. Check again; if it stays so, tell the facilitator and the other members.",
  "receipt.broken.proof":
    "The proof that your ballot was counted does not hold. Check again; if it stays so, tell the facilitator and the other members.",
  "receipt.again": "Check again",
  "receipt.download": "Download the receipt",
  "receipt.keep": "Keep it on this device",
  "receipt.keep.other": "I voted elsewhere: keep this one",
  "receipt.forget": "Forget it on this device",
  "receipt.forgotten": "This device has no receipt of yours any more.",
  "receipt.logged.title": "Your ballot in the log",
  "receipt.logged.about": "What your receipt leads to. It was counted like this.",
  "receipt.logged.differs":
    "The ballot in the log is not the one of your receipt. Keep the receipt, and tell the facilitator and the other members.",

  "delegation.title": "Letting somebody vote for you",
  "delegation.about":
    "The ballot of the member whom you choose then counts for you as well. It counts only as long as you cast none yourself, and you can take it back until the vote is closed. Only the two of you see it.",
  "delegation.to": "Who votes for you",
  "delegation.choose": "Choose a member",
  "delegation.give": "Let this member vote for me",
  "delegation.given": "{name} votes for you as long as you cast no ballot yourself.",
  "delegation.given.voted":
    "You let {name} vote for you, and cast a ballot yourself: your own one counts.",
  "delegation.takeBack": "Take it back",
  "delegation.toYou":
    "{count, plural, one {{names} lets} other {{names} let}} you vote for them: your ballot counts for them as well, unless they cast one themselves.",
  "delegation.notYours":
    "Since others let you vote for them, you cannot pass your own vote on. It goes one step only.",
  "delegation.voted": "You have cast a ballot. It goes before a delegation.",
  "delegation.nobody": "There is nobody else who votes.",
  "delegation.chain": "This member lets somebody else vote already. Choose another one.",
} as const;
