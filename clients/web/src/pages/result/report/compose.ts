// The decision with everything behind it, in the reader's language, from the same data as the page.
import type { Argument } from "@gen/plenum/deliberation/v1/argument_pb";
import { Side } from "@gen/plenum/deliberation/v1/argument_pb";
import type { Checkpoint, Deliberation } from "@gen/plenum/deliberation/v1/deliberation_pb";
import type { Document, Measure } from "@gen/plenum/ingestion/v1/ingestion_pb";
import type { ListMovementsResponse } from "@gen/plenum/scoring/v1/scoring_pb";
import type { CheckRobustnessResponse } from "@gen/plenum/tally/v1/tally_pb";
import { toHex } from "@/api/record";
import type { Text } from "@/i18n";
import { divergenceSentence, divergencesOf } from "../criteria";
import { METHOD_NAME } from "../methods";
import { minoritySentences } from "../minority";
import { dividedOf, firstChoicesOf, minorityOf } from "../model/minority";
import { sentenceOf } from "../model/reason_text";
import type { ResultView } from "../model/view";
import type { CountedBallot } from "../record/count";
import { robustnessSentences } from "../robustness";
import { tieSentence } from "../ties";
import { headlineOf, turnoutSentences, verdictSentences } from "../verdict";
import type { Block, ReportDocument } from "./document";

/** A pairwise table of more columns is no help on paper. */
const MOST_COLUMNS = 12;
const MOST_MOVEMENTS = 20;

/** What a report is made of, beside the result; what could not be had is null. */
export interface ReportMaterial {
  deliberation: Deliberation;
  measures: Measure[];
  documents: Document[];
  said: Argument[];
  ballots: CountedBallot[];
  robustness: CheckRobustnessResponse | null;
  movements: ListMovementsResponse[];
  checkpoint: Checkpoint | null;
  titleOf: (name: string) => string;
}

export function composeReport(
  view: ResultView,
  material: ReportMaterial,
  text: Text,
): ReportDocument {
  return {
    language: text.locale,
    title: material.deliberation.title,
    subtitle: material.deliberation.description,
    blocks: [
      ...decisionBlocks(view, text),
      ...packageBlocks(view, text),
      ...countBlocks(view, material, text),
      ...criteriaBlocks(view, text),
      ...firmnessBlocks(view, material, text),
      ...minorityBlocks(view, material, text),
      ...movementBlocks(view, material, text),
      ...sourceBlocks(view, material, text),
      ...checkBlocks(material, text),
    ],
  };
}

const heading = (text: string): Block => ({ kind: "heading", text });
const paragraph = (text: string): Block => ({ kind: "text", text });
const item = (text: string, note?: string): Block =>
  note === undefined ? { kind: "item", text } : { kind: "item", text, note };

function decisionBlocks(view: ResultView, text: Text): Block[] {
  const { t } = text;
  const verdict = verdictSentences(view, text);
  return [
    heading(t("outcome.report.decision")),
    paragraph(headlineOf(view, text)),
    ...(verdict.length > 0 ? verdict.map((sentence) => item(sentence)) : []),
    paragraph(
      [
        ...turnoutSentences(view, text),
        t("result.method", { method: t(METHOD_NAME[view.outcome.method]) }),
        t("result.stored", { time: text.date(view.result.createTime) }),
      ].join(" "),
    ),
    ...view.outcome.ranking.map(({ position, options }) =>
      item(
        t("outcome.report.place", {
          place: position,
          names: text.list(options.map((option) => view.names.title(option))),
          reason: options[0] === undefined ? "" : reasonOf(view, options[0]),
        }),
      ),
    ),
  ];
}

export function reasonOf(view: ResultView, option: number): string {
  return sentenceOf(view.reasons.ofPlace(option), view.wording);
}

