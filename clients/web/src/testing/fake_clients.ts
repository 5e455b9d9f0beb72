// Clients of services that a test writes the methods of; all others fail as unimplemented.
//
//   const clients = fakeClients(({ service }) => {
//     service(ScoringService, { listCriteria: () => ({ criteria: [cost] }) });
//   });
import { type ConnectRouter, createClient, createRouterTransport } from "@connectrpc/connect";
import { AccessService } from "@gen/plenum/deliberation/v1/access_pb";
import { ArgumentService } from "@gen/plenum/deliberation/v1/argument_pb";
import { DeliberationService } from "@gen/plenum/deliberation/v1/deliberation_pb";
import { OpinionService } from "@gen/plenum/deliberation/v1/opinion_pb";
import { IngestionService } from "@gen/plenum/ingestion/v1/ingestion_pb";
import { ScoringService } from "@gen/plenum/scoring/v1/scoring_pb";
import { TallyService } from "@gen/plenum/tally/v1/tally_pb";
import type { Clients } from "@/api/clients";

export function fakeClients(routes: (router: ConnectRouter) => void): Clients {
  const transport = createRouterTransport(routes);
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
