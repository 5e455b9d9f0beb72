#!/usr/bin/env python3
"""What the gateway does with requests that mean harm, or that somebody got wrong.

After each of them it must still answer.

usage: gateway_attacks_test.py BIN plenumd|apart [unittest arguments]
"""

import json
import socket
import struct
import threading
import time

from gateway_test import SERVICE, GatewayCase
from web_support import GRPC_WEB, LONG, PageCase, frame, main

METHOD = f"/{SERVICE}/ListSigningKeys"
MAX_HEADER_BYTES = 16 << 10
MAX_HEADERS = 64
MAX_REQUEST = 1 << 20
MAX_JSON_DEPTH = 100


def status_of(answer):
    """Of the first answer in some bytes."""
    line = answer.split(b"\r\n", 1)[0]
    return int(line.split()[1]) if line.startswith(b"HTTP/1.1 ") else None


class Attacks(PageCase):
    def tearDown(self):
        self.assertEqual(self.ask("GET", "/readyz").status, 200, "it answers no more")
        self.assertIsNone(self.page_server.poll())

    def request(self, *headers, line=f"POST {METHOD} HTTP/1.1", body=b"{}", length=True, host=True):
        lines = [line]
        if host:
            lines.append(f"Host: 127.0.0.1:{self.port}")
        lines += ["Content-Type: application/json", *headers]
        if length:
            lines.append(f"Content-Length: {len(body)}")
        return "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + body

    def refused(self, request, status=400):
        """The request is answered once, with this status, and the connection ends."""
        answer = self.send_bytes(request)
        self.assertEqual(status_of(answer), status, answer[:300])
        self.assertEqual(answer.count(b"HTTP/1.1 "), 1, "a second request was read")
        self.assertIn(b"connection: close", answer)


