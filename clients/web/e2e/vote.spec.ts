// The ballot: by keys alone, by dragging, over an ended sign-in, on two devices, and its receipt.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { advance, type Person, type Scene, setScene, signedIn } from "./api";
import { expect, test } from "./fixtures";
import { BIN } from "./server";

const MEASURES = ["Add hotlines", "Reduce troops", "Harden bases", "Hold talks"];

async function openVote(page: Page, url: string, measures = MEASURES) {
  const scene = await setScene(url, { members: ["Ben", "Chloe"], measures });
  await advance(scene, "PHASE_VOTING");
  const [ben] = scene.members;
  if (!ben) throw new Error("no member");
  await signedIn(page, ben);
  await page.goto(`${url}/d/${scene.id}/vote`);
  await expect(page.getByRole("heading", { name: "Your ballot" })).toBeVisible();
  return { scene, ben };
}

const ranked = (page: Page) =>
  page.getByRole("list", { name: "Ranked, best first" }).locator("bdi").allTextContents();

const row = (page: Page, title: string) =>
  page.getByRole("button", { name: new RegExp(`^${title}, (place|not ranked)`) });

/** The ballot as the server has it, in titles. */
async function ballotOf(scene: Scene, person: Person): Promise<string[][]> {
  const member = await person.api.call<{ members: { name: string; displayName: string }[] }>(
    "deliberation",
    "ListMembers",
    { parent: scene.deliberation },
  );
  const id = member.members.find(({ displayName }) => displayName === person.name)?.name;
  const { ballot } = await person.api.call<{ ballot: { tiers?: { measures: string[] }[] } }>(
    "deliberation",
    "GetBallot",
    { name: id?.replace("/members/", "/ballots/") },
  );
  return (ballot.tiers ?? []).map(({ measures }) =>
    measures.map((name) => MEASURES[scene.measures.indexOf(name)] ?? name),
  );
}

test("a ballot is filled in, looked over and cast by keys alone", async ({ page, server }) => {
  const { scene, ben } = await openVote(page, server.url);
  await expect(row(page, "Add hotlines")).toHaveAccessibleName("Add hotlines, not ranked");
  await expect(row(page, "Add hotlines")).toHaveAccessibleDescription(/Press Space to lift/);

  await page.getByText("Ways to rank").focus();
  await page.keyboard.press("Tab");
  await expect(row(page, "Add hotlines")).toBeFocused();
  await page.keyboard.press("1");
  await expect(row(page, "Add hotlines")).toHaveAccessibleName("Add hotlines, place 1 of 1");
  await expect(row(page, "Add hotlines")).toBeFocused();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  await expect(row(page, "Harden bases")).toBeFocused();
  await page.keyboard.press("1");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("3");
  expect(await ranked(page)).toEqual(["Harden bases", "Add hotlines", "Reduce troops"]);
  await page.keyboard.press("=");
  await expect(
    page.getByText("Reduce troops: place 2 of 2, tied with Add hotlines."),
  ).toBeAttached();

  // Lifted, moved and dropped, each step told.
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("Space");
  const told = page.locator("[id^=DndLiveRegion]");
  await expect(told).toHaveText(/Lifted Harden bases: place 1 of 2/);
  await page.keyboard.press("ArrowDown");
  await expect(told).toHaveText(
    "Harden bases: place 1 of 1, tied with Add hotlines and Reduce troops.",
  );
  await page.keyboard.press("Escape");
  await expect(told).toHaveText(/Cancelled/);

  // The row's own buttons follow it in the order of the Tab key.
  await page.keyboard.press("Tab");
  await expect(page.getByRole("button", { name: "Harden bases", exact: true })).toBeFocused();
  await page.keyboard.press("Tab");
  await expect(page.getByRole("button", { name: "Move Harden bases down" })).toBeFocused();

  await page.getByRole("button", { name: "Look it over and cast" }).focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "Is this your ballot?" })).toBeFocused();
  await expect(page.getByText("Not ranked: Hold talks.")).toBeVisible();
  await page.getByRole("button", { name: "Cast this ballot" }).focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "Your ballot is cast" })).toBeFocused();
  expect(await ballotOf(scene, ben)).toEqual([["Harden bases"], ["Add hotlines", "Reduce troops"]]);
});

