// Names of the API's enumerations as message ids.
import { Phase, Role } from "@gen/plenum/deliberation/v1/deliberation_pb";
import type { MessageId } from "@/i18n";

export const PHASE_LABEL: Record<Phase, MessageId> = {
  [Phase.UNSPECIFIED]: "phase.unspecified",
  [Phase.DRAFT]: "phase.draft",
  [Phase.COLLECTING]: "phase.collecting",
  [Phase.SCORING]: "phase.scoring",
  [Phase.DISCUSSING]: "phase.discussing",
  [Phase.REVISING]: "phase.revising",
  [Phase.VOTING]: "phase.voting",
  [Phase.CLOSED]: "phase.closed",
  [Phase.PUBLISHED]: "phase.published",
};

export const PHASE_ABOUT: Record<Phase, MessageId> = {
  [Phase.UNSPECIFIED]: "phase.unspecified",
  [Phase.DRAFT]: "phase.draft.about",
  [Phase.COLLECTING]: "phase.collecting.about",
  [Phase.SCORING]: "phase.scoring.about",
  [Phase.DISCUSSING]: "phase.discussing.about",
  [Phase.REVISING]: "phase.revising.about",
  [Phase.VOTING]: "phase.voting.about",
  [Phase.CLOSED]: "phase.closed.about",
  [Phase.PUBLISHED]: "phase.published.about",
};

/** All phases in their order. */
export const PHASES: readonly Phase[] = [
  Phase.DRAFT,
  Phase.COLLECTING,
  Phase.SCORING,
  Phase.DISCUSSING,
  Phase.REVISING,
  Phase.VOTING,
  Phase.CLOSED,
  Phase.PUBLISHED,
];

export const ROLE_LABEL: Record<Role, MessageId> = {
  [Role.UNSPECIFIED]: "role.unspecified",
  [Role.OBSERVER]: "role.observer",
  [Role.MEMBER]: "role.member",
  [Role.FACILITATOR]: "role.facilitator",
  [Role.AUDITOR]: "role.auditor",
  [Role.SERVICE]: "role.service",
};
