// Leading a deliberation: two facilitators at once, deadlines, opening and closing the vote, people.
import type { Page } from "@playwright/test";
import { advance, type Scene, setScene } from "./api";
import { expectAccessible } from "./axe";
import { expect, test } from "./fixtures";

const MEASURES = ["Add crisis hotlines", "Reduce troops", "Harden bases"];

async function lead(page: Page, scene: Scene, place: string): Promise<void> {
  await page.goto(scene.facilitator.link);
  await page.waitForURL(/\/d\//);
  await page.goto(`${new URL(page.url()).origin}/d/${scene.id}/${place}`);
}

const phaseNow = (page: Page) => page.locator("[aria-current=step] .phase-name");

const update = (scene: Scene, change: Record<string, unknown>) =>
  scene.facilitator.api.call("deliberation", "UpdateDeliberation", {
    deliberation: { name: scene.deliberation, ...change },
    updateMask: Object.keys(change).join(","),
  });

const stored = async (scene: Scene) =>
  (
    await scene.facilitator.api.call<{
      deliberation: { title: string; description: string; plannedRules?: Record<string, unknown> };
    }>("deliberation", "GetDeliberation", { name: scene.deliberation })
  ).deliberation;

test("what two facilitators write at once is not overwritten unseen", async ({ page, server }) => {
  const scene = await setScene(server.url, { members: ["Ben"], measures: MEASURES });
  await lead(page, scene, "setup");
  await page.getByLabel("The question").fill("Mine?");
  await update(scene, { title: "Theirs?", description: "Their description" });

  // It is seen while it is written; what was not touched follows.
  const conflict = page.getByRole("alert", { name: "The question" });
  await expect(conflict).toContainText("Theirs?");
  await expect(page.getByLabel(/What is it about/)).toHaveValue("Their description");
  await expectAccessible(page, "a conflict");
  await page.getByRole("button", { name: "Keep what I wrote" }).click();
  await page.locator("form").first().getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("banner")).toContainText("Mine?");
  expect(await stored(scene)).toMatchObject({ title: "Mine?", description: "Their description" });
});

test("a plan with a deadline is kept, counted down, and gone by", async ({ page, server }) => {
  const scene = await setScene(server.url, {
    members: ["Ben"],
    measures: MEASURES,
    criteria: ["Effect"],
  });
  await lead(page, scene, "setup");
  await page.getByLabel("By a plan").check();
  await page.getByLabel("Discussing").check();
  await page.getByLabel("Scoring ends").fill("2098-05-01T18:00");
  await page.getByLabel("Discussing ends").fill("2098-05-01T18:00");
  await expect(page.getByText("later than the end of the phase before")).toBeVisible();
  await page.getByLabel("Discussing ends").fill("");
  await page.locator("form").nth(1).getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Saved", { exact: true })).toBeVisible();

  await page.getByRole("button", { name: "Go on to: Scoring" }).click();
  await page.getByRole("button", { name: "Go on", exact: true }).click();
  await expect(phaseNow(page)).toHaveText("Scoring");
  await expect(page.getByRole("timer")).toHaveText(/days left/);
  await expect(page.getByRole("button", { name: "Go on to: Discussing" })).toBeVisible();
});

test("a vote is opened only as it was looked at, and not taken back from voters", async ({
  page,
  server,
}) => {
  const scene = await setScene(server.url, { members: ["Ben", "Chloe"], measures: MEASURES });
  await advance(scene, "PHASE_DISCUSSING");
  await lead(page, scene, "");
  await page.getByRole("button", { name: "Open the vote" }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByText("3 measures to rank")).toBeVisible();
  await expect(dialog.getByText("Only 3 people can vote", { exact: false })).toBeVisible();
  const confirm = dialog.getByRole("button", { name: "Open the vote now" });
  await expect(confirm).toBeDisabled();
  await expectAccessible(page, "opening the vote");
  await dialog.getByRole("checkbox").check();

  // Somebody joins between the look and the press.
  await scene.facilitator.api.call("deliberation", "CreateMember", {
    parent: scene.deliberation,
    member: { displayName: "Dae", role: "ROLE_MEMBER" },
  });
  await confirm.click();
  await expect(dialog.getByText("has changed since you looked")).toBeVisible();
  await expect(dialog.getByText("4 people", { exact: true })).toBeVisible();
  await dialog.getByRole("checkbox").check();
  await confirm.click();
  await expect(phaseNow(page)).toHaveText("Voting");

  await scene.members[0]?.api.call("deliberation", "CastBallot", {
    parent: scene.deliberation,
    ballot: { tiers: [{ measures: [scene.measures[0] ?? ""] }] },
  });
  await page.getByRole("button", { name: "Other step" }).click();
  await dialog.getByRole("button", { name: "Discussing" }).click();
  await dialog.getByRole("button", { name: "Go back" }).click();
  await expect(dialog.getByRole("alert")).toContainText("Somebody has cast a ballot already");
  await page.keyboard.press("Escape");

  await page.getByRole("button", { name: "Close the vote" }).click();
  await expect(dialog.getByText("1 of 4 people have voted", { exact: false })).toBeVisible();
  await expectAccessible(page, "closing the vote");
  await dialog.getByRole("button", { name: "Close the vote now" }).click();
  await expect(phaseNow(page)).toHaveText("Closed");
  await expect(page.getByRole("link", { name: "Result", exact: true })).toBeVisible();
});

