// What stands around every page: the way home, language, appearance, and the main part.
import { type ReactNode, useState } from "react";
import { Link as RouterLink } from "wouter";
import { LOCALE_NAMES, LOCALES, useLocale, useText } from "@/i18n";
import { applyTheme, storedTheme, THEMES, type Theme } from "./theme";

export function Frame(props: {
  /** Beside the name, for example the title of the deliberation. */
  heading?: ReactNode;
  /** At the end of the top line. */
  status?: ReactNode;
  /** Below the top line, before the main part. */
  navigation?: ReactNode;
  children: ReactNode;
}) {
  const { t } = useText();
  return (
    <>
      <a className="skip" href="#main">
        {t("app.skip")}
      </a>
      <header className="top">
        <RouterLink href="~/" className="brand">
          <img src="/icon.svg" alt="" width="28" height="28" />
          <span>{t("app.name")}</span>
          <span className="visually-hidden">{t("nav.home")}</span>
        </RouterLink>
        <div className="top-heading">{props.heading}</div>
        <div className="top-end">
          {props.status}
          <Preferences />
        </div>
      </header>
      {props.navigation}
      <main id="main" tabIndex={-1}>
        {props.children}
      </main>
    </>
  );
}

function Preferences() {
  const { t } = useText();
  const { locale, setLocale } = useLocale();
  const [theme, setTheme] = useState<Theme>(storedTheme);
  return (
    <div className="preferences">
      <select
        aria-label={t("app.language")}
        value={locale}
        onChange={(event) => {
          const chosen = LOCALES.find((known) => known === event.target.value);
          if (chosen) setLocale(chosen);
        }}
      >
        {LOCALES.map((known) => (
          <option key={known} value={known} lang={known}>
            {LOCALE_NAMES[known]}
          </option>
        ))}
      </select>
      <select
        aria-label={t("app.theme")}
        value={theme}
        onChange={(event) => {
          const chosen = THEMES.find((known) => known === event.target.value);
          if (!chosen) return;
          applyTheme(chosen);
          setTheme(chosen);
        }}
      >
        {THEMES.map((known) => (
          <option key={known} value={known}>
            {t(`app.theme.${known}`)}
          </option>
        ))}
      </select>
    </div>
  );
}
