#!/usr/bin/env python3
"""The whole path through the real binaries: a deliberation from documents to a result.

usage: cli_scenario_test.py BIN plenumd|services [unittest arguments]
       cli_scenario_test.py BIN at ADDRESSES     the same against servers that run already, where
                                                 ADDRESSES is SERVER or INGESTION,SCORING,DELIBERATION

BIN is the folder with the binaries. `services` starts the three services apart, each on its own
port and database. Every person has a config directory of their own.
"""

import base64
import csv
import io
import json
import os
import pathlib
import pty
import re
import shutil
import signal
import socket
import stat
import subprocess
import sys
import tempfile
import time
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
BIN = pathlib.Path()
MODE = ""
ADDRESSES = ""

ARTICLE = """Sharing the burden

The alliance has kept its posture for thirty years, and the bill has grown every year.

The two governments should establish a permanent crisis hotline between their command centers. A
hotline costs little, and it would have shortened the last incident by hours.

Washington should reduce the number of troops that are based permanently in the north. The two
allies must harden the runways of their air bases against missiles.

Some argue that joint exercises should be cancelled altogether. That would be a mistake.
"""

REPORT = """# Next steps

We recommend that both parliaments hold yearly consultations on the cost of the alliance.

The defense ministries should move large exercises to the autumn.
"""


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


class Servers:
    """Starts what MODE says and knows the addresses."""

    def __init__(self, root):
        self.root = root
        self.processes = []
        self.environment = {}
        self.services = {}  # of a mode with processes of their own: how each is started

    def spawn(self, program, *arguments):
        log = open(self.root / f"{program}.log", "wb")
        clean = {k: v for k, v in os.environ.items() if not k.startswith("PLENUM_")}
        process = subprocess.Popen([BIN / program, *arguments], stdout=log, stderr=log, env=clean)
        log.close()
        self.processes.append((program, process))

    def wait_for(self, program, port_file):
        deadline = time.monotonic() + 30
        while not (port_file.exists() and port_file.read_text().strip()):
            if self.processes[-1][1].poll() is not None or time.monotonic() > deadline:
                raise RuntimeError((self.root / f"{program}.log").read_text())
            time.sleep(0.02)
        return int(port_file.read_text())

    def start(self):
        if MODE == "at":
            parts = ADDRESSES.split(",")
            if len(parts) == 1:
                self.environment = {"PLENUM_SERVER": parts[0]}
            else:
                names = ("PLENUM_INGESTION", "PLENUM_SCORING", "PLENUM_DELIBERATION")
                self.environment = dict(zip(names, parts))
        elif MODE == "plenumd":
            self.spawn("plenumd", "--data-dir", str(self.root / "data"), "--listen", "127.0.0.1:0",
                       "--web-listen=", "--port-file", str(self.root / "port"))
            port = self.wait_for("plenumd", self.root / "port")
            self.environment = {"PLENUM_SERVER": f"127.0.0.1:{port}"}
        else:
            self.start_services()

    def start_services(self):
        names = ("ingestion", "scoring", "deliberation")
        # They call each other, so all the ports must be known before the first one starts.
        at = {name: f"127.0.0.1:{free_port()}" for name in names}
        peers = {"ingestion": ("deliberation",), "scoring": ("ingestion", "deliberation"),
                 "deliberation": ("ingestion", "scoring")}
        for name in names:
            flags = [f for peer in peers[name] for f in (f"--{peer}", at[peer])]
            database = f"sqlite:{self.root / name}.db"
            program = f"plenum-{name}"
            self.spawn(program, "migrate", "--database", database, *flags)
            if self.processes.pop()[1].wait(30) != 0:
                raise RuntimeError((self.root / f"{program}.log").read_text())
            self.services[name] = (program, "serve", "--database", database, "--listen", at[name],
                                   "--port-file", str(self.root / f"{name}.port"), *flags)
            self.resume(name)
        self.environment = {f"PLENUM_{name.upper()}": at[name] for name in names}

    def halt(self, name):
        program = self.services[name][0]
        for at, (running, process) in enumerate(self.processes):
            if running == program:
                process.terminate()
                process.wait(20)
                del self.processes[at]
                break
        (self.root / f"{name}.port").unlink()

    def resume(self, name):
        self.spawn(*self.services[name])
        self.wait_for(self.services[name][0], self.root / f"{name}.port")

    def stop(self):
        for _, process in self.processes:
            process.terminate()
        for program, process in self.processes:
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                raise RuntimeError(f"{program} did not end when asked to")


