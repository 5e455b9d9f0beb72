import type { CDPSession, Page } from "@playwright/test";
import { advance, setScene } from "../e2e/api";
import { expect, test } from "../e2e/fixtures";

const THROTTLE = 4;
const RUNS = 5;
const OPTIONS = 60;

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/** Notes in every new document when its heading came, and each task above 50 ms. */
function observeLoading(): void {
  const seen = { heading: 0, tasks: [] as [number, number][] };
  Object.assign(window, { seen });
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      seen.tasks.push([entry.startTime, entry.startTime + entry.duration]);
    }
  }).observe({ type: "longtask", buffered: true });
  new MutationObserver(() => {
    if (seen.heading === 0 && document.querySelector("main h1")) seen.heading = performance.now();
  }).observe(document, { childList: true, subtree: true });
}

interface Loading {
  heading: number;
  tasks: [number, number][];
}

/** When the page showed its heading, and when it was idle after that: it takes input from then on. */
async function interactiveAfter(page: Page): Promise<{ shown: number; interactive: number }> {
  await page.waitForFunction(() => (window as unknown as { seen: Loading }).seen.heading > 0);
  await page.waitForLoadState("networkidle");
  const seen = await page.evaluate(() => (window as unknown as { seen: Loading }).seen);
  const ends = seen.tasks.map(([, end]) => end);
  return { shown: seen.heading, interactive: Math.max(seen.heading, ...ends) };
}

async function throttled(page: Page): Promise<CDPSession> {
  const session = await page.context().newCDPSession(page);
  await session.send("Emulation.setCPUThrottlingRate", { rate: THROTTLE });
  return session;
}

test("loading", async ({ server, browser }) => {
  const scene = await setScene(server.url, { members: ["Ben"], measures: ["A", "B", "C"] });
  const [ben] = scene.members;
  const context = await browser.newContext();
  const first = await context.newPage();
  await first.goto(ben?.link ?? "");
  await expect(first.getByRole("navigation")).toBeVisible();
  const state = await context.storageState();
  await context.close();

  const figures: { shown: number; interactive: number }[] = [];
  for (let run = 0; run < RUNS; run++) {
    // A new context has an empty cache: the first visit.
    const visitor = await browser.newContext({ storageState: state });
    const page = await visitor.newPage();
    await page.addInitScript(observeLoading);
    await throttled(page);
    await page.goto(`${server.url}/d/${scene.id}`);
    figures.push(await interactiveAfter(page));
    await visitor.close();
  }
  say(`\nfirst visit of a deliberation, CPU slowed ${THROTTLE} times, median of ${RUNS}:`);
  say(`  heading shown after ${median(figures.map((f) => f.shown)).toFixed(0)} ms`);
  say(`  interactive after   ${median(figures.map((f) => f.interactive)).toFixed(0)} ms`);
});

test("dragging on a long ballot", async ({ server, page }) => {
  const measures = Array.from({ length: OPTIONS }, (_, i) => `Measure number ${i + 1} of the list`);
  const scene = await setScene(server.url, { members: ["Ben"], measures });
  await advance(scene, "PHASE_VOTING");
  await page.goto(scene.members[0]?.link ?? "");
  await expect(page.getByRole("navigation")).toBeVisible();
  await page.goto(`${server.url}/d/${scene.id}/vote`);
  const handles = page.getByRole("button", { name: /^Move/ });
  await rankAll(page);
  const box = await handles.first().boundingBox();
  if (!box) throw new Error("no handle to drag");
  await page.evaluate(() => {
    const frames: number[] = [];
    Object.assign(window, { frames });
    const note = (time: number) => {
      frames.push(time);
      requestAnimationFrame(note);
    };
    requestAnimationFrame(note);
  });
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.mouse.down();
  const before = await page.evaluate(() => performance.now());
  const STEPS = 240;
  for (let step = 0; step < STEPS; step++) {
    const down = Math.sin((step / STEPS) * Math.PI) * 500;
    await page.mouse.move(box.x + box.width / 2, box.y + 10 + down);
  }
  const after = await page.evaluate(() => performance.now());
  await page.mouse.up();
  const frames = await page.evaluate(() => (window as unknown as { frames: number[] }).frames);
  const during = frames.filter((time) => time >= before && time <= after);
  const gaps = during.slice(1).map((time, i) => time - (during[i] ?? time));
  const late = gaps.filter((gap) => gap > 25).length;
  say(`\ndragging one of ${OPTIONS} options, ${gaps.length} frames:`);
  say(
    `  median ${(1000 / median(gaps)).toFixed(0)} frames/s, ${late} of ${gaps.length} frames late`,
  );
});

/** Puts every option on the ballot. */
async function rankAll(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Rank all", exact: false }).first().click();
}