function packageBlocks(view: ResultView, text: Text): Block[] {
  const { t, number } = text;
  const chosen = view.result.package;
  if (!chosen) return [];
  const options = view.result.rules?.options ?? [];
  return [
    heading(t("result.package.title")),
    {
      kind: "table",
      caption: t("result.package.lead", {
        n: chosen.selected.length,
        cost: number(Number(chosen.cost)),
        budget: number(Number(view.result.rules?.package?.budget ?? 0)),
      }),
      header: [t("result.measure"), t("result.package.cost"), t("result.package.approved")],
      rows: chosen.selected.map((option) => [
        view.names.title(option),
        number(Number(options[option]?.cost ?? 0)),
        number(Number(chosen.votes[option] ?? 0)),
      ]),
    },
  ];
}

function countBlocks(view: ResultView, { ballots }: ReportMaterial, text: Text): Block[] {
  const { t, number } = text;
  const blocks: Block[] = [];
  if (ballots.length > 0) {
    const firsts = firstChoicesOf(ballots, view.names.all.length);
    blocks.push({
      kind: "bars",
      caption: t("outcome.report.firstChoices"),
      bars: view.placed.map(({ option }) => ({
        label: view.names.title(option),
        value: firsts[option] ?? 0,
        shown: number(firsts[option] ?? 0),
      })),
    });
  }
  if (view.placed.length > 1 && view.placed.length <= MOST_COLUMNS) {
    const order = view.placed.map(({ option }) => option);
    blocks.push({
      kind: "table",
      caption: t("result.duels.caption"),
      header: ["", ...order.map((option) => view.names.label(option))],
      rows: order.map((row) => [
        `${view.names.label(row)} ${view.names.title(row)}`,
        ...order.map((column) => (row === column ? "" : String(view.duels.prefer(row, column)))),
      ]),
    });
  }
  const ties = view.outcome.working?.ties ?? [];
  for (const tie of ties) blocks.push(item(tieSentence(view, tie, text)));
  return blocks.length > 0 ? [heading(t("result.duels.title")), ...blocks] : [];
}

function criteriaBlocks(view: ResultView, text: Text): Block[] {
  const { t, number } = text;
  const ranking = view.result.criteriaRanking;
  if (!ranking) return [heading(t("result.criteria.title")), paragraph(t("result.criteria.none"))];
  const totals = new Map(ranking.measures.map(({ measure, total }) => [measure, total]));
  return [
    heading(t("result.criteria.title")),
    paragraph(divergenceSentence(view, text)),
    {
      kind: "table",
      caption: t("result.divergence.title"),
      header: [
        t("result.measure"),
        t("result.divergence.vote"),
        t("result.divergence.criteria"),
        t("ranking.total"),
      ],
      rows: divergencesOf(view).map(({ option, byVote, byCriteria }) => [
        view.names.title(option),
        String(byVote),
        byCriteria === 0 ? t("ranking.open") : String(byCriteria),
        number(totals.get(view.measureOf(option)) ?? 0),
      ]),
    },
  ];
}

function firmnessBlocks(view: ResultView, { robustness }: ReportMaterial, text: Text): Block[] {
  const { t } = text;
  if (!robustness) return [];
  const firstOf = (option: number) =>
    robustness.options.find((one) => one.option === option)?.places[0] ?? 0;
  return [
    heading(t("result.robustness.title")),
    ...robustnessSentences(view, robustness, text).map((sentence) => item(sentence)),
    ...(robustness.samples === 0
      ? []
      : [
          {
            kind: "bars" as const,
            caption: t("result.robustness.drawn.text", {
              n: robustness.samples,
              seed: robustness.seed,
            }),
            bars: view.placed.map(({ option }) => ({
              label: view.names.title(option),
              value: firstOf(option),
              shown: text.percent(firstOf(option) / robustness.samples),
            })),
          },
        ]),
  ];
}

