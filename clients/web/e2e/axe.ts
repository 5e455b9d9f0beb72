// No violation of WCAG 2.2 A and AA, nor of axe's best practices, on what a page shows now.

import { expect, type Page } from "@playwright/test";
import axe from "axe-core";

export async function expectAccessible(page: Page, what: string): Promise<void> {
  // Not a script element, which the page's content security policy would refuse.
  await page.evaluate(axe.source);
  const violations = await page.evaluate(async () => {
    const result = await window.axe.run(document, {
      runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
      resultTypes: ["violations"],
    });
    return result.violations.map(({ id, help, nodes }) => ({
      id,
      help,
      nodes: nodes.map((node) => `${node.target.join(" ")}: ${node.failureSummary}`),
    }));
  });
  // All of them are told, and not only those of the first page.
  expect.soft(violations, `axe on ${what}`).toEqual([]);
}

declare global {
  interface Window {
    axe: typeof axe;
  }
}
