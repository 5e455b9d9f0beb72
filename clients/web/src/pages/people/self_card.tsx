import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useLocation } from "wouter";
import { signOut } from "@/api/session";
import { useText } from "@/i18n";
import { isolated } from "@/pages/setup/rules_words";
import { useDeliberation } from "@/state/deliberation";
import { forgetDrafts } from "@/state/device";
import { ROLE_LABEL } from "@/state/labels";
import { useMembers } from "@/state/queries";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { Card } from "@/ui/page";
import { ProblemNote } from "@/ui/problem_note";
import { useToast } from "@/ui/toast";

/** Who the reader is here, and the way out. */
export function SelfCard() {
  const { t } = useText();
  const { me } = useDeliberation();
  const [everywhere, setEverywhere] = useState<boolean | null>(null);
  const own = useMembers().data?.find(({ name }) => name === me.member);
  return (
    <Card title={t("self.title")}>
      {own && (
        <p>{t("self.as", { name: isolated(own.displayName), role: t(ROLE_LABEL[me.role]) })}</p>
      )}
      <div className="actions">
        <Button onClick={() => setEverywhere(false)}>{t("self.signOut")}</Button>
        <Button kind="quiet" onClick={() => setEverywhere(true)}>
          {t("self.everywhere")}
        </Button>
      </div>
      {everywhere !== null && (
        <SignOut everywhere={everywhere} onClose={() => setEverywhere(null)} />
      )}
    </Card>
  );
}

function SignOut(props: { everywhere: boolean; onClose: () => void }) {
  const { t } = useText();
  const { id } = useDeliberation();
  const toast = useToast();
  const cache = useQueryClient();
  const [, navigate] = useLocation();
  const [forgets, setForgets] = useState(false);
  const leaving = useMutation({
    mutationFn: () => signOut(id, props.everywhere),
    onSuccess: () => {
      if (forgets) forgetDrafts(id);
      toast(t("self.done"));
      navigate("~/");
      cache.removeQueries({ queryKey: [id] });
    },
  });
  const title = t(props.everywhere ? "self.everywhere" : "self.signOut");
  return (
    <Dialog
      title={title}
      onClose={props.onClose}
      actions={
        <Button kind="primary" busy={leaving.isPending} onClick={() => leaving.mutate()}>
          {title}
        </Button>
      }
    >
      <p>{t("self.signOut.sure")}</p>
      <label className="choice">
        <input
          type="checkbox"
          checked={forgets}
          onChange={(event) => setForgets(event.target.checked)}
        />
        {t("self.forget")}
      </label>
      {leaving.error && <ProblemNote problem={leaving.error} />}
    </Dialog>
  );
}
