// A whole deliberation on the page: a facilitator and five members in browsers of their own, two of
// them on phones, one without a mouse.
import type { Browser, BrowserContext, Page } from "@playwright/test";
import { expect, test, type Watch } from "./fixtures";

const TEXT = [
  "The alliance should add crisis hotlines between the capitals.",
  "It must reduce troops along the northern border.",
  "Ministers should harden bases against storms.",
  "We recommend that the council publish a yearly report.",
].join("\n\n");

// High enough that a whole ballot is on the screen.
const DESK = { viewport: { width: 1366, height: 1300 } };
const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

interface Member {
  name: string;
  context: BrowserContext;
  page: Page;
}

async function member(browser: Browser, watch: Watch, name: string, phone: boolean) {
  const context = await browser.newContext(phone ? PHONE : DESK);
  watch.over(context);
  const page = await context.newPage();
  return { name, context, page };
}

async function join({ page, name }: Member, link: string): Promise<void> {
  await page.goto(link);
  await expect(page.getByLabel("Your name")).toHaveValue(name);
  await page.getByRole("button", { name: "Join" }).click();
  await expect(page.getByRole("navigation")).toBeVisible();
}

/** Joining without a mouse: the fields are reached by the Tab key. */
async function joinByKeys({ page }: Member, link: string): Promise<void> {
  await page.goto(link);
  await expect(page.getByLabel("Your name")).toBeVisible();
  await tabTo(page, page.getByLabel("Your name"));
  await page.keyboard.press("Enter");
  await expect(page.getByRole("navigation")).toBeVisible();
}

async function tabTo(page: Page, target: ReturnType<Page["locator"]>): Promise<void> {
  const MOST = 80;
  for (let presses = 0; presses < MOST; presses++) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press("Tab");
  }
  throw new Error("the Tab key does not lead there");
}

async function goTo(page: Page, place: string): Promise<void> {
  await page.getByRole("navigation").getByRole("link", { name: place, exact: true }).click();
}

async function castReviewed(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Look it over and cast" }).click();
  await expect(page.getByRole("heading", { name: "Is this your ballot?" })).toBeVisible();
  await page.getByRole("button", { name: "Cast this ballot" }).click();
  await expect(page.getByRole("heading", { name: "Your ballot is cast" })).toBeVisible();
}

