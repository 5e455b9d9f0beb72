#!/usr/bin/env python3
"""Runs the ingestion cases of PLENUM_CONFORMANCE_DIR and the project's own ones beside this file.

usage: run.py [--html-score PROGRAM] [--blocks PROGRAM] [COMMAND...]

COMMAND prints the measures of a file as JSON (default: build/release/bin/plenum extract --json).
Prints each set, then a table of every figure with what it must reach and what it aims at. The sets
seeds, policy and own are those that the rules were developed on; heldout was never looked at while
a rule was changed, so its figures are the ones to believe. Exit status 1 if a figure misses what it
must reach; 2 if the cases are missing. The last line is "ingestion: N of M", the required measures
that were found.
"""
import json
import os
import re
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[2]

# What a release must reach, and what it aims at: recall and precision of the evidence, recall and
# precision of titles, stance. None: printed, not demanded.
TARGETS = {
    "seeds": ((0.90, 0.85, 0.70, None, 0.85), (1.00, 0.95, 0.85, None, 0.95)),
    "policy": ((0.85, 0.85, 0.70, None, 0.85), (0.95, 0.95, 0.85, None, 0.95)),
    "own": ((0.85, 0.90, 0.75, 0.75, 0.85), (0.95, 0.95, 0.85, 0.85, 0.95)),
    "heldout": ((0.75, 0.85, 0.70, 0.70, 0.80), (0.95, 0.95, 0.85, 0.85, 0.95)),
}
LABELS = ("required measures found", "found that are real", "titles of required that match",
          "titles of found that match", "stance right")
HTML_TARGET = (0.945, 0.970)
BODY_TARGET = (1.0, 1.0)
OTHER_TARGET = (0.95, 1.0)

TOTAL = re.compile(
    r"evidence recall (\S+) precision (\S+) \| title recall (\S+) precision (\S+) \| "
    r"stance (\S+) \| forbidden (\d+) \| not verbatim (\d+)"
)


class Table:
    """Figures with what they must reach; keeps what is missed."""

    def __init__(self):
        self.rows = []
        self.failures = []

    def add(self, name, label, value, must, aim):
        missed = must is not None and value < must
        note = "MISSED" if missed else "" if aim is None or value >= aim else "below aim"
        self.rows.append((name, label, f"{value:.3f}" if must == HTML_TARGET[0] else f"{value:.2f}",
                          "-" if must is None else f"{must:.2f}" if must != 0.945 else "0.945",
                          "-" if aim is None else f"{aim:.2f}", note))
        if missed:
            self.failures.append(f"{name}: {label} {value} is below {must}")

    def none(self, name, label, count):
        self.rows.append((name, label, str(count), "0", "0", "MISSED" if count else ""))
        if count:
            self.failures.append(f"{name}: {count} {label}")

    def print(self):
        print("== figures")
        widths = [max(len(row[i]) for row in self.rows + [("set", "figure", "is", "must", "aim", "")])
                  for i in range(6)]
        for row in [("set", "figure", "is", "must", "aim", "")] + self.rows:
            print("  ".join(cell.ljust(width) for cell, width in zip(row, widths)).rstrip())


def score(name, gold, scorer, command, table):
    """Scores one set; returns (found, required)."""
    run = subprocess.run(
        [sys.executable, str(scorer), str(gold), "--", *command],
        capture_output=True, text=True, check=False,
    )
    print(f"== {name}")
    print(run.stdout, end="")
    total = TOTAL.search(run.stdout)
    if run.returncode or not total:
        print(run.stderr)
        table.failures.append(f"{name}: the scorer failed")
        return 0, 1
    for label, value, must, aim in zip(LABELS, total.groups()[:5], *TARGETS[name]):
        if value != "n/a":
            table.add(name, label, float(value), must, aim)
    table.none(name, "forbidden spans taken", int(total[6]))
    table.none(name, "quotes not verbatim", int(total[7]))
    if "command failed" in run.stdout:
        table.failures.append(f"{name}: the command failed on a document")
    pairs = re.findall(r"required (\d+) evidence (\d+)", run.stdout)
    return sum(int(b) for _, b in pairs), sum(int(a) for a, _ in pairs)


