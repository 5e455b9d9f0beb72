// Has the server count ballots that the browser has checked, by methods that the browser does not count.

import { TieRule } from "@gen/plenum/deliberation/v1/deliberation_pb";
import { PackageRule, Unranked } from "@gen/plenum/tally/v1/tally_pb";
import type { Clients } from "@/api/clients";
import { tiePolicyOf } from "./data";
import { groupsOf } from "./record/ballots";
import type { CountedBallot } from "./record/count";
import type { Opened } from "./record/entries";
import type { Recount } from "./record/verify";

const COUNT_MS = 60_000;

const TIE_RULES: Record<string, TieRule> = {
  shared: TieRule.SHARED,
  listed: TieRule.LISTED,
  drawn: TieRule.DRAWN,
};

/** "equal-shares" as the enumeration has it. */
function packageRuleOf(id: string): PackageRule {
  const key = id.toUpperCase().replaceAll("-", "_");
  const found = Object.entries(PackageRule).find(([name]) => name === key)?.[1];
  return typeof found === "number" ? found : PackageRule.UNSPECIFIED;
}

/** Null when the server does not know the method, or does not count so much. */
export async function recountByServer(
  clients: Clients,
  rules: Opened,
  ballots: CountedBallot[],
): Promise<Recount | null> {
  const { methods } = await clients.tally.listMethods({});
  const method = methods.find(({ id }) => id === rules.method)?.method;
  if (method === undefined) return null;
  const tiePolicy = tiePolicyOf(
    TIE_RULES[rules.tieRule] ?? TieRule.UNSPECIFIED,
    rules.tieSeed,
    rules.measures.length,
  );
  const titles = rules.measures.map((_, option) => `M${option + 1}`);
  const counted = await clients.tally.tally(
    {
      options: titles,
      ballots: groupsOf(ballots),
      method,
      unranked: rules.unranked === "tied-last" ? Unranked.TIED_LAST : Unranked.NOT_COMPARED,
      tiePolicy,
    },
    { timeoutMs: COUNT_MS },
  );
  return {
    places: (counted.outcome?.ranking ?? []).map(({ options }) => options),
    selected: await selectByServer(clients, rules, ballots, titles, tiePolicy),
  };
}

async function selectByServer(
  clients: Clients,
  rules: Opened,
  ballots: CountedBallot[],
  titles: string[],
  tiePolicy: ReturnType<typeof tiePolicyOf>,
): Promise<number[] | null> {
  const rule = packageRuleOf(rules.packageRule);
  if (rules.packageRule === "" || rule === PackageRule.UNSPECIFIED) return null;
  const { selected } = await clients.tally.selectPackage(
    {
      options: titles.map((title, option) => ({
        title,
        cost: BigInt(rules.measures[option]?.cost ?? 0),
      })),
      budget: BigInt(rules.budget),
      // A ballot approves of what it ranks.
      ballots: ballots.map(({ tiers, weight }) => ({
        approved: tiers.flatMap((tier, option) => (tier === 0 ? [] : [option])),
        count: BigInt(weight),
      })),
      rule,
      tiePolicy,
    },
    { timeoutMs: COUNT_MS },
  );
  return selected;
}
