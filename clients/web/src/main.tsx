import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./app";
import { preferredLocale } from "./i18n";
import { changeLocale, needAreas } from "./i18n/catalog";
import { applyTheme, storedTheme } from "./ui/theme";
import "./styles/index.css";

async function start() {
  const place = document.getElementById("page");
  if (place === null) throw new Error("index.html has no #page");
  applyTheme(storedTheme());
  await changeLocale(preferredLocale());
  await needAreas(["shell"]);
  createRoot(place).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
}

void start();
