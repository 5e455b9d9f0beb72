// Names of the enumerations of curation as message ids.
import { CurationKind, MeasureState, Stance } from "@gen/plenum/ingestion/v1/ingestion_pb";
import type { MessageId } from "@/i18n";

/** Beside the words, so that a stance shows without reading and without colour. */
export const STANCE_SIGN: Record<Stance, string> = {
  [Stance.UNSPECIFIED]: "○",
  [Stance.RECOMMENDS]: "▲",
  [Stance.MENTIONS]: "■",
  [Stance.OPPOSES]: "▼",
};

export const STANCE_WORD: Record<Stance, "unknown" | "recommends" | "mentions" | "opposes"> = {
  [Stance.UNSPECIFIED]: "unknown",
  [Stance.RECOMMENDS]: "recommends",
  [Stance.MENTIONS]: "mentions",
  [Stance.OPPOSES]: "opposes",
};

export const STANCES: readonly Stance[] = [
  Stance.RECOMMENDS,
  Stance.MENTIONS,
  Stance.OPPOSES,
  Stance.UNSPECIFIED,
];

export const STATE_LABEL: Record<MeasureState, MessageId> = {
  [MeasureState.UNSPECIFIED]: "measures.state.active",
  [MeasureState.ACTIVE]: "measures.state.active",
  [MeasureState.REJECTED]: "measures.state.rejected",
  [MeasureState.MERGED]: "measures.state.merged",
  [MeasureState.SPLIT]: "measures.state.split",
  [MeasureState.UNDONE]: "measures.state.undone",
};

export const STEP_LABEL: Record<CurationKind, MessageId> = {
  [CurationKind.UNSPECIFIED]: "history.kind.edited",
  [CurationKind.FOUND]: "history.kind.found",
  [CurationKind.ADDED]: "history.kind.added",
  [CurationKind.ACCEPTED]: "history.kind.accepted",
  [CurationKind.REJECTED]: "history.kind.rejected",
  [CurationKind.RESTORED]: "history.kind.restored",
  [CurationKind.EDITED]: "history.kind.edited",
  [CurationKind.MERGED]: "history.kind.merged",
  [CurationKind.SPLIT]: "history.kind.split",
  [CurationKind.QUOTE_ATTACHED]: "history.kind.attached",
  [CurationKind.QUOTE_DETACHED]: "history.kind.detached",
  [CurationKind.OPPOSED_LINKED]: "history.kind.opposed",
  [CurationKind.ARGUMENT_ADDED]: "history.kind.argument",
  [CurationKind.UNDONE]: "history.kind.undone",
};

/** Of these, none is taken back. */
export const NOT_UNDOABLE: readonly CurationKind[] = [
  CurationKind.FOUND,
  CurationKind.ADDED,
  CurationKind.UNDONE,
];
