// The dialogs of curation.
import type { Measure } from "@gen/plenum/ingestion/v1/ingestion_pb";
import { AddDialog } from "./add";
import { HelpDialog } from "./help";
import { HistoryDialog } from "./history";
import { MergeDialog } from "./merge";
import { RejectDialog } from "./reject";
import { SplitDialog } from "./split";

export type OpenDialog =
  | { kind: "help" | "add" }
  | { kind: "history"; name: string }
  | { kind: "split"; name: string; onDone: (name: string) => void }
  | { kind: "reject"; measure: Measure; onDone: () => void }
  | { kind: "merge"; names: string[]; onDone: (name: string) => void };

export function CurationDialog(props: {
  dialog: OpenDialog;
  onClose: () => void;
  /** A measure was added by hand. */
  onAdded: (name: string) => void;
  keysOff: boolean;
  onKeysOff: (off: boolean) => void;
}) {
  const { dialog, onClose } = props;
  switch (dialog.kind) {
    case "help":
      return <HelpDialog {...props} />;
    case "add":
      return <AddDialog onClose={onClose} onAdded={props.onAdded} />;
    case "history":
      return <HistoryDialog name={dialog.name} onClose={onClose} />;
    case "split":
      return <SplitDialog {...dialog} onClose={onClose} />;
    case "reject":
      return <RejectDialog {...dialog} onClose={onClose} />;
    case "merge":
      return <MergeDialog {...dialog} onClose={onClose} />;
  }
}
