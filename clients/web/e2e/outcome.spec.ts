// The ranking while scores come in, and the result of a vote: told, checked, printed, taken along.
import { execFileSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { advance, type Person, type Scene, setScene } from "./api";
import { expectAccessible } from "./axe";
import { expect, test } from "./fixtures";
import { BIN } from "./server";

const MEASURES = [
  "Add crisis hotlines",
  "Reduce forward-deployed troops",
  "Harden bases",
  "Publish exercise calendars",
];

async function score(scene: Scene, person: Person, values: number[]): Promise<void> {
  await person.api.call("scoring", "SetScores", {
    parent: scene.deliberation,
    scores: scene.measures.flatMap((measure, m) =>
      scene.criteria.map((criterion, c) => ({
        measure,
        criterion,
        value: values[(m + c) % values.length],
      })),
    ),
    requestId: randomUUID(),
  });
}

async function vote(scene: Scene, person: Person, order: number[][]): Promise<void> {
  await person.api.call("deliberation", "CastBallot", {
    parent: scene.deliberation,
    ballot: {
      tiers: order.map((tier) => ({ measures: tier.map((option) => scene.measures[option]) })),
    },
    requestId: randomUUID(),
  });
}

/** A vote of five that is closed: 1 (reduce) wins, 0 (hotlines) is last. */
async function closedVote(url: string, measures = MEASURES): Promise<Scene> {
  const scene = await setScene(url, {
    members: ["Ben", "Chris", "Dana", "Eli"],
    measures,
    criteria: ["Deterrence", "Cost"],
  });
  await advance(scene, "PHASE_SCORING");
  const people = [scene.facilitator, ...scene.members];
  for (const [index, person] of people.entries()) {
    await score(scene, person, [index + 1, 9 - index, 5, 3]);
  }
  await advance(scene, "PHASE_VOTING");
  const rest = measures.slice(4).map((_, index) => [index + 4]);
  const orders = [
    [[1], [2], [3], [0]],
    [[1], [2, 3], [0]],
    [[2], [1], [3], [0]],
    [[1], [3], [2], [0]],
    [[3], [1]],
  ];
  for (const [index, person] of people.entries()) {
    await vote(scene, person, [...(orders[index] ?? []), ...(index === 4 ? [] : rest)]);
  }
  await advance(scene, "PHASE_CLOSED");
  return scene;
}

async function openResult(page: Page, scene: Scene, person: Person): Promise<void> {
  await page.goto(person.link);
  await page.waitForURL(`**/d/${scene.id}`);
  await page.goto(`${new URL(person.link).origin}/d/${scene.id}/result`);
  await expect(page.getByRole("heading", { name: /comes first/ })).toBeVisible();
}

/** Each chart is drawn, so that what axe sees is what people see. */
async function allDrawn(page: Page): Promise<void> {
  await expect(page.locator('.chart-picture[data-drawn="false"]')).toHaveCount(0);
  await expect(page.getByText("Loading…")).toHaveCount(0);
}

test("a result is told from the verdict down, checked, and taken along", async ({
  page,
  server,
}) => {
  const scene = await closedVote(server.url);
  await openResult(page, scene, scene.members[0] ?? scene.facilitator);
  await expect(
    page.getByRole("heading", { name: /Reduce forward-deployed troops.* comes first/ }),
  ).toBeVisible();
  await expect(
    page.getByRole("region", { name: "The ranking" }).getByText(/It beats every other measure/),
  ).toBeVisible();
  await allDrawn(page);
  await expectAccessible(page, "the result");

  await page.getByRole("button", { name: "Check everything now" }).click();
  await expect(page.getByText("Everything that was checked holds.")).toBeVisible();
  await expect(page.getByText(/Counted again in this browser, the ballots give/)).toBeVisible();

  const [bundle] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: "Bundle to verify" }).click(),
  ]);
  const file = await bundle.path();
  expect(JSON.parse(readFileSync(file, "utf8")).format).toBe("plenum bundle 1");
  const cli = join(BIN, "plenum");
  if (existsSync(cli)) {
    expect(execFileSync(cli, ["verify", "bundle", file]).toString()).toContain("Counted again");
  }

  const [report] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: "Report (HTML)" }).click(),
  ]);
  expect(report.suggestedFilename()).toBe("how-should-the-alliance-be-recalibrated.html");
  const html = readFileSync(await report.path(), "utf8");
  expect(html).toContain("Reduce forward-deployed troops");
  expect(html).toContain("Minority report");
  expect(html).not.toContain("undefined");
});

