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

    def items(self, read):
        return [read() for _ in range(self.number(4))]


@dataclasses.dataclass
class Rules:
    deliberation: bytes
    method: bytes
    unranked: bytes
    options: int
    voters: list


@dataclasses.dataclass
class Outcome:
    voters: int
    ballots: int
    abstentions: int
    places: list


def read_entry(data):
    """(kind, content) of an entry."""
    fields = Bytes(data)
    if fields.number(1) != 1:
        raise Refused("an entry is not of version 1")
    kind = fields.number(1)
    if kind == 1:
        deliberation, method, unranked = fields.text(), fields.text(), fields.text()
        options = fields.items(lambda: (fields.number(), fields.text(), fields.text()))
        voters = fields.items(fields.text)
        fields.number()
        content = Rules(deliberation, method, unranked, len(options), voters)
    elif kind == 2:
        content = fields.text()
        fields.number()
    elif kind == 3:
        content = fields.raw(32)
    elif kind == 4:
        voters, ballots, abstentions = fields.number(), fields.number(), fields.number()
        places = fields.items(lambda: fields.items(fields.number))
        fields.number()
        content = Outcome(voters, ballots, abstentions, places)
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


def schulze(ballots, options, margins, tied_last):
    """Places of the options, best first, by the strongest paths."""
    wins = [[0] * options for _ in range(options)]
    for tiers in ballots:
        order = [tier or (options + 1 if tied_last else 0) for tier in tiers]
        for a in range(options):
            for b in range(options):
                if order[a] and order[b] and order[a] < order[b]:
                    wins[a][b] += 1
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


# --- The bundle ----------------------------------------------------------------------------------


class Verifier:
    """Goes through a bundle; `sentences` says what held."""

    def __init__(self, bundle):
        self.bundle = bundle
        self.sentences = []

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
        self.story(entries)
        if origin.encode() != b"plenum/" + self.rules.deliberation:
            raise Refused("the log is of another deliberation")
        if self.outcome is None:
            self.sentences.append("The vote is not closed: there is nothing to count.")
            return
        self.check_ballots()
        self.check_numbers()
        self.check_result()

    def field(self, name, kind):
        value = self.bundle.get(name)
        if not isinstance(value, kind):
            raise NoBundle(f"{name} is missing or of a wrong kind")
        return value

    def story(self, entries):
        self.outcome, self.commitments = None, []
        if not entries:
            raise Refused("the log is empty")
        for index, data in enumerate(entries):
            kind, content = read_entry(data)
            if self.outcome is not None:
                raise Refused("an entry comes after the close")
            if (kind == 1) != (index == 0):
                raise Refused("the opening is not the first entry, or not the only one")
            if kind == 1:
                self.rules, self.voters = content, list(content.voters)
            elif kind == 2:
                if self.commitments:
                    raise Refused("a voter joins after the ballots")
                self.voters.append(content)
            elif kind == 3:
                if self.commitments and content <= self.commitments[-1]:
                    raise Refused("the ballots are out of order")
                self.commitments.append(content)
            else:
                self.outcome = content
        if len(set(self.voters)) != len(self.voters):
            raise Refused("a voter is on the roll twice")

    def check_ballots(self):
        ballots = self.field("ballots", list)
        if len(ballots) != len(self.commitments):
            raise Refused("ballots were added or left out")
        self.packed = []
        for ballot, commitment in zip(ballots, self.commitments):
            if not isinstance(ballot, dict):
                raise NoBundle("a ballot is no object")
            salt, packed = from_base64(ballot.get("salt")), from_base64(ballot.get("packed"))
            name = self.rules.deliberation
            if len(salt) != 16 or commitment != sha256(
                b"plenum ballot 1\n", name, b"\n", salt, packed
            ):
                raise Refused("a ballot is not the one that was committed to")
            self.packed.append(packed)
        self.sentences.append(f"All {len(ballots)} ballots are those that were committed to.")

    def check_numbers(self):
        if self.outcome.ballots != len(self.packed) or self.outcome.voters != len(self.voters):
            raise Refused("the result has other numbers of ballots or voters than the log")
        if len(self.packed) > len(self.voters):
            raise Refused("there are more ballots than voters")
        self.sentences.append(f"{len(self.packed)} ballots of {len(self.voters)} voters.")

    def check_result(self):
        tiers = [unpack(packed, self.rules.options) for packed in self.packed]
        abstentions = sum(1 for ballot in tiers if not any(ballot))
        if abstentions != self.outcome.abstentions:
            raise Refused("the result has another number of abstentions")
        method = self.rules.method.decode()
        if self.rules.unranked not in (b"tied-last", b"not-compared"):
            raise Refused("the reading of unranked measures is not known")
        if method not in ("schulze-winning", "schulze-margins"):
            self.sentences.append(f"NOT counted again: this program does not know {method}.")
            return
        places = schulze(
            tiers,
            self.rules.options,
            method == "schulze-margins",
            self.rules.unranked == b"tied-last",
        )
        if places != self.outcome.places:
            raise Refused("counted again, the ballots give another result")
        self.sentences.append("Counted again, the ballots give the result that was stored.")


def verify(text):
    """The sentences of what held. Raises Refused or NoBundle."""
    try:
        bundle = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise NoBundle(str(error)) from error
    if not isinstance(bundle, dict) or bundle.get("format") != "plenum bundle 1":
        raise NoBundle('it is no object with "format": "plenum bundle 1"')
    verifier = Verifier(bundle)
    verifier.run()
    return verifier.sentences


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("file", help="from `plenum bundle export`")
    parser.add_argument("--key", help="the key of the server's logs as you got it from elsewhere")
    arguments = parser.parse_args()
    try:
        with open(arguments.file, encoding="utf-8") as file:
            text = file.read()
        sentences = verify(text)
        if arguments.key:
            typed = base64.b64decode(arguments.key.rpartition("+")[2])
            if typed != b"\x01" + from_base64(json.loads(text)["public_key"]):
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
