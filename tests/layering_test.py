#!/usr/bin/env python3
"""Fails when a folder includes what its layer must not know (docs/architecture.md, "Layers").

Run by ctest and by `./dev lint`; needs nothing but Python and the sources:

    python3 tests/layering_test.py

To place a new folder of pure computation under the rule, add it to MATH_FOLDERS.
"""

import pathlib
import re
import sys
import unittest

ROOT = pathlib.Path(__file__).resolve().parent.parent

# Pure libraries: dense structs in, absl::StatusOr out.
MATH_FOLDERS = (
    "services/deliberation/tally",
    "services/deliberation/opinions",
    "services/scoring/mcda",
    "services/scoring/agreement",
    "services/ingestion/formats",
    "services/ingestion/extraction",
    "services/gateway/wire",
)

# What no file reachable from a math folder may include.
NOT_IN_MATH = re.compile(
    r"""google/(protobuf|rpc)/ | .*\.pb\.h$ | grpc | soci | sqlite3\.h | libpq | postgres
      | spdlog/ | prometheus/ | absl/time/clock\.h
      | (thread|mutex|shared_mutex|condition_variable|future|chrono|ctime|time\.h|iostream)$
      | services/common/(rpc|store|auth|ledger)/ | services/\w+/\w+_service\.h""",
    re.VERBOSE,
)

# gRPC's server side; its client side (channel, client_context, stubs) is not restricted.
SERVER_SIDE = re.compile(
    r"grpcpp/(grpcpp\.h|server|generic/async_generic_service|generic/callback_generic_service"
    r"|ext/|health_check|support/server_|impl/.*server|security/.*server|alarm)"
)
SERVER_SIDE_FOLDER = "services/common/rpc"

# The gateway counts as one: it passes calls on and knows no service's code.
SERVICES = ("ingestion", "scoring", "deliberation", "gateway")

INCLUDE = re.compile(r'^\s*#\s*include\s*[<"]([^>"]+)[>"]', re.MULTILINE)

# Code that ships in no library: it may measure time, start threads and print.
NOT_SHIPPED = re.compile(r"_(test|bench|fuzz)\.cc$")


def includes_of(text):
    return INCLUDE.findall(text)


def violations(files):
    """The broken rules among `files`, a dict from path (from the root) to text, as sentences."""
    found = []
    graph = {path: includes_of(text) for path, text in files.items()}
    for path in sorted(files):
        found += math_violations(path, graph)
        found += server_side_violations(path, graph[path])
        found += service_violations(path, graph[path])
    return found


def math_violations(path, graph):
    folder = next((f for f in MATH_FOLDERS if path.startswith(f + "/")), None)
    if folder is None or NOT_SHIPPED.search(path):
        return []
    found, seen, queue = [], {path}, [(path, path)]
    while queue:
        here, chain = queue.pop()
        for name in graph[here]:
            if NOT_IN_MATH.match(name):
                found.append(f"{chain} includes {name}, which pure computation must not know")
            elif name in graph and name not in seen:
                seen.add(name)
                queue.append((name, f"{chain} -> {name}"))
    return found


def server_side_violations(path, includes):
    if not path.startswith(("services/", "clients/")):
        return []
    if path.startswith(SERVER_SIDE_FOLDER + "/"):
        return []
    return [
        f"{path} includes {name}: only {SERVER_SIDE_FOLDER} knows gRPC's server side"
        for name in includes
        if SERVER_SIDE.match(name)
    ]


def service_violations(path, includes):
    """A service reaches another one by its stub, never by its code; only a main.cc knows all."""
    mine = next((s for s in SERVICES if path.startswith(f"services/{s}/")), None)
    if mine is None or path.endswith("/main.cc") or NOT_SHIPPED.search(path):
        return []
    others = tuple(f"services/{s}/" for s in SERVICES if s != mine)
    return [
        f"{path} includes {name}, the code of another service"
        for name in includes
        if name.startswith(others)
    ]


def read_tree():
    files = {}
    for folder in ("services", "clients", "tests"):
        for path in (ROOT / folder).rglob("*"):
            if path.suffix in (".h", ".cc") and "node_modules" not in path.parts:
                files[path.relative_to(ROOT).as_posix()] = path.read_text(encoding="utf-8")
    return files


class LayeringOfTheTree(unittest.TestCase):
    def test_holds(self):
        files = read_tree()
        self.assertGreater(len(files), 0, "no sources found below the root")
        found = violations(files)
        self.assertEqual(found, [], "\n" + "\n".join(found))


class Rules(unittest.TestCase):
    def assert_one(self, files, part):
        found = violations(files)
        self.assertEqual(len(found), 1, found)
        self.assertIn(part, found[0])

    def test_math_including_protobuf_is_found(self):
        self.assert_one(
            {"services/deliberation/tally/a.cc": "#include <google/protobuf/message.h>\n"},
            "google/protobuf/message.h",
        )

    def test_math_reaching_sql_through_another_header_is_found(self):
        self.assert_one(
            {
                "services/scoring/mcda/a.cc": '#include "services/common/base/b.h"\n',
                "services/common/base/b.h": "#  include <soci/soci.h>\n",
            },
            "services/common/base/b.h includes soci/soci.h",
        )

    def test_math_logging_or_starting_threads_is_found(self):
        for header in ("spdlog/spdlog.h", "thread", "mutex", "chrono", "absl/time/clock.h"):
            self.assert_one({"services/ingestion/formats/a.h": f"#include <{header}>\n"}, header)

    def test_math_using_the_standard_library_and_status_is_allowed(self):
        text = '#include <vector>\n#include "absl/status/statusor.h"\n#include <unicode/brkiter.h>\n'
        self.assertEqual(violations({"services/ingestion/extraction/a.cc": text}), [])

    def test_test_of_math_may_measure_time(self):
        self.assertEqual(
            violations({"services/deliberation/tally/a_test.cc": "#include <chrono>\n"}), []
        )

    def test_server_header_outside_the_rpc_folder_is_found(self):
        self.assert_one(
            {"services/scoring/scoring_main.cc": "#include <grpcpp/server_builder.h>\n"},
            "gRPC's server side",
        )

    def test_client_header_and_rpc_folder_are_allowed(self):
        self.assertEqual(
            violations(
                {
                    "services/common/rpc/server.cc": "#include <grpcpp/grpcpp.h>\n",
                    "clients/cli/a.cc": "#include <grpcpp/client_context.h>\n",
                }
            ),
            [],
        )

    def test_service_including_another_service_is_found(self):
        self.assert_one(
            {"services/deliberation/a.cc": '#include "services/scoring/scoring_service.h"\n'},
            "the code of another service",
        )

    def test_gateway_including_a_service_is_found(self):
        self.assert_one(
            {"services/gateway/a.cc": '#include "services/scoring/scoring_service.h"\n'},
            "the code of another service",
        )

    def test_main_may_know_every_service(self):
        text = '#include "services/scoring/scoring_service.h"\n'
        self.assertEqual(violations({"services/deliberation/main.cc": text}), [])


if __name__ == "__main__":
    sys.exit(unittest.main())
