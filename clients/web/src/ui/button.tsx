import type { ButtonHTMLAttributes } from "react";

interface Props extends ButtonHTMLAttributes<HTMLButtonElement> {
  kind?: "primary" | "plain" | "quiet" | "danger";
  /** The action runs: the button cannot be pressed again, and says so. */
  busy?: boolean;
}

export function Button({ kind = "plain", busy = false, className = "", ...rest }: Props) {
  return (
    <button
      type="button"
      {...rest}
      className={`button button-${kind} ${className}`}
      disabled={rest.disabled === true || busy}
      aria-busy={busy || undefined}
    />
  );
}
