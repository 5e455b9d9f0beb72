import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useId, useState } from "react";
import { useLocation } from "wouter";
import { deliberationIdOf } from "@/api/names";
import { toProblem } from "@/api/problem";
import { createDeliberation, mayCreate } from "@/api/session";
import { useText } from "@/i18n";
import { read, write } from "@/state/device";
import { useIntent } from "@/state/intent";
import { Button } from "@/ui/button";
import { Field } from "@/ui/field";
import { Loading } from "@/ui/loading";
import { Page } from "@/ui/page";
import { ProblemNote } from "@/ui/problem_note";

/** Who starts one deliberation is likely to start the next by the same name. */
const OWN_NAME = "plenum.name";

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
  const [name, setName] = useState(() => read(OWN_NAME, ""));
  const [description, setDescription] = useState("");
  const [secret, setSecret] = useState("");
  const intent = useIntent();
  const cache = useQueryClient();
  const defaults = useId();
  const creating = useMutation({
    mutationFn: () => {
      const request = { deliberation: { title, description }, facilitatorName: name.trim() };
      return createDeliberation({ ...request, requestId: intent.idFor(request) }, secret);
    },
    onSuccess: (created) => {
      intent.done();
      write(OWN_NAME, name.trim());
      navigate(`/d/${deliberationIdOf(created.deliberation?.name ?? "")}/setup`);
    },
    // What this browser may do can have changed since the form was opened.
    onError: () => cache.invalidateQueries({ queryKey: ["creation"] }),
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
      {creating.error && <CreationProblem error={creating.error} />}
      <div className="actions">
        <Button type="submit" kind="primary" busy={creating.isPending}>
          {t("create.submit")}
        </Button>
      </div>
    </form>
  );
}

function CreationProblem(props: { error: unknown }) {
  const { t } = useText();
  const problem = toProblem(props.error);
  if (!problem.signedOut) return <ProblemNote problem={problem} />;
  return (
    <p className="problem" role="alert">
      {t("create.refused")}
    </p>
  );
}
