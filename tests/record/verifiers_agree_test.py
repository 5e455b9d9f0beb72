"""Two verifiers that share no code say the same of 1,000 records of votes and of many more that were
tampered with: `plenum verify bundle` (C++) and clients/python/verify_bundle.py."""

import base64
import collections
import importlib.util
import json
import pathlib
import subprocess
import sys
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
RECORDS = 1000
# Each class of bytes in which a record can be changed, met in every vote or in those with ballots.
CLASSES = {
    "rules", "result", "leaf", "entry left out", "checkpoint", "key", "origin", "salt", "ballot",
    "ballot left out", "signed: result", "signed: roll", "signed: abstentions",
    "signed: twice on the roll", "signed: ballot without a voter",
    "signed: ballot that is no ranking", "signed: decision", "signed: vote number",
    "signed: opened twice", "signed: weight of a ballot", "signed: delegated",
    "signed: ballot of nobody", "weight", "voter",
}  # fmt: skip

spec = importlib.util.spec_from_file_location(
    "verify_bundle", ROOT / "clients" / "python" / "verify_bundle.py"
)
verify_bundle = importlib.util.module_from_spec(spec)
sys.modules["verify_bundle"] = verify_bundle
spec.loader.exec_module(verify_bundle)


def holds(text):
    try:
        sentences = verify_bundle.verify(text)
    except (verify_bundle.Refused, verify_bundle.NoBundle):
        return False
    assert not any(sentence.startswith("NOT") for sentence in sentences), sentences
    return True


class VerifiersAgree(unittest.TestCase):
    def test_on_records_of_random_votes_and_on_forged_ones(self):
        made = subprocess.run(
            [PROGRAM, "1", str(RECORDS)], check=True, capture_output=True, text=True
        )
        good, refused = 0, collections.Counter()
        for line in made.stdout.splitlines():
            record = json.loads(line)
            with self.subTest(what=record["what"]):
                self.assertEqual(holds(record["bundle"]), record["holds"], record["bundle"])
                self.assertEqual(record["holds"], record["what"] == "", record["bundle"])
            if record["what"]:
                refused[record["what"]] += 1
            else:
                good += 1
        self.assertEqual(good, RECORDS)
        self.assertEqual(set(refused), CLASSES)
        self.assertGreater(min(refused.values()), RECORDS // 4)
        print(f"agreed on {good} records, and refused {sum(refused.values())} forged ones")

    def test_the_whole_key_is_compared(self):
        public_key = base64.b64encode(b"\x00\x3e" + bytes(30)).decode()
        whole = base64.b64encode(b"\x01\x00\x3e" + bytes(30)).decode()
        self.assertIn("+", whole)
        for key in (whole, f"plenum/deliberations/d1+0123abcd+{whole}"):
            self.assertTrue(verify_bundle.is_key(key, public_key), key)
        for key in ("", whole.rpartition("+")[2], whole.replace("+", "A"), whole[1:], "x" + whole):
            self.assertFalse(verify_bundle.is_key(key, public_key), key)

    def test_what_is_no_bundle_is_said_to_be_none(self):
        good = {"format": "plenum bundle 1", "origin": "", "public_key": "", "checkpoint": "",
                "entries": [], "ballots": []}  # fmt: skip
        odd = [dict(good, more=float("nan")), dict(good, more="\ud800")]
        for text in ("", "[]", "{", '{"format": "plenum bundle 2"}', "[" * 100_000,
                     '{"format": "plenum bundle 1"}', *map(json.dumps, odd)):  # fmt: skip
            with self.subTest(text=text[:40]), self.assertRaises(verify_bundle.NoBundle):
                verify_bundle.verify(text)


if __name__ == "__main__":
    PROGRAM = sys.argv.pop(1)
    unittest.main(verbosity=1)