class Smuggling(Attacks):
    """Shapes that a proxy in front may read differently."""

    HIDDEN = b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"

    def test_a_good_request_is_answered(self):
        answer = self.send_bytes(self.request("Connection: close"))
        self.assertEqual(status_of(answer), 200, answer)

    def test_length_and_chunks(self):
        chunked = b"0\r\n\r\n" + self.HIDDEN
        self.refused(self.request("Transfer-Encoding: chunked", body=chunked))
        self.refused(self.request("Transfer-Encoding: chunked", "Content-Length: 5", length=False,
                                  body=chunked))

    def test_two_lengths(self):
        for second in ("Content-Length: 2", "Content-Length: 9", "content-length: 02"):
            self.refused(self.request(second))

    def test_lengths_that_are_none(self):
        for length in ("-1", "+2", "0x2", "2,2", "2 2", "", "99999999999999999999", "2;"):
            self.refused(self.request(f"Content-Length: {length}", length=False))

    def test_codings_that_are_not_chunked(self):
        for coding in ("gzip, chunked", "xchunked", "chunked, identity", "identity",
                       "chunked\r\nTransfer-Encoding: identity", "\"chunked\""):
            answer = self.send_bytes(self.request(f"Transfer-Encoding: {coding}", length=False))
            self.assertIn(status_of(answer), (400, 501), coding)
            self.assertEqual(answer.count(b"HTTP/1.1 "), 1)

    def test_white_space_where_none_may_be(self):
        self.refused(self.request("Content-Length : 2", length=False))
        self.refused(self.request("Transfer-Encoding : chunked", length=False))
        self.refused(self.request(" X: y"))
        self.refused(self.request("X: a\r\n b"))
        self.refused(self.request("X: a\r\n\tTransfer-Encoding: chunked"))

    def test_lines_that_end_otherwise(self):
        good = self.request()
        self.refused(good.replace(b"\r\nContent-Length", b"\nContent-Length"))
        self.refused(good.replace(b"\r\nContent-Length", b"\rContent-Length"))
        self.refused(self.request("X: a\0b"))
        self.refused(self.request("X: a\x01b"))

    def test_hosts(self):
        self.refused(self.request(host=False))
        self.refused(self.request("Host: other"))
        self.refused(self.request(f"Host: 127.0.0.1:{self.port}"))
        self.refused(self.request("Host: a b", host=False))
        self.refused(self.request(line=f"POST http://evil.org{METHOD} HTTP/1.1"))

    def test_versions_and_lines(self):
        for line in (f"POST {METHOD} HTTP/1.0", f"POST {METHOD} HTTP/2.0"):
            answer = self.send_bytes(self.request(line=line))
            self.assertIn(status_of(answer), (400, 505), line)
        for line in (f"POST {METHOD}", f"POST  {METHOD} HTTP/1.1", f"POST {METHOD} HTTP/1.1 ",
                     f"POST {METHOD} http/1.1", f"P\x00ST {METHOD} HTTP/1.1", "PRI * HTTP/2.0",
                     f" POST {METHOD} HTTP/1.1", f"POST {METHOD}\t HTTP/1.1", "x", ""):
            answer = self.send_bytes(self.request(line=line))
            self.assertIn(status_of(answer), (400, 505), repr(line))

    def chunked(self, body, **more):
        return self.request("Transfer-Encoding: chunked", "Connection: close", length=False,
                            body=body, **more)

    def test_chunks_that_are_well_formed_are_read(self):
        answer = self.send_bytes(self.chunked(b"1\r\n{\r\n1\r\n}\r\n0\r\n\r\n"))
        self.assertEqual(status_of(answer), 200, answer)
        answer = self.send_bytes(self.chunked(b"2\r\n{}\r\n0\r\nX-Trailer: y\r\n\r\n"))
        self.assertEqual(status_of(answer), 200, answer)

    def test_chunks_that_are_not(self):
        for body in (b"2;a=b\r\n{}\r\n0\r\n\r\n", b"2\r\n{}\r\n0;a\r\n\r\n",
                     b"g\r\n{}\r\n0\r\n\r\n", b"-2\r\n{}\r\n0\r\n\r\n", b"0x2\r\n{}\r\n0\r\n\r\n",
                     b"2\r\n{}x\r\n0\r\n\r\n", b"ffffffffffffffff\r\n{}", b"10000000000000002\r\n{}",
                     b"\r\n2\r\n{}\r\n0\r\n\r\n", b"2 \r\n{}\r\n0\r\n\r\n"):
            answer = self.send_bytes(self.chunked(body))
            self.assertEqual(status_of(answer), 400, (body, answer[:200]))
            self.assertEqual(answer.count(b"HTTP/1.1 "), 1)

    def test_pipelined_requests_are_answered_in_order(self):
        last = self.request("Connection: close", body=b'{"nothing": 1}')
        answer = self.send_bytes(self.request() * 20 + last)
        self.assertEqual(answer.count(b"HTTP/1.1 200"), 20)
        self.assertEqual(answer.count(b"HTTP/1.1 400"), 1)
        self.assertLess(answer.rindex(b"HTTP/1.1 200"), answer.index(b"HTTP/1.1 400"))


