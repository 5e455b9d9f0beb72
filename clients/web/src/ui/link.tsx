import type { ReactNode } from "react";
import { Link as RouterLink } from "wouter";

/** A link to another place of the page; `as="button"` looks like one. */
export function Link(props: {
  to: string;
  children: ReactNode;
  as?: "link" | "button" | "primary";
  className?: string;
}) {
  const look =
    props.as === "button"
      ? "button button-plain"
      : props.as === "primary"
        ? "button button-primary"
        : "";
  return (
    <RouterLink href={props.to} className={`${look} ${props.className ?? ""}`.trim()}>
      {props.children}
    </RouterLink>
  );
}
