// Typed clients of the services, through the gateway. Those of a deliberation send its cookie along,
// by the path that they call.
import { type Client, createClient, type Interceptor, type Transport } from "@connectrpc/connect";
import { createGrpcWebTransport } from "@connectrpc/connect-web";
import { AccessService } from "@gen/plenum/deliberation/v1/access_pb";
import { ArgumentService } from "@gen/plenum/deliberation/v1/argument_pb";
import { DeliberationService } from "@gen/plenum/deliberation/v1/deliberation_pb";
import { OpinionService } from "@gen/plenum/deliberation/v1/opinion_pb";
import { IngestionService } from "@gen/plenum/ingestion/v1/ingestion_pb";
import { ScoringService } from "@gen/plenum/scoring/v1/scoring_pb";
import { TallyService } from "@gen/plenum/tally/v1/tally_pb";
import { PAGE_HEADER } from "./session";

/** A call that is not a stream ends after this long. */
const DEADLINE_MS = 20_000;

export interface Clients {
  access: Client<typeof AccessService>;
  argument: Client<typeof ArgumentService>;
  deliberation: Client<typeof DeliberationService>;
  ingestion: Client<typeof IngestionService>;
  opinion: Client<typeof OpinionService>;
  scoring: Client<typeof ScoringService>;
  tally: Client<typeof TallyService>;
}

const fromPage: Interceptor = (next) => (request) => {
  for (const [name, value] of Object.entries(PAGE_HEADER)) request.header.set(name, value);
  return next(request);
};

function clientsAt(baseUrl: string): Clients {
  const transport = createGrpcWebTransport({
    baseUrl,
    useBinaryFormat: true,
    interceptors: [fromPage],
    defaultTimeoutMs: DEADLINE_MS,
  });
  return clientsOver(transport);
}

/** Tests bring a transport of their own. */
export function clientsOver(transport: Transport): Clients {
  return {
    access: createClient(AccessService, transport),
    argument: createClient(ArgumentService, transport),
    deliberation: createClient(DeliberationService, transport),
    ingestion: createClient(IngestionService, transport),
    opinion: createClient(OpinionService, transport),
    scoring: createClient(ScoringService, transport),
    tally: createClient(TallyService, transport),
  };
}

/** For calls that need nobody to be signed in. */
export const publicClients: Clients = clientsAt(location.origin);

const known = new Map<string, Clients>();

/** For calls in one deliberation, as whoever this browser is signed in as there. */
export function clientsOf(deliberationId: string): Clients {
  let clients = known.get(deliberationId);
  if (clients === undefined) {
    clients = clientsAt(`${location.origin}/d/${encodeURIComponent(deliberationId)}`);
    known.set(deliberationId, clients);
  }
  return clients;
}
