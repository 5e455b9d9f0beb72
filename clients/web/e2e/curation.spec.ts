// Documents in by drop, the reading view, curation by keyboard, and two facilitators at one measure.
import type { Page } from "@playwright/test";
import { type Api, type Scene, setScene, signedIn } from "./api";
import { expectAccessible } from "./axe";
import { expect, test } from "./fixtures";

const PLAN = [
  "# A plan 🚀 for the alliance",
  "",
  "Nobody 🛰️ objected. The government should open a crisis hotline between the capitals.",
  "",
  "Ministers must publish a joint threat assessment every spring. It was late last year. 끝났다.",
  "",
].join("\n");

const rows = (page: Page) => page.getByRole("list", { name: /^Measures/ }).locator("> li");
const toasts = (page: Page) => page.locator(".toast");

/** Another facilitator, on whose sign-in a browser can be. */
async function addFacilitator(scene: Scene, url: string, name: string) {
  const added = await scene.facilitator.api.call<{
    signIn: { token: string; refreshToken: string };
  }>("deliberation", "CreateMember", {
    parent: scene.deliberation,
    member: { displayName: name, role: "ROLE_FACILITATOR" },
  });
  const { signIn } = added;
  const api: Api = scene.facilitator.api.as(signIn);
  return { name, signIn, api, link: `${url}/sign-in#${signIn.refreshToken}` };
}

test("files that are dropped are read one by one, and told apart from those that cannot be", async ({
  page,
  server,
}) => {
  const scene = await setScene(server.url, { members: [], measures: [] });
  await signedIn(page, scene.facilitator);
  await page.goto(`${server.url}/d/${scene.id}/documents`);
  await expect(page.getByText("No documents yet.", { exact: false })).toBeVisible();
  const dropped = await page.evaluateHandle((plan) => {
    const transfer = new DataTransfer();
    transfer.items.add(new File([plan], "plan.md"));
    transfer.items.add(new File(["zip"], "sheet.xlsx"));
    transfer.items.add(new File([], "empty.txt"));
    return transfer;
  }, PLAN);
  await page.dispatchEvent("main", "dragenter", { dataTransfer: dropped });
  await expect(page.getByText("Let go to add the files")).toBeVisible();
  await page.dispatchEvent("main", "drop", { dataTransfer: dropped });
  const uploads = page.getByRole("list", { name: "Files being added" }).locator("> li");
  await expect(uploads.nth(0)).toContainText("2 measures found.");
  await expect(uploads.nth(1)).toContainText("Files of this kind are not read.");
  await expect(uploads.nth(2)).toContainText("The file is empty.");
  await expectAccessible(page, "documents with uploads");

  await page.locator("input[type=file]").setInputFiles({
    name: "again.md",
    mimeType: "text/markdown",
    buffer: Buffer.from(PLAN),
  });
  await expect(uploads.nth(3)).toContainText("there already");
  await expect(page.getByRole("heading", { name: "1 document", exact: true })).toBeVisible();
});

test("a file is sent again after the connection was lost, and is there once", async ({
  page,
  server,
  watch,
}) => {
  watch.allow(/Failed to load resource|ERR_/);
  const scene = await setScene(server.url, { members: [], measures: [] });
  await signedIn(page, scene.facilitator);
  await page.goto(`${server.url}/d/${scene.id}/documents`);
  await expect(page.getByRole("button", { name: "Choose files" })).toBeVisible();
  await page.route("**/ImportDocument", (route) => route.abort("connectionreset"), { times: 1 });
  const file = { name: "plan.md", mimeType: "text/markdown", buffer: Buffer.from(PLAN) };
  await page.locator("input[type=file]").setInputFiles(file);
  const upload = page.getByRole("list", { name: "Files being added" }).locator("> li");
  await expect(upload).toContainText("The server does not answer.");
  await upload.getByRole("button", { name: "Try again" }).click();
  await expect(upload).toContainText("2 measures found.");
  await expect(page.getByRole("heading", { name: "1 document", exact: true })).toBeVisible();
});