test("a measure is dragged from below the line to its place, and back", async ({
  page,
  server,
}) => {
  await openVote(page, server.url);
  for (const title of ["Add hotlines", "Reduce troops"]) {
    await page.getByRole("button", { name: `Rank ${title} next` }).click();
  }
  const drag = async (title: string, over: string) => {
    const from = await row(page, title).boundingBox();
    const to = await row(page, over).boundingBox();
    if (!from || !to) throw new Error("a row is not on the screen");
    await page.mouse.move(from.x + 9, from.y + 9);
    await page.mouse.down();
    await page.mouse.move(from.x + 9, from.y + 20, { steps: 3 });
    await page.mouse.move(to.x + 9, to.y + 9, { steps: 10 });
    await page.mouse.up();
  };
  await drag("Hold talks", "Add hotlines");
  await expect.poll(() => ranked(page)).toEqual(["Hold talks", "Add hotlines", "Reduce troops"]);
  await drag("Add hotlines", "Harden bases");
  await expect.poll(() => ranked(page)).toEqual(["Hold talks", "Reduce troops"]);
});

test("an ended sign-in in the middle of a ballot loses nothing", async ({
  page,
  server,
  context,
  watch,
}) => {
  watch.allow(/Failed to load resource|401/);
  const { scene, ben } = await openVote(page, server.url);
  for (const title of ["Hold talks", "Add hotlines", "Reduce troops"]) {
    await page.getByRole("button", { name: `Rank ${title} next` }).click();
  }
  await page.getByRole("button", { name: "Tie Reduce troops with the one above" }).click();
  await page.getByRole("button", { name: "Look it over and cast" }).click();
  await context.clearCookies();
  await page.getByRole("button", { name: "Cast this ballot" }).click();
  await expect(page.getByRole("heading", { name: "Sign in again" })).toBeVisible();

  const members = await scene.facilitator.api.call<{
    members: { name: string; displayName: string }[];
  }>("deliberation", "ListMembers", { parent: scene.deliberation });
  const name = members.members.find(({ displayName }) => displayName === ben.name)?.name;
  const fresh = await scene.facilitator.api.call<{ signIn: { refreshToken: string } }>(
    "deliberation",
    "CreateMemberToken",
    { name },
  );
  await page.getByLabel("Sign-in link").fill(`${server.url}/sign-in#${fresh.signIn.refreshToken}`);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(page.getByRole("heading", { name: "Is this your ballot?" })).toBeVisible();
  await expect(page.getByText("Two measures, tied:")).toBeVisible();
  await page.getByRole("button", { name: "Cast this ballot" }).click();
  await expect(page.getByRole("heading", { name: "Your ballot is cast" })).toBeVisible();
  expect(await ballotOf(scene, ben)).toEqual([["Hold talks"], ["Add hotlines", "Reduce troops"]]);
});

test("a ballot goes through a restart of the server, once", async ({ page, server, watch }) => {
  watch.allow(/Failed to load resource|ERR_CONNECTION_REFUSED/);
  const { scene, ben } = await openVote(page, server.url);
  await page.getByRole("button", { name: "Rank Hold talks next" }).click();
  await page.getByRole("button", { name: "Look it over and cast" }).click();
  await server.stop();
  await page.getByRole("button", { name: "Cast this ballot" }).click();
  await expect(page.getByText("The server does not answer.")).toBeVisible();
  await server.start();
  await page.getByRole("button", { name: "Cast this ballot" }).click();
  await expect(page.getByRole("heading", { name: "Your ballot is cast" })).toBeVisible();
  expect(await ballotOf(scene, ben)).toEqual([["Hold talks"]]);
  await expect(page.getByText("1 of 3 people have voted (33%).")).toBeVisible();
});

