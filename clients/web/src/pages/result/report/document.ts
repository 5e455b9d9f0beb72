// A report as blocks, before it is written as Markdown or HTML.

export type Block =
  | { kind: "heading"; text: string }
  | { kind: "subheading"; text: string }
  | { kind: "text"; text: string }
  | { kind: "item"; text: string; note?: string }
  | { kind: "quote"; text: string; note?: string }
  | { kind: "code"; text: string }
  | { kind: "table"; caption: string; header: string[]; rows: string[][] }
  | { kind: "bars"; caption: string; bars: { label: string; value: number; shown: string }[] };

export interface ReportDocument {
  /** A tag of BCP 47: "en". */
  language: string;
  title: string;
  subtitle: string;
  blocks: Block[];
}

/** In one line, without what could not be seen. */
function printable(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is taken out
  return text.replaceAll(/[\u0000-\u001f\u007f-\u009f\u2066-\u2069]+/g, " ").trim();
}

// Markdown (CommonMark with tables).

/** What Markdown, and HTML within it, would read as more than words. */
function markdownWords(text: string): string {
  return printable(text).replaceAll(/[\\`*_[\]<>|#]/g, "\\$&");
}

/** The same at the beginning of a line, where lists and their numbers are read too. */
function markdownLine(text: string): string {
  return markdownWords(text)
    .replace(/^([-+~=])/, "\\$1")
    .replace(/^(\d+)([.)])/, "$1\\$2");
}

function isNumber(cell: string | undefined): boolean {
  return cell !== undefined && /^[0-9][0-9.,\s%]*$/.test(cell);
}

function markdownTable(header: string[], rows: string[][]): string {
  const line = (cells: string[]) => `| ${cells.map(markdownWords).join(" | ")} |\n`;
  const rule = header.map((_, column) => (isNumber(rows[0]?.[column]) ? "---:" : "---"));
  return `${line(header)}| ${rule.join(" | ")} |\n${rows.map(line).join("")}`;
}

function markdownBlock(block: Block): string {
  switch (block.kind) {
    case "heading":
      return `\n## ${markdownWords(block.text)}\n`;
    case "subheading":
      return `\n### ${markdownWords(block.text)}\n`;
    case "text":
      return `\n${markdownLine(block.text)}\n`;
    case "item":
      return `- ${markdownLine(block.text)}\n${block.note ? `  *${markdownWords(block.note)}*\n` : ""}`;
    case "quote":
      return `\n> ${markdownLine(block.text)}\n${block.note ? `\n*${markdownWords(block.note)}*\n` : ""}`;
    case "code":
      return `\n    ${printable(block.text)}\n`;
    case "table":
      return `\n${markdownLine(block.caption)}\n\n${markdownTable(block.header, block.rows)}`;
    case "bars":
      return `\n${markdownLine(block.caption)}\n\n${markdownTable(
        ["", ""],
        block.bars.map(({ label, shown }) => [label, shown]),
      )}`;
  }
}

export function toMarkdown(report: ReportDocument): string {
  let out = `# ${markdownWords(report.title)}\n`;
  if (report.subtitle) out += `\n${markdownLine(report.subtitle)}\n`;
  let before: Block["kind"] = "text";
  for (const block of report.blocks) {
    // A list begins after an empty line.
    if (block.kind === "item" && before !== "item") out += "\n";
    out += markdownBlock(block);
    before = block.kind;
  }
  return out;
}

// HTML: one file that stands alone, for a browser or a printer.

const ESCAPES: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

function html(text: string): string {
  return printable(text).replaceAll(/[&<>"]/g, (char) => ESCAPES[char] ?? char);
}

const STYLE = `
:root { color-scheme: light dark; --bar: light-dark(#14607a, #7fcbdd); --line: light-dark(#c9d0d5, #46515a); }
body { font: 1rem/1.55 system-ui, "Noto Sans", "Noto Sans KR", sans-serif; max-width: 50rem; margin: 2rem auto; padding: 0 1rem; }
:lang(ko) { word-break: keep-all; }
h1 { line-height: 1.2; }
h2 { margin-block: 2.5rem 0.75rem; border-bottom: 1px solid var(--line); }
table { border-collapse: collapse; margin-block: 1rem; }
.wide { overflow-x: auto; }
caption, figcaption { text-align: start; font-style: italic; padding-bottom: 0.3rem; }
th, td { padding: 0.25rem 0.6rem; border-bottom: 1px solid var(--line); text-align: start; vertical-align: top; }
.n { text-align: end; font-variant-numeric: tabular-nums; }
blockquote { margin: 0.5rem 0; padding-inline-start: 0.8rem; border-inline-start: 3px solid var(--line); white-space: pre-line; }
small { display: block; opacity: 0.8; }
figure { margin: 1rem 0; }
pre { overflow-x: auto; padding: 0.6rem; border: 1px solid var(--line); }
.bar { display: grid; grid-template-columns: 1fr auto; gap: 0 0.6rem; margin-block: 0.4rem; }
.bar span:first-child { grid-column: 1 / -1; }
.bar meter { inline-size: 100%; block-size: 0.9rem; }
@media print { :root { color-scheme: light; } body { max-width: none; margin: 0; } h2, h3 { break-after: avoid; } table, blockquote, figure { break-inside: avoid; } }
`;

function htmlTable(caption: string, header: string[], rows: string[][]): string {
  const head = header.map((text) => `<th scope="col">${html(text)}</th>`).join("");
  const body = rows
    .map((row) => {
      const cells = row.map(
        (text) => `<td${isNumber(text) ? ' class="n"' : ""} dir="auto">${html(text)}</td>`,
      );
      return `<tr>${cells.join("")}</tr>`;
    })
    .join("\n");
  return `<div class="wide"><table><caption>${html(caption)}</caption>\n<thead><tr>${head}</tr></thead>\n<tbody>${body}</tbody></table></div>\n`;
}

function htmlBars(block: Extract<Block, { kind: "bars" }>): string {
  const most = Math.max(1e-9, ...block.bars.map(({ value }) => value));
  const rows = block.bars.map(
    ({ label, value, shown }) =>
      `<div class="bar"><span dir="auto">${html(label)}</span><meter max="1" value="${(value / most).toFixed(4)}" aria-label="${html(label)}"></meter><span>${html(shown)}</span></div>`,
  );
  return `<figure><figcaption>${html(block.caption)}</figcaption>\n${rows.join("\n")}\n</figure>\n`;
}

function htmlBlock(block: Block): string {
  const note = "note" in block && block.note ? `<small>${html(block.note)}</small>` : "";
  switch (block.kind) {
    case "heading":
      return `<h2>${html(block.text)}</h2>\n`;
    case "subheading":
      return `<h3 dir="auto">${html(block.text)}</h3>\n`;
    case "text":
      return `<p dir="auto">${html(block.text)}</p>\n`;
    case "item":
      return `<li dir="auto">${html(block.text)}${note}</li>\n`;
    case "quote":
      return `<blockquote dir="auto">${html(block.text)}${note}</blockquote>\n`;
    case "code":
      return `<pre dir="ltr">${html(block.text)}</pre>\n`;
    case "table":
      return htmlTable(block.caption, block.header, block.rows);
    case "bars":
      return htmlBars(block);
  }
}

export function toHtml(report: ReportDocument): string {
  let body = `<h1 dir="auto">${html(report.title)}</h1>\n`;
  if (report.subtitle) body += `<p dir="auto">${html(report.subtitle)}</p>\n`;
  let listed = false;
  for (const block of report.blocks) {
    const item = block.kind === "item";
    if (item !== listed) body += item ? "<ul>\n" : "</ul>\n";
    listed = item;
    body += htmlBlock(block);
  }
  if (listed) body += "</ul>\n";
  return `<!doctype html>
<html lang="${html(report.language)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${html(report.title)}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
${body}</main>
</body>
</html>
`;
}
