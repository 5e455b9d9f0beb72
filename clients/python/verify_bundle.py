#!/usr/bin/env python3
"""Checks the record of a vote from its bundle alone, without a server and without Plenum's code.

    verify_bundle.py vote.json [--key VERIFIER_KEY]

It is written against docs/record.md, RFC 9162 and C2SP tlog-checkpoint, and shares nothing with
`plenum verify bundle`: when both say the same, one mistake in one program is not behind it. It counts
again by the Schulze method; of other methods it says that it did not. Needs python3-cryptography.

Ends with 0 when everything holds, 1 when something does not, 2 when the file is no bundle.
"""

import argparse
import base64
import binascii
import collections
import dataclasses
import hashlib
import json
import sys

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey


class Refused(Exception):
    """A check that did not hold; the message is a sentence for people."""


class NoBundle(Exception):
    """The file is not a bundle."""


def from_base64(text):
    """The bytes of the one text that base64 makes of them."""
    if not isinstance(text, str):
        raise NoBundle("something that must be base64 is not a text")
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise NoBundle(f"bad base64: {error}") from error
    if base64.b64encode(data).decode() != text:
        raise NoBundle("base64 with stray bits")
    return data


# --- The log: entries as bytes -------------------------------------------------------------------


class Bytes:
    """Reads the fields of an entry, one after the other."""

    def __init__(self, data):
        self.data = data
        self.at = 0

    def raw(self, count):
        if self.at + count > len(self.data):
            raise Refused("an entry ends too early")
        self.at += count
        return self.data[self.at - count : self.at]

    def number(self, width=8):
        return int.from_bytes(self.raw(width), "big")

    def text(self):
        return self.raw(self.number(4))

    def string(self):
        # Texts are compared and hashed as bytes; this form keeps them apart whatever they hold.
        return self.text().decode("utf-8", "surrogateescape")

    def items(self, read):
        return [read() for _ in range(self.number(4))]


@dataclasses.dataclass
class Rules:
    deliberation: str
    decision: int
    version: int
    method: str
    unranked: str
    tie_rule: str
    tie_seed: str
    secrecy: str
    quorum_basis: str
    quorum_percent: int
    threshold: str
    baseline: str
    package_rule: str
    options: list  # names of the measures
    voters: list  # (id, weight)


@dataclasses.dataclass
class Outcome:
    voters: int
    ballots: int
    abstentions: int
    delegated: int
    weight: int
    decision: str
    places: list


def read_opened(fields):
    deliberation, decision, version = fields.string(), fields.number(), fields.number()
    method, unranked, tie_rule, tie_seed = (fields.string() for _ in range(4))
    secrecy, basis, percent = fields.string(), fields.string(), fields.number()
    threshold, baseline, package_rule = (fields.string() for _ in range(3))
    fields.number()  # the budget
    fields.number()  # when it closes

    def read_option():
        fields.number()
        measure = fields.string()
        fields.string()
        fields.number()
        return measure

    options = fields.items(read_option)
    voters = fields.items(lambda: (fields.string(), fields.number()))
    fields.number()
    return Rules(
        deliberation, decision, version, method, unranked, tie_rule, tie_seed, secrecy, basis,
        percent, threshold, baseline, package_rule, options, voters,
    )  # fmt: skip


def read_closed(fields):
    numbers = [fields.number() for _ in range(5)]
    decision = fields.string()
    places = fields.items(lambda: fields.items(fields.number))
    fields.items(fields.number)  # the package
    fields.number()
    return Outcome(*numbers, decision, places)


def read_content(fields):
    for _ in ("documents", "measures", "arguments"):
        fields.items(lambda: (fields.string(), fields.raw(32)))
    fields.number()
    fields.raw(32)
    fields.number()


def read_entry(data):
    """(kind, content) of an entry."""
    fields = Bytes(data)
    if fields.number(1) != 1:
        raise Refused("an entry is not of version 1")
    kind, content = fields.number(1), None
    if kind == 1:
        content = read_opened(fields)
    elif kind == 2:
        content = (fields.string(), fields.number())
        fields.number()
    elif kind == 3:
        content = fields.raw(32)
    elif kind == 4:
        content = read_closed(fields)
    elif kind == 5:
        content = (fields.string(), fields.string())
        fields.number()
    elif kind == 6:
        read_content(fields)
    else:
        raise Refused(f"an entry is of kind {kind}, which is not known")
    if fields.at != len(data):
        raise Refused("an entry has bytes after its end")
    return kind, content


# --- The tree and its signature ------------------------------------------------------------------


