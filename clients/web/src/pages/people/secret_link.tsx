import { useId, useRef } from "react";
import { useText } from "@/i18n";
import { Button } from "@/ui/button";
import { useToast } from "@/ui/toast";

/** Copies a text, and says so, or how to do it where the browser does not let the page. */
export function useCopy(): (text: string, said: string) => Promise<void> {
  const { t } = useText();
  const toast = useToast();
  return async (text, said) => {
    try {
      await navigator.clipboard.writeText(text);
      toast(said);
    } catch {
      toast(t("invite.copyFailed"));
    }
  };
}

/** A secret that is told once: to be read, selected and copied. */
export function SecretLink(props: {
  label: string;
  text: string;
  once: string;
  copyLabel?: string;
}) {
  const { t } = useText();
  const id = useId();
  const field = useRef<HTMLInputElement>(null);
  const copy = useCopy();
  return (
    <div className="secret stack">
      <label htmlFor={id}>{props.label}</label>
      <div className="secret-line">
        <input
          ref={field}
          id={id}
          readOnly
          dir="ltr"
          spellCheck={false}
          autoComplete="off"
          value={props.text}
          aria-describedby={`${id}-once`}
          onFocus={(event) => event.target.select()}
        />
        <Button
          kind="primary"
          onClick={() => {
            field.current?.select();
            void copy(props.text, t("invite.copied"));
          }}
        >
          {props.copyLabel ?? t("invite.copy")}
        </Button>
      </div>
      <p id={`${id}-once`} className="hint">
        {props.once}
      </p>
    </div>
  );
}
