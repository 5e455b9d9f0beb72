// The main pages, with a deliberation on the sample articles of the demo.
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Page } from "@playwright/test";
import { advance, type Scene, setScene, signedIn } from "../e2e/api";
import { expect, test } from "../e2e/fixtures";

const here = dirname(fileURLToPath(import.meta.url));
const SAMPLES = join(here, "../../demo/samples");
const IMAGES = join(here, "../../../docs/images");
const ON_BALLOT = 6;

interface Measure {
  name: string;
  state: string;
}

/** Puts aside all measures but the first ones: a picture has room for few. */
async function keepFew(scene: Scene): Promise<string[]> {
  const { api } = scene.facilitator;
  const { measures } = await api.call<{ measures: Measure[] }>("ingestion", "ListMeasures", {
    parent: scene.deliberation,
    pageSize: 1000,
  });
  const active = measures.filter(({ state }) => state === "MEASURE_STATE_ACTIVE");
  for (const { name } of active.slice(ON_BALLOT)) {
    await api.call("ingestion", "RejectMeasure", { name, reason: "Out of scope" });
  }
  return active.slice(0, ON_BALLOT).map(({ name }) => name);
}

/** Scores and ballots that differ, so that there is something to see. */
async function scoreAll(scene: Scene): Promise<void> {
  for (const [person, { api }] of [scene.facilitator, ...scene.members].entries()) {
    const scores = scene.measures.flatMap((measure, m) =>
      scene.criteria.map((criterion, c) => ({
        measure,
        criterion,
        value: (person * 3 + m * 5 + c * 7) % 11,
      })),
    );
    await api.call("scoring", "SetScores", { parent: scene.deliberation, scores });
  }
}

async function voteAll(scene: Scene, people: Scene["members"]): Promise<void> {
  for (const [person, { api }] of people.entries()) {
    const order = scene.measures
      .map((measure, m) => ({ measure, key: (m * 2 + ((person * 7 + m * 3) % 5)) % 9 }))
      .sort((a, b) => a.key - b.key);
    await api.call("deliberation", "CastBallot", {
      parent: scene.deliberation,
      ballot: { tiers: order.map(({ measure }) => ({ measures: [measure] })) },
    });
  }
}

async function shoot(page: Page, name: string): Promise<void> {
  await expect(page.locator(".loading")).toHaveCount(0);
  await page.evaluate(() => document.fonts.ready);
  await page.screenshot({ path: join(IMAGES, `page-${name}.png`) });
}

test("pictures of the main pages", async ({ page, server, browser, watch }) => {
  test.setTimeout(300_000);
  watch.allow(/Failed to load resource/);
  const scene = await setScene(server.url, {
    members: ["Ben", "Chloe", "Dae", "Emre", "Farah", "Goro", "Hana", "Ines"],
    measures: [],
    criteria: ["Effect", "Cost", "Acceptance"],
    files: readdirSync(SAMPLES).map((file) => ({
      name: file,
      bytes: readFileSync(join(SAMPLES, file)),
    })),
  });
  scene.measures = await keepFew(scene);
  const at = (path: string) => `${server.url}/d/${scene.id}${path}`;
  await signedIn(page, scene.facilitator);
  await page.goto(at(`/documents/${scene.documents[0]?.split("/").pop()}`));
  await page.getByRole("button", { name: /^m2 / }).first().click();
  await shoot(page, "reading");

  await advance(scene, "PHASE_SCORING");
  await scoreAll(scene);
  await advance(scene, "PHASE_VOTING");
  const [ben] = scene.members;
  if (!ben) throw new Error("no member");
  const phone = await browser.newContext({
    viewport: { width: 390, height: 844 },
    deviceScaleFactor: 2,
    hasTouch: true,
    isMobile: true,
  });
  const small = await phone.newPage();
  await signedIn(small, ben);
  await shoot(small, "overview-phone");
  await small.goto(at("/vote"));
  for (let ranked = 0; ranked < 3; ranked++) {
    await small
      .getByRole("button", { name: /^Rank .* next$/ })
      .first()
      .tap();
  }
  await shoot(small, "ballot-phone");
  await page.goto(at("/vote"));
  for (let ranked = 0; ranked < 4; ranked++) {
    await page
      .getByRole("button", { name: /^Rank .* next$/ })
      .first()
      .click();
  }
  await shoot(page, "ballot");

  await voteAll(scene, [scene.facilitator, ...scene.members]);
  await advance(scene, "PHASE_CLOSED");
  await page.goto(at("/result"));
  await expect(page.getByRole("heading", { name: "The ranking" })).toBeVisible();
  await shoot(page, "result");
  await page.evaluate(() => {
    localStorage.setItem("plenum.locale", "ko");
    localStorage.setItem("plenum.theme", "dark");
  });
  await page.reload();
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await shoot(page, "result-ko-dark");
  await phone.close();
});