def score_html(program, folder, table):
    """Article pages: shingle F1."""
    run = subprocess.run([program, str(folder)], capture_output=True, text=True, check=False)
    print("== html")
    print(run.stdout, end="")
    f1 = re.search(r"^F1 (\S+)", run.stdout, re.M)
    if run.returncode or not f1:
        table.failures.append(f"html: the program failed: {run.stderr.strip()}")
        return
    table.add("html", "article pages, shingle F1", float(f1[1]), *HTML_TARGET)


def score_body(program, gold, table):
    """Seeds: characters of the body that are kept as content, and of all other text that are not.

    The body is the gold's body_spans; what lies outside main_content and is no heading is other
    text (titles are kept as headings)."""
    kept = body = dropped = other = 0
    for doc in json.loads(gold.read_text(encoding="utf-8"))["docs"]:
        file = gold.parent / doc["file"]
        text = file.read_text(encoding="utf-8")
        run = subprocess.run([program, "--blocks", str(file)], capture_output=True, text=True,
                             check=False)
        content, headings = set(), set()
        for line in run.stdout.splitlines():
            kind, start, end = line.split("\t")
            if kind == "heading":
                headings.update(range(int(start), int(end)))
            if kind not in ("chrome", "caption"):
                content.update(range(int(start), int(end)))
        inside = {i for span in doc["body_spans"] for i in range(span["start"], span["end"])
                  if not text[i].isspace()}
        main = range(doc["main_content"]["start"], doc["main_content"]["end"])
        outside = {i for i in range(len(text))
                   if i not in main and i not in headings and not text[i].isspace()}
        body, kept = body + len(inside), kept + len(inside & content)
        other, dropped = other + len(outside), dropped + len(outside - content)
    print(f"== seeds: {kept} of {body} characters of the body kept, "
          f"{dropped} of {other} of the other text dropped")
    table.add("seeds", "body kept", kept / body, *BODY_TARGET)
    table.add("seeds", "other text dropped", dropped / other, *OTHER_TARGET)


def main():
    args = sys.argv[1:]
    programs = {"--html-score": ROOT / "build/release/tests/ingestion_html_score",
                "--blocks": ROOT / "build/release/tests/ingestion_extract"}
    while args and args[0] in programs:
        programs[args[0]], args = Path(args[1]), args[2:]
    command = args or [str(ROOT / "build/release/bin/plenum"), "extract", "--json"]
    cases = os.environ.get("PLENUM_CONFORMANCE_DIR", "")
    scorer = Path(cases) / "score_extraction.py"
    if not cases or not scorer.exists():
        print("PLENUM_CONFORMANCE_DIR does not name a folder with score_extraction.py")
        return 2
    folder = Path(cases) / "ingestion"
    sets = {"seeds": folder / "seeds/gold.json", "policy": folder / "policy/gold.json",
            "own": HERE / "own/gold.json", "heldout": HERE / "heldout/gold.json"}
    table = Table()
    found = required = 0
    for name, gold in sets.items():
        if not gold.exists():
            table.failures.append(f"{name}: {gold} is missing")
            continue
        one, of = score(name, gold, scorer, command, table)
        found, required = found + one, required + of
    if programs["--blocks"].exists():
        score_body(str(programs["--blocks"]), sets["seeds"], table)
    else:
        table.failures.append(f"seeds: {programs['--blocks']} is not built")
    if programs["--html-score"].exists():
        score_html(str(programs["--html-score"]), folder / "html", table)
    else:
        table.failures.append(f"html: {programs['--html-score']} is not built")
    table.print()
    for failure in table.failures:
        print("FAIL", failure)
    print(f"ingestion: {found} of {required}")
    return 1 if table.failures else 0


if __name__ == "__main__":
    sys.exit(main())
