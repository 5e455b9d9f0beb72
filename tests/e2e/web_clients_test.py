#!/usr/bin/env python3
"""The official gRPC-Web and Connect clients through the gateway: unary, errors, metadata, large messages,
streams and deadlines. Needs node and npm; the clients are installed beside run.mjs when they are missing.

usage: web_clients_test.py BIN plenumd|apart [unittest arguments]
"""

import json
import pathlib
import subprocess

from gateway_test import SERVICE, GatewayCase
from web_support import main

HERE = pathlib.Path(__file__).resolve().parent
CLIENTS = HERE / "web_clients"
PROTOS = HERE.parent.parent / "protos"
MINUTES = 60


def install():
    """npm writes this file when it is through, from the lock file."""
    done, lock = CLIENTS / "node_modules/.package-lock.json", CLIENTS / "package-lock.json"
    if not done.exists() or done.stat().st_mtime < lock.stat().st_mtime:
        subprocess.run(["npm", "ci", "--silent"], cwd=CLIENTS, check=True, timeout=5 * MINUTES)


class WebClients(GatewayCase):
    def decide(self):
        """(id, cookie) of a deliberation whose vote is over."""
        deliberation, cookie = self.create()
        name = f"deliberations/{deliberation}"

        def call(method, message):
            answer = self.call(deliberation, method, message, cookie)
            self.assertEqual(answer.status, 200, answer.body)
            return answer.json

        measures = [call("plenum.ingestion.v1.IngestionService/CreateMeasure",
                         {"parent": name, "measure": {"title": title}})["measure"]["name"]
                    for title in ("Harden bases", "Add crisis hotlines")]
        call(f"{SERVICE}/AdvanceDeliberation", {"name": name, "phase": "PHASE_VOTING"})
        call(f"{SERVICE}/CastBallot", {"parent": name, "ballot": {
            "tiers": [{"measures": [measure]} for measure in measures]}})
        call(f"{SERVICE}/AdvanceDeliberation", {"name": name, "phase": "PHASE_CLOSED"})
        return deliberation, cookie

    def test_all_cases(self):
        install()
        deliberation, cookie = self.create("Überblick")
        decided, decided_cookie = self.decide()
        descriptors, session = self.root / "descriptors", self.root / "session.json"
        subprocess.run(["protoc", "-I", PROTOS, "--include_imports",
                        f"--descriptor_set_out={descriptors}",
                        *PROTOS.glob("plenum/*/v1/*.proto"),
                        PROTOS / "google/rpc/error_details.proto"], check=True, timeout=MINUTES)
        session.write_text(json.dumps({"token": cookie.split("~")[3],
                                       "deliberation": f"deliberations/{deliberation}",
                                       "decidedToken": decided_cookie.split("~")[3],
                                       "decided": f"deliberations/{decided}"}))
        done = subprocess.run(["node", "run.mjs", str(self.port), descriptors, session], cwd=CLIENTS,
                              capture_output=True, text=True, timeout=4 * MINUTES)
        print(done.stdout, end="")
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)


if __name__ == "__main__":
    main()