test("a ballot that was cast here and replaced elsewhere is told, and can be kept", async ({
  page,
  server,
}) => {
  const { scene, ben } = await openVote(page, server.url);
  await page.getByRole("button", { name: "Rank Hold talks next" }).click();
  await page.getByRole("button", { name: "Look it over and cast" }).click();
  await page.getByRole("button", { name: "Cast this ballot" }).click();
  const words = await page.locator(".receipt-words").textContent();
  expect(words?.split(" ")).toHaveLength(6);
  await ben.api.call("deliberation", "CastBallot", {
    parent: scene.deliberation,
    ballot: { tiers: [{ measures: [scene.measures[1]] }] },
  });
  await page.reload();
  const alarm = page.getByRole("alert");
  await expect(alarm).toContainText(words ?? "?");
  await expect(page.getByRole("listitem").filter({ hasText: "Reduce troops" })).toBeVisible();
  await page.getByRole("button", { name: "I voted elsewhere: keep this one" }).click();
  await expect(alarm).toHaveCount(0);
});

test("a receipt is proved in the browser after the close, and leads to the ballot", async ({
  page,
  server,
}) => {
  const { scene } = await openVote(page, server.url);
  for (const title of ["Hold talks", "Add hotlines"]) {
    await page.getByRole("button", { name: `Rank ${title} next` }).click();
  }
  await page.getByRole("button", { name: "Look it over and cast" }).click();
  await page.getByRole("button", { name: "Cast this ballot" }).click();
  await expect(page.getByText(/enters the signed log/)).toBeVisible();
  const words = (await page.locator(".receipt-words").textContent()) ?? "";
  await advance(scene, "PHASE_CLOSED");
  await expect(page.getByText(/This browser checked the proof/)).toBeVisible();
  await expect(page.getByText(/The signature of the log is good/)).toBeVisible();
  await expect(page.locator(".receipt-words")).toHaveText(words);
  const logged = page.locator("section", { hasText: "Your ballot in the log" });
  await expect(logged.getByRole("listitem")).toHaveText(["Hold talks", "Add hotlines"]);

  const downloading = page.waitForEvent("download");
  await page.getByRole("button", { name: "Download the receipt" }).click();
  const path = await (await downloading).path();
  const file: unknown = JSON.parse(readFileSync(path, "utf8"));
  expect(file).toMatchObject({
    format: "plenum receipt 1",
    deliberation: scene.deliberation,
    words,
    inclusion: { checkpoint: expect.stringContaining(`plenum/${scene.deliberation}\n`) },
  });
  // The command line reads the file, without the server, and says the same.
  const said = execFileSync(join(BIN, "plenum"), ["verify", "receipt", path], { encoding: "utf8" });
  expect(said.replace(/\s+/g, " ")).toContain("was counted");
});

test("dragging one of 60 measures changes nothing but places on the screen", async ({
  page,
  server,
}) => {
  const titles = Array.from({ length: 60 }, (_, index) => `Measure number ${index + 1}`);
  const { scene, ben } = await openVote(page, server.url, titles);
  await ben.api.call("deliberation", "CastBallot", {
    parent: scene.deliberation,
    ballot: { tiers: scene.measures.slice(0, 30).map((measure) => ({ measures: [measure] })) },
  });
  await page.reload();
  await page.getByRole("button", { name: "Change my ballot" }).click();
  const handle = row(page, "Measure number 12");
  await handle.scrollIntoViewIfNeeded();
  const from = await handle.boundingBox();
  if (!from) throw new Error("no row");
  await page.mouse.move(from.x + 9, from.y + 9);
  await page.mouse.down();
  await page.mouse.move(from.x + 9, from.y - 9, { steps: 4 });
  await page.evaluate(() => {
    const list = document.querySelector(".ballot");
    const seen: string[] = [];
    Object.assign(window, { seen });
    new MutationObserver((changes) => {
      for (const { type, attributeName } of changes) seen.push(attributeName ?? type);
    }).observe(list ?? document, {
      subtree: true,
      childList: true,
      characterData: true,
      attributes: true,
    });
  });
  for (const y of [40, 90, 150, 210, 150, 90]) {
    await page.mouse.move(from.x + 9, from.y - y, { steps: 8 });
  }
  const seen = await page.evaluate(() => [
    ...new Set((window as unknown as { seen: string[] }).seen),
  ]);
  expect(
    seen.filter((what) => !["style", "class", "aria-pressed", "aria-disabled"].includes(what)),
  ).toEqual([]);
  await page.mouse.up();
  expect((await ranked(page)).indexOf("Measure number 12")).toBeLessThan(11);
});
