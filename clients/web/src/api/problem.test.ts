import { create, toBinary } from "@bufbuild/protobuf";
import { Code, ConnectError } from "@connectrpc/connect";
import { BadRequestSchema, ErrorInfoSchema } from "@gen/google/rpc/error_details_pb";
import { expect, test } from "vitest";
import { Problem, problemOfJson, toProblem } from "./problem";

const info = { reason: "INVALID_FIELDS", domain: "plenum", metadata: { limit: "200" } };
const violation = { field: "deliberation.title", description: "must not be empty" };

function base64(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes)).replace(/=+$/, "");
}

test("a failed call becomes a problem with its reason and fields", () => {
  const problem = toProblem(
    new ConnectError("the title is empty", Code.InvalidArgument, undefined, [
      { desc: ErrorInfoSchema, value: info },
      { desc: BadRequestSchema, value: { fieldViolations: [violation] } },
    ]),
  );
  expect(problem.code).toBe(Code.InvalidArgument);
  expect(problem.reason).toBe("INVALID_FIELDS");
  expect(problem.message).toBe("the title is empty");
  expect(problem.fields).toEqual([violation]);
  expect(problem.metadata).toEqual({ limit: "200" });
});

test("an error of the JSON endpoints says the same", () => {
  const detail = (type: string, bytes: Uint8Array) => ({ type, value: base64(bytes) });
  const body = {
    code: "invalid_argument",
    message: "the title is empty",
    details: [
      detail("google.rpc.ErrorInfo", toBinary(ErrorInfoSchema, create(ErrorInfoSchema, info))),
      detail(
        "google.rpc.BadRequest",
        toBinary(BadRequestSchema, create(BadRequestSchema, { fieldViolations: [violation] })),
      ),
    ],
  };
  const problem = problemOfJson(body, 400);
  expect(problem.code).toBe(Code.InvalidArgument);
  expect(problem.reason).toBe("INVALID_FIELDS");
  expect(problem.fields).toEqual([violation]);
});

test("codes of two words are read", () => {
  expect(problemOfJson({ code: "failed_precondition" }, 400).code).toBe(Code.FailedPrecondition);
  expect(problemOfJson({ code: "unauthenticated" }, 401).signedOut).toBe(true);
});

test("what no JSON of ours came from is named by its status", () => {
  const problem = problemOfJson(undefined, 502);
  expect(problem.code).toBe(Code.Unavailable);
  expect(problem.message).toBe("HTTP 502");
});

test("a lost connection is a problem that passes", () => {
  const problem = toProblem(new TypeError("Failed to fetch"));
  expect(problem.passing).toBe(true);
  expect(problem.reason).toBe("UNAVAILABLE");
});

test("a problem stays as it is", () => {
  const problem = new Problem(Code.Aborted, "STALE_ETAG", "changed");
  expect(toProblem(problem)).toBe(problem);
});
