// What a measure is about, beside the ballot, without losing one's place in it.
import { Side } from "@gen/plenum/deliberation/v1/argument_pb";
import type { Option } from "@gen/plenum/deliberation/v1/deliberation_pb";
import { idOf } from "@/api/names";
import { useText } from "@/i18n";
import { useArguments } from "@/state/arguments";
import { useMeasures, useMembers } from "@/state/queries";
import { Dialog } from "@/ui/dialog";
import { Link } from "@/ui/link";

export function MeasureDialog(props: { option: Option; onClose: () => void }) {
  const { t } = useText();
  const { option } = props;
  const measures = useMeasures();
  const measure = measures.data?.find(({ name }) => name === option.measure);
  return (
    <Dialog title={option.title} closeLabel={t("app.close")} onClose={props.onClose} wide>
      {measure?.actor && (
        <p>
          {t("measure.actor")} <bdi>{measure.actor}</bdi>
        </p>
      )}
      {measure?.quotes.map((quote) => (
        <blockquote key={`${quote.document} ${quote.start} ${quote.end}`} dir="auto">
          {quote.text}
        </blockquote>
      ))}
      {measure?.quotes.length === 0 && <p className="hint">{t("measure.quotes.none")}</p>}
      <Said measure={option.measure} />
      <p>
        <Link to={`/measures/${idOf(option.measure)}`}>{t("ballot.details.page")}</Link>
      </p>
    </Dialog>
  );
}

function Said(props: { measure: string }) {
  const { t } = useText();
  const all = useArguments();
  const members = useMembers();
  const ofMeasure = (all.data ?? []).filter(
    ({ measure, replyTo, hiddenBy }) =>
      measure === props.measure && replyTo === "" && hiddenBy === "",
  );
  const authorOf = (name: string) =>
    members.data?.find((member) => member.name === name)?.displayName ?? "";
  if (all.data && ofMeasure.length === 0) return <p className="hint">{t("argument.none")}</p>;
  return (
    <div className="columns">
      {([Side.PRO, Side.CON] as const).map((side) => {
        const some = ofMeasure.filter((one) => one.side === side);
        return (
          <section key={side}>
            <h3>{t(side === Side.PRO ? "argument.pro" : "argument.con")}</h3>
            {some.length === 0 && <p className="hint">{t("argument.side.none")}</p>}
            <ul className="plain-list">
              {some.map((one) => (
                <li key={one.name}>
                  <p className="prose" dir="auto">
                    {one.text}
                  </p>
                  <p className="hint">
                    <bdi>{authorOf(one.author)}</bdi>
                  </p>
                </li>
              ))}
            </ul>
          </section>
        );
      })}
    </div>
  );
}
