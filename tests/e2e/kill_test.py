#!/usr/bin/env python3
"""plenumd is killed between any two steps of a deliberation, and in the middle of them.

usage: kill_test.py BIN [unittest arguments]

Nothing that was acknowledged may be lost, nothing may be half there, and the deliberation goes on
from where it was.
"""

import json
import os
import pathlib
import random
import shutil
import subprocess
import sys
import tempfile
import threading
import time
import unittest

BIN = pathlib.Path()

ARTICLE = """The two governments should establish a permanent crisis hotline.

Washington should reduce the number of troops in the north.

The two allies must harden the runways of their air bases against missiles.
"""


class Kill(unittest.TestCase):
    def setUp(self):
        self.root = pathlib.Path(tempfile.mkdtemp(prefix="plenum-kill-"))
        self.addCleanup(shutil.rmtree, self.root)
        self.process = None
        self.port = 0
        self.addCleanup(lambda: self.process and self.kill())
        self.start()

    def start(self):
        port_file = self.root / "port"
        port_file.unlink(missing_ok=True)
        clean = {k: v for k, v in os.environ.items() if not k.startswith("PLENUM_")}
        # The same port again, so that clients find the server where it was.
        with open(self.root / "log", "ab") as log:
            self.process = subprocess.Popen(
                [BIN / "plenumd", "--data-dir", self.root / "data", "--listen",
                 f"127.0.0.1:{self.port}", "--port-file", port_file],
                stdout=log, stderr=log, env=clean)
        deadline = time.monotonic() + 30
        while not port_file.exists():
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError((self.root / "log").read_text())
            time.sleep(0.01)
        self.port = int(port_file.read_text())

    def kill(self):
        self.process.kill()
        self.process.wait()
        self.process = None

    def kill_and_start(self):
        self.kill()
        self.start()

    def plenum(self, person, *arguments, check=True):
        environment = {k: v for k, v in os.environ.items() if not k.startswith("PLENUM_")}
        environment.update(PLENUM_SERVER=f"127.0.0.1:{self.port}",
                           XDG_CONFIG_HOME=str(self.root / person), LC_ALL="C.UTF-8")
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
            lambda: self.plenum("ana", "deliberation", "advance", "voting"),
            *[lambda v=v: self.plenum(v, "vote", "--rank", "m1 > m2 = m3") for v in voters],
            lambda: self.plenum("ana", "deliberation", "advance", "closed"),
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

    def test_killed_while_ballots_are_cast(self):
        self.plenum("ana", "deliberation", "create", "Recalibration", "--as", "Ana")
        for title in ("One", "Two", "Three"):
            self.plenum("ana", "measure", "add", title)
        voters = [f"v{n}" for n in range(8)]
        for voter in voters:
            self.add_voter(voter)
        self.plenum("ana", "deliberation", "advance", "voting")
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
        self.plenum("ana", "deliberation", "advance", "closed")
        result = self.json_of("ana", "result", "show")["result"]
        self.assertGreaterEqual(result["ballotCount"], len(acknowledged))


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    BIN = pathlib.Path(sys.argv[1]).resolve()
    unittest.main(argv=[sys.argv[0], *sys.argv[2:]], verbosity=2)