test("quotes and measures lead to each other, and selected words become a measure", async ({
  page,
  server,
}) => {
  const scene = await setScene(server.url, { members: [], measures: [], documents: [PLAN] });
  await signedIn(page, scene.facilitator);
  const id = scene.documents[0]?.split("/").pop() ?? "";
  await page.goto(`${server.url}/d/${scene.id}/documents/${id}`);
  const sign = page.getByRole("button", { name: /Quote of m2/ });
  await sign.press("Enter");
  const second = rows(page).nth(1);
  await expect(second.getByRole("button", { name: /^m2/ })).toBeFocused();
  await expect(page.locator("mark[data-active]")).toContainText("joint threat assessment");
  await second.getByRole("button", { name: "Show in the text" }).click();
  await expect(sign).toBeFocused();
  // A quote highlights what it says, although emoji stand before it.
  await expect(page.locator("mark").first()).toHaveText(
    "The government should open a crisis hotline between the capitals.",
  );

  await page.evaluate(() => {
    const walker = document.createTreeWalker(
      document.querySelector("article.document") as Node,
      NodeFilter.SHOW_TEXT,
    );
    while (walker.nextNode()) {
      const at = walker.currentNode.textContent?.indexOf("끝났다") ?? -1;
      if (at >= 0)
        getSelection()?.setBaseAndExtent(walker.currentNode, at, walker.currentNode, at + 3);
    }
  });
  await page.getByRole("button", { name: "New measure from this" }).click();
  await page.getByRole("dialog").getByLabel("Title").fill("End it");
  await page.getByRole("dialog").getByRole("button", { name: "Add", exact: true }).click();
  await expect(page.getByRole("button", { name: /Quote of m3, .*End it/ })).toBeVisible();
  await expect(page.locator("mark", { hasText: "끝났다" })).toHaveText("끝났다");
  await expectAccessible(page, "reading view with an open measure");
});

test("measures are accepted, edited, rejected, merged and taken back by keyboard", async ({
  page,
  server,
}) => {
  const scene = await setScene(server.url, {
    members: [],
    measures: ["Add hotlines", "Reduce troops", "Harden bases", "Move squadrons"],
  });
  await signedIn(page, scene.facilitator);
  await page.goto(`${server.url}/d/${scene.id}/measures`);
  await expect(rows(page)).toHaveCount(4);

  await page.keyboard.press("j");
  await page.keyboard.press("e");
  await page.keyboard.type("Add crisis hotlines");
  await page.keyboard.press("Enter");
  await expect(toasts(page).last()).toContainText("m1 is now");
  await page.keyboard.press("j");
  await page.keyboard.press("r");
  await page.keyboard.type("Not our question.");
  await page.keyboard.press("Enter");
  await expect(rows(page)).toHaveCount(3);
  await page.keyboard.press("u");
  await expect(rows(page)).toHaveCount(4);
  await page.keyboard.press("m");
  await page.keyboard.press("j");
  await page.keyboard.press("m");
  await page.keyboard.press("Shift+M");
  const merging = page.getByRole("dialog");
  await expectAccessible(page, "merging");
  await merging.getByRole("button", { name: "Merge" }).click();
  await expect(rows(page)).toHaveCount(3);
  await expect(page.getByRole("button", { name: /^m2/ })).toBeFocused();
  await page.keyboard.press("h");
  await expect(page.getByRole("dialog")).toContainText("Merged");
  await expect(page.getByRole("dialog")).toContainText("Not our question.");
  await page.keyboard.press("Escape");
  await page.keyboard.press("s");
  const parts = page.getByRole("dialog");
  await parts.getByLabel("Title").nth(1).fill("Reduce flights");
  await parts.getByRole("button", { name: "Split" }).click();
  await expect(rows(page)).toHaveCount(4);
  await page.keyboard.press("u");
  await expect(rows(page)).toHaveCount(3);
  await page.reload();
  await expect(rows(page)).toHaveCount(3);
  await expect(rows(page).nth(0)).toContainText("Add crisis hotlines");
});

test("two facilitators at one measure see both versions, and choose", async ({
  page,
  server,
  browser,
  watch,
}) => {
  watch.allow(/Failed to load resource/);
  const scene = await setScene(server.url, { members: [], measures: ["Add hotlines", "Wait"] });
  const ben = await addFacilitator(scene, server.url, "Ben");
  const context = await browser.newContext();
  watch.over(context);
  const other = await context.newPage();
  await signedIn(page, scene.facilitator);
  await signedIn(other, ben);
  for (const one of [page, other]) {
    await one.goto(`${server.url}/d/${scene.id}/measures`);
    await expect(rows(one)).toHaveCount(2);
    await one.keyboard.press("j");
    await one.keyboard.press("e");
  }
  await page.keyboard.type("Words of Ana");
  await other.keyboard.type("Words of Ben");
  await page.keyboard.press("Enter");
  await expect(toasts(page).last()).toContainText("Words of Ana");
  await other.keyboard.press("Enter");
  const conflict = other.getByRole("dialog", { name: "Somebody else changed m1" });
  await expect(conflict.getByRole("row", { name: /^Title/ })).toContainText("Words of Ana");
  await expect(conflict).toContainText("Ana,");
  await expectAccessible(other, "a conflict");
  await conflict.getByLabel("Title").fill("Words of both");
  await conflict.getByRole("button", { name: "Save this" }).click();
  await expect(toasts(other).last()).toContainText("Words of both");
  // The other one's page finds out by itself.
  await expect(rows(page).nth(0)).toContainText("Words of both", { timeout: 30_000 });
  await context.close();
});
