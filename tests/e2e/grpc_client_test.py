#!/usr/bin/env python3
"""An independent gRPC client: Python's grpcio with stubs generated from protos/ alone.

usage: grpc_client_test.py BIN PROTOS [unittest arguments]

Health, reflection, a whole deliberation, and errors with their typed details.
"""

import pathlib
import shutil
import subprocess
import sys
import tempfile
import threading
import time
import unittest

import google
import grpc
from google.protobuf import descriptor_pb2, field_mask_pb2
from grpc_tools import protoc

BIN = pathlib.Path()
PROTOS = pathlib.Path()
HERE = pathlib.Path(__file__).resolve().parent


def generate(out):
    """Writes the stubs to `out` and makes them importable."""
    files = [str(p.relative_to(PROTOS)) for p in PROTOS.rglob("*.proto")]
    well_known = pathlib.Path(google.protobuf.__file__).parents[2]
    include = [f"-I{PROTOS}", f"-I{HERE}", f"-I{well_known}", "-I/usr/include"]
    code = protoc.main(["protoc", *include, f"--python_out={out}", f"--grpc_python_out={out}",
                        *files, "reflection.proto"])
    if code != 0:
        raise RuntimeError("protoc failed")
    sys.path.insert(0, str(out))
    # google.rpc and grpc.health are generated, google.protobuf and grpc are installed packages.
    google.__path__.append(str(out / "google"))
    grpc.__path__.append(str(out / "grpc"))


