import { InvitationState } from "@gen/plenum/deliberation/v1/access_pb";
import { useMemo } from "react";
import type { MessageId } from "@/i18n";
import { useInvitations, useMembers } from "@/state/queries";
import { nameSkeleton } from "./names";

export type Whereabouts = "roll" | "invited" | "table";

export const WHERE: Record<Whereabouts, MessageId> = {
  roll: "invite.alike.roll",
  invited: "invite.alike.invited",
  table: "invite.alike.table",
};

/** Names that are taken, by their skeletons. */
export function useTakenNames(): ReadonlyMap<string, Whereabouts> {
  const members = useMembers().data;
  const invitations = useInvitations().data;
  return useMemo(() => {
    const taken = new Map<string, Whereabouts>();
    for (const { label, state } of invitations ?? []) {
      if (state === InvitationState.OPEN && label) taken.set(nameSkeleton(label), "invited");
    }
    for (const { displayName } of members ?? []) taken.set(nameSkeleton(displayName), "roll");
    return taken;
  }, [members, invitations]);
}

export interface Alike {
  name: string;
  where: Whereabouts;
}

/** Names of a table that are taken, or stand in it twice; each once. */
export function alikeIn(
  names: readonly string[],
  taken: ReadonlyMap<string, Whereabouts>,
): Alike[] {
  const seen = new Set<string>();
  const found = new Map<string, Alike>();
  for (const name of names) {
    const skeleton = nameSkeleton(name);
    if (skeleton === "") continue;
    const where = taken.get(skeleton) ?? (seen.has(skeleton) ? "table" : undefined);
    seen.add(skeleton);
    if (where !== undefined && !found.has(skeleton)) found.set(skeleton, { name, where });
  }
  return [...found.values()];
}
