import { useState } from "react";
import { idOf } from "@/api/names";
import { useText } from "@/i18n";
import { Badge } from "@/ui/badge";
import { Field } from "@/ui/field";
import { Link } from "@/ui/link";
import { sentenceOf } from "./model/reason_text";
import type { ResultView } from "./model/view";
import { Section } from "./section";

/** A longer list is laid out where it is looked at. */
const MANY = 60;

/** The ranking, with one sentence of reason for each place. */
export function Places(props: { view: ResultView }) {
  const { t } = useText();
  const { view } = props;
  return (
    <Section id="places" lead={t("result.places.lead")}>
      <ol className={view.placed.length > MANY ? "places-list places-many" : "places-list"}>
        {view.outcome.ranking.map(({ position, options }) => (
          <PlaceItem key={position} view={view} position={position} options={options} />
        ))}
      </ol>
      {view.placed.length > 1 && <WhyPicker view={view} />}
    </Section>
  );
}

function PlaceItem(props: { view: ResultView; position: number; options: number[] }) {
  const { t } = useText();
  const { view, position, options } = props;
  const first = options[0];
  return (
    <li value={position} className={position === 1 ? "place place-first" : "place"}>
      <span className="place-number" aria-hidden="true">
        {position}
      </span>
      <div className="place-body">
        {options.map((option) => (
          <p key={option} className="place-title">
            <Link to={`/measures/${idOf(view.measureOf(option))}`}>
              <bdi>{view.names.title(option)}</bdi>
            </Link>{" "}
            {options.length > 1 && <Badge>{t("result.places.shared")}</Badge>}{" "}
            <CriteriaPlace view={view} option={option} />
          </p>
        ))}
        {first !== undefined && <p>{sentenceOf(view.reasons.ofPlace(first), view.wording)}</p>}
      </div>
    </li>
  );
}

function CriteriaPlace(props: { view: ResultView; option: number }) {
  const { t } = useText();
  const place = props.view.criteriaPlaceOf(props.option);
  if (place === 0) return null;
  return <Badge>{t("result.places.byCriteria", { place })}</Badge>;
}

/** Why one measure stands above another, for any two. */
function WhyPicker(props: { view: ResultView }) {
  const { t } = useText();
  const { view } = props;
  const [upper, setUpper] = useState(view.placed[0]?.option ?? 0);
  const [lower, setLower] = useState(view.placed[1]?.option ?? 0);
  const options = view.placed.map(({ option, place }) => (
    <option key={option} value={option}>
      {`${place}. ${view.names.title(option)}`}
    </option>
  ));
  return (
    <div className="why no-print">
      <h3>{t("result.why.title")}</h3>
      <div className="why-pick">
        <Field label={t("result.why.first")}>
          <select value={upper} onChange={(event) => setUpper(Number(event.target.value))}>
            {options}
          </select>
        </Field>
        <Field label={t("result.why.second")}>
          <select value={lower} onChange={(event) => setLower(Number(event.target.value))}>
            {options}
          </select>
        </Field>
      </div>
      <p role="status">
        {upper === lower ? t("result.why.same") : pairSentence(view, upper, lower)}
      </p>
    </div>
  );
}

export function pairSentence(view: ResultView, a: number, b: number): string {
  const { t } = view.wording.text;
  const { upper, lower, reason } = view.reasons.ofPair(a, b);
  const values = {
    upper: view.names.of(upper),
    lower: view.names.of(lower),
    reason: sentenceOf(reason, view.wording),
  };
  return view.placeOf(upper) === view.placeOf(lower)
    ? t("result.why.level", values)
    : t("result.why.above", values);
}
