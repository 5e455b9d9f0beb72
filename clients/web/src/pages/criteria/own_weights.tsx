import { type Criterion, WeightMethod, type Weights } from "@gen/plenum/scoring/v1/scoring_pb";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useId, useState } from "react";
import { allPages } from "@/api/pages";
import { type MessageId, useText } from "@/i18n";
import { Choice } from "@/pages/setup/choice";
import { useDeliberation } from "@/state/deliberation";
import { draftKey, forget, read, write } from "@/state/device";
import { useIntent } from "@/state/intent";
import { keyOf, useMembers } from "@/state/queries";
import { Button } from "@/ui/button";
import { Card } from "@/ui/page";
import { ProblemNote } from "@/ui/problem_note";
import { useToast } from "@/ui/toast";
import {
  decimal,
  MOST_SWING,
  meanShares,
  SAID_METHODS,
  type SaidMethod,
  sharesSaid,
  typedFrom,
} from "./weight_model";
import { ShareBar, WeightWords } from "./weights_panel";

const METHOD: Record<SaidMethod, { label: MessageId; about: MessageId }> = {
  [WeightMethod.DIRECT]: { label: "weights.method.direct", about: "weights.method.direct.about" },
  [WeightMethod.SWING]: { label: "weights.method.swing", about: "weights.method.swing.about" },
  [WeightMethod.RANKS]: { label: "weights.method.ranks", about: "weights.method.ranks.about" },
};

/** What matters to the reader, and to the others where that may be seen. */
export function OwnWeights(props: { criteria: readonly Criterion[]; mayChange: boolean }) {
  const { t, date } = useText();
  const { id, name, clients, me } = useDeliberation();
  const { criteria, mayChange } = props;
  const all = useQuery({
    queryKey: keyOf(id, "weights"),
    queryFn: () =>
      allPages(
        (page) => clients.scoring.listWeights({ parent: name, ...page }),
        (page) => page.weights,
      ),
  });
  const own = all.data?.find(({ member }) => member === me.member);
  const others = all.data?.filter(({ member }) => member !== me.member) ?? [];
  return (
    <>
      <Card title={t("weights.own.title")}>
        <p className="hint">{t(mayChange ? "weights.own.about" : "weights.own.later")}</p>
        {all.error && <ProblemNote problem={all.error} onRetry={() => void all.refetch()} />}
        {all.data && mayChange && (
          <Say key={own ? String(own.updateTime?.seconds) : "new"} criteria={criteria} own={own} />
        )}
        {all.data && !mayChange && (own ? <Said criteria={criteria} own={own} /> : null)}
        {own?.updateTime && (
          <p className="hint">{t("weights.own.at", { time: date(own.updateTime) })}</p>
        )}
      </Card>
      {others.length > 0 && all.data && <AllWeights criteria={criteria} all={all.data} />}
    </>
  );
}

interface Typed {
  method: SaidMethod;
  typed: string[];
}

function saidBy(own: Weights | undefined): SaidMethod {
  return SAID_METHODS.find((method) => method === own?.method) ?? WeightMethod.SWING;
}

function Say(props: { criteria: readonly Criterion[]; own: Weights | undefined }) {
  const { t } = useText();
  const { id, name, clients } = useDeliberation();
  const { criteria, own } = props;
  const cache = useQueryClient();
  const toast = useToast();
  const intent = useIntent();
  const group = useId();
  const draft = draftKey(id, "weights");
  const [{ method, typed }, setTyped] = useState<Typed>(() => {
    const method = saidBy(own);
    const kept = read<Typed | null>(draft, null);
    const fits = kept?.typed.length === criteria.length;
    return kept && fits ? kept : { method, typed: typedFrom(method, criteria, own) };
  });
  const change = (next: Typed) => {
    write(draft, next);
    setTyped(next);
  };
  const shares = sharesSaid(method, typed);
  const saving = useMutation({
    mutationFn: async () => {
      const weights = {
        method,
        numbers: criteria.map(({ name: criterion }, index) => ({
          criterion,
          value: decimal(typed[index] ?? "") ?? 0,
        })),
      };
      await clients.scoring.setWeights({
        parent: name,
        weights,
        requestId: intent.idFor(weights),
      });
    },
    onSuccess: async () => {
      intent.done();
      forget(draft);
      toast(t("weights.own.saved"));
      await cache.invalidateQueries({ queryKey: keyOf(id, "weights") });
    },
  });
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        saving.mutate();
      }}
    >
      {own?.method === WeightMethod.PAIRS && (
        <p className="note">{t("weights.method.pairs.about")}</p>
      )}
      <fieldset>
        <legend>{t("weights.method")}</legend>
        {SAID_METHODS.map((one) => (
          <Choice
            key={one}
            group={group}
            checked={method === one}
            label={t(METHOD[one].label)}
            about={t(METHOD[one].about)}
            onChoose={() => change({ method: one, typed: typedFrom(one, criteria, own) })}
          />
        ))}
      </fieldset>
      <div className="weights">
        {criteria.map(({ name: criterion, title }, index) => (
          <SayRow
            key={criterion}
            method={method}
            title={title}
            criteria={criteria.length}
            typed={typed[index] ?? ""}
            share={shares?.[index]}
            onChange={(text) =>
              change({ method, typed: typed.map((old, at) => (at === index ? text : old)) })
            }
          />
        ))}
      </div>
      {shares ? (
        <WeightWords criteria={criteria} shares={shares} />
      ) : (
        <p className="field-error" role="status">
          {t(method === WeightMethod.SWING ? "weights.swing.error" : "weights.number.error")}
        </p>
      )}
      {saving.error && <ProblemNote problem={saving.error} />}
      <div className="actions">
        <Button kind="primary" type="submit" busy={saving.isPending} disabled={!shares}>
          {t("app.save")}
        </Button>
      </div>
    </form>
  );
}