class GrpcClient(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.root = pathlib.Path(tempfile.mkdtemp(prefix="plenum-grpc-"))
        cls.addClassCleanup(shutil.rmtree, cls.root)
        generated = cls.root / "gen"
        generated.mkdir()
        generate(generated)
        port_file = cls.root / "port"
        with open(cls.root / "log", "wb") as log:
            cls.server = subprocess.Popen(
                [BIN / "plenumd", "--data-dir", cls.root / "data", "--listen", "127.0.0.1:0",
                 "--web-listen=", "--port-file", port_file], stdout=log, stderr=log)
        cls.addClassCleanup(cls.stop)
        deadline = time.monotonic() + 30
        while not port_file.exists():
            if cls.server.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError((cls.root / "log").read_text())
            time.sleep(0.02)
        cls.channel = grpc.insecure_channel(f"127.0.0.1:{port_file.read_text().strip()}")

    @classmethod
    def stop(cls):
        cls.channel.close()
        cls.server.terminate()
        cls.server.wait(20)

    def details_of(self, error):
        from google.rpc import error_details_pb2, status_pb2
        rich = status_pb2.Status()
        for key, value in error.trailing_metadata():
            if key == "grpc-status-details-bin":
                rich.ParseFromString(value)
        found = {}
        for detail in rich.details:
            kind = getattr(error_details_pb2, detail.type_url.rsplit(".", 1)[1])
            message = kind()
            self.assertTrue(detail.Unpack(message))
            found[kind.__name__] = message
        return found

    def refused(self, method, request, token=""):
        with self.assertRaises(grpc.RpcError) as caught:
            method(request, metadata=self.bearer(token), timeout=20)
        return caught.exception

    @staticmethod
    def bearer(token):
        return [("authorization", f"Bearer {token}")] if token else []

    def test_health_answers_for_the_server_and_for_each_service(self):
        from grpc.health.v1 import health_pb2, health_pb2_grpc
        stub = health_pb2_grpc.HealthStub(self.channel)
        serving = health_pb2.HealthCheckResponse.SERVING
        for service in ("", "plenum.ingestion.v1.IngestionService",
                        "plenum.scoring.v1.ScoringService",
                        "plenum.deliberation.v1.DeliberationService",
                        "plenum.tally.v1.TallyService"):
            answer = stub.Check(health_pb2.HealthCheckRequest(service=service), timeout=20)
            self.assertEqual(answer.status, serving, service)
        unknown = self.refused(stub.Check, health_pb2.HealthCheckRequest(service="no.such.Service"))
        self.assertEqual(unknown.code(), grpc.StatusCode.NOT_FOUND)
        first = next(iter(stub.Watch(health_pb2.HealthCheckRequest(), timeout=20)))
        self.assertEqual(first.status, serving)

    def test_reflection_describes_every_service(self):
        import reflection_pb2
        import reflection_pb2_grpc
        stub = reflection_pb2_grpc.ServerReflectionStub(self.channel)
        ask = reflection_pb2.ServerReflectionRequest
        services = next(iter(stub.ServerReflectionInfo(iter([ask(list_services="*")]), timeout=20)))
        names = {service.name for service in services.list_services_response.service}
        expected = {"plenum.ingestion.v1.IngestionService", "plenum.scoring.v1.ScoringService",
                    "plenum.deliberation.v1.DeliberationService", "plenum.tally.v1.TallyService",
                    "grpc.health.v1.Health"}
        self.assertLessEqual(expected, names)
        symbol = "plenum.deliberation.v1.DeliberationService.CastBallot"
        answer = next(iter(stub.ServerReflectionInfo(iter([ask(file_containing_symbol=symbol)]),
                                                     timeout=20)))
        files = [descriptor_pb2.FileDescriptorProto.FromString(data)
                 for data in answer.file_descriptor_response.file_descriptor_proto]
        self.assertIn("plenum/deliberation/v1/deliberation.proto", [file.name for file in files])

    def test_a_deliberation_through_the_generated_stubs(self):
        from plenum.deliberation.v1 import deliberation_pb2 as d, deliberation_pb2_grpc as dg
        from plenum.ingestion.v1 import ingestion_pb2 as i, ingestion_pb2_grpc as ig
        from plenum.scoring.v1 import scoring_pb2 as s, scoring_pb2_grpc as sg
        deliberations = dg.DeliberationServiceStub(self.channel)
        ingestion = ig.IngestionServiceStub(self.channel)
        scoring = sg.ScoringServiceStub(self.channel)

        created = deliberations.CreateDeliberation(d.CreateDeliberationRequest(
            deliberation=d.Deliberation(title="Recalibration"), facilitator_name="Ana"))
        name, boss = created.deliberation.name, self.bearer(created.token)
        text = ("The two governments should establish a crisis hotline.\n\n"
                "Washington should reduce the number of troops in the north.\n\n"
                "The allies must harden their air bases – soon.\n")
        imported = ingestion.ImportDocument(i.ImportDocumentRequest(
            parent=name, file_name="note.txt", content=text.encode()), metadata=boss)
        self.assertEqual(len(imported.measures), 3)
        for measure in imported.measures:
            for quote in measure.quotes:
                self.assertEqual(text[quote.start:quote.end], quote.text)
        renamed = ingestion.UpdateMeasure(i.UpdateMeasureRequest(
            measure=i.Measure(name=imported.measures[2].name, title="Harden the air bases",
                              etag=imported.measures[2].etag),
            update_mask=field_mask_pb2.FieldMask(paths=["title"])), metadata=boss)
        self.assertEqual(renamed.measure.title, "Harden the air bases")
        effect = scoring.CreateCriterion(s.CreateCriterionRequest(parent=name, criterion=s.Criterion(
            title="Effect", direction=s.DIRECTION_HIGHER_IS_BETTER, scale_max=10, weight=1)),
            metadata=boss).criterion
        tokens = [deliberations.CreateMember(d.CreateMemberRequest(
            parent=name, member=d.Member(display_name=f"M{n}", role=d.ROLE_MEMBER)),
            metadata=boss).token for n in range(3)]
        deliberations.AdvanceDeliberation(d.AdvanceDeliberationRequest(
            name=name, phase=d.PHASE_SCORING), metadata=boss)
        hotline, reduce, harden = (measure.name for measure in imported.measures)
        for n, token in enumerate(tokens):
            scoring.SetScores(s.SetScoresRequest(parent=name, scores=[
                s.Score(measure=hotline, criterion=effect.name, value=9),
                s.Score(measure=reduce, criterion=effect.name, value=n),
                s.Score(measure=harden, criterion=effect.name, value=5)]),
                metadata=self.bearer(token))
        deliberations.AdvanceDeliberation(d.AdvanceDeliberationRequest(
            name=name, phase=d.PHASE_VOTING), metadata=boss)

        seen = []
        watching = deliberations.WatchDeliberation(d.WatchDeliberationRequest(name=name),
                                                   metadata=boss, timeout=60)

        def watch():
            for message in watching:
                seen.append(message.event.kind)
                if message.event.kind == d.EVENT_KIND_RESULT_STORED:
                    return

        watcher = threading.Thread(target=watch)
        watcher.start()
        order = ([hotline, harden], [hotline, reduce], [harden, hotline])
        for token, ranking in zip(tokens, order):
            ballot = d.Ballot(tiers=[d.BallotTier(measures=[m]) for m in ranking])
            deliberations.CastBallot(d.CastBallotRequest(parent=name, ballot=ballot,
                                                         request_id="vote-1"),
                                     metadata=self.bearer(token))
        deliberations.AdvanceDeliberation(d.AdvanceDeliberationRequest(
            name=name, phase=d.PHASE_CLOSED), metadata=boss)
        watcher.join(60)
        self.assertEqual(seen.count(d.EVENT_KIND_BALLOT_CAST), 3)
        result = deliberations.GetResult(d.GetResultRequest(name=name + "/result"),
                                         metadata=self.bearer(tokens[0])).result
        places = [[result.outcome.options[o] for o in place.options]
                  for place in result.outcome.ranking]
        self.assertEqual(places[0], [imported.measures[0].title])
        self.assertEqual(places[1], ["Harden the air bases"])
        self.assertTrue(all(place.reason for place in result.outcome.ranking))
        self.assertEqual(result.criteria_ranking.measures[0].measure, hotline)

        late = self.refused(deliberations.CastBallot, d.CastBallotRequest(parent=name, ballot=d.Ballot()), tokens[0])
        self.assertEqual(late.code(), grpc.StatusCode.FAILED_PRECONDITION)
        info = self.details_of(late)["ErrorInfo"]
        self.assertEqual((info.reason, info.domain), ("WRONG_PHASE", "plenum"))
        self.assertEqual(info.metadata["phase"], "closed")

    def test_errors_are_typed_and_name_every_field(self):
        from plenum.deliberation.v1 import deliberation_pb2 as d, deliberation_pb2_grpc as dg
        stub = dg.DeliberationServiceStub(self.channel)
        error = self.refused(stub.CreateDeliberation, d.CreateDeliberationRequest(request_id="?"))
        self.assertEqual(error.code(), grpc.StatusCode.INVALID_ARGUMENT)
        details = self.details_of(error)
        self.assertEqual(details["ErrorInfo"].reason, "INVALID_FIELDS")
        self.assertEqual([v.field for v in details["BadRequest"].field_violations],
                         ["deliberation.title", "facilitator_name", "request_id", "request_id"])
        error = self.refused(stub.GetDeliberation, d.GetDeliberationRequest(name="deliberations/x"))
        self.assertEqual(error.code(), grpc.StatusCode.UNAUTHENTICATED)
        self.assertEqual(self.details_of(error)["ErrorInfo"].reason, "TOKEN_MISSING")


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    BIN, PROTOS = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]).resolve()
    unittest.main(argv=[sys.argv[0], *sys.argv[3:]], verbosity=2)