def sha256(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


def root_of(entries):
    """The Merkle tree hash of RFC 9162, section 2.1.1, level by level."""
    if not entries:
        return sha256()
    level = [sha256(b"\x00", entry) for entry in entries]
    while len(level) > 1:
        pairs = [sha256(b"\x01", a, b) for a, b in zip(level[::2], level[1::2])]
        if len(level) % 2:
            pairs.append(level[-1])
        level = pairs
    return level[0]


def open_checkpoint(text, origin, public_key):
    """(size, root) of a signed checkpoint."""
    body, gap, signatures = text.rpartition("\n\n")
    if not gap or not signatures.endswith("\n"):
        raise Refused("the checkpoint has no signatures")
    body += "\n"
    lines = body.split("\n")
    if len(lines) < 4 or lines[0] != origin:
        raise Refused("the checkpoint is of another log")
    size, root = lines[1], from_base64(lines[2])
    if not size.isdecimal() or str(int(size)) != size or len(root) != 32:
        raise Refused("the checkpoint has no size or root")
    key_id = sha256(origin.encode(), b"\n", b"\x01", public_key)[:4]
    good = False
    for line in signatures[:-1].split("\n"):
        dash, name, rest = (line.split(" ", 2) + ["", ""])[:3]
        if dash != "\u2014":
            raise Refused("a signature of the checkpoint is none")
        signature = from_base64(rest)
        if name != origin or signature[:4] != key_id:
            continue
        try:
            Ed25519PublicKey.from_public_bytes(public_key).verify(signature[4:], body.encode())
        except (InvalidSignature, ValueError) as error:
            raise Refused("the signature of the checkpoint does not hold") from error
        good = True
    if not good:
        raise Refused("the checkpoint is not signed by the key")
    return int(size), root


# --- Ballots and their count ---------------------------------------------------------------------


def unpack(packed, options):
    """The tier of each option, 0 for one that the ballot leaves out."""
    if not packed or packed[0] != 1:
        raise Refused("a ballot is not of version 1")
    tiers, at = [], 1
    for _ in range(options):
        value = shift = 0
        while True:
            if at >= len(packed) or shift > 14:
                raise Refused("a ballot ends too early")
            byte = packed[at]
            at += 1
            value |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80:
                break
        tiers.append(value)
    ranked = sorted(set(tiers) - {0})
    if at != len(packed) or ranked != list(range(1, len(ranked) + 1)):
        raise Refused("a ballot is no ranking of the measures")
    return tiers


def duels(ballots, options, tied_last):
    """wins[a][b]: votes that prefer a to b. A ballot is (tiers, weight)."""
    wins = [[0] * options for _ in range(options)]
    for tiers, weight in ballots:
        order = [tier or (options + 1 if tied_last else 0) for tier in tiers]
        for a in range(options):
            for b in range(options):
                if order[a] and order[b] and order[a] < order[b]:
                    wins[a][b] += weight
    return wins


def schulze(wins, margins):
    """Places of the options, best first, by the strongest paths."""
    options = len(wins)
    strength = [[0] * options for _ in range(options)]
    for a in range(options):
        for b in range(options):
            if wins[a][b] > wins[b][a]:
                strength[a][b] = wins[a][b] - wins[b][a] if margins else wins[a][b]
    for via in range(options):
        for a in range(options):
            for b in range(options):
                if a != b:
                    path = min(strength[a][via], strength[via][b])
                    strength[a][b] = max(strength[a][b], path)
    left, places = set(range(options)), []
    while left:
        best = [a for a in left if all(strength[a][b] >= strength[b][a] for b in left)]
        places.append(sorted(best))
        left -= set(best)
    return places


def separate(places, tie_rule, seed):
    """Places after the tie rule."""
    if tie_rule == "shared":
        return places
    if tie_rule == "listed":
        key = int
    elif tie_rule == "drawn":

        def key(option):
            return sha256(f"{seed}:{option}".encode("utf-8", "surrogateescape"))

    else:
        raise Refused("the tie rule is not known")
    return [[option] for place in places for option in sorted(place, key=key)]


def passes(threshold, votes_for, votes_against):
    total = votes_for + votes_against
    if threshold == "majority":
        return 2 * votes_for > total
    if threshold == "two-thirds":
        return total > 0 and 3 * votes_for >= 2 * total
    raise Refused("the threshold is not known")


def decide(rules, roll, wins, places, ballots):
    """What quorum and threshold make of the count."""
    if rules.quorum_basis != "none":
        if rules.quorum_basis == "roll":
            votes, total = len(ballots), len(roll)
        elif rules.quorum_basis == "weights":
            votes, total = sum(weight for _, weight in ballots), sum(roll.values())
        else:
            raise Refused("the quorum is not known")
        if votes < -(-total * rules.quorum_percent // 100):
            return "no-quorum"
    if rules.threshold == "none":
        return "adopted"
    every = range(len(rules.options))
    if rules.baseline:
        if rules.baseline not in rules.options:
            raise Refused("the baseline is not voted on")
        base = rules.options.index(rules.baseline)
        passed = any(passes(rules.threshold, wins[a][base], wins[base][a])
                     for a in every if a != base)  # fmt: skip
    else:
        passed = any(all(passes(rules.threshold, wins[a][b], wins[b][a]) for b in every if a != b)
                     for a in (places[0] if places else []))  # fmt: skip
    return "adopted" if passed else "below-threshold"


# --- The bundle ----------------------------------------------------------------------------------


class Vote:
    """One vote of the log."""

    def __init__(self, rules):
        self.rules = rules
        self.roll = dict(rules.voters)
        if len(self.roll) != len(rules.voters):
            raise Refused("a voter is on the roll twice")
        self.commitments = []
        self.outcome = None
        self.withdrawn = False

    def is_open(self):
        return self.outcome is None and not self.withdrawn

    def join(self, voter, weight):
        if self.commitments:
            raise Refused("a voter joins after the ballots")
        if voter in self.roll:
            raise Refused("a voter is on the roll twice")
        self.roll[voter] = weight

    def commit(self, commitment):
        if self.commitments and commitment <= self.commitments[-1]:
            raise Refused("the ballots are out of order")
        self.commitments.append(commitment)


class Verifier:
    """Goes through a bundle; `sentences` says what held."""

    def __init__(self, bundle):
        self.bundle = bundle
        self.sentences = []
        self.votes = []

    def run(self):
        entries = [from_base64(entry) for entry in self.field("entries", list)]
        origin = self.field("origin", str)
        public_key = from_base64(self.field("public_key", str))
        size, root = open_checkpoint(self.field("checkpoint", str), origin, public_key)
        self.sentences.append("The checkpoint is signed.")
        if size != len(entries):
            raise Refused("entries were added or left out")
        if root != root_of(entries):
            raise Refused("an entry was changed or moved")
        self.sentences.append(f"All {size} entries are those that were signed.")
        for data in entries:
            self.tell(*read_entry(data))
        if self.among_ballots():
            raise Refused("the log ends after the ballots, without a result")
        ballots = self.field("ballots", list)
        if len(ballots) != sum(len(vote.commitments) for vote in self.votes):
            raise Refused("ballots were added or left out")
        for vote in self.votes:
            if origin != "plenum/" + vote.rules.deliberation:
                raise Refused("the log is of another deliberation")
            own, ballots = ballots[: len(vote.commitments)], ballots[len(vote.commitments) :]
            if vote.outcome is None:
                self.sentences.append("A vote is not closed: there is nothing to count.")
            else:
                self.check_vote(vote, [self.read_ballot(ballot) for ballot in own])

    def field(self, name, kind):
        value = self.bundle.get(name)
        if not isinstance(value, kind):
            raise NoBundle(f"{name} is missing or of a wrong kind")
        return value

    def among_ballots(self):
        return bool(self.votes) and self.votes[-1].is_open() and bool(self.votes[-1].commitments)

    def tell(self, kind, content):
        """The next entry of the log, which must be one that can come there."""
        last = self.votes[-1] if self.votes else None
        is_open = last is not None and last.is_open()
        if kind in (2, 3, 4) and not is_open:
            raise Refused("an entry is of a vote, and none is open")
        if kind in (5, 6) and self.among_ballots():
            raise Refused("an entry stands between the ballots and the result")
        if kind == 1:
            if is_open:
                raise Refused("a vote is opened twice")
            again = last is not None and last.withdrawn
            number = 1 if last is None else last.rules.decision + (0 if again else 1)
            version = last.rules.version + 1 if again else 1
            if (content.decision, content.version) != (number, version):
                raise Refused("a vote has a number that is not the next one")
            if last is not None and last.rules.deliberation != content.deliberation:
                raise Refused("a vote is of another deliberation")
            self.votes.append(Vote(content))
        elif kind == 2:
            last.join(*content)
        elif kind == 3:
            last.commit(content)
        elif kind == 4:
            last.outcome = content
        elif kind == 5 and is_open and content[1] != "closed":
            last.withdrawn = True

    @staticmethod
    def read_ballot(ballot):
        """(salt, packed, weight, voter)"""
        if not isinstance(ballot, dict):
            raise NoBundle("a ballot is no object")
        weight, voter = ballot.get("weight", 1), ballot.get("voter", "")
        if type(weight) is not int or not 0 <= weight < 1 << 64 or not isinstance(voter, str):
            raise NoBundle("a ballot has a weight or voter that is none")
        return from_base64(ballot.get("salt")), from_base64(ballot.get("packed")), weight, voter

    def check_vote(self, vote, ballots):
        head = f"plenum ballot 2\n{vote.rules.deliberation}\n{vote.rules.decision}\n"
        for (salt, packed, weight, voter), commitment in zip(ballots, vote.commitments):
            text = f"{head}{voter}\n{weight}\n".encode("utf-8", "surrogateescape")
            if len(salt) != 16 or commitment != sha256(text, salt, packed):
                raise Refused("a ballot is not the one that was committed to")
        self.sentences.append(f"All {len(ballots)} ballots are those that were committed to.")
        self.check_numbers(vote, ballots)
        self.check_result(vote, ballots)

    def check_numbers(self, vote, ballots):
        outcome = vote.outcome
        if outcome.ballots != len(ballots) or outcome.voters != len(vote.roll):
            raise Refused("the result has other numbers of ballots or voters than the log")
        if len(ballots) > len(vote.roll) or outcome.delegated > len(ballots):
            raise Refused("there are more ballots than voters, or more delegated than ballots")
        if vote.rules.secrecy == "open":
            voters = [voter for _, _, _, voter in ballots]
            if len(set(voters)) != len(voters):
                raise Refused("a voter has two ballots")
            for _, _, weight, voter in ballots:
                if vote.roll.get(voter) != weight:
                    raise Refused("a ballot is of nobody on the roll, or has another weight")
        elif vote.rules.secrecy == "detached":
            left = collections.Counter(vote.roll.values())
            left.subtract(weight for _, _, weight, _ in ballots)
            if any(voter for _, _, _, voter in ballots) or min(left.values(), default=0) < 0:
                raise Refused("a ballot names its voter, or has a weight of nobody left")
        else:
            raise Refused("the secrecy level is not known")
        self.sentences.append(f"{len(ballots)} ballots of {len(vote.roll)} voters.")

    def check_result(self, vote, ballots):
        rules, outcome = vote.rules, vote.outcome
        options = len(rules.options)
        counted = [(unpack(packed, options), weight) for _, packed, weight, _ in ballots]
        if sum(1 for tiers, _ in counted if not any(tiers)) != outcome.abstentions:
            raise Refused("the result has another number of abstentions")
        if sum(weight for _, weight in counted) != outcome.weight:
            raise Refused("the result has another number of votes")
        if rules.unranked not in ("tied-last", "not-compared"):
            raise Refused("the reading of unranked measures is not known")
        if rules.package_rule:
            self.sentences.append("The package was NOT chosen again: this program cannot.")
        if rules.method not in ("schulze-winning", "schulze-margins"):
            self.sentences.append(f"NOT counted again: this program does not know {rules.method}.")
            return
        wins = duels(counted, options, rules.unranked == "tied-last")
        places = schulze(wins, rules.method == "schulze-margins")
        places = separate(places, rules.tie_rule, rules.tie_seed)
        if places != outcome.places:
            raise Refused("counted again, the ballots give another result")
        if decide(rules, vote.roll, wins, places, counted) != outcome.decision:
            raise Refused("quorum and threshold give another verdict than the stored one")
        self.sentences.append("Counted again, the ballots give the result that was stored.")


def no_json(constant):
    """NaN and its like, which Python's parser takes."""
    raise ValueError(f"{constant} is no JSON")


def verify(text):
    """The sentences of what held. Raises Refused or NoBundle."""
    try:
        bundle = json.loads(text, parse_constant=no_json)
        json.dumps(bundle, ensure_ascii=False).encode()  # no half of a surrogate pair
    except (ValueError, RecursionError) as error:
        raise NoBundle(str(error)) from error
    if not isinstance(bundle, dict) or bundle.get("format") != "plenum bundle 1":
        raise NoBundle('it is no object with "format": "plenum bundle 1"')
    verifier = Verifier(bundle)
    verifier.run()
    return verifier.sentences


def is_key(typed, public_key):
    """Whether NAME+HASH+KEY, or KEY alone, is of that key. Base64 has a plus of its own."""
    key = base64.b64encode(b"\x01" + from_base64(public_key)).decode()
    return typed == key or typed.endswith("+" + key)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("file", help="from `plenum bundle export`")
    parser.add_argument("--key", help="the key of the server's logs as you got it from elsewhere")
    arguments = parser.parse_args()
    try:
        with open(arguments.file, encoding="utf-8-sig") as file:
            text = file.read()
        sentences = verify(text)
        if arguments.key is not None and not is_key(arguments.key, json.loads(text)["public_key"]):
            raise Refused("the key is not the one that you gave")
    except Refused as refusal:
        print(f"DOES NOT HOLD: {refusal}.")
        return 1
    except (NoBundle, OSError, UnicodeDecodeError, binascii.Error) as error:
        print(f"{arguments.file} is no bundle: {error}", file=sys.stderr)
        return 2
    print("\n".join(sentences))
    return 0


if __name__ == "__main__":
    sys.exit(main())
