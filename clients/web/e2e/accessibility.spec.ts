// axe finds nothing on any page, in both languages and appearances, before, during and after the vote.
import { advance, type Scene, setScene, signedIn, voteOfAll } from "./api";
import { expectAccessible } from "./axe";
import { expect, test } from "./fixtures";

const LOOKS = [
  { locale: "en", theme: "light" },
  { locale: "en", theme: "dark" },
  { locale: "ko", theme: "light" },
  { locale: "ko", theme: "dark" },
] as const;

type Phase = "draft" | "voting" | "closed";

/** All pages in the draft; later those that show something else then. */
function pathsOf(scene: Scene, phase: Phase): string[] {
  const measure = `/measures/${scene.measures[0]?.split("/").pop()}`;
  const document = `/documents/${scene.documents[0]?.split("/").pop()}`;
  const inside: Record<Phase, string[]> = {
    draft: [
      ...["", "/documents", document, "/measures", measure, "/criteria", "/scores", "/ranking"],
      ...["/statements", "/vote", "/result", "/people", "/setup"],
    ],
    voting: ["", measure, "/scores", "/ranking", "/vote", "/setup"],
    closed: ["", "/vote", "/result", "/ranking", "/setup"],
  };
  const outside = phase === "draft" ? ["/", "/create", "/join", "/nowhere"] : [];
  return [...inside[phase].map((path) => `/d/${scene.id}${path}`), ...outside];
}

for (const phase of ["draft", "voting", "closed"] as const) {
  test(`no page has a violation, phase ${phase}`, async ({ page, server, watch }) => {
    test.setTimeout(900_000);
    // A result that is not there yet is asked for once and refused.
    watch.allow(/Failed to load resource/);
    const scene = await setScene(server.url, {
      members: ["Ben", "Chloe", "Dae"],
      measures: ["Add crisis hotlines", "Reduce troops", "Harden bases"],
      criteria: ["Effect", "Cost"],
      documents: [
        "The alliance should publish a yearly report. It must not close the liaison office.",
      ],
    });
    if (phase !== "draft") await advance(scene, "PHASE_VOTING");
    if (phase === "closed") {
      await voteOfAll(scene);
      await advance(scene, "PHASE_CLOSED");
    }
    await signedIn(page, scene.facilitator);
    for (const { locale, theme } of LOOKS) {
      await page.evaluate(
        ([language, look]) => {
          localStorage.setItem("plenum.locale", language);
          localStorage.setItem("plenum.theme", look);
        },
        [locale, theme] as const,
      );
      for (const path of pathsOf(scene, phase)) {
        await page.goto(`${server.url}${path}`);
        await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
        await page.waitForLoadState("domcontentloaded");
        await expect(page.locator(".loading")).toHaveCount(0);
        await expectAccessible(page, `${path} in ${locale}, ${theme}, phase ${phase}`);
      }
    }
  });
}
