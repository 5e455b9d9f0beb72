#!/usr/bin/env python3
"""Servers are killed between any two steps of a deliberation, and in the middle of them.

usage: kill_test.py BIN plenumd|services [unittest arguments]

Nothing that was acknowledged may be lost, nothing may be half there, and the deliberation goes on
from where it was.
"""

import hashlib
import json
import os
import pathlib
import random
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
import unittest

BIN = pathlib.Path()
APART = False  # the three services instead of plenumd

ARTICLE = """The two governments should establish a permanent crisis hotline.

Washington should reduce the number of troops in the north.

The two allies must harden the runways of their air bases against missiles.
"""


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Kill(unittest.TestCase):
    def setUp(self):
        self.root = pathlib.Path(tempfile.mkdtemp(prefix="plenum-kill-"))
        self.addCleanup(shutil.rmtree, self.root)
        self.processes = []
        # The same ports again, so that clients and services find each other where they were.
        self.ports = {}
        self.addCleanup(self.kill)
        self.start()

    def start(self):
        if not APART:
            self.spawn("plenumd", "--data-dir", self.root / "data", "--web-listen=")
            return
        names = ("ingestion", "scoring", "deliberation")
        for name in names:
            self.ports.setdefault(f"plenum-{name}", free_port())
        for name in names:
            peers = [f for other in names if other != name and (name, other) != ("ingestion", "scoring")
                     for f in (f"--{other}", f"127.0.0.1:{self.ports[f'plenum-{other}']}")]
            self.spawn(f"plenum-{name}", "serve", "--database",
                       f"sqlite:{self.root / name}.db", *peers)

    def spawn(self, program, *arguments):
        port_file = self.root / f"{program}.port"
        port_file.unlink(missing_ok=True)
        clean = {k: v for k, v in os.environ.items() if not k.startswith("PLENUM_")}
        with open(self.root / "log", "ab") as log:
            process = subprocess.Popen(
                [BIN / program, *arguments, "--listen", f"127.0.0.1:{self.ports.get(program, 0)}",
                 "--port-file", port_file], stdout=log, stderr=log, env=clean)
        self.processes.append(process)
        deadline = time.monotonic() + 30
        while not port_file.exists():
            if process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError((self.root / "log").read_text())
            time.sleep(0.01)
        self.ports[program] = int(port_file.read_text())

    def kill(self):
        for process in self.processes:
            process.kill()
        for process in self.processes:
            process.wait()
        self.processes = []

    def kill_and_start(self):
        self.kill()
        self.start()

    def plenum(self, person, *arguments, check=True):
        environment = {k: v for k, v in os.environ.items() if not k.startswith("PLENUM_")}
        for program, port in self.ports.items():
            name = "SERVER" if program == "plenumd" else program.split("-")[1].upper()
            environment[f"PLENUM_{name}"] = f"127.0.0.1:{port}"
        environment.update(XDG_CONFIG_HOME=str(self.root / person), LC_ALL="C.UTF-8")
        done = subprocess.run([BIN / "plenum", *arguments], capture_output=True, text=True,
                              env=environment, timeout=120, stdin=subprocess.DEVNULL)
        if check:
            self.assertEqual(done.returncode, 0, f"{arguments}\n{done.stdout}\n{done.stderr}")
        return done

    def json_of(self, person, *arguments):
        return json.loads(self.plenum(person, *arguments, "--json").stdout)

    def add_voter(self, name):
        token = self.json_of("ana", "member", "add", name)["token"]
        self.plenum(name, "login", token)

    def test_killed_between_any_two_steps(self):
        (self.root / "article.txt").write_text(ARTICLE)
        article = str(self.root / "article.txt")
        voters = ("ben", "chloe", "dora")
        steps = [
            lambda: self.plenum("ana", "deliberation", "create", "Recalibration", "--as", "Ana"),
            lambda: self.plenum("ana", "document", "import", article),
            lambda: self.plenum("ana", "criterion", "add", "Effect", "--weight", "1"),
            *[lambda v=v: self.add_voter(v) for v in voters],
            lambda: self.plenum("ana", "deliberation", "advance", "scoring"),
            *[lambda v=v, n=n: self.plenum(v, "score", "set", "m1", "effect", str(9 - n))
              for n, v in enumerate(voters)],
            lambda: self.plenum("ana", "deliberation", "advance", "voting", "--yes"),
            *[lambda v=v: self.plenum(v, "vote", "--rank", "m1 > m2 = m3") for v in voters],
            lambda: self.plenum("ana", "deliberation", "advance", "closed", "--yes"),
        ]
        for step in steps:
            step()
            self.kill_and_start()
        self.assertEqual(len(self.json_of("ana", "document", "list")["documents"]), 1)
        self.assertEqual(len(self.json_of("ben", "score", "list")["scores"]), 3)
        result = self.json_of("dora", "result", "show")["result"]
        self.assertEqual(result["ballotCount"], 3)
        self.assertEqual(result["outcome"]["ranking"][0]["options"], [0])
        self.kill_and_start()
        self.assertEqual(self.json_of("dora", "result", "show")["result"], result)

    def test_a_thousand_documents_of_four_clients_survive_a_kill(self):
        self.plenum("ana", "deliberation", "create", "What now?", "--as", "Ana")
        kept = {}
        for i in range(1000):
            text = f"Report {i} of the harbour office\n\nThe pier has number {i} on the list.\n"
            if i % 4 == 0:
                text += f"\nThe city should close pier number {i} to lorries.\n"
            name = f"report-{i:03}.txt"
            (self.root / name).write_text(text)
            kept[name] = hashlib.sha256(text.encode()).hexdigest()
        files = [str(self.root / name) for name in kept]
        failed = []

        def work(mine):
            done = self.plenum("ana", "document", "import", *mine, check=False)
            if done.returncode != 0:
                failed.append(done.stderr)

        clients = [threading.Thread(target=work, args=(files[c::4],)) for c in range(4)]
        for client in clients:
            client.start()
        for client in clients:
            client.join()
        self.assertEqual(failed, [])
        self.kill_and_start()
        documents = self.json_of("ana", "document", "list")["documents"]
        self.assertEqual({d["fileName"]: d["sha256"] for d in documents}, kept)
        self.assertEqual(len(documents), 1000)
        measures = self.json_of("ana", "measure", "list")["measures"]
        numbers = {int(q["text"].split(" number ")[1].split()[0])
                   for measure in measures for q in measure["quotes"]}
        self.assertEqual(numbers, set(range(0, 1000, 4)))

    def test_killed_while_the_vote_is_closed(self):
        self.plenum("ana", "deliberation", "create", "Recalibration", "--as", "Ana")
        for title in ("One", "Two", "Three"):
            self.plenum("ana", "measure", "add", title)
        self.plenum("ana", "deliberation", "advance", "voting", "--yes")
        self.plenum("ana", "vote", "--rank", "Two > One")
        for wait in (0.0, 0.005, 0.01, 0.02, 0.04, 0.08):
            closing = threading.Thread(target=self.plenum, args=(
                "ana", "deliberation", "advance", "closed", "--yes"), kwargs={"check": False})
            closing.start()
            time.sleep(wait)  # somewhere in it: before, between the phase and the result, after
            self.kill_and_start()
            closing.join()
        self.plenum("ana", "deliberation", "advance", "closed", "--yes")
        result = self.json_of("ana", "result", "show")["result"]
        self.assertEqual(result["ballotCount"], 1)
        self.assertEqual(result["outcome"]["ranking"][0]["options"], [1])
        self.assertEqual(self.ballots_in_the_record(), 1)

    def ballots_in_the_record(self):
        """How many ballots the log of the closed vote has; it must hold."""
        bundle = self.root / "vote.json"
        self.plenum("ana", "bundle", "export", str(bundle))
        self.plenum("ana", "verify", "bundle", str(bundle))
        return len(json.loads(bundle.read_text())["ballots"])

    def test_killed_while_ballots_are_cast(self):
        self.plenum("ana", "deliberation", "create", "Recalibration", "--as", "Ana")
        for title in ("One", "Two", "Three"):
            self.plenum("ana", "measure", "add", title)
        voters = [f"v{n}" for n in range(8)]
        for voter in voters:
            self.add_voter(voter)
        self.plenum("ana", "deliberation", "advance", "voting", "--yes")
        acknowledged = {}
        answers = 0
        answered = threading.Condition()
        stop = threading.Event()

        def cast(voter, choices):
            nonlocal answers
            for choice in choices:
                if stop.is_set():
                    return
                done = self.plenum(voter, "vote", "--rank", choice, check=False)
                with answered:
                    answers += 1
                    answered.notify()
                if done.returncode == 0:
                    acknowledged[voter] = choice
                else:
                    # Not known whether it was cast: the next answer will tell.
                    acknowledged.pop(voter, None)

        threads = []
        for n, voter in enumerate(voters):
            generator = random.Random(n)
            choices = [" > ".join(generator.sample(["One", "Two", "Three"], 3)) for _ in range(12)]
            threads.append(threading.Thread(target=cast, args=(voter, choices)))
            threads[-1].start()
        for _ in range(4):
            # In the middle of what the threads do: some have their answer, the others wait for it.
            with answered:
                seen = answers
                answered.wait_for(lambda: answers >= seen + 5, timeout=60)
            self.kill_and_start()
        for thread in threads:
            thread.join()
        stop.set()
        self.assertGreater(len(acknowledged), 0)
        titles = {m["name"]: m["title"] for m in self.json_of("ana", "measure", "list")["measures"]}
        for voter, choice in acknowledged.items():
            tiers = self.json_of(voter, "ballot", "show")["ballot"]["tiers"]
            self.assertEqual(" > ".join(titles[t["measures"][0]] for t in tiers), choice, voter)
        self.plenum("ana", "deliberation", "advance", "closed", "--yes")
        result = self.json_of("ana", "result", "show")["result"]
        self.assertGreaterEqual(result["ballotCount"], len(acknowledged))
        # Each that was acknowledged is in the log, once.
        self.assertEqual(self.ballots_in_the_record(), result["ballotCount"])
        receipts = [self.json_of(voter, "ballot", "receipt") for voter in acknowledged]
        self.assertTrue(all("inclusion" in receipt for receipt in receipts))
        self.assertEqual(len({r["inclusion"]["index"] for r in receipts}), len(acknowledged))


if __name__ == "__main__":
    if len(sys.argv) < 3 or sys.argv[2] not in ("plenumd", "services"):
        sys.exit(__doc__)
    BIN = pathlib.Path(sys.argv[1]).resolve()
    APART = sys.argv[2] == "services"
    unittest.main(argv=[sys.argv[0], *sys.argv[3:]], verbosity=2)
