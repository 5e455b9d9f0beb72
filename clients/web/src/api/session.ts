// Signing in and out. The tokens are in a cookie that scripts cannot read; the gateway keeps it, one
// for each deliberation (docs/gateway.md).
import {
  create,
  fromJson,
  type JsonValue,
  type MessageInitShape,
  toJson,
} from "@bufbuild/protobuf";
import { Code } from "@connectrpc/connect";
import {
  AcceptInvitationRequestSchema,
  type AcceptInvitationResponse,
  AcceptInvitationResponseSchema,
} from "@gen/plenum/deliberation/v1/access_pb";
import {
  CreateDeliberationRequestSchema,
  type CreateDeliberationResponse,
  CreateDeliberationResponseSchema,
  Role,
} from "@gen/plenum/deliberation/v1/deliberation_pb";
import { Problem, problemOfJson, toProblem } from "./problem";

/** Which every request that needs the cookie carries, so that no other site's page can make one. */
export const PAGE_HEADER = { "x-plenum-page": "1" } as const;

/** Whether this browser may create deliberations, and by what. */
export type Creation = "open" | "allowed" | "link" | "secret";

export interface SignedIn {
  /** "deliberations/d/members/m". */
  member: string;
  role: Role;
}

async function call(method: "GET" | "POST", path: string, body?: JsonValue, bearer?: string) {
  let response: Response;
  try {
    response = await fetch(path, {
      method,
      headers: {
        ...PAGE_HEADER,
        ...(body === undefined ? {} : { "content-type": "application/json" }),
        ...(bearer ? { authorization: `Bearer ${bearer}` } : {}),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  } catch (error) {
    throw toProblem(error);
  }
  const answer: unknown = await response.json().catch(() => undefined);
  if (!response.ok) throw problemOfJson(answer, response.status);
  return answer as JsonValue;
}

export async function joinByInvitation(
  init: MessageInitShape<typeof AcceptInvitationRequestSchema>,
): Promise<AcceptInvitationResponse> {
  const request = create(AcceptInvitationRequestSchema, init);
  const answer = await call(
    "POST",
    "/session/join",
    toJson(AcceptInvitationRequestSchema, request),
  );
  return fromJson(AcceptInvitationResponseSchema, answer);
}

/** `secret`: the server's creation secret, where it asks for one. */
export async function createDeliberation(
  init: MessageInitShape<typeof CreateDeliberationRequestSchema>,
  secret = "",
): Promise<CreateDeliberationResponse> {
  const request = create(CreateDeliberationRequestSchema, init);
  const json = toJson(CreateDeliberationRequestSchema, request);
  return fromJson(
    CreateDeliberationResponseSchema,
    await call("POST", "/session/create", json, secret),
  );
}

export async function openStartLink(code: string): Promise<void> {
  await call("POST", "/session/start", { code });
}

export async function mayCreate(): Promise<Creation> {
  const answer = (await call("GET", "/session/start")) as { creation?: Creation };
  return answer.creation ?? "link";
}

/** By what a facilitator handed over: the refresh token of a sign-in. */
export async function signIn(refreshToken: string): Promise<SignedIn> {
  const signedIn = toSignedIn(await call("POST", "/session/sign-in", { refreshToken }));
  if (signedIn === null) throw new Problem(Code.Internal, "", "the server named no member");
  return signedIn;
}

/** Who this browser is signed in as; null when it is not. */
export async function getSession(deliberationId: string): Promise<SignedIn | null> {
  return toSignedIn(await call("GET", `/d/${encodeURIComponent(deliberationId)}/session`));
}

export async function signOut(deliberationId: string, everywhere: boolean): Promise<void> {
  await call("POST", `/d/${encodeURIComponent(deliberationId)}/session/sign-out`, { everywhere });
}

function toSignedIn(answer: JsonValue): SignedIn | null {
  const { member, role } = answer as { member?: string; role?: keyof typeof Role | string };
  if (!member) return null;
  const name = (role ?? "").replace("ROLE_", "") as keyof typeof Role;
  return { member, role: Role[name] ?? Role.UNSPECIFIED };
}
