// What people write is text: no title, name, argument or document is ever markup or script.
import { advance, setScene, signedIn, voteOfAll } from "./api";
import { expect, test } from "./fixtures";

const HOSTILE = '<img src=x onerror="window.broken=1"><script>window.broken=1</script>';
const SAID = `Ben & "Co" ${HOSTILE}`;

test("hostile text in every field is shown as it is, and runs nowhere", async ({
  page,
  server,
  watch,
}) => {
  test.setTimeout(900_000);
  watch.allow(/Failed to load resource/);
  const scene = await setScene(server.url, {
    title: `What? ${HOSTILE}`,
    members: [SAID, "Chloe"],
    measures: [`Do it ${HOSTILE}`, "Leave it"],
    criteria: [`Effect ${HOSTILE}`],
    documents: [
      `The alliance should ${HOSTILE} publish a yearly report. javascript:alert(1) must be banned.`,
    ],
  });
  const { api } = scene.facilitator;
  await api.call("argument", "CreateArgument", {
    parent: scene.deliberation,
    argument: { measure: scene.measures[0], side: "SIDE_PRO", text: SAID },
  });
  await api.call("opinion", "CreateStatement", {
    parent: scene.deliberation,
    statement: { text: SAID },
  });
  await api.call("access", "CreateInvitation", {
    parent: scene.deliberation,
    invitation: { label: SAID, role: "ROLE_MEMBER" },
  });
  await signedIn(page, scene.facilitator);
  const measure = scene.measures[0]?.split("/").pop() ?? "";
  const document = scene.documents[0]?.split("/").pop() ?? "";
  const look = async (paths: string[]) => {
    for (const path of paths) {
      await page.goto(`${server.url}/d/${scene.id}${path}`);
      await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
      await expect(page.locator(".loading")).toHaveCount(0);
      expect(await page.evaluate(() => "broken" in window), `script ran on ${path}`).toBe(false);
      expect(await page.locator('img[src="x"]').count(), `markup on ${path}`).toBe(0);
    }
  };
  await look(["", "/documents", `/documents/${document}`, "/measures", `/measures/${measure}`]);
  await look(["/criteria", "/people", "/statements", "/setup"]);
  await page.goto(`${server.url}/d/${scene.id}/measures/${measure}`);
  await expect(page.getByText(HOSTILE, { exact: false }).first()).toBeVisible();
  await advance(scene, "PHASE_SCORING");
  await look(["", "/scores", "/ranking"]);
  await advance(scene, "PHASE_VOTING");
  await look(["", "/vote"]);
  await voteOfAll(scene);
  await advance(scene, "PHASE_CLOSED");
  await look(["", "/vote", "/result", "/ranking"]);
});
