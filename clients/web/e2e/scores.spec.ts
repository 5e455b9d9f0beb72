// Scoring: saved by itself, kept over lost connections, sealed in the first round.
import { advance, type Scene, setScene, signedIn } from "./api";
import { expect, test } from "./fixtures";

const scoresOf = async (scene: Scene, index: number) => {
  const { scores } = await (scene.members[index] ?? scene.facilitator).api.call<{
    scores?: { value?: number; reason?: string }[];
  }>("scoring", "ListScores", { parent: scene.deliberation });
  return (scores ?? []).map(({ value }) => value ?? 0);
};

const setting = {
  members: ["Ben", "Chloe"],
  measures: ["Add hotlines", "Reduce troops"],
  criteria: ["Effect", "Cost"],
};

test("scores are entered by keys in the table, saved, and there on the next visit", async ({
  page,
  server,
}) => {
  const scene = await setScene(server.url, setting);
  await advance(scene, "PHASE_SCORING");
  const [ben] = scene.members;
  if (!ben) throw new Error("no member");
  await signedIn(page, ben);
  await page.getByRole("link", { name: "Begin scoring" }).click();
  const cell = (measure: string, criterion: string) =>
    page.getByRole("textbox", { name: `${measure}, ${criterion}`, exact: true });
  await cell("Add hotlines", "Effect").focus();
  await page.keyboard.type("7");
  await page.keyboard.press("ArrowRight");
  await expect(cell("Add hotlines", "Cost")).toBeFocused();
  await page.keyboard.type("11");
  await expect(page.getByText("From 0 to 10.")).toBeVisible();
  await page.keyboard.press("Backspace");
  await page.keyboard.press("Enter");
  await expect(cell("Reduce troops", "Cost")).toBeFocused();
  await page.keyboard.type("2,5");
  await expect(page.getByText("All saved.")).toBeVisible();
  expect((await scoresOf(scene, 0)).sort()).toEqual([1, 2.5, 7]);
  await page.getByLabel("Why?").fill("It needs ships.");
  await expect(page.getByText("All saved.")).toBeVisible();
  await page.reload();
  await expect(cell("Reduce troops", "Cost")).toHaveValue("2.5");
  await page.goto(`${server.url}/d/${scene.id}`);
  await expect(page.getByText("3 of 4 scores are entered; 1 is left.")).toBeVisible();
});

test("scores that meet a stopped server stay on the device, and go when it is back", async ({
  page,
  server,
  watch,
}) => {
  watch.allow(/Failed to load resource|ERR_CONNECTION_REFUSED/);
  const scene = await setScene(server.url, setting);
  await advance(scene, "PHASE_SCORING");
  const [ben] = scene.members;
  if (!ben) throw new Error("no member");
  await signedIn(page, ben);
  await page.goto(`${server.url}/d/${scene.id}/scores`);
  await page.getByRole("textbox", { name: "Add hotlines, Effect" }).focus();
  await server.stop();
  await page.keyboard.type("8");
  await expect(page.getByText(/1 score is kept on this device/)).toBeVisible();
  await server.start();
  await page.getByRole("button", { name: "Send now" }).click();
  await expect(page.getByText("All saved.")).toBeVisible();
  expect(await scoresOf(scene, 0)).toEqual([8]);
});

test("on a phone measures are scored one at a time", async ({ browser, server }) => {
  const scene = await setScene(server.url, setting);
  await advance(scene, "PHASE_SCORING");
  const [ben] = scene.members;
  if (!ben) throw new Error("no member");
  const phone = await browser.newContext({ viewport: { width: 360, height: 740 }, hasTouch: true });
  const page = await phone.newPage();
  await signedIn(page, ben);
  await page.goto(`${server.url}/d/${scene.id}/scores`);
  await expect(page.getByText("Measure 1 of 2")).toBeVisible();
  await page
    .getByRole("group", { name: "Your score on Effect" })
    .getByRole("radio", { name: "7", exact: true })
    .tap();
  await page.getByRole("button", { name: "Skip" }).tap();
  await expect(page.getByRole("heading", { name: "Reduce troops" })).toBeFocused();
  await expect(page.getByText("1 of 4 scores entered")).toBeVisible();
  await expect(page.getByText("All saved.")).toBeVisible();
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  expect(width).toBeLessThanOrEqual(360);
  await phone.close();
});

test("scores of others are sealed in the first round, and seen in the next", async ({
  page,
  server,
}) => {
  const scene = await setScene(server.url, setting);
  await advance(scene, "PHASE_SCORING");
  const [measure] = scene.measures;
  const [criterion] = scene.criteria;
  for (const [index, value] of [3, 9].entries()) {
    await scene.members[index]?.api.call("scoring", "SetScores", {
      parent: scene.deliberation,
      scores: [{ measure, criterion, value }],
    });
  }
  const [ben] = scene.members;
  if (!ben) throw new Error("no member");
  await signedIn(page, ben);
  await page.goto(`${server.url}/d/${scene.id}/measures/${measure?.split("/").pop()}`);
  await expect(page.getByText(/sealed in the first round/)).toBeVisible();
  await scene.facilitator.api.call("scoring", "OpenRound", {
    parent: scene.deliberation,
    number: 2,
  });
  await page.reload();
  const line = page.getByRole("row", { name: /^Effect/ });
  await expect(line.getByRole("cell").nth(1)).toHaveText("6");
  await expect(line.getByRole("cell").nth(2)).toHaveText("3 to 9");
  await page.getByRole("link", { name: "Score it" }).click();
  await expect(page.getByText("others: 9", { exact: true })).toBeVisible();
  await page.getByRole("textbox", { name: "Add hotlines, Effect" }).fill("5");
  await expect(page.getByText("before: 3 · others: 9")).toBeVisible();
  await expect(page.getByText("All saved.")).toBeVisible();
  await page.reload();
  await expect(page.getByText("before: 3 · others: 9")).toBeVisible();
});
