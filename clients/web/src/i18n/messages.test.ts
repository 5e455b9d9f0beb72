import { createIntl } from "react-intl";
import { describe, expect, test } from "vitest";
import { directionOf } from ".";
import { messages as english } from "./messages/en";
import { messages as korean } from "./messages/ko";

/** Names of the values that a message takes: those of "{name}" and "{name, plural, …}". */
function valuesOf(message: string): string[] {
  // Not the words of one arm of a plural or select: "=0 {Nobody}".
  const values = /(?<!(?:=\d+|\b(?:one|other|yes|no))\s*)\{\s*([A-Za-z]\w*)\s*[,}]/g;
  const names = [...message.matchAll(values)].map((match) => match[1] ?? "");
  return [...new Set(names)].sort();
}

/** A value for each, so that the whole message can be formatted. */
function anyValues(message: string): Record<string, number> {
  return Object.fromEntries(valuesOf(message).map((name) => [name, 2]));
}

describe.each([
  ["en", english],
  ["ko", korean],
] as const)("the messages in %s", (locale, messages) => {
  test("are well-formed and not empty", () => {
    const errors: string[] = [];
    const intl = createIntl({ locale, messages, onError: (error) => errors.push(error.message) });
    for (const [id, message] of Object.entries(messages)) {
      const text = intl.formatMessage({ id }, anyValues(message));
      if (text.trim() === "") errors.push(`${id} is empty`);
    }
    expect(errors).toEqual([]);
  });
});

/** Those that choose between forms, which a language may not need. */
function choosingIn(message: string): Set<string | undefined> {
  const choices = message.matchAll(/\{\s*(\w+)\s*,\s*(?:plural|select)/g);
  return new Set([...choices].map((match) => match[1]));
}

test("a message shows the same values in both languages", () => {
  const different = Object.keys(english).filter((id) => {
    const key = id as keyof typeof english;
    const [mine, other] = [valuesOf(english[key]), valuesOf(korean[key])];
    const choosing = choosingIn(english[key]);
    const isMissing = mine.some((name) => !choosing.has(name) && !other.includes(name));
    return isMissing || other.some((name) => !mine.includes(name));
  });
  expect(different).toEqual([]);
});

test("what is written from the right is known", () => {
  expect(directionOf("ar-EG")).toBe("rtl");
  expect(directionOf("ko")).toBe("ltr");
});
