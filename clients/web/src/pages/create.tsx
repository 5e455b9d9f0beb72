import { useMutation, useQuery } from "@tanstack/react-query";
import { useId, useRef, useState } from "react";
import { useLocation } from "wouter";
import { deliberationIdOf } from "@/api/names";
import { newRequestId } from "@/api/request_id";
import { createDeliberation, mayCreate } from "@/api/session";
import { useText } from "@/i18n";
import { Button } from "@/ui/button";
import { Field } from "@/ui/field";
import { Loading } from "@/ui/loading";
import { Page } from "@/ui/page";
import { ProblemNote } from "@/ui/problem_note";

export default function Create() {
  const { t } = useText();
  const creation = useQuery({ queryKey: ["creation"], queryFn: mayCreate });
  return (
    <Page title={t("create.title")}>
      {creation.isPending && <Loading />}
      {creation.error && (
        <ProblemNote problem={creation.error} onRetry={() => void creation.refetch()} />
      )}
      {creation.data === "link" && <p className="note">{t("create.link")}</p>}
      {creation.data && creation.data !== "link" && (
        <CreateForm asksForSecret={creation.data === "secret"} />
      )}
    </Page>
  );
}

function CreateForm(props: { asksForSecret: boolean }) {
  const { t } = useText();
  const [, navigate] = useLocation();
  const [title, setTitle] = useState("");
  const [name, setName] = useState("");
  const [description, setDescription] = useState("");
  const [secret, setSecret] = useState("");
  // The same for every try of one form, so that a lost answer makes no second deliberation.
  const requestId = useRef(newRequestId());
  const defaults = useId();
  const creating = useMutation({
    mutationFn: () =>
      createDeliberation(
        {
          deliberation: { title, description },
          facilitatorName: name,
          requestId: requestId.current,
        },
        secret,
      ),
    onSuccess: (created) =>
      navigate(`/d/${deliberationIdOf(created.deliberation?.name ?? "")}/setup`),
    onError: () => {
      requestId.current = newRequestId();
    },
  });
  return (
    <form
      className="form"
      aria-describedby={defaults}
      onSubmit={(event) => {
        event.preventDefault();
        creating.mutate();
      }}
    >
      <Field label={t("create.question")} hint={t("create.question.hint")}>
        <input
          required
          maxLength={200}
          value={title}
          dir="auto"
          onChange={(event) => setTitle(event.target.value)}
        />
      </Field>
      <Field label={t("create.name")} hint={t("create.name.hint")}>
        <input
          required
          maxLength={100}
          autoComplete="name"
          value={name}
          dir="auto"
          onChange={(event) => setName(event.target.value)}
        />
      </Field>
      <Field label={`${t("create.description")} (${t("app.optional")})`}>
        <textarea
          rows={4}
          maxLength={10000}
          value={description}
          dir="auto"
          onChange={(event) => setDescription(event.target.value)}
        />
      </Field>
      {props.asksForSecret && (
        <Field label={t("create.secret")} hint={t("create.secret.hint")}>
          <input
            required
            type="password"
            autoComplete="off"
            value={secret}
            onChange={(event) => setSecret(event.target.value)}
          />
        </Field>
      )}
      <p id={defaults} className="hint">
        {t("create.defaults")}
      </p>
      {creating.error && <ProblemNote problem={creating.error} />}
      <div className="actions">
        <Button type="submit" kind="primary" busy={creating.isPending}>
          {t("create.submit")}
        </Button>
      </div>
    </form>
  );
}
