#!/usr/bin/env python3
"""People come in, stay signed in and are signed out, with the real programs:

    people_test.py BIN_FOLDER
"""

import concurrent.futures
import csv
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time
import unittest

BIN = pathlib.Path()

# Runs its arguments and says how much memory they took.
MEASURE = """
import resource, subprocess, sys
code = subprocess.run(sys.argv[1:]).returncode
print("peak", resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, "KiB", file=sys.stderr)
sys.exit(code)
"""


class PeopleTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = pathlib.Path(folder.name)
        self.secrets = set()

    def environment_of(self, person):
        environment = {k: v for k, v in os.environ.items() if not k.startswith("PLENUM_")}
        environment.update(XDG_CONFIG_HOME=str(self.root / person), LC_ALL="C.UTF-8",
                           PLENUM_SERVER=f"127.0.0.1:{self.port}")
        return environment

    def start(self, *flags, level="debug"):
        """plenumd with its log in a file; every secret that the test meets must not be in it."""
        self.process, self.port = self.started("plenumd", "--data-dir", self.root / "data",
                                               "--web-listen=", "--log-level", level, *flags)

    def started(self, program, *arguments):
        port_file = self.root / f"{program}.port"
        port_file.unlink(missing_ok=True)
        with open(self.root / "log", "ab") as log:
            process = subprocess.Popen(
                [BIN / program, *arguments, "--listen", "127.0.0.1:0", "--port-file", port_file],
                stdout=subprocess.DEVNULL, stderr=log,
                env={k: v for k, v in os.environ.items() if not k.startswith("PLENUM_")})
        self.addCleanup(self.stop, process)
        while not port_file.exists():
            self.assertIsNone(process.poll(), f"{program} ended")
            time.sleep(0.02)
        return process, int(port_file.read_text())

    def stop(self, process=None):
        process = process or self.process
        if process.poll() is None:
            process.terminate()
            process.wait(20)

    def check_log(self, method="RefreshToken"):
        self.stop()
        log = (self.root / "log").read_text()
        self.assertIn(method, log)
        self.assertGreater(len(self.secrets), 3)
        for secret in self.secrets | {"eyJ", "plr_", "Bearer"}:
            self.assertNotIn(secret, log)

    def plenum(self, person, *arguments, code=0, stdin=""):
        done = subprocess.run([BIN / "plenum", *arguments], input=stdin, capture_output=True,
                              text=True, env=self.environment_of(person), timeout=120)
        self.assertEqual(done.returncode, code,
                         f"plenum {' '.join(arguments)}\n{done.stdout}\n{done.stderr}")
        self.remember(person)
        return done.stderr if code else done.stdout

    def json_of(self, person, *arguments, **options):
        return json.loads(self.plenum(person, *arguments, "--json", **options))

    def profiles(self, person):
        file = self.root / person / "plenum/credentials.json"
        return json.loads(file.read_text())["profiles"] if file.exists() else []

    def remember(self, person):
        for profile in self.profiles(person):
            self.secrets |= {profile["token"], profile["refresh_token"]} - {""}

    def test_programs_that_run_at_once_share_one_sign_in(self):
        self.start("--token-minutes", "1")  # which each call finds about to end
        self.plenum("ana", "deliberation", "create", "What now?", "--as", "Ana")
        first = self.profiles("ana")[0]
        with concurrent.futures.ThreadPoolExecutor(8) as pool:
            list(pool.map(lambda _: self.plenum("ana", "turnout"), range(24)))
        last = self.profiles("ana")[0]
        self.assertNotEqual(first["refresh_token"], last["refresh_token"])
        self.plenum("ana", "whoami")
        # A copy of what was there at first is known as one, and ends all.
        thief = self.root / "thief/plenum"
        thief.mkdir(parents=True, mode=0o700)
        copy = {"version": 1, "current": first["member"],
                "profiles": [dict(first, refresh_request="x" * 31)]}
        (thief / "credentials.json").write_text(json.dumps(copy))
        (thief / "credentials.json").chmod(0o600)
        self.assertIn("used before", self.plenum("thief", "whoami", code=4))
        self.assertIn("sign-in", self.plenum("ana", "whoami", code=4))
        self.check_log()

    def code_in(self, said):
        words = said.split()
        line = words[words.index("join") - 1:]
        self.secrets.add(line[3].rsplit("_", 1)[1])
        return line[3]

    def test_people_join_by_invitation(self):
        self.start("--public-url", "https://plenum.example.org/")
        self.plenum("ana", "deliberation", "create", "What now?", "--as", "Ana")
        said = self.plenum("ana", "invite", "add", "Ben Okri", "--days", "3")
        code = self.code_in(said[said.index("plenum join"):])
        self.assertIn(f"https://plenum.example.org/join#{code}", said)
        server = f"127.0.0.1:{self.port}"
        self.assertIn("You are Ben Okri, member of", self.plenum("ben", "join", server, code))
        self.assertIn("used already", self.plenum("eve", "join", server, code, "--name", "Eve", code=1))
        self.plenum("ben", "turnout")
        self.plenum("ben", "invite", "list", code=4)
        link = self.json_of("ana", "invite", "add", "--role", "auditor")["issued"]["link"]
        self.secrets.add(link.rsplit("_", 1)[1])
        self.plenum("otto", "join", link, code=1)
        self.plenum("otto", "join", link, "--name", "Otto\u200b", code=1)
        self.plenum("otto", "join", link, "--name", "Otto")
        self.assertIn("Ben Okri", self.plenum("otto", "invite", "list", "--state", "used"))
        self.plenum("ana", "invite", "add", "Zoe")
        self.assertIn("withdrawn", self.plenum("ana", "invite", "revoke", "zoe"))
        self.plenum("ana", "invite", "revoke", "zoe", code=5)
        self.plenum("ben", "whoami")
        self.assertIn("by an invitation", self.plenum("otto", "watch", "--count", "8"))
        self.plenum("nobody", "join", server, "x_y_z", code=5)
        self.plenum("ana", "turnout")
        self.check_log("AcceptInvitation")

    def test_a_roll_is_invited_with_its_duplicates_named(self):
        self.start()
        self.plenum("ana", "deliberation", "create", "What now?", "--as", "Ana")
        roll = self.root / "roll.csv"
        roll.write_text("name,role\nBen,member\nChloe,observer\n\u0412en,member\nBen,member\n")
        first, second = self.root / "first.csv", self.root / "second.csv"
        done = subprocess.run([BIN / "plenum", "invite", "import", roll, "--out", first],
                              capture_output=True, text=True, env=self.environment_of("ana"))
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("4 people are invited", done.stdout)
        self.assertIn("(lines 2 and 4)", done.stderr)
        self.assertIn("(lines 2 and 5)", done.stderr)
        self.assertEqual(first.stat().st_mode & 0o777, 0o600)
        rows = list(csv.DictReader(first.read_text().splitlines()))
        self.assertEqual([row["name"] for row in rows], ["Ben", "Chloe", "\u0412en", "Ben"])
        self.plenum("chloe", *rows[1]["join"].split()[1:])
        self.assertIn("Chloe, observer of", self.plenum("chloe", "whoami"))
        roll.write_text(roll.read_text() + "Dora,\n")
        said = self.plenum("ana", "invite", "import", str(roll), "--out", str(second))
        self.assertIn("1 person is invited; 4 were on the roll or invited already", said)
        self.plenum("ana", "invite", "import", str(roll), "--out", str(second), code=2)
        roll.write_text("name\nBen\nA\u200bna\n")
        self.assertIn("line 3", self.plenum("ana", "invite", "import", str(roll), "--out",
                                            str(self.root / "third.csv"), code=2))

    def test_a_roll_of_a_hundred_thousand_is_invited(self):
        self.start(level="warning")
        self.plenum("ana", "deliberation", "create", "What now?", "--as", "Ana")
        roll, out = self.root / "roll.csv", self.root / "out.csv"
        roll.write_text("name\n" + "".join(f"Voter {n}\n" for n in range(99_990)) +
                        "Voter 7\n" * 10)
        began = time.monotonic()
        done = subprocess.run(["/usr/bin/env", "python3", "-c", MEASURE, BIN / "plenum", "invite",
                               "import", roll, "--out", out], capture_output=True, text=True,
                              env=self.environment_of("ana"), timeout=280)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("100000 people are invited", done.stdout)
        self.assertIn("(lines 9 and 99992)", done.stderr)
        with open(out) as lines:
            self.assertEqual(sum(1 for _ in lines), 100_001)
        peak = next(line for line in done.stderr.splitlines() if line.startswith("peak"))
        server = pathlib.Path(f"/proc/{self.process.pid}/status").read_text()
        high = next(line for line in server.splitlines() if line.startswith("VmHWM"))
        print(f"100,000 invitations in {time.monotonic() - began:.1f} s; plenum {peak}; "
              f"plenumd {high}")
        self.assertLess(int(peak.split()[1]), 512 * 1024, "KiB")
        self.assertLess(int(high.split()[1]), 1024 * 1024, "KiB")

    def test_half_an_identity_provider_is_refused_at_the_start(self):
        keys = self.root / "jwks.json"
        keys.write_text('{"keys":[{"kty":"OKP","crv":"Ed25519",'
                        '"x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}]}')
        flags = {"--oidc-issuer": "https://id.example.org", "--oidc-audience": "plenum",
                 "--oidc-keys": str(keys)}
        for missing in flags:
            given = [word for flag, value in flags.items() if flag != missing
                     for word in (flag, value)]
            done = subprocess.run([BIN / "plenumd", "--listen", "127.0.0.1:0", "--web-listen=",
                                   "--data-dir", self.root / "data", *given], capture_output=True, text=True,
                                  timeout=60)
            self.assertEqual(done.returncode, 1, missing)
            self.assertIn("--oidc-audience", done.stderr)
        self.start(*[word for pair in flags.items() for word in pair])
        (self.root / "t.jwt").write_text("a.b.c")
        said = self.plenum("ana", "join", "--in", "deliberations/d1", "--id-token",
                           str(self.root / "t.jwt"), code=4)
        self.assertIn("not good", said)

    def test_services_that_run_apart_learn_of_a_revocation(self):
        nowhere = "127.0.0.1:1"
        _, self.port = self.started("plenum-deliberation", "serve", "--database",
                                    f"sqlite:{self.root}/deliberation.db", "--ingestion", nowhere,
                                    "--scoring", nowhere)
        _, ingestion = self.started("plenum-ingestion", "serve", "--database",
                                    f"sqlite:{self.root}/ingestion.db", "--deliberation",
                                    f"127.0.0.1:{self.port}")
        self.plenum("ana", "deliberation", "create", "What now?", "--as", "Ana")
        sign_in = self.json_of("ana", "member", "add", "Ben")["signIn"]
        self.plenum("ben", "login", sign_in["refreshToken"])
        documents = ["document", "list", "--ingestion", f"127.0.0.1:{ingestion}"]
        self.plenum("ben", *documents)
        self.plenum("ana", "member", "revoke", "Ben")
        deadline = time.monotonic() + 60
        while True:
            done = subprocess.run([BIN / "plenum", *documents], capture_output=True, text=True,
                                  env=self.environment_of("ben"), timeout=60)
            if done.returncode != 0 or time.monotonic() > deadline:
                break
        self.assertEqual(done.returncode, 4, done.stderr)
        self.assertIn("was ended", done.stderr)
        self.plenum("ana", *documents)

    def test_a_sign_in_is_handed_over_ended_and_given_anew(self):
        self.start()
        self.plenum("ana", "deliberation", "create", "What now?", "--as", "Ana")
        said = self.plenum("ana", "member", "add", "Ben")
        line = next(word for word in said.split() if word.startswith("plr_"))
        self.secrets.add(line)
        self.assertIn("You are Ben", self.plenum("ben", "login", "-", stdin=line + "\n"))
        self.assertIn("used already", self.plenum("other", "login", line, code=4))
        self.plenum("ben", "whoami")
        self.plenum("ana", "member", "revoke", "Ben")
        self.plenum("ben", "whoami", code=4)
        again = self.json_of("ana", "member", "token", "Ben")["signIn"]["refreshToken"]
        self.secrets.add(again)
        self.plenum("ben", "login", again)
        self.plenum("ben", "signout")
        self.assertEqual(self.profiles("ben"), [])
        self.plenum("ben", "whoami", code=4)
        member = self.json_of("ana", "whoami")["member"]
        self.stop()
        done = subprocess.run(
            [BIN / "plenumd", "token", member.split("/members")[0], "--data-dir",
             self.root / "data"], capture_output=True, text=True, timeout=60)
        self.assertEqual(done.returncode, 1)
        self.assertIn(member + "  Ana", done.stderr)
        self.check_log()


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    BIN = pathlib.Path(sys.argv[1]).resolve()
    unittest.main(argv=[sys.argv[0], *sys.argv[2:]], verbosity=2)
