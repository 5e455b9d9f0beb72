// What measures are called in sentences.
import type { Option } from "@gen/plenum/deliberation/v1/deliberation_pb";
import type { Text } from "@/i18n";

/** A title within a sentence, whose direction is its own. */
export function isolated(title: string): string {
  return `\u2068${title}\u2069`;
}

/** Without the marks that isolate titles, for files. */
export function plain(text: string): string {
  return text.replaceAll(/[\u2066-\u2069]/g, "");
}

/** Titles of the options of a vote. */
export class OptionNames {
  constructor(private readonly options: Pick<Option, "title" | "number">[]) {}

  get all(): string[] {
    return this.options.map(({ title }) => title);
  }

  title(option: number): string {
    return this.options[option]?.title ?? "?";
  }

  /** "M3": short, where there is no room for a title. */
  label(option: number): string {
    return `M${this.options[option]?.number ?? option + 1}`;
  }

  /** In a sentence. */
  of(option: number): string {
    return isolated(this.title(option));
  }

  /** In a sentence that has no quotation marks of its own. */
  quoted(option: number): string {
    return `“${this.of(option)}”`;
  }

  /** Several in a sentence; of many the first ones and how many more. */
  list(options: number[], text: Text): string {
    const MOST = 4;
    if (options.length <= MOST) return text.list(options.map((option) => this.quoted(option)));
    const named = options.slice(0, MOST - 1).map((option) => this.quoted(option));
    return text.t("result.andMore", {
      names: named.join(", "),
      more: options.length - named.length,
    });
  }
}
