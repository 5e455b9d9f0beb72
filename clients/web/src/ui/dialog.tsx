import { type ReactNode, useEffect, useId, useRef } from "react";
import { useText } from "@/i18n";
import { Button } from "./button";

/**
 * A modal dialog (the browser's own: it keeps the focus inside, and Escape closes it). The focus goes to
 * the element with `data-autofocus`, else to the first that takes it.
 */
export function Dialog(props: {
  title: string;
  onClose: () => void;
  children: ReactNode;
  /** Buttons at its end, before "Cancel". */
  actions?: ReactNode;
  closeLabel?: string;
  wide?: boolean;
}) {
  const { t } = useText();
  const dialog = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  useEffect(() => {
    const element = dialog.current;
    if (!element || element.open) return;
    element.showModal();
    element.querySelector<HTMLElement>("[data-autofocus]")?.focus();
  }, []);
  return (
    <dialog
      ref={dialog}
      className={props.wide ? "dialog dialog-wide" : "dialog"}
      aria-labelledby={titleId}
      onCancel={(event) => {
        event.preventDefault();
        props.onClose();
      }}
    >
      <h2 id={titleId}>{props.title}</h2>
      <div className="dialog-body">{props.children}</div>
      <div className="actions">
        {props.actions}
        <Button kind="quiet" onClick={props.onClose}>
          {props.closeLabel ?? t("app.cancel")}
        </Button>
      </div>
    </dialog>
  );
}
