// A criterion as a form holds it.
import { create } from "@bufbuild/protobuf";
import {
  type Criterion,
  CriterionSchema,
  Direction,
  type ValueFunction,
} from "@gen/plenum/scoring/v1/scoring_pb";
import type { MessageId } from "@/i18n";
import { decimal } from "./weight_model";

export type Form = "line" | "target" | "curve";

export interface KnotValues {
  score: string;
  /** In percent. */
  value: string;
}

export interface CriterionValues {
  title: string;
  description: string;
  direction: Direction;
  scaleMin: string;
  scaleMax: string;
  worstAnchor: string;
  bestAnchor: string;
  form: Form;
  target: string;
  knots: KnotValues[];
  /** In percent; empty for none. */
  floor: string;
}

const USUAL_WEIGHT = 50;
const MOST_KNOTS = 20;

const percentText = (share: number) => String(Number((share * 100).toFixed(6)));

export function valuesOfCriterion(criterion?: Criterion): CriterionValues {
  const form = criterion?.valueFunction?.form;
  const piecewise = form?.case === "piecewise" ? form.value.knots : [];
  const low = String(criterion?.scaleMin ?? 0);
  const high = String(criterion?.scaleMax ?? 10);
  const falls = criterion?.direction === Direction.LOWER_IS_BETTER;
  return {
    title: criterion?.title ?? "",
    description: criterion?.description ?? "",
    direction: criterion?.direction || Direction.HIGHER_IS_BETTER,
    scaleMin: low,
    scaleMax: high,
    worstAnchor: criterion?.worstAnchor ?? "",
    bestAnchor: criterion?.bestAnchor ?? "",
    form: form?.case === "target" ? "target" : form?.case === "piecewise" ? "curve" : "line",
    target: form?.case === "target" ? String(form.value.score) : "",
    knots:
      piecewise.length > 0
        ? piecewise.map(({ score, value }) => ({
            score: String(score),
            value: percentText(value),
          }))
        : [
            { score: low, value: falls ? "100" : "0" },
            { score: high, value: falls ? "0" : "100" },
          ],
    floor: criterion?.maybeFloor.case === "floor" ? percentText(criterion.maybeFloor.value) : "",
  };
}

export type CriterionErrors = Partial<Record<"scale" | "target" | "knots" | "floor", MessageId>>;

function knotsAreGood(values: CriterionValues, low: number, high: number): boolean {
  const { knots } = values;
  const scores = knots.map(({ score }) => decimal(score));
  const worths = knots.map(({ value }) => decimal(value));
  if (knots.length < 2 || knots.length > MOST_KNOTS) return false;
  if (scores[0] !== low || scores.at(-1) !== high) return false;
  const rises = values.direction === Direction.HIGHER_IS_BETTER;
  return knots.every((_, i) => {
    const score = scores[i];
    const worth = worths[i];
    if (score == null || worth == null || worth < 0 || worth > 100) return false;
    if (i === 0) return true;
    const scoreBefore = scores[i - 1] ?? Number.NaN;
    const worthBefore = worths[i - 1] ?? Number.NaN;
    return score > scoreBefore && (rises ? worth >= worthBefore : worth <= worthBefore);
  });
}

export function errorsOfCriterion(values: CriterionValues): CriterionErrors {
  const errors: CriterionErrors = {};
  const low = decimal(values.scaleMin);
  const high = decimal(values.scaleMax);
  const scaled = low !== null && high !== null && low < high;
  if (!scaled) errors.scale = "criteria.scale.error";
  if (scaled && values.form === "target") {
    const target = decimal(values.target);
    if (target === null || target < low || target > high) errors.target = "criteria.target.error";
  }
  if (scaled && values.form === "curve" && !knotsAreGood(values, low, high)) {
    errors.knots = "criteria.knots.error";
  }
  const floor = decimal(values.floor);
  if (values.floor.trim() !== "" && (floor === null || floor < 0 || floor > 100)) {
    errors.floor = "criteria.floor.error";
  }
  return errors;
}

type FormInit = NonNullable<Parameters<typeof create<typeof CriterionSchema>>[1]>["valueFunction"];

function valueFunctionOf(values: CriterionValues): FormInit {
  if (values.form === "target") {
    return { form: { case: "target", value: { score: decimal(values.target) ?? 0 } } };
  }
  if (values.form === "curve") {
    const knots = values.knots.map(({ score, value }) => ({
      score: decimal(score) ?? 0,
      value: (decimal(value) ?? 0) / 100,
    }));
    return { form: { case: "piecewise", value: { knots } } };
  }
  return undefined;
}

/** What is sent, of values without errors. */
export function criterionOf(values: CriterionValues, weight = USUAL_WEIGHT): Criterion {
  const valueFunction = valueFunctionOf(values);
  const floor = decimal(values.floor);
  return create(CriterionSchema, {
    title: values.title.trim(),
    description: values.description.trim(),
    direction: values.direction,
    scaleMin: decimal(values.scaleMin) ?? 0,
    scaleMax: decimal(values.scaleMax) ?? 0,
    worstAnchor: values.worstAnchor.trim(),
    bestAnchor: values.bestAnchor.trim(),
    weight,
    ...(valueFunction && { valueFunction }),
    ...(floor !== null && { maybeFloor: { case: "floor" as const, value: floor / 100 } }),
  });
}

const PATHS: Record<keyof CriterionValues, string> = {
  title: "title",
  description: "description",
  direction: "direction",
  scaleMin: "scale_min",
  scaleMax: "scale_max",
  worstAnchor: "worst_anchor",
  bestAnchor: "best_anchor",
  form: "value_function",
  target: "value_function",
  knots: "value_function",
  floor: "floor",
};

/** The update mask for fields of the form. */
export function pathsOf(fields: readonly (keyof CriterionValues)[]): string[] {
  return [...new Set(fields.map((field) => PATHS[field]))];
}

/** The score of the good end and of the bad end. */
export function endsOf(criterion: Pick<Criterion, "direction" | "scaleMin" | "scaleMax">) {
  const falls = criterion.direction === Direction.LOWER_IS_BETTER;
  return falls
    ? { worst: criterion.scaleMax, best: criterion.scaleMin }
    : { worst: criterion.scaleMin, best: criterion.scaleMax };
}

/** The value function as points of a line, both axes from 0 to 1. */
export function curveOf(
  criterion: Pick<Criterion, "direction" | "scaleMin" | "scaleMax">,
  valueFunction: ValueFunction | undefined,
): { x: number; y: number }[] {
  const { scaleMin, scaleMax } = criterion;
  const x = (score: number) => (score - scaleMin) / (scaleMax - scaleMin);
  const form = valueFunction?.form;
  if (form?.case === "piecewise") {
    return form.value.knots.map(({ score, value }) => ({ x: x(score), y: value }));
  }
  if (form?.case === "target") {
    const { score } = form.value;
    const farthest = Math.max(score - scaleMin, scaleMax - score);
    const y = (at: number) => (farthest === 0 ? 1 : 1 - Math.abs(at - score) / farthest);
    return [scaleMin, score, scaleMax].map((at) => ({ x: x(at), y: y(at) }));
  }
  const falls = criterion.direction === Direction.LOWER_IS_BETTER;
  return [
    { x: 0, y: falls ? 1 : 0 },
    { x: 1, y: falls ? 0 : 1 },
  ];
}