class Sizes(Attacks):
    def with_header_bytes(self, size):
        request = self.request("Connection: close", "X: ", body=b"{}")
        head = request.index(b"\r\n\r\n") + 4
        return request.replace(b"X: ", b"X: " + b"x" * (size - head))

    def test_header_bytes_at_the_limit_and_one_over(self):
        answer = self.send_bytes(self.with_header_bytes(MAX_HEADER_BYTES))
        self.assertEqual(status_of(answer), 200, answer[:200])
        self.refused(self.with_header_bytes(MAX_HEADER_BYTES + 1), 431)
        self.refused(b"POST /" + b"x" * (MAX_HEADER_BYTES + 1), 431)

    def test_headers_at_the_limit_and_one_over(self):
        given = ["Connection: close"]  # and Host, Content-Type, Content-Length
        most = given + [f"X-{n}: y" for n in range(MAX_HEADERS - 4)]
        self.assertEqual(status_of(self.send_bytes(self.request(*most))), 200)
        self.refused(self.request(*most, "X: y"), 431)

    def test_a_message_at_the_limit_and_one_over(self):
        headers = {"content-type": GRPC_WEB}
        unknown_field = b"\xfa\x7f"  # 2047, bytes
        size = MAX_REQUEST - len(unknown_field) - 3
        length = bytes([size & 0x7F | 0x80, size >> 7 & 0x7F | 0x80, size >> 14])
        message = unknown_field + length + b"x" * size
        self.assertEqual(len(message), MAX_REQUEST)
        at = self.ask("POST", METHOD, frame(message), headers)
        self.assertEqual(at.trailers["grpc-status"], "0")
        over = self.ask("POST", METHOD, frame(message + b"x"), headers)
        self.assertEqual(over.trailers["grpc-status"], "3")
        self.assertIn("1048576", over.trailers["grpc-message"])

    def test_a_body_that_says_it_is_huge_is_not_waited_for(self):
        for length in ("10000000", "9223372036854775807"):
            answer = self.send_bytes(self.request(f"Content-Length: {length}", length=False))
            self.assertEqual(json.loads(answer.split(b"\r\n\r\n", 1)[1])["code"], "invalid_argument")

    def test_chunks_that_come_to_too_much(self):
        chunk = b"10000\r\n" + b"x" * 0x10000 + b"\r\n"
        answer = self.send_bytes(self.request("Transfer-Encoding: chunked", length=False, body=b""),
                                 *[chunk] * 40)
        self.assertEqual(status_of(answer), 400)

    def test_json_at_the_depth_and_one_over(self):
        for levels, words in ((MAX_JSON_DEPTH, "deeper"), (MAX_JSON_DEPTH + 1, None)):
            answer = self.ask("POST", METHOD, '{"a":' * levels + "1" + "}" * levels,
                              {"content-type": "application/json"})
            self.assertEqual(answer.json["code"], "invalid_argument")
            check = self.assertNotIn if words else self.assertIn
            check("deeper", answer.json["message"])

    def test_json_ten_thousand_deep_is_refused_quickly(self):
        for nested in ("[" * 10_000 + "]" * 10_000, '{"a":' * 10_000 + "1" + "}" * 10_000,
                       "[" * 1_000_000):
            began = time.process_time()
            answer = self.ask("POST", METHOD, nested, {"content-type": "application/json"})
            self.assertEqual(answer.json["code"], "invalid_argument")
            answer = self.post_json("/session/sign-in", {})
            self.assertEqual(answer.json["code"], "invalid_argument")
            self.assertLess(time.process_time() - began, LONG)

    def test_frames_that_are_malformed(self):
        for body in (b"", b"\0", b"\0\0\0\0", b"\0\0\0\0\5abc", b"\0\xff\xff\xff\xff", frame() + b"x",
                     frame() + frame(), b"\x80" + frame()[1:], b"\x02" + frame()[1:]):
            for kind in (GRPC_WEB, "application/connect+proto"):
                method = METHOD if kind == GRPC_WEB else f"/{SERVICE}/WatchDeliberation"
                answer = self.ask("POST", method, body, {"content-type": kind})
                text = answer.frames[-1][1]
                self.assertTrue(b"grpc-status: 3" in text or b"invalid_argument" in text,
                                (body, answer.body))
        compressed = self.ask("POST", METHOD, b"\1" + frame()[1:], {"content-type": GRPC_WEB})
        self.assertEqual(compressed.trailers["grpc-status"], "12")
        encoded = self.ask("POST", METHOD, "{}", {"content-type": "application/json",
                                                  "content-encoding": "gzip"})
        self.assertEqual(encoded.json["code"], "unimplemented")

    def test_bytes_that_are_no_message(self):
        answer = self.ask("POST", f"/{SERVICE}/GetDeliberation", frame(b"\xff" * 100),
                          {"content-type": GRPC_WEB})
        self.assertNotEqual(answer.trailers["grpc-status"], "0")
        self.assertNotIn(answer.trailers["grpc-status"], ("2", "13"), "a fault of the server")

    def test_header_values_that_grpc_does_not_take(self):
        for name in ("Authorization", "X-Request-Id"):
            for value in ("caf\xe9", "\x80\xff", "a\tb", "Bearer \xc3\xbc"):
                answer = self.send_bytes(self.request(f"{name}: {value}", "Connection: close"))
                self.assertEqual(status_of(answer), 200, answer[:200])
        refused = self.ask("POST", f"/{SERVICE}/GetDeliberation", "{}", {
            "content-type": "application/json", "authorization": "Bearer caf\xe9"})
        self.assertEqual(refused.json["code"], "unauthenticated")

    def test_text_that_is_no_base64(self):
        answer = self.ask("POST", METHOD, "AAAA*AAA=", {"content-type": "application/grpc-web-text"})
        self.assertEqual(answer.status, 200)

    def test_random_bytes(self):
        seed = 1
        for _ in range(200):
            piece = b""
            for _ in range(64):
                seed = (seed * 6364136223846793005 + 1442695040888963407) % 2**64
                piece += struct.pack(">Q", seed)
            connection = self.connect()
            try:
                connection.sendall(piece)
                connection.shutdown(socket.SHUT_WR)
                while connection.recv(65536):
                    pass
            except OSError:
                pass
            connection.close()


