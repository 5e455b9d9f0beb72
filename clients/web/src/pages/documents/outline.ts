// How the blocks of a document become parts of a page: levels of headings, lists, pages, chunks.
import { type Block, BlockKind } from "@gen/plenum/ingestion/v1/ingestion_pb";

export type HeadingLevel = 3 | 4 | 5 | 6;

export type Group =
  | { kind: "heading"; block: number; level: HeadingLevel }
  | { kind: "paragraph" | "quote" | "caption" | "chrome"; block: number }
  | { kind: "list"; blocks: number[] }
  | { kind: "page"; page: number };

/** The headings of the page itself are of level 1 and 2. */
const FIRST_LEVEL = 3;
const LAST_LEVEL = 6;

/**
 * The blocks by their positions, in groups. Levels of headings have no gaps, whatever the document
 * leaves out; items of a list that follow each other are one list; a page is told where it begins.
 */
export function groupsOf(blocks: readonly Block[]): Group[] {
  const groups: Group[] = [];
  const above: number[] = [];
  let page = 0;
  for (const [index, block] of blocks.entries()) {
    if (block.page > page) {
      page = block.page;
      groups.push({ kind: "page", page });
    }
    switch (block.kind) {
      case BlockKind.HEADING: {
        while (above.length > 0 && (above.at(-1) ?? 0) >= block.level) above.pop();
        const level = Math.min(FIRST_LEVEL + above.length, LAST_LEVEL) as HeadingLevel;
        above.push(block.level);
        groups.push({ kind: "heading", block: index, level });
        break;
      }
      case BlockKind.LIST_ITEM: {
        const last = groups.at(-1);
        if (last?.kind === "list") last.blocks.push(index);
        else groups.push({ kind: "list", blocks: [index] });
        break;
      }
      case BlockKind.QUOTE:
        groups.push({ kind: "quote", block: index });
        break;
      case BlockKind.CAPTION:
        groups.push({ kind: "caption", block: index });
        break;
      case BlockKind.CHROME:
        groups.push({ kind: "chrome", block: index });
        break;
      default:
        groups.push({ kind: "paragraph", block: index });
    }
  }
  return groups;
}

export function blocksOf(group: Group): number[] {
  if (group.kind === "page") return [];
  return group.kind === "list" ? group.blocks : [group.block];
}

export interface Chunk {
  /** Position of its first group: the same as long as the text is. */
  id: number;
  groups: Group[];
}

const CHUNK_GROUPS = 40;

/** Long documents are shown in chunks, of which the browser lays out those that are seen. */
export function chunksOf(groups: Group[]): Chunk[] {
  const chunks: Chunk[] = [];
  for (let id = 0; id < groups.length; id += CHUNK_GROUPS) {
    chunks.push({ id, groups: groups.slice(id, id + CHUNK_GROUPS) });
  }
  return chunks;
}
