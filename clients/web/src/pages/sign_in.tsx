import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { useLocation } from "wouter";
import { deliberationIdOf } from "@/api/names";
import { signIn } from "@/api/session";
import { useText } from "@/i18n";
import { takeFragment } from "@/state/fragment";
import { Button } from "@/ui/button";
import { Field } from "@/ui/field";
import { Frame } from "@/ui/frame";
import { Page } from "@/ui/page";
import { ProblemNote } from "@/ui/problem_note";

/** Where the link leads to that a facilitator made for somebody who lost the own sign-in. */
export function SignInByLink() {
  const { t } = useText();
  return (
    <Page title={t("signIn.title")}>
      <SignInForm />
    </Page>
  );
}

/** In the place of a deliberation that nobody is signed in to on this device. */
export function SignInAgain(_props: { deliberationId: string }) {
  const { t } = useText();
  return (
    <Frame>
      <Page title={t("signIn.title")} lead={t("signIn.text")}>
        <p>{t("signIn.help")}</p>
        <p className="hint">{t("signIn.kept")}</p>
        <SignInForm />
      </Page>
    </Frame>
  );
}

/** The secret of a link, whether the whole link or only its end was copied. */
function secretOf(given: string): string {
  return given.trim().split("#").pop() ?? "";
}

function SignInForm() {
  const { t } = useText();
  const [, navigate] = useLocation();
  const cache = useQueryClient();
  const [token, setToken] = useState("");
  const tried = useRef(false);
  const signing = useMutation({
    mutationFn: (given: string) => signIn(secretOf(given)),
    onSuccess: async ({ member }) => {
      const id = deliberationIdOf(member);
      await cache.invalidateQueries({ queryKey: [id] });
      // Who was asked to sign in again goes on where that was.
      const isThere = location.pathname.startsWith(`/d/${id}/`);
      if (!isThere) navigate(`~/d/${id}`, { replace: true });
    },
  });
  const { mutate } = signing;
  useEffect(() => {
    const given = takeFragment();
    // A refresh token is good once: a second try would end the sign-in.
    if (given === "" || tried.current) return;
    tried.current = true;
    mutate(given);
  }, [mutate]);
  return (
    <form
      className="form"
      onSubmit={(event) => {
        event.preventDefault();
        signing.mutate(token);
      }}
    >
      <Field label={t("signIn.token")}>
        <input
          required
          type="password"
          autoComplete="off"
          value={token}
          onChange={(event) => setToken(event.target.value)}
        />
      </Field>
      {signing.error && <ProblemNote problem={signing.error} />}
      <div className="actions">
        <Button type="submit" kind="primary" busy={signing.isPending}>
          {t("signIn.submit")}
        </Button>
      </div>
    </form>
  );
}
