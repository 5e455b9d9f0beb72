// A vote as the page meets it: the deliberation, and a server in memory that takes ballots.
import { create } from "@bufbuild/protobuf";
import { Code, ConnectError, type ConnectRouter, createRouterTransport } from "@connectrpc/connect";
import { ErrorInfoSchema } from "@gen/google/rpc/error_details_pb";
import { type Argument, ArgumentService } from "@gen/plenum/deliberation/v1/argument_pb";
import {
  type Ballot,
  type CastBallotRequest,
  DeliberationSchema,
  DeliberationService,
  Phase,
  ReceiptState,
  Role,
} from "@gen/plenum/deliberation/v1/deliberation_pb";
import { IngestionService } from "@gen/plenum/ingestion/v1/ingestion_pb";
import { ScoringService } from "@gen/plenum/scoring/v1/scoring_pb";
import { clientsOver } from "@/api/clients";
import type { DeliberationContext } from "@/state/deliberation";
import { makeContext } from "./page";

export function failure(code: Code, reason: string, message = reason): ConnectError {
  return new ConnectError(message, code, undefined, [
    { desc: ErrorInfoSchema, value: { reason, domain: "plenum" } },
  ]);
}

/** What the server in memory knows, for tests to set and to look at. */
export interface VoteServer {
  ballot: Ballot | null;
  commitment: Uint8Array;
  casts: CastBallotRequest[];
  /** Fails the next cast; the ballot is not taken. */
  failNext: ConnectError | null;
  delegate: string;
  delegators: string[];
  arguments: Argument[];
}

const MEMBERS = ["ana", "ben", "chloe"];

export function measureName(index: number): string {
  return `deliberations/d/measures/m${index}`;
}

export function voteServer(): VoteServer {
  return {
    ballot: null,
    commitment: new Uint8Array(32).fill(1),
    casts: [],
    failNext: null,
    delegate: "",
    delegators: [],
    arguments: [],
  };
}

function routesOf(server: VoteServer) {
  const noBallot = () => failure(Code.NotFound, "RESOURCE_NOT_FOUND");
  return ({ service }: ConnectRouter) => {
    service(DeliberationService, {
      getBallot: () => {
        if (server.ballot === null) throw noBallot();
        return { ballot: server.ballot };
      },
      castBallot: (request) => {
        server.casts.push(request);
        const failed = server.failNext;
        server.failNext = null;
        if (failed) throw failed;
        const ballot = request.ballot;
        if (!ballot) throw failure(Code.InvalidArgument, "INVALID_FIELDS");
        ballot.etag = `cast-${server.casts.length}`;
        server.ballot = ballot;
        server.commitment = new Uint8Array(32).fill(server.casts.length);
        const { commitment } = server;
        return { ballot, receipt: { commitment, state: ReceiptState.WAITING } };
      },
      getReceipt: () => {
        if (server.ballot === null) throw noBallot();
        const { commitment } = server;
        return { receipt: { commitment, state: ReceiptState.WAITING } };
      },
      getTurnout: () => ({ rollCount: 3, ballotCount: server.ballot ? 1 : 0 }),
      getDelegation: () => ({ delegate: server.delegate, delegators: server.delegators }),
      setDelegation: ({ delegate }) => {
        server.delegate = delegate;
        return { delegate };
      },
      deleteDelegation: () => {
        server.delegate = "";
        return {};
      },
      listMembers: () => ({
        members: MEMBERS.map((id) => ({
          name: `deliberations/d/members/${id}`,
          displayName: id.charAt(0).toUpperCase() + id.slice(1),
          role: id === "ana" ? Role.FACILITATOR : Role.MEMBER,
        })),
      }),
    });
    service(ArgumentService, { listArguments: () => ({ arguments: server.arguments }) });
    service(IngestionService, { listMeasures: () => ({ measures: [] }) });
    service(ScoringService, { listCriteria: () => ({ criteria: [] }) });
  };
}

/** Of an open vote on measures of these titles, as Ben. */
export function voteContext(
  server: VoteServer,
  titles: string[],
  given: Partial<DeliberationContext> = {},
): DeliberationContext {
  return makeContext({
    clients: clientsOver(createRouterTransport(routesOf(server))),
    deliberation: create(DeliberationSchema, {
      name: "deliberations/d",
      title: "How should the alliance be recalibrated?",
      phase: Phase.VOTING,
      decisionCount: 1,
      rules: {
        decision: 1,
        version: 1,
        options: titles.map((title, index) => ({
          measure: measureName(index),
          title,
          number: index + 1,
        })),
      },
    }),
    me: { member: "deliberations/d/members/ben", role: Role.MEMBER },
    leads: false,
    ...given,
  });
}
