import { useMutation } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { useLocation } from "wouter";
import { openStartLink } from "@/api/session";
import { useText } from "@/i18n";
import { takeFragment } from "@/state/fragment";
import { Page } from "@/ui/page";

/** Where the one-time link of a new server leads to. */
export default function Start() {
  const { t } = useText();
  const [, navigate] = useLocation();
  const opened = useRef(false);
  const opening = useMutation({
    mutationFn: openStartLink,
    onSuccess: () => navigate("/create", { replace: true }),
  });
  const { mutate } = opening;
  useEffect(() => {
    if (opened.current) return;
    opened.current = true;
    mutate(takeFragment());
  }, [mutate]);
  return (
    <Page title={t("start.title")}>
      {opening.error ? (
        <p className="problem" role="alert">
          {t("start.used")}
        </p>
      ) : (
        <p role="status">{t("start.opening")}</p>
      )}
    </Page>
  );
}