function minorityBlocks(view: ResultView, material: ReportMaterial, text: Text): Block[] {
  const { t } = text;
  if (material.ballots.length === 0) return [];
  const minority = minorityOf(material.ballots, view.placed);
  const divided = dividedOf(material.ballots, view.names.all.length);
  return [
    heading(t("result.minority.title")),
    ...minoritySentences(view, minority, text).map((sentence) => item(sentence)),
    paragraph(
      t(divided.length > 0 ? "result.minority.divided.about" : "result.minority.divided.none"),
    ),
    ...divided.map(({ option, high, low }) =>
      item(
        t("result.minority.divided.item", {
          name: view.names.of(option),
          high,
          low,
          of: minority.of,
        }),
      ),
    ),
  ];
}

function movementBlocks(view: ResultView, material: ReportMaterial, text: Text): Block[] {
  const { t, number } = text;
  const moved = material.movements.flatMap(({ movements }) => movements);
  const words = new Map(material.said.map(({ name, text: said }) => [name, said]));
  const movers = view.result.movedBy.map(({ argument, ballotCount }) =>
    item(
      `${t("result.movedBy.ballots", { n: ballotCount })}: ${words.get(argument) ?? t("result.movedBy.hidden")}`,
    ),
  );
  if (moved.length === 0 && movers.length === 0) return [];
  const blocks: Block[] = [heading(t("result.movement.title"))];
  if (movers.length > 0) blocks.push(paragraph(t("result.movedBy.title")), ...movers);
  if (moved.length > 0) {
    blocks.push({
      kind: "table",
      caption: t("outcome.report.movements", { n: moved.length }),
      header: [
        t("result.movement.who"),
        t("result.measure"),
        t("result.movement.criterion"),
        t("result.movement.before"),
        t("result.movement.after"),
        t("result.movement.why"),
      ],
      rows: moved
        .slice(0, MOST_MOVEMENTS)
        .map((movement) => [
          material.titleOf(movement.member),
          material.titleOf(movement.measure),
          material.titleOf(movement.criterion),
          number(movement.oldValue),
          number(movement.newValue),
          movement.reason,
        ]),
    });
  }
  return blocks;
}

/** The measures with their quotes, and what was said for and against them. */
function sourceBlocks(view: ResultView, material: ReportMaterial, text: Text): Block[] {
  const { t } = text;
  const blocks: Block[] = [heading(t("outcome.report.sources"))];
  for (const { option } of view.placed) {
    const name = view.measureOf(option);
    const measure = material.measures.find((one) => one.name === name);
    blocks.push({ kind: "subheading", text: view.names.title(option) });
    const quotes = measure?.quotes ?? [];
    if (quotes.length === 0) blocks.push(paragraph(t("outcome.report.noQuote")));
    for (const quote of quotes) {
      const source = material.documents.find((one) => one.name === quote.document)?.title;
      const page = quote.page > 0 ? t("outcome.report.page", { n: quote.page }) : "";
      const note = [source ?? material.titleOf(quote.document), page].filter(Boolean).join(", ");
      blocks.push({ kind: "quote", text: quote.text, note });
    }
    for (const argument of material.said.filter((one) => one.measure === name)) {
      blocks.push(argumentBlock(argument, material, text));
    }
  }
  return blocks;
}

function argumentBlock(argument: Argument, material: ReportMaterial, { t, date }: Text): Block {
  const side =
    argument.replyTo !== ""
      ? "outcome.report.reply"
      : argument.side === Side.PRO
        ? "outcome.report.pro"
        : "outcome.report.con";
  const note = `${material.titleOf(argument.author)}, ${date(argument.createTime)}`;
  return item(t(side, { words: argument.text }), note);
}

function checkBlocks({ checkpoint }: ReportMaterial, { t }: Text): Block[] {
  const blocks: Block[] = [
    heading(t("result.check.how.title")),
    paragraph(t("result.check.how.text")),
    { kind: "code", text: "plenum verify bundle vote.json" },
  ];
  if (!checkpoint) return blocks;
  return [
    ...blocks,
    paragraph(t("outcome.report.key")),
    { kind: "code", text: checkpoint.verifierKey },
    paragraph(t("outcome.report.root", { n: Number(checkpoint.size) })),
    { kind: "code", text: toHex(checkpoint.root) },
  ];
}
