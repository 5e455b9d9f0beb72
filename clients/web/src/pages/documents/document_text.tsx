// The text of a document with its quotes highlighted. Documents may be long: it is rendered in chunks,
// each again only when something in it changed, and laid out when it is seen.
import type { Block } from "@gen/plenum/ingestion/v1/ingestion_pb";
import { Fragment, memo, type ReactNode } from "react";
import { useText } from "@/i18n";
import { STANCE_SIGN, STANCE_WORD } from "../measures/labels";
import { isolated } from "../measures/list";
import type { CodePoints } from "./code_points";
import { type Highlight, type Placed, type Segment, segmentsOf } from "./highlights";
import { blocksOf, type Chunk, type Group } from "./outline";

/** A stretch that the address points at, beside the quotes of measures. */
export interface Pointed {
  start: number;
  end: number;
}

interface Shared {
  points: CodePoints;
  blocks: readonly Block[];
  placed: ReadonlyMap<number, readonly Placed[]>;
  pointed: Pointed | null;
  /** Shows text that is not the document's own: menus, advertisements. */
  showChrome: boolean;
  onPick: (highlight: Highlight) => void;
}

/** The element of a quote that takes the focus. */
export function quoteFocusId(highlight: string): string {
  return `quote-${highlight}`;
}

export const ChunkView = memo(function ChunkView(
  props: Shared & {
    chunk: Chunk;
    /** Id of the highlight that is open, where it reaches into this chunk; else empty. */
    active: string;
  },
) {
  const { chunk, ...rest } = props;
  return (
    <div className="document-chunk">
      {chunk.groups.map((group) => (
        <GroupView key={keyOf(group)} group={group} {...rest} />
      ))}
    </div>
  );
});

function keyOf(group: Group): string {
  return group.kind === "page" ? `page ${group.page}` : `${blocksOf(group)[0]}`;
}

type GroupProps = Shared & { active: string };

function GroupView({ group, ...shared }: GroupProps & { group: Group }) {
  const { t } = useText();
  switch (group.kind) {
    case "page":
      return <p className="document-page">{t("reading.page", { page: group.page })}</p>;
    case "heading": {
      const Heading = `h${group.level}` as const;
      return <BlockText {...shared} block={group.block} as={Heading} />;
    }
    case "list":
      return (
        <ul className="document-list">
          {group.blocks.map((block) => (
            <BlockText key={block} {...shared} block={block} as="li" />
          ))}
        </ul>
      );
    case "quote":
      return (
        <blockquote>
          <BlockText {...shared} block={group.block} as="p" />
        </blockquote>
      );
    case "caption":
      return <BlockText {...shared} block={group.block} as="p" className="document-caption" />;
    case "chrome":
      return shared.showChrome ? (
        <BlockText {...shared} block={group.block} as="p" className="document-chrome" />
      ) : null;
    case "paragraph":
      return <BlockText {...shared} block={group.block} as="p" />;
  }
}

function BlockText(
  props: GroupProps & {
    block: number;
    as: "p" | "li" | "h3" | "h4" | "h5" | "h6";
    className?: string;
  },
) {
  const { points, placed, pointed, as: Element } = props;
  const block = props.blocks[props.block];
  if (!block) return null;
  const start = Number(block.start);
  const end = Number(block.end);
  const here = placed.get(props.block) ?? [];
  const shared = {
    dir: "auto",
    className: props.className,
    "data-level": block.level > 1 ? block.level : undefined,
  };
  const isPlain = here.length === 0 && !(pointed && pointed.start < end && pointed.end > start);
  if (isPlain) {
    return (
      <Element {...shared} data-at={points.toUnit(start)}>
        {points.slice(start, end)}
      </Element>
    );
  }
  return (
    <Element {...shared}>
      {segmentsOf(start, end, pointed ? [...here, placedAt(pointed)] : here).map((segment) => (
        <SegmentText key={segment.start} segment={segment} {...props} />
      ))}
    </Element>
  );
}

const POINTED = "pointed";

function placedAt({ start, end }: Pointed): Placed {
  const none = { measure: "", number: 0, title: "", quote: 0, stance: 0 };
  return { highlight: { id: POINTED, start, end, ...none }, opens: false };
}

function SegmentText({ segment, points, active, onPick }: GroupProps & { segment: Segment }) {
  const { start, end, covered, opened } = segment;
  const leaf = { "data-at": points.toUnit(start), children: points.slice(start, end) };
  const quotes = covered.filter(({ id }) => id !== POINTED);
  const isPointed = quotes.length < covered.length;
  let words: ReactNode;
  if (covered.length === 0) {
    words = <span {...leaf} />;
  } else {
    words = (
      <mark
        {...leaf}
        className={`quoted ${stanceClass(quotes)}`}
        data-quotes={quotes.map(({ id }) => id).join(" ")}
        data-layers={quotes.length > 1 ? "several" : undefined}
        data-active={isPointed || quotes.some(({ id }) => id === active) || undefined}
      />
    );
  }
  return (
    <Fragment>
      {opened.map((highlight) => (
        <QuoteSign
          key={highlight.id}
          highlight={highlight}
          active={highlight.id === active}
          onPick={onPick}
        />
      ))}
      {words}
    </Fragment>
  );
}

/** The common stance of quotes; mixed ones look like one that only mentions. */
function stanceClass(quotes: Highlight[]): string {
  const stances = new Set(quotes.map(({ stance }) => STANCE_WORD[stance]));
  const [first] = stances;
  return stances.size === 1 ? `quoted-${first}` : "quoted-mentions";
}

/** Before the first word of a quote: whose it is, and the way to that measure. */
function QuoteSign(props: {
  highlight: Highlight;
  active: boolean;
  onPick: (highlight: Highlight) => void;
}) {
  const { t } = useText();
  const { id, number, title, stance } = props.highlight;
  return (
    <button
      type="button"
      id={quoteFocusId(id)}
      className={`quote-sign stance-${STANCE_WORD[stance]}`}
      aria-pressed={props.active}
      aria-label={t("reading.quoteOf", {
        m: `m${number}`,
        title: isolated(title),
        stance: t(`stance.${STANCE_WORD[stance]}`),
      })}
      onClick={() => props.onPick(props.highlight)}
    >
      <span aria-hidden="true">{STANCE_SIGN[stance]}</span>m{number}
    </button>
  );
}

/** Chunk by block. */
export function chunkOfBlocks(chunks: readonly Chunk[]): Map<number, number> {
  const found = new Map<number, number>();
  for (const chunk of chunks) {
    for (const group of chunk.groups) {
      for (const block of blocksOf(group)) found.set(block, chunk.id);
    }
  }
  return found;
}