function SayRow(props: {
  method: SaidMethod;
  title: string;
  criteria: number;
  typed: string;
  share: number | undefined;
  onChange: (text: string) => void;
}) {
  const { t, percent, number } = useText();
  const { method, title, typed, share } = props;
  const change = (event: { target: { value: string } }) => props.onChange(event.target.value);
  return (
    <div className="weight-row">
      <span className="weight-title" dir="auto">
        {title}
      </span>
      {method === WeightMethod.SWING && (
        <input
          type="range"
          min={0}
          max={MOST_SWING}
          aria-label={t("weights.points", { title })}
          value={decimal(typed) ?? 0}
          onChange={change}
        />
      )}
      {method === WeightMethod.DIRECT && (
        <input
          inputMode="decimal"
          aria-label={t("weights.points", { title })}
          value={typed}
          onChange={change}
        />
      )}
      {method === WeightMethod.RANKS && (
        <select aria-label={t("weights.rank", { title })} value={typed} onChange={change}>
          {Array.from({ length: props.criteria }, (_, index) => String(index + 1)).map((rank) => (
            <option key={rank} value={rank}>
              {number(Number(rank))}
            </option>
          ))}
        </select>
      )}
      <span className="weight-share">
        {method === WeightMethod.SWING && <span className="hint">{typed} · </span>}
        {share === undefined ? "" : percent(share)}
      </span>
    </div>
  );
}

/** Read only. */
function Said(props: { criteria: readonly Criterion[]; own: Weights }) {
  const { percent } = useText();
  const shares = meanShares([props.own], props.criteria);
  return (
    <div className="weights">
      {props.criteria.map(({ name, title }, index) => (
        <div key={name} className="weight-row">
          <span className="weight-title" dir="auto">
            {title}
          </span>
          <ShareBar share={shares[index] ?? 0} />
          <span className="weight-share">{percent(shares[index] ?? 0)}</span>
        </div>
      ))}
    </div>
  );
}

function AllWeights(props: { criteria: readonly Criterion[]; all: readonly Weights[] }) {
  const { t, percent } = useText();
  const { me } = useDeliberation();
  const members = useMembers().data;
  const { criteria, all } = props;
  const nameOf = (member: string) =>
    members?.find((one) => one.name === member)?.displayName ?? "…";
  const means = meanShares(all, criteria);
  return (
    <Card title={t("weights.all.title")}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section className="scrolled" tabIndex={0} aria-label={t("weights.all.caption")}>
        <table>
          <caption className="visually-hidden">{t("weights.all.caption")}</caption>
          <thead>
            <tr>
              <th scope="col">{t("weights.all.member")}</th>
              {criteria.map(({ name, title }) => (
                <th key={name} scope="col" className="number" dir="auto">
                  {title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {all.map((weights) => (
              <tr key={weights.member}>
                <th scope="row">
                  <bdi>{nameOf(weights.member)}</bdi>
                  {weights.member === me.member && ` (${t("app.you")})`}
                </th>
                {meanShares([weights], criteria).map((share, index) => (
                  <td key={criteria[index]?.name} className="number">
                    {percent(share)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
          <tfoot>
            <tr>
              <th scope="row">{t("weights.all.mean")}</th>
              {means.map((share, index) => (
                <td key={criteria[index]?.name} className="number">
                  <strong>{percent(share)}</strong>
                </td>
              ))}
            </tr>
          </tfoot>
        </table>
      </section>
    </Card>
  );
}
