import { Role, Scope } from "@gen/plenum/deliberation/v1/deliberation_pb";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useId, useState } from "react";
import { useText } from "@/i18n";
import { isolated } from "@/pages/setup/rules_words";
import { useDeliberation } from "@/state/deliberation";
import { useIntent } from "@/state/intent";
import { keyOf } from "@/state/queries";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { Field } from "@/ui/field";
import { ProblemNote } from "@/ui/problem_note";
import { SecretLink } from "./secret_link";

/** Another system on the roll: it reads along, and may bring documents. */
export function AddService(props: { onClose: () => void }) {
  const { t } = useText();
  const { id, name: parent, clients } = useDeliberation();
  const cache = useQueryClient();
  const intent = useIntent();
  const formId = useId();
  const [name, setName] = useState("");
  const [propose, setPropose] = useState(true);
  const adding = useMutation({
    mutationFn: () => {
      const member = {
        displayName: name.trim(),
        role: Role.SERVICE,
        scopes: propose ? [Scope.READ, Scope.PROPOSE] : [Scope.READ],
      };
      return clients.deliberation.createMember({
        parent,
        member,
        requestId: intent.idFor(member),
      });
    },
    onSuccess: () => {
      intent.done();
      void cache.invalidateQueries({ queryKey: keyOf(id, "members") });
    },
  });
  const token = adding.data?.signIn?.refreshToken;
  if (token !== undefined) {
    return (
      <Dialog title={t("service.add")} onClose={props.onClose} closeLabel={t("app.close")}>
        <SecretLink
          label={t("service.token", { name: isolated(name.trim()) })}
          text={token}
          once={t("service.once")}
          copyLabel={t("app.copy")}
        />
      </Dialog>
    );
  }
  return (
    <Dialog
      title={t("service.add")}
      onClose={props.onClose}
      actions={
        <Button kind="primary" type="submit" form={formId} busy={adding.isPending}>
          {t("service.make")}
        </Button>
      }
    >
      <form
        id={formId}
        className="stack"
        onSubmit={(event) => {
          event.preventDefault();
          adding.mutate();
        }}
      >
        <p>{t("service.lead")}</p>
        <Field label={t("people.name")} hint={t("service.name.hint")}>
          <input
            required
            maxLength={100}
            autoComplete="off"
            dir="auto"
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
        </Field>
        <label className="choice">
          <input
            type="checkbox"
            checked={propose}
            onChange={(event) => setPropose(event.target.checked)}
          />
          {t("service.propose")}
        </label>
        {adding.error && <ProblemNote problem={adding.error} />}
      </form>
    </Dialog>
  );
}
