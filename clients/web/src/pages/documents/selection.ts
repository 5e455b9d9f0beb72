// From what somebody selected on the page to places in the document's text. Elements that show text say
// at which unit of the document it begins: data-at.

const LEAF = "[data-at]";

function leafAt(node: Node): HTMLElement | null {
  const element = node instanceof HTMLElement ? node : node.parentElement;
  return element?.closest<HTMLElement>(LEAF) ?? null;
}

function startOf(leaf: HTMLElement): number {
  return Number(leaf.dataset.at);
}

/** The unit of the text at a point of the page: that of the next text where the point is in none. */
function unitAt(root: HTMLElement, node: Node, offset: number, end: number): number {
  const leaf = leafAt(node);
  if (leaf && root.contains(leaf)) {
    const within = node.nodeType === Node.TEXT_NODE ? offset : offset === 0 ? 0 : lengthOf(leaf);
    return startOf(leaf) + within;
  }
  const child = node.childNodes[offset];
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_ELEMENT);
  walker.currentNode = child ?? lastWithin(node);
  if (child instanceof HTMLElement && child.matches(LEAF)) return startOf(child);
  for (let next = walker.nextNode(); next !== null; next = walker.nextNode()) {
    if (next instanceof HTMLElement && next.matches(LEAF)) return startOf(next);
  }
  return end;
}

function lastWithin(node: Node): Node {
  let last = node;
  while (last.lastChild) last = last.lastChild;
  return last;
}

function lengthOf(leaf: HTMLElement): number {
  return leaf.textContent?.length ?? 0;
}

/** What is selected within `root` of the text, without white space at its ends; null for nothing. */
export function selectedUnits(
  root: HTMLElement,
  range: Range,
  text: string,
): { start: number; end: number } | null {
  if (range.collapsed || !root.contains(range.commonAncestorContainer)) return null;
  const first = unitAt(root, range.startContainer, range.startOffset, text.length);
  const last = unitAt(root, range.endContainer, range.endOffset, text.length);
  return trimmed(text, first, last);
}

export function trimmed(
  text: string,
  first: number,
  last: number,
): { start: number; end: number } | null {
  let start = first;
  let end = last;
  while (start < end && /\s/.test(text.charAt(start))) start++;
  while (end > start && /\s/.test(text.charAt(end - 1))) end--;
  return start < end ? { start, end } : null;
}

const MOST_OCCURRENCES = 20;

/** Where words stand in the text, whatever the case and the white space between them. */
export function occurrencesOf(text: string, words: string): { start: number; end: number }[] {
  const parts = words.trim().split(/\s+/);
  if (parts[0] === "") return [];
  const pattern = parts.map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("\\s+");
  const found: { start: number; end: number }[] = [];
  for (const match of text.matchAll(new RegExp(pattern, "giu"))) {
    found.push({ start: match.index, end: match.index + match[0].length });
    if (found.length === MOST_OCCURRENCES) break;
  }
  return found;
}
