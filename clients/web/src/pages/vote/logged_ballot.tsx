// After the close: the ballot that stands in the log behind one's receipt, read from the log itself.
import type { Option } from "@gen/plenum/deliberation/v1/deliberation_pb";
import { useQuery } from "@tanstack/react-query";
import type { Clients } from "@/api/clients";
import { commitmentOf, sameBytes, unpackBallot } from "@/api/record";
import { useText } from "@/i18n";
import { useReceiptCheck } from "@/state/ballot";
import { useDeliberation } from "@/state/deliberation";
import { keyOf } from "@/state/queries";
import { Card } from "@/ui/page";
import { ballotOfRanks, type RankedBallot } from "./ballot_model";
import { BallotSummary } from "./ballot_summary";

async function entryAt(clients: Clients, parent: string, index: number) {
  let pageToken = "";
  do {
    const page = await clients.deliberation.listLogEntries({ parent, pageSize: 1000, pageToken });
    const entry = page.entries.find((one) => Number(one.index) === index);
    if (entry) return entry;
    pageToken = page.nextPageToken;
  } while (pageToken !== "");
  return null;
}

type Logged = { state: "fits"; ballot: RankedBallot } | { state: "differs" };

export function LoggedBallot(props: { options: readonly Option[] }) {
  const { t } = useText();
  const { id, name, clients, deliberation } = useDeliberation();
  const check = useReceiptCheck().data;
  const index = check?.verdict.state === "recorded" ? check.verdict.index : -1;
  const commitment = check?.receipt?.commitment ?? new Uint8Array();
  const count = props.options.length;
  const logged = useQuery({
    queryKey: keyOf(id, "log", "entry", String(index)),
    queryFn: async (): Promise<Logged> => {
      const entry = await entryAt(clients, name, index);
      if (entry === null) return { state: "differs" };
      const { voter, weight, salt, packed } = entry;
      const opened = await commitmentOf({
        deliberation: name,
        decision: deliberation.rules?.decision ?? 0,
        voter: voter.slice(voter.lastIndexOf("/") + 1),
        weight,
        salt,
        packed,
      });
      const ranks = unpackBallot(packed, count);
      if (ranks === null || !sameBytes(opened, commitment)) return { state: "differs" };
      return {
        state: "fits",
        ballot: ballotOfRanks(ranks.map((rank) => (rank === 0 ? null : rank))),
      };
    },
    enabled: index >= 0,
  });
  if (!logged.data) return null;
  return (
    <Card title={t("receipt.logged.title")}>
      {logged.data.state === "fits" ? (
        <>
          <p className="hint">{t("receipt.logged.about")}</p>
          <BallotSummary ballot={logged.data.ballot} options={props.options} />
        </>
      ) : (
        <p className="problem" role="alert">
          {t("receipt.logged.differs")}
        </p>
      )}
    </Card>
  );
}