class Patience(Attacks):
    def test_slow_loris_is_ended_while_others_are_served(self):
        """Many who send a header now and then: each is ended when its time is over."""
        slow = [self.connect() for _ in range(50)]
        for connection in slow:
            connection.sendall(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n")
        ended = [threading.Event() for _ in slow]

        def drip(connection, event):
            connection.settimeout(1)
            while True:
                try:
                    connection.sendall(b"X: y\r\n")
                    if not connection.recv(65536):
                        break
                except TimeoutError:
                    continue
                except OSError:
                    break
            event.set()

        threads = [threading.Thread(target=drip, args=pair, daemon=True)
                   for pair in zip(slow, ended)]
        for thread in threads:
            thread.start()
        self.assertEqual(self.ask("GET", "/").status, 200)
        for event in ended:
            self.assertTrue(event.wait(LONG), "a slow client was not ended")
        for thread in threads:
            thread.join(LONG)

    def test_a_body_that_stops_is_ended(self):
        connection = self.connect()
        connection.sendall(self.request("Content-Length: 100", length=False, body=b"{"))
        answer = b""
        while piece := connection.recv(65536):
            answer += piece
        self.assertEqual(status_of(answer), 408)

    def test_a_chunk_whose_line_does_not_end_as_it_must_is_waited_for(self):
        answer = self.send_bytes(self.request("Transfer-Encoding: chunked", length=False,
                                              body=b"2\n{}\n0\n\n"))
        self.assertEqual(status_of(answer), 408)
        self.assertEqual(answer.count(b"HTTP/1.1 "), 1)

    def test_a_client_that_leaves_half_way(self):
        for sent in range(0, 200, 7):
            connection = self.connect()
            connection.sendall(self.request()[:sent])
            connection.close()
        for _ in range(50):
            connection = self.connect()
            connection.sendall(self.request())
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            connection.close()


class Foreigners(GatewayCase):
    """Requests that a browser was led to by a page of somebody else."""

    def test_without_the_pages_own_marks_no_cookie_is_used_or_set(self):
        deliberation, cookie = self.create()
        own = f"http://127.0.0.1:{self.port}"
        bad = (
            {"origin": "http://evil.org", "x-plenum-page": "1"},
            {"origin": own, "sec-fetch-site": "cross-site", "x-plenum-page": "1"},
            {"origin": f"http://localhost:{self.port}", "x-plenum-page": "1"},  # another name
            {"origin": "null", "x-plenum-page": "1"},
            {"origin": own},  # a form, whatever its encoding, has no such header
            {"x-plenum-page": "1"},
        )
        for marks in bad:
            headers = {**marks, "cookie": cookie, "content-type": "application/json"}
            for path, body in ((f"/d/{deliberation}/{SERVICE}/AdvanceDeliberation", "{}"),
                               (f"/d/{deliberation}/session/sign-out", "{}"),
                               ("/session/join", '{"code": "x"}'),
                               ("/session/create", "{}"), ("/session/start", '{"code": "x"}')):
                answer = self.ask("POST", path, body, headers)
                self.assertEqual((answer.status, answer.json["code"]), (403, "permission_denied"),
                                 (path, marks))
                self.assertEqual(answer.cookies, {})
        told = self.ask("GET", f"/d/{deliberation}/session", headers=self.own_page(cookie=cookie))
        self.assertEqual(told.json["role"], "ROLE_FACILITATOR", "nobody was signed out")

    def test_simple_content_types_are_not_taken(self):
        for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""):
            for path in (METHOD, "/session/join"):
                answer = self.ask("POST", path, "{}", self.own_page(content_type=kind))
                self.assertEqual(answer.status, 415, (kind, path))

    def test_pages_of_other_origins_may_not_call(self):
        headers = {"origin": "http://evil.org", "content-type": "application/json"}
        self.assertEqual(self.ask("POST", METHOD, "{}", headers).status, 403)
        asked = self.ask("OPTIONS", METHOD, headers={
            "origin": "http://evil.org", "access-control-request-method": "POST"})
        self.assertEqual(asked.status, 403)
        self.assertNotIn("access-control-allow-origin", asked.headers)

    def test_names_that_were_pointed_here_are_refused(self):
        for host in ("evil.org", f"evil.org:{self.port}", f"127.0.0.1.evil.org:{self.port}"):
            self.assertEqual(self.ask("GET", "/", host=host).status, 421, host)
            answer = self.ask("POST", METHOD, "{}", {"content-type": "application/json"}, host=host)
            self.assertEqual(answer.status, 421, host)

    def test_get_changes_nothing(self):
        deliberation, cookie = self.create()
        for path in (f"/d/{deliberation}/session/sign-out", "/session/join", "/session/create",
                     f"/d/{deliberation}/{SERVICE}/AdvanceDeliberation"):
            answer = self.ask("GET", path, headers=self.own_page(cookie=cookie))
            self.assertEqual(answer.status, 405, path)

    def test_cookies_that_were_made_up(self):
        deliberation, cookie = self.create()
        name, value = cookie.split("=", 1)
        for made_up in ("", "x", "1~9999999999~r~a.b.c", value[:-5], value.replace("1~", "2~", 1),
                        "1~9999999999~~" + value.split("~")[3][:-3] + "abc", "~" * 4000):
            answer = self.post_json(f"/d/{deliberation}/{SERVICE}/GetDeliberation",
                                    {"name": f"deliberations/{deliberation}"},
                                    f"{name}={made_up}")
            self.assertEqual((answer.status, answer.json["code"]), (401, "unauthenticated"), made_up)
        twice = self.post_json(f"/d/{deliberation}/{SERVICE}/GetDeliberation",
                               {"name": f"deliberations/{deliberation}"}, f"{cookie}; {cookie}")
        self.assertEqual(twice.status, 401)

    def test_no_secret_stands_in_the_log(self):
        deliberation, cookie = self.create()
        code = self.invite(deliberation, cookie)["code"]
        self.post_json("/session/join", {"code": code})
        self.post_json(f"/d/{deliberation}/session/sign-out", {}, cookie)
        log = (self.root / "log").read_text()
        for secret in (code, *cookie.split("~")[2:]):
            self.assertNotIn(secret, log)