test("rules that were chosen are those that a vote is opened with", async ({ page, server }) => {
  const scene = await setScene(server.url, { members: ["Ben"], measures: MEASURES });
  await lead(page, scene, "setup");
  await page.locator("summary", { hasText: "How ballots are counted" }).click();
  await page.getByLabel("Instant runoff", { exact: true }).check();
  await page.locator("summary", { hasText: "Quorum" }).click();
  await page.getByLabel("A share of the people").check();
  await page.getByLabel("Percent that must vote").fill("60");
  await page.locator("form").nth(2).getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Saved", { exact: true })).toBeVisible();
  await page.getByRole("button", { name: "Other step" }).click();
  await page.getByRole("button", { name: "Open the vote" }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByText("Instant runoff", { exact: true })).toBeVisible();
  await expect(dialog.getByText("60% of the people must vote")).toBeVisible();
});

test("somebody who lost the own sign-in comes back by a link, and the old one is ended", async ({
  page,
  server,
  browser,
  watch,
}) => {
  watch.allow(/401|Unauthorized|Failed to load resource/);
  const scene = await setScene(server.url, { members: ["Ben"], measures: MEASURES });
  const lost = await browser.newContext();
  const lostPage = await lost.newPage();
  await lostPage.goto(scene.members[0]?.link ?? "");
  await expect(lostPage).toHaveURL(new RegExp(`/d/${scene.id}$`));

  await lead(page, scene, "people");
  await page.getByRole("button", { name: "Sign out everywhere: Ben" }).click();
  await page
    .getByRole("dialog")
    .getByRole("button", { name: "Sign out everywhere", exact: true })
    .click();
  await expect(page.getByText("is signed out everywhere")).toBeVisible();
  await page.getByRole("button", { name: "New sign-in link: Ben" }).click();
  await page.getByRole("button", { name: "Make the link" }).click();
  const link = await page.getByRole("textbox", { name: "Sign-in link" }).inputValue();
  expect(link).toMatch(/\/sign-in#.{20,}/);

  await expect(async () => {
    await lostPage.reload();
    await expect(lostPage.getByRole("heading", { name: "Sign in again" })).toBeVisible({
      timeout: 1000,
    });
  }).toPass();
  const found = await browser.newContext();
  const foundPage = await found.newPage();
  await foundPage.goto(link);
  await expect(foundPage).toHaveURL(new RegExp(`/d/${scene.id}$`));
  await lost.close();
  await found.close();
});

test("statements are answered by keys, and nobody is told who wrote them", async ({
  page,
  server,
}) => {
  const scene = await setScene(server.url, { members: ["Ben", "Chloe"], measures: MEASURES });
  const [ben, chloe] = scene.members;
  for (const text of ["We should answer every call within a day", "<b>Bold</b> words & more"]) {
    await chloe?.api.call("opinion", "CreateStatement", {
      parent: scene.deliberation,
      statement: { text },
    });
  }
  await page.goto(ben?.link ?? "");
  await page.waitForURL(/\/d\//);
  await page.goto(`${server.url}/d/${scene.id}/statements`);
  const now = page.locator(".statement-now");
  await expect(now).toHaveText("We should answer every call within a day");
  await expect(page.locator("main")).not.toContainText("Chloe");
  await page.keyboard.press("1");
  await expect(now).toHaveText("<b>Bold</b> words & more");
  await page.keyboard.press("2");
  await expect(page.getByText("You have answered every statement.")).toBeVisible();
  await page.getByLabel("Your statement").fill("we should answer every call within a DAY.");
  await page.getByRole("button", { name: "Put it up" }).click();
  await expect(page.getByRole("alert")).toContainText("as statement 1");
  await expectAccessible(page, "statements");

  // What somebody else puts up is there without a reload.
  await chloe?.api.call("opinion", "CreateStatement", {
    parent: scene.deliberation,
    statement: { text: "Partners must pay their share" },
  });
  await expect(now).toHaveText("Partners must pay their share");
});
