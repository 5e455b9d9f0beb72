// What a document says of itself, in the reader's language.
import { type Document, DocumentFormat } from "@gen/plenum/ingestion/v1/ingestion_pb";
import type { Text } from "@/i18n";

export const FORMAT_NAME: Record<DocumentFormat, string> = {
  [DocumentFormat.UNSPECIFIED]: "",
  [DocumentFormat.TEXT]: "TXT",
  [DocumentFormat.MARKDOWN]: "Markdown",
  [DocumentFormat.HTML]: "HTML",
  [DocumentFormat.PDF]: "PDF",
  [DocumentFormat.DOCX]: "DOCX",
};

/** "English" of "en"; the tag itself where nobody knows its name. */
export function languageName(tag: string, locale: string): string {
  if (tag === "") return "";
  try {
    return new Intl.DisplayNames([locale], { type: "language" }).of(tag) ?? tag;
  } catch {
    return tag;
  }
}

/** "14 Mar 2026" of "2026-03-14"; what is no whole date as it stands. */
export function dayWords(date: string, locale: string): string {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(date)) return date;
  const day = new Date(`${date}T00:00:00Z`);
  if (Number.isNaN(day.getTime())) return date;
  return new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeZone: "UTC" }).format(day);
}

/** "1.5 MB", "0.2 kB". */
export function sizeWords(bytes: number, locale: string): string {
  const isLarge = bytes >= 1_000_000;
  const size = isLarge ? bytes / 1_000_000 : Math.max(bytes / 1000, bytes > 0 ? 0.1 : 0);
  return new Intl.NumberFormat(locale, {
    style: "unit",
    unit: isLarge ? "megabyte" : "kilobyte",
    unitDisplay: "short",
    maximumFractionDigits: size < 10 ? 1 : 0,
  }).format(size);
}

/** Author, date, format, language, size: what is known of them. */
export function factsOf(document: Document, { locale }: Text) {
  return [
    { key: "author" as const, words: document.author },
    { key: "date" as const, words: dayWords(document.date, locale) },
    { key: "format" as const, words: FORMAT_NAME[document.format] },
    { key: "language" as const, words: languageName(document.language, locale) },
    { key: "size" as const, words: sizeWords(Number(document.sizeBytes), locale) },
  ].filter(({ words }) => words !== "");
}
