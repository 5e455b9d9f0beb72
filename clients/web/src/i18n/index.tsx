// Words, dates and numbers in the reader's language.
//
//   const { t, date, number } = useText();
//   t("turnout.voted", { voted: 3, total: 5 })
//
// Messages are ICU message patterns, one catalog a part of the page, in English and Korean; the type
// of the English ones makes the compiler refuse a message that lacks in another language. catalog.ts
// loads them by area, when they are used.
import type { Timestamp } from "@bufbuild/protobuf/wkt";
import { timestampDate } from "@bufbuild/protobuf/wkt";
import { type ReactNode, useEffect, useMemo, useSyncExternalStore } from "react";
import { createIntl, IntlProvider, type IntlShape, useIntl } from "react-intl";
import { changeLocale, getCatalog, LOCALES, type Locale, subscribe } from "./catalog";
import type { Messages } from "./messages/en";

export { LOCALES, type Locale };

export type MessageId = keyof Messages;
export type Values = Record<string, string | number | Date>;

/** Each language by its own name. */
export const LOCALE_NAMES: Record<Locale, string> = { en: "English", ko: "한국어" };

const STORED = "plenum.locale";

export function preferredLocale(): Locale {
  const stored = localStorage.getItem(STORED);
  for (const tag of [stored, ...navigator.languages]) {
    const language = tag?.split("-")[0];
    const locale = LOCALES.find((known) => known === language);
    if (locale !== undefined) return locale;
  }
  return "en";
}

export function useLocale() {
  const { locale } = useSyncExternalStore(subscribe, getCatalog);
  const setLocale = (chosen: Locale) => {
    localStorage.setItem(STORED, chosen);
    void changeLocale(chosen);
  };
  return { locale, setLocale };
}

export function TextProvider(props: { children: ReactNode }) {
  const { locale, words } = useSyncExternalStore(subscribe, getCatalog);
  useEffect(() => {
    document.documentElement.lang = locale;
    document.documentElement.dir = directionOf(locale);
  }, [locale]);
  return (
    <IntlProvider locale={regional(locale)} messages={words}>
      {props.children}
    </IntlProvider>
  );
}

/** The region of the browser's language, when it is the same language: "en-GB" for "en". */
function regional(locale: Locale): string {
  return navigator.languages.find((tag) => tag.split("-")[0] === locale) ?? locale;
}

export function directionOf(locale: string): "ltr" | "rtl" {
  const rightToLeft = ["ar", "fa", "he", "ur"];
  return rightToLeft.includes(locale.split("-")[0] ?? "") ? "rtl" : "ltr";
}

export function useText() {
  const intl = useIntl();
  return useMemo(() => textOf(intl), [intl]);
}

/** The same outside of components, for tests and downloads. */
export function makeText(locale: Locale, messages: Messages) {
  return textOf(createIntl({ locale, messages }));
}

function textOf(intl: IntlShape) {
  return {
    locale: intl.locale,
    t: (id: MessageId, values?: Values): string => intl.formatMessage({ id }, values),
    /** "3 Dec 2026, 18:00" */
    date: (time: Timestamp | Date | undefined): string =>
      time === undefined
        ? ""
        : intl.formatDate(toDate(time), { dateStyle: "medium", timeStyle: "short" }),
    /** "in 3 days", "2 hours ago" */
    fromNow: (time: Timestamp | Date, now: Date = new Date()): string => {
      const seconds = (toDate(time).getTime() - now.getTime()) / 1000;
      const [amount, unit] = largestUnit(seconds);
      return intl.formatRelativeTime(amount, unit, { numeric: "auto" });
    },
    number: (value: number, options?: { digits?: number }): string =>
      intl.formatNumber(value, { maximumFractionDigits: options?.digits ?? 2 }),
    /** 0.25 as "25%". */
    percent: (share: number): string =>
      intl.formatNumber(share, { style: "percent", maximumFractionDigits: 0 }),
    list: (items: string[]): string => intl.formatList(items, { type: "conjunction" }),
  };
}

export type Text = ReturnType<typeof textOf>;

function toDate(time: Timestamp | Date): Date {
  return time instanceof Date ? time : timestampDate(time);
}

function largestUnit(seconds: number): [number, Intl.RelativeTimeFormatUnit] {
  const units: [Intl.RelativeTimeFormatUnit, number][] = [
    ["day", 86_400],
    ["hour", 3_600],
    ["minute", 60],
  ];
  for (const [unit, size] of units) {
    if (Math.abs(seconds) >= size) return [Math.round(seconds / size), unit];
  }
  return [Math.round(seconds), "second"];
}