class CliScenario(unittest.TestCase):
    def setUp(self):
        self.root = pathlib.Path(tempfile.mkdtemp(prefix="plenum-e2e-"))
        self.addCleanup(shutil.rmtree, self.root)
        self.servers = Servers(self.root)
        self.addCleanup(self.servers.stop)
        self.servers.start()

    def environment_of(self, person):
        # Of the caller's settings only the secret that servers which run already may ask for.
        environment = {k: v for k, v in os.environ.items()
                       if (not k.startswith("PLENUM_") or k == "PLENUM_CREATION_SECRET")
                       and k not in ("VISUAL", "EDITOR")}
        environment.update(self.servers.environment)
        environment.update(XDG_CONFIG_HOME=str(self.root / person), TMPDIR=str(self.root),
                           LC_ALL="C.UTF-8", COLUMNS="100")
        return environment

    def run_plenum(self, person, *arguments, code=0, stdin="", editor=""):
        environment = self.environment_of(person)
        if editor:
            environment["EDITOR"] = editor
        done = subprocess.run([BIN / "plenum", *arguments], input=stdin, capture_output=True,
                              text=True, env=environment, timeout=60)
        self.assertEqual(done.returncode, code,
                         f"plenum {' '.join(arguments)}\n{done.stdout}\n{done.stderr}")
        self.assertNotIn("\x1b", done.stdout + done.stderr, "colour without a terminal")
        self.assertNotIn("eyJ", done.stderr, "a token on standard error")
        return done.stderr if code else done.stdout

    def json_of(self, person, *arguments, **options):
        return json.loads(self.run_plenum(person, *arguments, "--json", **options))

    def join(self, name, role="member"):
        token = self.json_of("ana", "member", "add", name, "--role", role)["token"]
        said = self.run_plenum(name.lower(), "login", "-", stdin=token + "\n")
        self.assertIn(f"You are {name}, {role} of", said)
        self.assertNotIn(token, said)

    def test_a_deliberation_from_documents_to_a_result(self):
        self.set_up()
        self.invite_by_table()
        self.curate()
        self.score()
        self.argue()
        self.hold_opinions()
        self.vote()
        self.close()

    def set_up(self):
        states = self.json_of("ana", "server", "check")["services"]
        self.assertTrue(all(state["serving"] for state in states), states)
        self.run_plenum("ana", "whoami", code=4)
        self.run_plenum("ana", "deliberation", "create", "Recalibration", "--as", "Ana")
        file = self.root / "ana/plenum/credentials.json"
        self.assertEqual(stat.S_IMODE(file.stat().st_mode), 0o600)
        self.assertEqual(stat.S_IMODE(file.parent.stat().st_mode), 0o700)
        said = self.run_plenum("ana", "whoami")
        self.assertIn("Ana, facilitator of", said)
        self.assertIn("The token is good until", said)
        self.assertIn("expireTime", self.json_of("ana", "whoami"))
        for name in ("Ben", "Chloe"):
            self.join(name)
        self.join("Olga", "observer")
        self.assertIn("members/", self.json_of("ana", "member", "list")["members"][0]["name"])

    def invite_by_table(self):
        """A roll from a spreadsheet; importing it again adds nobody twice."""
        roll = self.root / "roll.csv"
        roll.write_text("name;role\nDora Kim;observer\n\"Eve; Lee\";observer\n")
        first, second = self.root / "invitations.csv", self.root / "more.csv"
        said = self.run_plenum("ana", "member", "import", str(roll), "--out", str(first))
        self.assertIn("2 people are new on the roll", said)
        self.assertEqual(first.stat().st_mode & 0o777, 0o600)
        self.assertNotIn("eyJ", said)
        rows = list(csv.DictReader(first.open()))
        self.assertEqual([row["name"] for row in rows], ["Dora Kim", "Eve; Lee"])
        self.assertIn("login", rows[0]["sign_in"])
        said = self.run_plenum("ana", "member", "import", str(roll), "--out", str(second))
        self.assertIn("2 were on it already", said)
        self.run_plenum("ana", "member", "import", str(roll), "--out", str(first), code=2)
        roll.write_text("name\nFay\nFAY\n")
        said = self.run_plenum("ana", "member", "import", str(roll), "--out", "x", code=2)
        self.assertIn("lines 2 and 3", said)
        self.run_plenum("olga", "member", "import", str(roll), "--out", "x", code=2)

    def curate(self):
        article, report = self.root / "article.txt", self.root / "report.md"
        empty = self.root / "empty.txt"
        article.write_text(ARTICLE)
        report.write_text(REPORT)
        empty.write_text("")
        said = self.run_plenum("ana", "document", "import", str(article), str(empty), str(report),
                               code=1)
        self.assertIn("1 of 3 files were not imported", said)
        self.assertIn("already here", self.run_plenum("ana", "document", "import", str(article)))
        self.run_plenum("ana", "document", "import", str(self.root / "no such file"), code=2)
        self.run_plenum("ben", "document", "import", str(article), code=4)
        self.assertEqual(len(self.json_of("ana", "document", "list")["documents"]), 2)
        text = self.json_of("ana", "document", "show", "d1", "--text")["text"]
        measures = self.json_of("ana", "measure", "list")["measures"]
        self.assertGreaterEqual(len(measures), 3)
        quote = measures[0]["quotes"][0]
        self.assertEqual(text[int(quote["start"]):int(quote["end"])], quote["text"])
        self.run_plenum("ana", "measure", "add", "Publish the costs")
        self.run_plenum("ana", "measure", "rename", "publish", "Publish the yearly costs")
        self.run_plenum("ana", "measure", "rename", "publish", "X", "--etag", "stale", code=6)
        self.run_plenum("ana", "measure", "reject", "m2", "--reason", "Not now")
        self.assertIn("rejected: Not now", self.run_plenum("ana", "measure", "list", "--all"))
        self.assertNotIn("Not now", self.run_plenum("ana", "measure", "list"))
        self.assertIn("no measure", self.run_plenum("ana", "measure", "show", "m99", code=5))
        self.revise()
        self.interrupt_an_import()
        self.run_plenum("ana", "criterion", "add", "Effect", "--weight", "60")
        self.run_plenum("ana", "criterion", "add", "Cost", "--weight", "40", "--better", "lower",
                        "--worst", "ruinous", "--floor", "0.2")
        self.assertIn("worst: ruinous; floor at 0.2", self.run_plenum("ana", "criterion", "list"))
        bad = self.run_plenum("ana", "criterion", "add", "", "--min", "9", "--max", "1", code=1)
        self.assertIn("\n  criterion.title: ", bad)
        self.run_plenum("ana", "criterion", "set", "effect", "--weight", "70")

    def revise(self):
        """Merge, split, attach, undo: and all is as it was, with a history."""
        def titles():
            return [each["title"] for each in self.json_of("ana", "measure", "list")["measures"]]

        before = titles()
        self.assertIn("Accepted", self.run_plenum("ana", "measure", "accept", "m1"))
        self.run_plenum("ben", "measure", "accept", "m1", code=4)
        self.run_plenum("ana", "measure", "merge", "m1", "m1", code=1)
        self.run_plenum("ana", "measure", "merge", "m1", "m3", "--reason", "The same")
        self.assertIn("merged into m1", self.run_plenum("ben", "measure", "list", "--all"))
        shown = self.run_plenum("ben", "measure", "show", "m1")
        self.assertIn("Merged from  m3", shown)
        self.assertIn("2. ", shown)
        self.run_plenum("ana", "measure", "split", "m1", "One: 1", "Two: 9", code=2)
        self.run_plenum("ana", "measure", "split", "m1", "One: 1", "Two: 2")
        self.assertIn("Two", titles())
        self.run_plenum("ana", "measure", "accept", "m1", code=1)
        self.run_plenum("ana", "measure", "undo", "m1")
        self.run_plenum("ana", "measure", "undo", "m1")
        self.assertEqual(titles(), before)
        self.run_plenum("ana", "measure", "restore", "m2")
        self.run_plenum("ana", "measure", "reject", "m2", "--reason", "Not now")
        steps = self.json_of("ben", "measure", "history", "m1")["steps"]
        self.assertEqual([each["kind"].removeprefix("CURATION_KIND_") for each in steps],
                         ["FOUND", "ACCEPTED", "MERGED", "SPLIT", "UNDONE", "UNDONE"])
        self.assertIn("merged (undone)", self.run_plenum("ben", "measure", "history", "m1"))
        quote = self.json_of("ana", "measure", "show", "m1")["measure"]["quotes"][0]["text"]
        self.run_plenum("ana", "measure", "attach", "publish", "d1", "never said", code=1)
        self.assertIn("now has 1 quote",
                      self.run_plenum("ana", "measure", "attach", "publish", "d1", quote))
        self.run_plenum("ana", "measure", "detach", "publish", "1")
        marked = self.run_plenum("ben", "document", "show", "d1")
        self.assertIn("[m1 ", marked)
        quotes = self.json_of("ben", "document", "show", "d1")["quotes"]
        self.assertIn("m1", [each["label"] for each in quotes])
        self.json_of("ben", "suggestion", "list")

    def interrupt_an_import(self):
        """Ctrl-C in the middle of an import: nothing is stored, and that is said."""
        long = self.root / "long.txt"
        long.write_text("The committee met in the old town hall and heard the reports.\n\n" * 400_000)
        leader, follower = pty.openpty()
        process = subprocess.Popen([BIN / "plenum", "document", "import", str(long)],
                                   env=self.environment_of("ana"), stdout=follower, stderr=follower)
        os.close(follower)
        said = b""
        while b"reading" not in said and b"looking" not in said:
            said += os.read(leader, 4096)
        process.send_signal(signal.SIGINT)
        try:
            while piece := os.read(leader, 4096):
                said += piece
        except OSError:
            pass  # the other side is closed
        os.close(leader)
        self.assertEqual(process.wait(), 1, said)
        self.assertIn(b"nothing was stored", said)
        self.assertEqual(len(self.json_of("ana", "document", "list")["documents"]), 2)

    def second_round(self):
        """Weights, a table to fill in, a second round, and what the ranking rests on."""
        self.assertIn("75 %", self.run_plenum("ben", "weight", "set", "--method", "ranks",
                                              "effect=1", "cost=2"))
        self.run_plenum("ben", "weight", "set", "effect=1", code=1)
        self.run_plenum("chloe", "weight", "set", "--method", "pairs", "effect:cost=1/3")
        self.run_plenum("ben", "weight", "set", "effect:cost", code=2)
        filled = self.run_plenum("ben", "score", "template")
        self.assertIn("measure,criterion,value,reason,confidence,quote,about", filled)
        self.assertIn("worst: ruinous", filled)
        self.run_plenum("ben", "score", "import", "-", stdin=filled)
        self.run_plenum("ben", "ranking", "show", code=1)  # sealed
        self.run_plenum("ben", "round", "open", code=4)
        self.run_plenum("ana", "round", "open")
        self.assertIn("Round 2", self.run_plenum("ben", "round", "show"))
        self.run_plenum("ben", "score", "set", self.numbers[0], "effect", "1", "--reason",
                        "the new estimate", "--confidence", "0.9")
        moved = self.json_of("ana", "round", "movements")
        self.assertEqual([m["reason"] for m in moved["movements"]], ["the new estimate"])
        self.assertIn("the new estimate", self.run_plenum("ana", "round", "movements"))
        self.assertIn("another round is worth it", self.run_plenum("ana", "round", "assess"))
        assessed = self.json_of("ana", "round", "assess")
        self.assertEqual(assessed["cells"][0]["state"], "CELL_STATE_MOVING")
        self.assertIn("quote", self.run_plenum("ben", "score", "set", self.numbers[0], "effect",
                                               "1", "--quote", "99", code=2))
        self.run_plenum("ben", "score", "set", self.numbers[0], "effect", "1", "--quote", "1")
        evidence = self.json_of("ana", "ranking", "evidence")["measures"]
        self.assertEqual(sum(each["withQuote"] for each in evidence), 1)
        first, second = self.numbers[:2]
        self.assertIn("totals", self.run_plenum("ben", "ranking", "why", first, second))
        self.run_plenum("ben", "ranking", "why", first, first, code=1)
        sure = self.json_of("ben", "ranking", "sensitivity", "--seed", "3")
        self.assertEqual(sure, self.json_of("chloe", "ranking", "sensitivity", "--seed", "3"))
        shown = self.run_plenum("ben", "ranking", "sensitivity", "--clear-winner", "1")
        for part in ("draws of the weights", "First on average at", "100 % of the draws"):
            self.assertIn(part, shown)
        self.run_plenum("ben", "ranking", "sensitivity", "--group", "median", "--members", code=1)
        agenda = self.run_plenum("ben", "ranking", "agenda")
        for part in ("how much it matters", "facts", "values"):
            self.assertIn(part, agenda)
        self.assertIn("topsis", self.run_plenum("ben", "ranking", "audit"))
        self.assertIn("With reason", self.run_plenum("ben", "ranking", "evidence"))
        self.assertIn("Total", self.run_plenum("ben", "ranking", "show", "--group", "median",
                                               "--weights", "members"))
        table = list(csv.reader(io.StringIO(self.run_plenum("ben", "ranking", "show", "--csv"))))
        self.assertEqual(table[0][:4], ["position", "best_position", "worst_position", "measure"])
        self.assertEqual(table[0][-2:], ["Effect", "Cost"])
        scores = list(csv.reader(io.StringIO(self.run_plenum("ben", "score", "list", "--csv"))))
        self.assertEqual(scores[0][:4], ["member", "measure", "criterion", "value"])
        self.assertIn(["Ben", self.numbers[0], "c1", "1"], [row[:4] for row in scores])
        self.assertIn(" 1  ", self.run_plenum("ben", "ranking", "watch", "--count", "1"))

    def score(self):
        self.run_plenum("ben", "score", "set", "1", "effect", "5", code=1)  # not yet
        self.run_plenum("ben", "deliberation", "advance", "scoring", code=4)
        self.run_plenum("ana", "deliberation", "advance", "scoring")
        self.numbers = [line.split()[0]
                        for line in self.run_plenum("ana", "measure", "list", "--titles").splitlines()
                        if line.startswith("m")]
        self.assertNotIn("m2", self.numbers)
        for shift, person in enumerate(("ana", "ben", "chloe")):
            rows = ["criterion;measure;value"]
            for i, number in enumerate(self.numbers):
                rows.append(f"Effect;{number};{9 - i + shift / 2}".replace(".", ","))
                rows.append(f"c2;{number};{i}")
            self.run_plenum(person, "score", "set", "--file", "-", stdin="\n".join(rows) + "\n")
        self.run_plenum("ben", "score", "set", "m1", "cost", "11", code=1)
        self.assertIn("line 2", self.run_plenum("ben", "score", "set", "--file", "-", code=2,
                                                stdin="measure,criterion,value\nm1,effect,x\n"))
        self.assertEqual(len(self.json_of("ben", "score", "list")["scores"]),
                         2 * len(self.numbers))
        self.second_round()
        ranking = self.json_of("ana", "ranking", "show")["ranking"]["measures"]
        self.assertEqual(ranking[0]["position"], 1)
        self.assertIn("Total", self.run_plenum("ana", "ranking", "show"))

    def argue(self):
        """Pro and con, a reply, a change of one's words, and one that is hidden."""
        measure = self.numbers[0]
        self.assertIn("Nothing is said yet", self.run_plenum("olga", "argument", "list"))
        self.run_plenum("ben", "argument", "add", measure, "for", "It worked in 2019",
                        "--criterion", "effect", "--quote", "1")
        self.run_plenum("chloe", "argument", "add", measure, "against", "Nobody would answer")
        self.run_plenum("ben", "argument", "reply", "a2", "Somebody must, by the treaty")
        self.run_plenum("olga", "argument", "add", measure, "for", "As an observer", code=4)
        self.run_plenum("chloe", "argument", "edit", "a1", "Not mine", code=4)
        self.run_plenum("ben", "argument", "edit", "It worked", "It worked in 2019 and 2021")
        self.run_plenum("ana", "argument", "hide", "a3", "--reason", "Off the point")
        said = self.run_plenum("olga", "argument", "list", measure, "--history")
        for part in ("for it", "against it", "until changed: It worked in 2019\n", "on Effect",
                     "It worked in 2019 and 2021", "Hidden by Ana: Off the point"):
            self.assertIn(part, said)
        self.assertNotIn("treaty", said)
        self.assertIn("treaty", self.run_plenum("ana", "argument", "list"))
        self.run_plenum("ana", "argument", "restore", "a3")
        arguments = self.json_of("olga", "argument", "list")["arguments"]
        self.assertEqual([bool(a["replyTo"]) for a in arguments], [False, False, True])
        self.assertIn("treaty", arguments[2]["text"])

    def hold_opinions(self):
        """Statements, secret answers, and what four people share and divide on."""
        self.assertIn("no statements yet", self.run_plenum("olga", "statement"))
        for i in range(1, 8):
            self.run_plenum("ben", "statement", "add", f"Opinion number {i}")
        self.assertIn("there already", self.run_plenum("chloe", "statement", "add",
                                                       "opinion  number 3.", code=6))
        self.run_plenum("olga", "statement", "vote", "s1=agree", code=4)
        self.run_plenum("ben", "statement", "vote", "s9=agree", code=5)
        self.assertIn("You agree with s1: Opinion number 1",
                      self.run_plenum("ben", "statement", "vote", "s1=agree"))
        self.run_plenum("ana", "statement", "hide", "s7", "--reason", "Says nothing")
        listed = self.run_plenum("chloe", "statement", "list")
        self.assertIn("(hidden: Says nothing)", listed)
        self.assertNotIn("number 7", listed)
        self.run_plenum("chloe", "statement", "vote", "s7=agree", code=1)
        self.run_plenum("ana", "statement", "restore", "Opinion number 7")
        statements = self.json_of("ben", "statement", "list")["statements"]
        self.assertEqual([s["number"] for s in statements], [2, 3, 4, 5, 6, 7, 1])
        self.assertEqual(statements[-1]["ownVote"], "STATEMENT_VOTE_AGREE")
        self.assertIn("there is something to say from 4 people",
                      self.run_plenum("ben", "opinion", "show"))

    def editor(self, name, script):
        path = self.root / name
        path.write_text("#!/bin/sh\n" + script)
        path.chmod(0o755)
        return str(path)

    def vote(self):
        first, second, third = self.numbers[:3]
        self.run_plenum("ben", "vote", "--rank", first, code=1)  # not yet
        self.run_plenum("ana", "deliberation", "advance", "voting", "--yes")
        self.run_plenum("olga", "vote", "--rank", first, code=4)
        self.run_plenum("ben", "ballot", "show", code=5)
        self.assertIn("nothing was cast", self.run_plenum("ben", "vote", editor="true", code=1))
        self.assertIn("nothing was cast", self.run_plenum("ben", "vote", editor="false", code=1))
        emptied = self.editor("emptied", ': > "$1"\n')
        self.assertIn("nothing was cast", self.run_plenum("ben", "vote", editor=emptied, code=1))
        self.assertEqual(list(self.root.glob("plenum-ballot-*")), [], "a draft stayed behind")
        wrong = self.editor("wrong", f'printf "%s\\nm2 rejected\\n" "{first}" > "$1"\n')
        said = self.run_plenum("ben", "vote", editor=wrong, code=2)
        self.assertIn("line 2: no measure \"m2\"", said)
        draft = next(self.root.glob("plenum-ballot-*"))
        self.assertIn(str(draft), said)
        draft.write_text(f"{second}\n= {first}\n")
        self.run_plenum("ben", "vote", "--file", str(draft))
        ballot = self.json_of("ben", "ballot", "show")["ballot"]
        self.assertEqual(len(ballot["tiers"]), 1)
        self.assertEqual(len(ballot["tiers"][0]["measures"]), 2)
        # The editor shows the ballot as it stands; moving the last line up changes it.
        turned = self.editor("turned", f'grep -q "^= " "$1" && echo {third} > "$1"\n')
        said = self.run_plenum("ben", "vote", editor=turned)
        self.receipts = {"ben": re.search("Receipt: (.*)", said).group(1)}
        self.assertIn(self.receipts["ben"], self.run_plenum("ben", "ballot", "show"))
        self.run_plenum("ana", "vote", "--rank", f"{first} > {second}={third}")
        self.run_plenum("ana", "vote", "--rank", f"{first} > {first}", code=2)
        self.run_plenum("chloe", "vote", "--rank", f"{first} > {third}")
        self.assertEqual(self.json_of("olga", "turnout"), {"rollCount": 3, "ballotCount": 3})
        self.run_plenum("ana", "result", "show", code=1)

    def an_outage_of_the_others_stops_no_vote(self):
        """The ballot paper is the deliberation service's own; closing waits for the criteria."""
        for name in ("ingestion", "scoring"):
            self.servers.halt(name)
        first = self.numbers[0]
        self.run_plenum("ana", "vote", "--rank", f"{first}")
        self.run_plenum("ana", "vote", "--rank", f"{first} > {self.numbers[1]}={self.numbers[2]}")
        said = self.run_plenum("ana", "deliberation", "advance", "closed", "--yes", code=3)
        self.assertIn("the vote stays open", said)
        self.assertIn("--without-criteria", said)
        for name in ("ingestion", "scoring"):
            self.servers.resume(name)
        deadline = time.monotonic() + 60
        while True:  # until the services have found each other again
            done = subprocess.run([BIN / "plenum", "ranking", "show"], capture_output=True,
                                  env=self.environment_of("ana"), timeout=60)
            if done.returncode == 0:
                return
            self.assertLess(time.monotonic(), deadline, done.stderr)
            time.sleep(0.5)

    def close(self):
        if MODE == "services":
            self.an_outage_of_the_others_stops_no_vote()
        self.run_plenum("ana", "deliberation", "advance", "closed", "--yes")
        self.run_plenum("ben", "vote", "--rank", "m1", code=1)
        said = self.run_plenum("olga", "result", "show")
        for part in ("The ranking", "How many ballots prefer", "by the criteria",
                     "3 of 3 people voted"):
            self.assertIn(part, said)
        result = self.json_of("ben", "result", "show")["result"]
        options = [option["measure"] for option in result["rules"]["options"]]
        winner = result["outcome"]["ranking"][0]["options"]
        self.assertEqual(winner, [0], "two of three put the first measure on top")
        self.assertEqual(len(options), len(self.numbers))
        self.assertEqual(len(result["outcome"]["pairwise"]), len(options))
        self.assertTrue(all(place["reason"] for place in result["outcome"]["ranking"]))
        lines = self.run_plenum("olga", "watch", "--until-result", "--json").splitlines()
        kinds = [json.loads(line)["event"]["kind"] for line in lines]
        self.assertEqual(kinds[0], "EVENT_KIND_DELIBERATION_CREATED")
        self.assertEqual(kinds[-1], "EVENT_KIND_RESULT_STORED")
        self.assertIn("joined the roll", self.run_plenum("olga", "watch", "--count", "4"))
        self.check_the_report()
        self.check_the_record()

    def check_the_report(self):
        """The decision as a document, in every form."""
        page = self.root / "decision.html"
        self.run_plenum("olga", "report", str(page))
        html = page.read_text()
        for part in ("<!doctype html>", "<svg", "The decision", "What divides", "Against it: ",
                     "Nobody would answer", "joined the roll", "over 11 entries", "<blockquote>"):
            self.assertIn(part, html)
        self.assertIn("## How firm it is", self.run_plenum("olga", "report"))
        rows = self.run_plenum("olga", "report", "--format", "csv").splitlines()
        self.assertEqual(len(rows), 1 + len(self.numbers))
        self.assertIn("checkpoint", self.json_of("olga", "report"))

    def a_ballot_that_the_server_lost_is_missed(self):
        """As far as ben's computer knows, ben cast a ballot that is in no log."""
        file = self.root / "ben/plenum/credentials.json"
        kept = file.read_text()
        credentials = json.loads(kept)
        for profile in credentials["profiles"]:
            profile["receipt"] = base64.b64encode(b"x" * 32).decode()
        file.write_text(json.dumps(credentials))
        self.assertIn("does not have the ballot", self.run_plenum("ben", "result", "show"))
        self.assertIn("tell the facilitator", self.run_plenum("ben", "ballot", "receipt", code=1))
        file.write_text(kept)

    def check_the_record(self):
        """Anyone with the files can check the vote, by two programs; a change of any of them shows."""
        self.assertIn("is in the signed log", self.run_plenum("ben", "result", "show"))
        bundle, receipt = str(self.root / "vote.json"), str(self.root / "receipt.json")
        self.run_plenum("olga", "ballot", "receipt", code=4)
        said = self.run_plenum("ben", "ballot", "receipt", "--out", receipt)
        self.assertIn("was counted", said)
        words = json.loads(pathlib.Path(receipt).read_text())["words"]
        self.assertEqual(words, self.receipts["ben"], "the words that were shown when voting")
        self.a_ballot_that_the_server_lost_is_missed()
        self.run_plenum("olga", "bundle", "export", bundle)
        said = self.run_plenum("olga", "verify", "bundle", bundle)
        self.assertEqual(said.count("holds"), 6, said)
        verifier = [sys.executable, str(ROOT / "clients/python/verify_bundle.py"), bundle]
        second = subprocess.run(verifier, capture_output=True, text=True, timeout=60)
        self.assertEqual(second.returncode, 0, second.stdout + second.stderr)
        self.assertIn("Counted again", second.stdout)
        self.run_plenum("olga", "verify", "receipt", receipt)
        said = self.run_plenum("olga", "verify", "receipt", receipt, "--bundle", bundle)
        self.assertIn(words, said)
        text = pathlib.Path(bundle).read_text()
        content = json.loads(text)
        content["entries"][0], content["entries"][1] = content["entries"][1], content["entries"][0]
        pathlib.Path(bundle).write_text(json.dumps(content))
        said = self.run_plenum("olga", "verify", "bundle", bundle, code=1)
        self.assertIn("one was changed or moved", said)
        second = subprocess.run(verifier, capture_output=True, text=True, timeout=60)
        self.assertEqual(second.returncode, 1, second.stdout)
        pathlib.Path(bundle).write_text(text[: len(text) // 2])
        said = self.run_plenum("olga", "verify", "bundle", bundle, code=2)
        self.assertIn("was the file cut off?", said)


if __name__ == "__main__":
    if len(sys.argv) < 3 or sys.argv[2] not in ("plenumd", "services", "at"):
        sys.exit(__doc__)
    BIN, MODE = pathlib.Path(sys.argv[1]).resolve(), sys.argv[2]
    rest = sys.argv[3:]
    if MODE == "at":
        ADDRESSES, rest = rest[0], rest[1:]
    unittest.main(argv=[sys.argv[0], *rest], verbosity=2)
