import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./app";
import { loadMessages, preferredLocale } from "./i18n";
import { applyTheme, storedTheme } from "./ui/theme";
import "./styles/index.css";

async function start() {
  const place = document.getElementById("page");
  if (place === null) throw new Error("index.html has no #page");
  applyTheme(storedTheme());
  const locale = preferredLocale();
  const messages = await loadMessages(locale);
  createRoot(place).render(
    <StrictMode>
      <App locale={locale} messages={messages} />
    </StrictMode>,
  );
}

void start();
