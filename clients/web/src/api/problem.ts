// What went wrong with a call, in one shape for gRPC-Web calls and the JSON endpoints of sessions.
import { fromBinary } from "@bufbuild/protobuf";
import { Code, ConnectError } from "@connectrpc/connect";
import { BadRequestSchema, ErrorInfoSchema } from "@gen/google/rpc/error_details_pb";

export interface FieldProblem {
  /** As in the request: "deliberation.title". */
  field: string;
  description: string;
}

export class Problem extends Error {
  override readonly name = "Problem";
  constructor(
    readonly code: Code,
    /** Of plenum.common.v1.ErrorReason without its prefix, "STALE_ETAG"; empty when not told. */
    readonly reason: string,
    /** The server's sentence, in English. */
    message: string,
    readonly fields: FieldProblem[] = [],
    readonly metadata: Readonly<Record<string, string>> = {},
  ) {
    super(message);
  }

  /** The same call may work in a moment. */
  get passing(): boolean {
    return this.code === Code.Unavailable || this.code === Code.ResourceExhausted;
  }

  /** Nobody is signed in, or not any more. */
  get signedOut(): boolean {
    return this.code === Code.Unauthenticated;
  }
}

export function toProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  const failed = ConnectError.from(error);
  const info = failed.findDetails(ErrorInfoSchema)[0];
  const fields = failed
    .findDetails(BadRequestSchema)
    .flatMap((bad) =>
      bad.fieldViolations.map(({ field, description }) => ({ field, description })),
    );
  // What fetch throws when there is no connection.
  const offline = failed.code === Code.Unknown && failed.cause instanceof TypeError;
  return new Problem(
    offline ? Code.Unavailable : failed.code,
    info?.reason ?? (offline ? "UNAVAILABLE" : ""),
    failed.rawMessage,
    fields,
    info?.metadata ?? {},
  );
}

const CODES = new Map<string, Code>(
  Object.entries(Code)
    .filter((entry): entry is [string, Code] => typeof entry[1] === "number")
    .map(([name, code]) => [name.replace(/(?<!^)([A-Z])/g, "_$1").toLowerCase(), code]),
);

interface JsonError {
  code?: string;
  message?: string;
  details?: { type: string; value: string }[];
}

function bytesOf(base64: string): Uint8Array {
  const padded = base64.padEnd(Math.ceil(base64.length / 4) * 4, "=");
  return Uint8Array.from(atob(padded), (char) => char.charCodeAt(0));
}

/** The error body of the JSON endpoints: the error form of the Connect protocol. */
export function problemOfJson(body: unknown, status: number): Problem {
  const error: JsonError = typeof body === "object" && body !== null ? body : {};
  const find = (type: string) => (error.details ?? []).filter((detail) => detail.type === type);
  const info = find("google.rpc.ErrorInfo").map((d) =>
    fromBinary(ErrorInfoSchema, bytesOf(d.value)),
  )[0];
  const fields = find("google.rpc.BadRequest").flatMap((detail) =>
    fromBinary(BadRequestSchema, bytesOf(detail.value)).fieldViolations.map(
      ({ field, description }) => ({ field, description }),
    ),
  );
  const code = CODES.get(error.code ?? "") ?? (status >= 500 ? Code.Unavailable : Code.Unknown);
  return new Problem(
    code,
    info?.reason ?? "",
    error.message ?? `HTTP ${status}`,
    fields,
    info?.metadata ?? {},
  );
}