test("the result is read in Korean, in the dark and on a phone", async ({ browser, server }) => {
  const scene = await closedVote(server.url);
  const context = await browser.newContext({
    locale: "ko-KR",
    colorScheme: "dark",
    viewport: { width: 360, height: 740 },
    hasTouch: true,
  });
  const page = await context.newPage();
  const person = scene.facilitator;
  await page.goto(person.link);
  await page.waitForURL(`**/d/${scene.id}`);
  await page.goto(`${server.url}/d/${scene.id}/result`);
  await expect(page.getByRole("heading", { name: /^1위: / })).toBeVisible();
  await expect(page.locator('.chart-picture[data-drawn="false"]')).toHaveCount(0);
  await expectAccessible(page, "the result on a phone");
  expect(await sidewaysScroll(page)).toBe(0);
  await context.close();
});

/** Pixels that the page is wider than its window. */
function sidewaysScroll(page: Page): Promise<number> {
  return page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    return scrollWidth - clientWidth;
  });
}

test("sixty measures stay within their box, and every duel is one arrow key away", async ({
  page,
  server,
}) => {
  const many = Array.from({ length: 60 }, (_, index) =>
    index < MEASURES.length ? (MEASURES[index] ?? "") : `Measure ${index + 1} of a long list`,
  );
  const scene = await closedVote(server.url, many);
  await page.setViewportSize({ width: 360, height: 740 });
  await openResult(page, scene, scene.facilitator);
  await expect(page.getByRole("gridcell")).toHaveCount(60 * 60);
  expect(await sidewaysScroll(page)).toBe(0);
  const first = page.locator('[role="gridcell"][tabindex="0"]');
  await first.focus();
  for (let press = 0; press < 30; press++) await page.keyboard.press("ArrowRight");
  const focused = page.locator(":focus");
  await expect(focused).toHaveAttribute("data-column", "31");
  await expect(focused).toBeInViewport();
});

test("on paper the result is a briefing", async ({ page, server }) => {
  const scene = await closedVote(server.url);
  await openResult(page, scene, scene.facilitator);
  await allDrawn(page);
  await page.emulateMedia({ media: "print" });
  await expect(page.getByText(scene.facilitator.name)).toHaveCount(0);
  await expect(page.locator(".title-question")).toHaveText(
    "How should the alliance be recalibrated?",
  );
  await expect(page.getByRole("navigation")).toHaveCount(0);
  await expect(page.getByRole("button")).toHaveCount(0);
  await expect(page.getByText("plenum verify bundle vote.json")).toBeVisible();
  const paper = await page.pdf({ format: "A4" });
  expect(paper.subarray(0, 5).toString()).toBe("%PDF-");
});

test("the ranking follows scores as they come in", async ({ page, server }) => {
  const scene = await setScene(server.url, {
    members: ["Ben", "Chris"],
    measures: MEASURES,
    criteria: ["Deterrence"],
  });
  await advance(scene, "PHASE_SCORING");
  const [ben, chris] = scene.members;
  if (!ben || !chris) throw new Error("the scene has too few members");
  await page.goto(ben.link);
  await page.waitForURL(`**/d/${scene.id}`);
  await page.goto(`${server.url}/d/${scene.id}/ranking`);
  await expect(page.getByText("Sealed.")).toBeVisible();
  await expectAccessible(page, "the sealed ranking");

  await score(scene, ben, [9, 5, 4, 3]);
  await score(scene, chris, [9, 5, 4, 3]);
  await scene.facilitator.api.call("scoring", "OpenRound", {
    parent: scene.deliberation,
    number: 2,
    requestId: randomUUID(),
  });
  await page.reload();
  const list = page.getByRole("list", { name: "Ranking by the criteria" });
  await expect(list.getByRole("listitem").first()).toContainText("Add crisis hotlines");
  await allDrawn(page);
  await expectAccessible(page, "the ranking");

  await score(scene, chris, [0, 10, 4, 3]);
  await expect(list.getByRole("listitem").first()).toContainText("Reduce forward-deployed troops");
  await expect(page.getByText(/Chris.* entered scores\./)).toBeVisible();
  await expect(page.getByText(/rises from place 2 to 1/)).toBeVisible();
});