class AllowedPages(PageCase):
    PAGE_FLAGS = ("--web-allow-origin", "https://board.example,https://other.example")

    def test_a_page_that_was_allowed_calls_without_cookies(self):
        origin = {"origin": "https://board.example"}
        asked = self.ask("OPTIONS", METHOD, headers={**origin,
                                                     "access-control-request-method": "POST"})
        self.assertEqual(asked.status, 204)
        self.assertEqual(asked.headers["access-control-allow-origin"], "https://board.example")
        self.assertIn("content-type", asked.headers["access-control-allow-headers"])
        self.assertNotIn("access-control-allow-credentials", asked.headers)
        answer = self.ask("POST", METHOD, "{}", {**origin, "content-type": "application/json"})
        self.assertEqual(answer.status, 200)
        self.assertEqual(answer.headers["access-control-allow-origin"], "https://board.example")
        self.assertIn("grpc-status", answer.headers["access-control-expose-headers"])
        self.assertEqual(answer.headers["vary"], "origin")

    def test_it_gets_no_sessions(self):
        headers = {"origin": "https://board.example", "x-plenum-page": "1",
                   "content-type": "application/json"}
        self.assertEqual(self.ask("POST", "/session/join", "{}", headers).status, 403)
        self.assertEqual(self.ask("POST", f"/d/d1{METHOD}", "{}", headers).status, 403)
        self.assertEqual(self.ask("OPTIONS", f"/d/d1{METHOD}", headers=headers).status, 405)


if __name__ == "__main__":
    main()
