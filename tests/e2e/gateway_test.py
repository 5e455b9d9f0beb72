#!/usr/bin/env python3
"""The gateway as the page uses it: sign-in by cookies, calls in every form, files, health.

usage: gateway_test.py BIN plenumd|apart [unittest arguments]
"""

import base64
import gzip
import http.client
import json
import pathlib
import socket
import ssl
import subprocess
import tempfile
import time

from web_support import GRPC_WEB, LONG, PageCase, frame, main

SERVICE = "plenum.deliberation.v1.DeliberationService"
ACCESS = "plenum.deliberation.v1.AccessService"


def cookie_of(answer, name="plenum_session"):
    return f"{name}={answer.cookies[name][0]}"


class GatewayCase(PageCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.start_cookie = None

    def started(self):
        """The cookie that allows this browser to create; none is needed of a gateway of its own."""
        cls = type(self)
        if self.APART:
            return None
        if cls.start_cookie is None:
            answer = self.post_json("/session/start", {"code": self.start_link()})
            self.assertEqual(answer.status, 200, answer.body)
            cls.start_cookie = cookie_of(answer, next(iter(answer.cookies)))
        return cls.start_cookie

    def create(self, title="Budget", name="Ana"):
        """(id, cookie) of a new deliberation and its facilitator."""
        answer = self.post_json(
            "/session/create", {"deliberation": {"title": title}, "facilitatorName": name},
            cookie=self.started())
        self.assertEqual(answer.status, 200, answer.body)
        self.assertNotIn("signIn", answer.json)
        self.assertNotIn("token", answer.json)
        return answer.json["deliberation"]["name"].split("/")[1], cookie_of(answer)

    def call(self, deliberation, method, message, cookie):
        return self.post_json(f"/d/{deliberation}/{method}", message, cookie)

    def invite(self, deliberation, cookie, role="ROLE_MEMBER"):
        answer = self.call(deliberation, f"{ACCESS}/CreateInvitation",
                           {"parent": f"deliberations/{deliberation}",
                            "invitation": {"label": "Ben", "role": role}}, cookie)
        self.assertEqual(answer.status, 200, answer.body)
        return answer.json["issued"]


class Sessions(GatewayCase):
    def test_in_by_an_invitation_and_out_again(self):
        deliberation, facilitator = self.create()
        code = self.invite(deliberation, facilitator)["code"]
        joined = self.post_json("/session/join", {"code": code, "displayName": "Ben"})
        self.assertEqual(joined.status, 200, joined.body)
        self.assertNotIn("signIn", joined.json)
        value, attributes = joined.cookies["plenum_session"]
        self.assertIn(f"Path=/d/{deliberation};", attributes)
        self.assertIn("HttpOnly; SameSite=Strict", attributes)
        member = cookie_of(joined)

        told = self.ask("GET", f"/d/{deliberation}/session", headers=self.own_page(cookie=member))
        self.assertEqual(told.json, {"member": joined.json["member"]["name"],
                                     "role": "ROLE_MEMBER"})
        out = self.call(deliberation, "session/sign-out", {"everywhere": False}, member)
        self.assertEqual((out.status, out.json), (200, {}))
        self.assertIn("Max-Age=0", out.cookies["plenum_session"][1])
        # The token is ended, too, for who kept the cookie.
        kept = self.call(deliberation, f"{SERVICE}/GetDeliberation",
                         {"name": f"deliberations/{deliberation}"}, member)
        self.assertEqual((kept.status, kept.json["code"]), (401, "unauthenticated"))
        self.assertIn("Max-Age=0", kept.cookies["plenum_session"][1])

    def test_an_invitation_is_good_once(self):
        deliberation, facilitator = self.create()
        code = self.invite(deliberation, facilitator)["code"]
        self.assertEqual(self.post_json("/session/join", {"code": code}).status, 200)
        again = self.post_json("/session/join", {"code": code})
        self.assertEqual(again.json["code"], "failed_precondition")
        self.assertEqual(again.json["details"][0]["debug"]["reason"], "INVITATION_ENDED")
        self.assertEqual(again.cookies, {})

    def test_a_token_of_the_operator_signs_in(self):
        deliberation, facilitator = self.create()
        member = self.ask("GET", f"/d/{deliberation}/session",
                          headers=self.own_page(cookie=facilitator)).json["member"]
        refresh = facilitator.split("=", 1)[1].split("~")[2]
        signed = self.post_json("/session/sign-in", {"refreshToken": refresh})
        self.assertEqual(signed.json, {"member": member, "role": "ROLE_FACILITATOR"})
        self.assertIn(f"Path=/d/{deliberation};", signed.cookies["plenum_session"][1])
        wrong = self.post_json("/session/sign-in", {"refreshToken": "nonsense"})
        self.assertEqual((wrong.status, wrong.cookies), (401, {}))
        missing = self.post_json("/session/sign-in", {})
        self.assertEqual(missing.json["details"][1]["debug"]["fieldViolations"][0]["field"],
                         "refreshToken")

    def test_a_cookie_of_another_deliberation_is_none(self):
        first, cookie = self.create()
        second, _ = self.create()
        told = self.ask("GET", f"/d/{second}/session", headers=self.own_page(cookie=cookie))
        self.assertEqual(told.json, {})
        called = self.call(second, f"{SERVICE}/GetDeliberation",
                           {"name": f"deliberations/{first}"}, cookie)
        self.assertEqual(called.status, 401)
        self.assertEqual(called.json["details"][0]["debug"]["reason"], "TOKEN_MISSING")


class Renewal(GatewayCase):
    FLAGS = ("--token-minutes", "1")  # always about to end

    def test_a_token_that_is_about_to_end_is_renewed_once_for_all(self):
        deliberation, cookie = self.create()
        path = f"/d/{deliberation}/session"
        first = self.ask("GET", path, headers=self.own_page(cookie=cookie))
        second = self.ask("GET", path, headers=self.own_page(cookie=cookie))
        self.assertEqual(first.json["role"], "ROLE_FACILITATOR")
        renewed = [answer.cookies["plenum_session"][0].split("~")[2] for answer in (first, second)]
        self.assertEqual(renewed[0], renewed[1], "asked twice with one cookie: one next token")
        self.assertNotEqual(renewed[0], cookie.split("~")[2])
        third = self.ask("GET", path, headers=self.own_page(cookie=cookie_of(first)))
        self.assertEqual(third.json["role"], "ROLE_FACILITATOR")

    def test_a_sign_in_that_was_ended_clears_the_cookie(self):
        deliberation, cookie = self.create()
        path = f"/d/{deliberation}/session"
        current = cookie_of(self.ask("GET", path, headers=self.own_page(cookie=cookie)))
        out = self.post_json(f"{path}/sign-out", {}, current)
        self.assertEqual(out.status, 200)
        after = self.call(deliberation, f"{SERVICE}/GetDeliberation",
                          {"name": f"deliberations/{deliberation}"}, current)
        self.assertEqual(after.status, 401)
        self.assertEqual(after.json["details"][0]["debug"]["reason"], "SIGN_IN_ENDED")
        self.assertIn("Max-Age=0", after.cookies["plenum_session"][1])
        told = self.ask("GET", path, headers=self.own_page(cookie=current))
        self.assertEqual((told.status, told.json), (200, {}))


class Forms(GatewayCase):
    @classmethod
    def setUpClass(cls):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            cls.metrics_port = probe.getsockname()[1]
        cls.FLAGS = ("--metrics-listen", f"127.0.0.1:{cls.metrics_port}")
        super().setUpClass()

    def setUp(self):
        cls = type(self)
        if not hasattr(cls, "deliberation"):
            cls.deliberation, cls.cookie = self.create("Überblick")
        self.name = f"deliberations/{self.deliberation}"
        # GetDeliberationRequest: field 1 is the name.
        self.request = bytes([0x0A, len(self.name)]) + self.name.encode()

    def post(self, path, body, content_type, cookie=None, **headers):
        headers = self.own_page(content_type=content_type, **headers)
        if cookie:
            headers["cookie"] = cookie
        return self.ask("POST", path, body, headers)

    def test_grpc_web_binary(self):
        answer = self.post(f"/d/{self.deliberation}/{SERVICE}/GetDeliberation", frame(self.request),
                           GRPC_WEB, self.cookie, x_request_id="r-1")
        self.assertEqual(answer.headers["content-type"], GRPC_WEB)
        (flags, message), _ = answer.frames
        self.assertEqual(flags, 0)
        self.assertIn("Überblick".encode(), message)
        self.assertEqual(answer.trailers, {"grpc-status": "0"})

    def test_grpc_web_text(self):
        answer = self.post(f"/d/{self.deliberation}/{SERVICE}/GetDeliberation",
                           base64.b64encode(frame(self.request)), "application/grpc-web-text",
                           self.cookie)
        answer.body = base64.b64decode(answer.body)
        self.assertIn("Überblick".encode(), answer.frames[0][1])
        self.assertEqual(answer.trailers["grpc-status"], "0")

    def test_an_error_has_its_status_and_details(self):
        path = f"/d/{self.deliberation}/{SERVICE}/GetDeliberation"
        web = self.post(path, frame(b"\x0a\x05wrong"), GRPC_WEB, self.cookie, x_request_id="r-1")
        self.assertEqual((web.status, web.trailers["x-request-id"]), (200, "r-1"))
        self.assertNotEqual(web.trailers["grpc-status"], "0")
        self.assertIn("grpc-status-details-bin", web.trailers)
        json_form = self.call(self.deliberation, f"{SERVICE}/GetDeliberation",
                              {"name": "deliberations/none"}, self.cookie)
        self.assertEqual(json_form.status, 403)
        self.assertEqual(json_form.json["details"][0]["debug"]["reason"], "FOREIGN_DELIBERATION")

    def test_json_without_cookies_is_for_other_programs(self):
        answer = self.ask("POST", "/plenum.tally.v1.TallyService/Tally",
                          json.dumps({"methods": ["METHOD_SCHULZE"]}),
                          {"content-type": "application/json"})
        self.assertEqual(answer.json["code"], "invalid_argument", answer.body)
        answer = self.ask("POST", f"/{SERVICE}/ListSigningKeys", "{}",
                          {"content-type": "application/json"})
        self.assertEqual(answer.status, 200, answer.body)
        self.assertEqual(answer.headers["content-type"], "application/json")
        self.assertTrue(answer.json)

    def test_an_unknown_field_is_named(self):
        answer = self.call(self.deliberation, f"{SERVICE}/GetDeliberation", {"nam": "x"},
                           self.cookie)
        self.assertEqual((answer.status, answer.json["code"]), (400, "invalid_argument"))
        self.assertIn("nam", answer.json["message"])

    def test_a_cookie_call_takes_no_token_beside_it(self):
        answer = self.post_json(f"/d/{self.deliberation}/{SERVICE}/GetDeliberation",
                                {"name": self.name}, self.cookie, authorization="Bearer x")
        self.assertEqual((answer.status, answer.json["code"]), (400, "invalid_argument"))

    def test_what_cannot_be_called_is_said(self):
        unknown = self.post("/plenum.tally.v1.TallyService/Nothing", frame(), GRPC_WEB)
        self.assertEqual(unknown.trailers["grpc-status"], "12")
        upload = self.post("/plenum.ingestion.v1.IngestionService/UploadDocument", frame(), GRPC_WEB)
        self.assertEqual(upload.trailers["grpc-status"], "12")
        wrong = self.ask("POST", f"/{SERVICE}/ListSigningKeys", "{}", {"content-type": "text/plain"})
        self.assertEqual(wrong.status, 415)
        get = self.ask("GET", f"/{SERVICE}/ListSigningKeys")
        self.assertEqual((get.status, get.headers["allow"]), (405, "POST"))

    def test_a_deadline_in_a_stream_ends_it(self):
        answer = self.post(f"/d/{self.deliberation}/{SERVICE}/WatchDeliberation",
                           frame(self.request), GRPC_WEB, self.cookie, grpc_timeout="300m")
        self.assertEqual(answer.trailers["grpc-status"], "4")
        self.assertGreater(len(answer.frames), 1, "what had happened came before")

    def test_a_stream_as_lines_of_json(self):
        answer = self.post(f"/d/{self.deliberation}/{SERVICE}/WatchDeliberation",
                           json.dumps({"name": self.name}), "application/json", self.cookie,
                           connect_timeout_ms="300")
        lines = [json.loads(line) for line in answer.body.splitlines()]
        self.assertEqual(lines[-1]["error"]["code"], "deadline_exceeded")
        self.assertTrue(all("result" in line for line in lines[:-1]) and len(lines) > 1, lines)

    def test_a_stream_of_connect(self):
        message = json.dumps({"name": self.name}).encode()
        answer = self.post(f"/d/{self.deliberation}/{SERVICE}/WatchDeliberation", frame(message),
                           "application/connect+json", self.cookie, connect_timeout_ms="300")
        flags, end = answer.frames[-1]
        self.assertEqual((flags, json.loads(end)["error"]["code"]), (2, "deadline_exceeded"))

    def test_a_stream_that_fails_at_once(self):
        answer = self.post(f"/{SERVICE}/WatchDeliberation", frame(self.request), GRPC_WEB)
        self.assertEqual(answer.trailers["grpc-status"], "16")

    def test_a_closed_tab_ends_its_idle_stream(self):
        before = self.streams_of_the_server()
        connection = self.connect()
        body = frame(self.request)
        connection.sendall(
            (f"POST /d/{self.deliberation}/{SERVICE}/WatchDeliberation HTTP/1.1\r\n"
             f"Host: 127.0.0.1:{self.port}\r\nOrigin: http://127.0.0.1:{self.port}\r\n"
             f"x-plenum-page: 1\r\nCookie: {self.cookie}\r\nContent-Type: {GRPC_WEB}\r\n"
             f"Content-Length: {len(body)}\r\n\r\n").encode() + body)
        self.assertIn(b"200 OK", connection.recv(65536))
        self.wait_until(lambda: self.streams_of_the_server() == before + 1)
        connection.close()
        self.wait_until(lambda: self.streams_of_the_server() == before)

    def wait_until(self, condition):
        deadline = time.monotonic() + LONG
        while not condition():
            self.assertLess(time.monotonic(), deadline)
            time.sleep(0.02)

    def streams_of_the_server(self):
        with socket.create_connection(("127.0.0.1", self.metrics_port), LONG) as connection:
            connection.sendall(b"GET /metrics HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
            page = b""
            while piece := connection.recv(65536):
                page += piece
        line = next(l for l in page.decode().splitlines() if l.startswith("plenum_rpc_streams "))
        return int(float(line.split()[1]))


class Tls(GatewayCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory(prefix="plenum-web-tls-")
        cls.addClassCleanup(folder.cleanup)
        cls.certificate, key = (pathlib.Path(folder.name) / name for name in ("cert.pem", "key.pem"))
        subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt",
                        "ec_paramgen_curve:P-256", "-nodes", "-keyout", key, "-out", cls.certificate,
                        "-days", "2", "-subj", "/CN=localhost", "-addext",
                        "subjectAltName=DNS:localhost,IP:127.0.0.1"], check=True, capture_output=True)
        cls.PAGE_FLAGS = ("--web-tls-cert", cls.certificate, "--web-tls-key", key)
        super().setUpClass()

    def new_connection(self):
        context = ssl.create_default_context(cafile=self.certificate)
        return http.client.HTTPSConnection("127.0.0.1", self.port, timeout=LONG, context=context)

    def own_page(self, **headers):
        return {**super().own_page(**headers), "origin": f"https://127.0.0.1:{self.port}"}

    def test_sessions_are_for_tls_alone(self):
        answer = self.post_json("/session/create", {"deliberation": {"title": "Budget"},
                                                    "facilitatorName": "Ana"}, cookie=self.started())
        self.assertEqual(answer.status, 200, answer.body)
        _, attributes = answer.cookies["__Secure-plenum_session"]
        self.assertTrue(attributes.endswith("; Secure"), attributes)
        self.assertIn("max-age=", answer.headers["strict-transport-security"])
        deliberation = answer.json["deliberation"]["name"].split("/")[1]
        called = self.call(deliberation, f"{SERVICE}/GetDeliberation",
                           {"name": f"deliberations/{deliberation}"},
                           cookie_of(answer, "__Secure-plenum_session"))
        self.assertEqual(called.json["deliberation"]["title"], "Budget")

    def test_a_page_without_tls_is_another_origin(self):
        headers = {**self.own_page(content_type="application/json"),
                   "origin": f"http://127.0.0.1:{self.port}"}
        self.assertEqual(self.ask("POST", "/session/join", "{}", headers).status, 403)

    def test_plaintext_is_not_answered(self):
        answer = self.send_bytes(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
        self.assertNotIn(b"HTTP/1.1 200", answer)
        self.assertEqual(self.ask("GET", "/healthz").status, 200)


class Documented(PageCase):
    def test_the_command_of_the_readme_works(self):
        """`curl` with JSON, as README.md and docs/gateway.md show it."""
        root = pathlib.Path(__file__).resolve().parent.parent.parent
        for page in ("README.md", "docs/gateway.md"):
            text = (root / page).read_text().replace("\\\n", "")
            command = next(line for line in text.splitlines()
                           if line.startswith("curl") and "TallyService/Tally" in line)
            command = command.replace("127.0.0.1:8080", f"127.0.0.1:{self.port}")
            done = subprocess.run(command + " --silent --show-error --fail-with-body --noproxy '*'",
                                  shell=True, capture_output=True, text=True, timeout=LONG)
            self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
            ranking = json.loads(done.stdout)["outcome"]["ranking"]
            self.assertEqual(len(ranking), 2, done.stdout)


class Files(PageCase):
    def test_views_of_the_page_are_the_page(self):
        index = self.ask("GET", "/")
        self.assertEqual(index.status, 200)
        self.assertEqual(index.headers["cache-control"], "no-cache")
        for path in ("/join", "/start", "/sign-in", "/d/d1", "/d/d1/measures/m2?x=y"):
            view = self.ask("GET", path)
            self.assertEqual((view.status, view.body), (200, index.body), path)
        head = self.ask("HEAD", "/")
        self.assertEqual(head.body, b"")
        self.assertEqual(head.headers["content-length"], str(len(index.body)))

    def test_files_are_compressed_and_kept(self):
        index = self.ask("GET", "/")
        packed = self.ask("GET", "/index.html", headers={"accept-encoding": "br, gzip;q=0.8"})
        if "content-encoding" in packed.headers:
            self.assertEqual(gzip.decompress(packed.body), index.body)
            self.assertEqual(packed.headers["vary"], "accept-encoding")
        same = self.ask("GET", "/", headers={"if-none-match": index.headers["etag"]})
        self.assertEqual((same.status, same.body), (304, b""))

    def test_there_is_nothing_elsewhere(self):
        for path in ("/favicon.icon", "/assets/none.js", "/assets/none", "/../etc/passwd",
                     "/..%2f..%2fetc%2fpasswd", "/%2e%2e/etc/passwd", "/d/..\\..\\x", "//etc/passwd",
                     "/session", "/session/none"):
            self.assertEqual(self.ask("GET", path, headers=self.own_page()).status, 404, path)
        put = self.ask("PUT", "/", "x")
        self.assertEqual((put.status, put.headers["allow"]), (405, "GET, HEAD"))

    def test_every_answer_has_the_security_headers(self):
        for answer in (self.ask("GET", "/"), self.ask("GET", "/none.js"), self.ask("GET", "/healthz"),
                       self.ask("POST", "/plenum.tally.v1.TallyService/None", "{}",
                                {"content-type": "application/json"})):
            self.assertIn("default-src 'none'", answer.headers["content-security-policy"])
            self.assertNotIn("unsafe", answer.headers["content-security-policy"])
            self.assertEqual(answer.headers["x-content-type-options"], "nosniff")
            self.assertEqual(answer.headers["referrer-policy"], "no-referrer")
            self.assertEqual(answer.headers["cross-origin-opener-policy"], "same-origin")
            self.assertNotIn("strict-transport-security", answer.headers)

    def test_health(self):
        self.assertEqual(self.ask("GET", "/healthz").status, 200)
        self.assertEqual(self.ask("GET", "/readyz").body, b"ready\n")


if __name__ == "__main__":
    main()
