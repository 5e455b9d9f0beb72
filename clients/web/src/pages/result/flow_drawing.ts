import type { Draw } from "@/charts/plot";
import { charactersIn, seriesColour, shortened } from "@/charts/series";
import { type Block, EXHAUSTED, type Flow } from "./model/flow";

/** Characters that a name needs to be of use. */
const FULL_NAME = 24;

/** Blocks of each round from left to right, and the votes that go from one to the next. */
export function drawFlow(
  flow: Flow,
  words: {
    name: (option: number) => string;
    /** Where there is no room for a name. */
    short: (option: number) => string;
    votes: (votes: number) => string;
    round: (round: number) => string;
  },
  colourOf: (option: number) => string,
): Draw {
  return (plot, { width, rem }) => {
    const total = Math.max(1, ...flow.blocks.map(({ to }) => to));
    const BAR = 0.12;
    const half = BAR / 2;
    const colour = (option: number) =>
      option === EXHAUSTED ? "var(--line-strong)" : colourOf(option);
    const points = flow.ribbons.flatMap((ribbon, ribbonIndex) => [
      {
        ribbon: ribbonIndex,
        option: ribbon.option,
        moved: ribbon.moved,
        x: ribbon.round + half,
        y1: ribbon.start[0],
        y2: ribbon.start[1],
      },
      {
        ribbon: ribbonIndex,
        option: ribbon.option,
        moved: ribbon.moved,
        x: ribbon.round + 1 - half,
        y1: ribbon.end[0],
        y2: ribbon.end[1],
      },
    ]);
    const height =
      Math.max(14, Math.min(26, 2.2 * flow.blocks.filter((b) => b.round === 0).length)) * rem;
    const room = (width - 3 * rem) / Math.max(1, flow.rounds);
    const tall = (block: Block) => ((block.to - block.from) / total) * height > 1.1 * rem;
    // Names stand in the first round, and where there is room in the others.
    const named = flow.blocks.filter(tall);
    const labelRoom = charactersIn(room * (1 - BAR) - 0.5 * rem, rem);
    return {
      height,
      marginLeft: 0.5 * rem,
      marginRight: 0.5 * rem,
      marginTop: 2 * rem,
      marginBottom: 0.5 * rem,
      x: { axis: null, domain: [-half, flow.rounds - half] },
      y: { axis: null, domain: [0, total], reverse: true },
      marks: [
        plot.areaY(points, {
          x: "x",
          y1: "y1",
          y2: "y2",
          z: "ribbon",
          curve: "bump-x",
          fill: ({ option }: { option: number }) => colour(option),
          fillOpacity: ({ moved }: { moved: boolean }) => (moved ? 0.5 : 0.18),
        } as never),
        plot.rect(flow.blocks, {
          x1: ({ round }: Block) => round - half,
          x2: ({ round }: Block) => round + half,
          y1: "from",
          y2: "to",
          insetTop: 0.5,
          insetBottom: 0.5,
          fill: ({ option }: Block) => colour(option),
          title: ({ option, from, to }: Block) =>
            `${words.name(option)}: ${words.votes(to - from)}`,
        }),
        plot.text(named, {
          x: ({ round }: Block) => round + half,
          y: ({ from, to }: Block) => (from + to) / 2,
          dx: 0.4 * rem,
          textAnchor: "start",
          text: (block: Block) => {
            const votes = words.votes(block.to - block.from);
            const name =
              labelRoom < FULL_NAME ? words.short(block.option) : words.name(block.option);
            return shortened(`${votes}  ${name}${block.leaves ? " ✕" : ""}`, labelRoom);
          },
        }),
        plot.text(
          Array.from({ length: flow.rounds }, (_, round) => round),
          {
            x: (round: number) => round - half,
            frameAnchor: "top",
            dy: -1.4 * rem,
            textAnchor: "start",
            text: (round: number) => words.round(round + 1),
            fontWeight: 600,
          },
        ),
      ],
    };
  };
}

/** A colour for each option, in the order of the ranking. */
export function coloursOf(order: number[]): (option: number) => string {
  const at = new Map(order.map((option, index) => [option, index]));
  return (option) => seriesColour(at.get(option) ?? 0);
}