test("a team goes from a document to a decision that it can check", async ({
  page: ana,
  browser,
  server,
  watch,
}) => {
  test.setTimeout(900_000);
  // Cutting the network on purpose.
  watch.allow(/ERR_INTERNET_DISCONNECTED|Failed to load resource/);

  // The facilitator sets up.
  await ana.goto(server.startLink());
  await ana.getByLabel("The question").fill("How should the alliance be recalibrated?");
  await ana.getByLabel("Your name").fill("Ana");
  await ana.getByRole("button", { name: "Start", exact: true }).click();
  await expect(ana.getByRole("heading", { level: 1 })).toBeVisible();
  const base = new URL(ana.url()).pathname.replace(/\/setup$/, "");

  await goTo(ana, "Documents");
  await ana.locator("input[type=file]").setInputFiles({
    name: "article.txt",
    mimeType: "text/plain",
    buffer: Buffer.from(TEXT),
  });
  await expect(ana.getByText(/4 measures/).first()).toBeVisible();
  await goTo(ana, "Measures");
  await expect(ana.getByRole("button", { name: /^m1 Add crisis hotlines/ })).toBeVisible();
  await ana.keyboard.press("j");
  await ana.keyboard.press("a");
  await expect(ana.getByText("m1 accepted.").first()).toBeAttached();

  await goTo(ana, "Criteria");
  await ana.getByRole("button", { name: "Begin with four usual ones" }).click();
  await expect(ana.getByRole("button", { name: /^Edit/ })).toHaveCount(4);

  await goTo(ana, "People");
  await ana.getByRole("button", { name: "Invite many" }).click();
  await ana.getByLabel("List of people").fill("Ben\nChloe\nDae\nEmre\nFarah");
  await ana.getByRole("button", { name: "Make 5 links" }).click();
  const shown = ana.getByText(new RegExp(`${server.url}/join#`));
  await expect(shown).toHaveCount(5);
  const links = (await shown.allTextContents()).map((text) => /http\S+/.exec(text)?.[0] ?? "");

  await ana.getByRole("button", { name: "Download as CSV" }).click();
  await ana.getByRole("dialog").getByRole("button", { name: "Close" }).click();

  // Five members join.
  const ben = await member(browser, watch, "Ben", true);
  const chloe = await member(browser, watch, "Chloe", true);
  const dae = await member(browser, watch, "Dae", false);
  const emre = await member(browser, watch, "Emre", false);
  const farah = await member(browser, watch, "Farah", false);
  const all = [ben, chloe, dae, emre, farah];
  for (const [index, one] of all.entries()) {
    const link = links[index] ?? "";
    if (one === dae) await joinByKeys(one, link);
    else await join(one, link);
  }
  await goTo(ana, "Overview");
  await expect(ana.getByText("6 people").first()).toBeVisible();

  // Scoring: the phase reaches everybody without a reload.
  const phases = ana.getByRole("region", { name: "Phases" }).or(ana.locator("body"));
  await phases.getByRole("button", { name: "Go on to: Scoring" }).click();
  await ana.getByRole("dialog").getByRole("button", { name: "Go on", exact: true }).click();
  for (const { page } of all) {
    await expect(page.getByRole("link", { name: "Begin scoring" })).toBeVisible();
  }
  await emre.page.getByRole("link", { name: "Begin scoring" }).click();
  const cells = emre.page.getByRole("textbox", { name: /, (Effect|Cost|Feasibility|Acceptance)$/ });
  await expect(cells).toHaveCount(16);
  for (const [index, cell] of (await cells.all()).entries()) await cell.fill(String(index % 10));
  await expect(emre.page.getByText("All saved.")).toBeVisible();

  // Opening the vote, after what it fixes was shown.
  await ana.getByRole("button", { name: "Open the vote" }).click();
  const opening = ana.getByRole("dialog");
  await expect(opening.getByText("4 measures to rank")).toBeVisible();
  await expect(opening.getByText("6 people")).toBeVisible();
  const understood = opening.getByRole("checkbox");
  if ((await understood.count()) > 0) await understood.check();
  await opening.getByRole("button", { name: "Open the vote now" }).click();
  await expect(opening).toHaveCount(0);

  // Everybody votes, each in another way.
  for (const { page } of all) {
    await goTo(page, "Vote");
    await expect(page.getByRole("heading", { name: "Your ballot" })).toBeVisible();
  }
  // Buttons, on a phone.
  const add = ben.page.getByRole("button", { name: /^Rank .* next$/ });
  for (let left = await add.count(); left > 0; left--) await add.first().tap();
  await castReviewed(ben.page);

  // Numbers, on a phone, over a cut of the network.
  await chloe.page
    .getByRole("radio", { name: "By numbers" })
    .or(chloe.page.getByText("By numbers"))
    .first()
    .click();
  const ranks = chloe.page.getByRole("textbox", { name: /^Your rank for/ });
  await expect(ranks).toHaveCount(4);
  for (const [index, rank] of ["2", "1", "1", "3"].entries()) await ranks.nth(index).fill(rank);
  await chloe.context.setOffline(true);
  await expect(chloe.page.getByText(/No network/)).toBeVisible();
  await chloe.page.getByRole("button", { name: "Look it over and cast" }).click();
  await chloe.page.getByRole("button", { name: "Cast this ballot" }).click();
  await expect(chloe.page.getByText("The server does not answer.")).toBeVisible();
  await chloe.context.setOffline(false);
  await expect(chloe.page.getByText("Connected again.")).toBeAttached();
  await chloe.page.getByRole("button", { name: "Cast this ballot" }).click();
  await expect(chloe.page.getByRole("heading", { name: "Your ballot is cast" })).toBeVisible();

  // Keys alone.
  const rows = dae.page.getByRole("button", { name: /, not ranked$/ });
  await tabTo(dae.page, rows.first());
  await dae.page.keyboard.press("1");
  await dae.page.keyboard.press("ArrowDown");
  await dae.page.keyboard.press("1");
  await tabTo(dae.page, dae.page.getByRole("button", { name: "Look it over and cast" }));
  await dae.page.keyboard.press("Enter");
  await tabTo(dae.page, dae.page.getByRole("button", { name: "Cast this ballot" }));
  await dae.page.keyboard.press("Enter");
  await expect(dae.page.getByRole("heading", { name: "Your ballot is cast" })).toBeVisible();

  // Dragging.
  const from = await emre.page
    .getByRole("button", { name: /, not ranked$/ })
    .last()
    .boundingBox();
  const to = await emre.page.getByRole("heading", { name: "Ranked, best first" }).boundingBox();
  if (!from || !to) throw new Error("there is nothing to drag");
  await emre.page.mouse.move(from.x + 9, from.y + 9);
  await emre.page.mouse.down();
  await emre.page.mouse.move(from.x + 9, from.y - 10, { steps: 4 });
  await emre.page.mouse.move(from.x + 9, to.y + to.height + 20, { steps: 12 });
  await emre.page.mouse.up();
  await expect(emre.page.getByRole("button", { name: /, place 1 of 1$/ })).toBeVisible();
  await castReviewed(emre.page);

  // The facilitator sees the turnout grow without a reload.
  await goTo(ana, "Vote");
  await expect(ana.getByText("4 of 6 people have voted (67%).")).toBeVisible();
  await farah.page
    .getByRole("button", { name: /^Rank .* next$/ })
    .last()
    .click();
  await castReviewed(farah.page);
  await expect(ana.getByText("5 of 6 people have voted (83%).")).toBeVisible();

  // Revising until the close: the last ballot counts, and nobody counts twice.
  await farah.page.getByRole("button", { name: "Change my ballot" }).click();
  await farah.page
    .getByRole("button", { name: /^Rank .* next$/ })
    .first()
    .click();
  await castReviewed(farah.page);

  await ana.getByRole("button", { name: "Close the vote" }).click();
  const closing = ana.getByRole("dialog");
  await closing.getByRole("button").first().click();
  await expect(closing).toHaveCount(0);

  // Everybody sees that it is over, and that their ballots were counted.
  for (const { page } of all) {
    await expect(page.getByText(/This browser checked the proof/)).toBeVisible();
    await expect(page.getByText(/The signature of the log is good/)).toBeVisible();
  }
  await farah.page.goto(`${server.url}${base}/result`);
  await expect(farah.page.getByRole("heading", { name: "The ranking" })).toBeVisible();
  await expect(farah.page.getByText("5 of 6 people voted.", { exact: true })).toBeVisible();

  for (const { context } of all) await context.close();
});
