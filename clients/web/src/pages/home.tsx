import { useState } from "react";
import { useText } from "@/i18n";
import { forgetDeliberation, knownDeliberations } from "@/state/device";
import { ROLE_LABEL } from "@/state/labels";
import { Button } from "@/ui/button";
import { Link } from "@/ui/link";
import { Empty, Page } from "@/ui/page";

/** The deliberations that were opened on this device. */
export function Home() {
  const { t } = useText();
  const [known, setKnown] = useState(knownDeliberations);
  const actions = (
    <>
      <Link to="/join" as={known.length === 0 ? "primary" : "button"}>
        {t("home.join")}
      </Link>
      <Link to="/create" as="button">
        {t("home.create")}
      </Link>
    </>
  );
  return (
    <Page title={t("home.title")} lead={t("app.tagline")} actions={known.length > 0 && actions}>
      {known.length === 0 ? (
        <Empty actions={actions}>{t("home.empty")}</Empty>
      ) : (
        <ul className="card-list">
          {known.map(({ id, title, role }) => (
            <li key={id} className="card card-row">
              <div>
                <Link to={`/d/${id}`} className="card-link">
                  <bdi>{title}</bdi>
                </Link>
                <p className="hint">{t("home.as", { role: t(ROLE_LABEL[role]) })}</p>
              </div>
              <Button
                kind="quiet"
                aria-label={t("home.forget", { title })}
                onClick={() => {
                  forgetDeliberation(id);
                  setKnown(knownDeliberations());
                }}
              >
                ×
              </Button>
            </li>
          ))}
        </ul>
      )}
    </Page>
  );
}
