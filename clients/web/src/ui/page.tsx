import { type ReactNode, useEffect } from "react";
import { useText } from "@/i18n";

/** The frame of one page: its heading, what can be done on it, and the title of the window. */
export function Page(props: {
  title: string;
  lead?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
  wide?: boolean;
}) {
  const { t } = useText();
  useEffect(() => {
    document.title = `${props.title} · ${t("app.name")}`;
  }, [props.title, t]);
  return (
    <div className={props.wide ? "page page-wide" : "page"}>
      <header className="page-head">
        <div>
          <h1>{props.title}</h1>
          {props.lead && <p className="lead">{props.lead}</p>}
        </div>
        {props.actions && <div className="actions">{props.actions}</div>}
      </header>
      {props.children}
    </div>
  );
}

export function Card(props: {
  title?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
  className?: string;
}) {
  return (
    <section className={`card ${props.className ?? ""}`.trim()}>
      {(props.title || props.actions) && (
        <div className="card-head">
          {props.title && <h2>{props.title}</h2>}
          {props.actions && <div className="actions">{props.actions}</div>}
        </div>
      )}
      {props.children}
    </section>
  );
}

/** In the place of a list that has nothing yet: what it would hold, and how to begin. */
export function Empty(props: { children: ReactNode; actions?: ReactNode }) {
  return (
    <div className="empty">
      <p>{props.children}</p>
      {props.actions && <div className="actions">{props.actions}</div>}
    </div>
  );
}
