// What is said on the page of a measure: live, drafted, changed, hidden.
import type { Page } from "@playwright/test";
import { type Person, type Scene, setScene, signedIn } from "./api";
import { expect, test } from "./fixtures";

async function openMeasure(page: Page, url: string, scene: Scene, person: Person | undefined) {
  if (!person) throw new Error("no person");
  await signedIn(page, person);
  await page.goto(`${url}/d/${scene.id}/measures/${scene.measures[0]?.split("/").pop()}`);
  await expect(page.getByRole("heading", { name: "Arguments", exact: true })).toBeVisible();
}

test("an argument is drafted over a reload, said, and seen at once by others", async ({
  page,
  server,
  browser,
  watch,
}) => {
  const scene = await setScene(server.url, {
    members: ["Ben", "Chloe"],
    measures: ["Add hotlines", "Reduce troops"],
    criteria: ["Effect"],
  });
  const [ben, chloe] = scene.members;
  await openMeasure(page, server.url, scene, ben);
  const others = await browser.newContext();
  watch.over(others);
  const other = await others.newPage();
  await openMeasure(other, server.url, scene, chloe);

  await page.getByRole("button", { name: "Speak for it" }).click();
  await page.getByLabel("What speaks for it?").fill("It costs <b>little</b>.");
  await page.reload();
  await expect(page.getByLabel("What speaks for it?")).toHaveValue("It costs <b>little</b>.");
  await page.getByText("Lean on a quote or a criterion").click();
  await page.getByLabel("Criterion that it is about").selectOption("Effect");
  await page.getByRole("button", { name: "Say it" }).click();
  await expect(page.getByText("It costs <b>little</b>.")).toBeVisible();
  await expect(other.getByText("It costs <b>little</b>.")).toBeVisible();
  await expect(other.getByText("new", { exact: true })).toBeVisible();

  await other.getByRole("button", { name: "Reply" }).click();
  await other.getByLabel("Your reply").fill("Less than we think.");
  await other
    .getByRole("form")
    .or(other.locator("form"))
    .getByRole("button", { name: "Reply" })
    .click();
  await expect(page.getByRole("list", { name: "Replies" })).toContainText("Less than we think.");

  await page.getByRole("button", { name: "Change" }).click();
  await page.getByLabel("Your words").fill("It costs next to nothing.");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(other.getByText("It costs next to nothing.")).toBeVisible();
  await other.getByText(/1 earlier version/).click();
  await expect(other.getByText("It costs <b>little</b>.")).toBeVisible();
  await others.close();
});

test("a change that meets another one shows both, and asks", async ({ page, server, watch }) => {
  watch.allow(/Failed to load resource/);
  const scene = await setScene(server.url, { members: ["Ben"], measures: ["A", "B"] });
  const [ben] = scene.members;
  const { argument } = await (ben ?? scene.facilitator).api.call<{ argument: { name: string } }>(
    "argument",
    "CreateArgument",
    {
      parent: scene.deliberation,
      argument: { measure: scene.measures[0], side: "SIDE_CON", text: "Too slow." },
    },
  );
  await openMeasure(page, server.url, scene, ben);
  await page.getByRole("button", { name: "Change" }).click();
  await page.getByLabel("Your words").fill("Too slow by far.");
  await ben?.api.call("argument", "UpdateArgument", { name: argument.name, text: "Too late." });
  await page.getByRole("button", { name: "Save" }).click();
  const conflict = page.getByRole("alert");
  await expect(conflict).toContainText("Too late.");
  await expect(page.getByLabel("Your words")).toHaveValue("Too slow by far.");
  await conflict.getByRole("button", { name: "Keep what I wrote here" }).click();
  await expect(page.getByText("Too slow by far.")).toBeVisible();
  await expect(page.getByText(/2 earlier versions/)).toBeVisible();
});

test("a facilitator hides an argument with a reason that everybody sees, and brings it back", async ({
  page,
  server,
  browser,
}) => {
  const scene = await setScene(server.url, { members: ["Ben", "Chloe"], measures: ["A", "B"] });
  const [ben, chloe] = scene.members;
  await ben?.api.call("argument", "CreateArgument", {
    parent: scene.deliberation,
    argument: { measure: scene.measures[0], side: "SIDE_PRO", text: "Ask my cousin." },
  });
  await openMeasure(page, server.url, scene, scene.facilitator);
  const others = await browser.newContext();
  const other = await others.newPage();
  await openMeasure(other, server.url, scene, chloe);
  await expect(other.getByText("Ask my cousin.")).toBeVisible();
  await page.getByRole("button", { name: "Hide" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Reason, which everybody sees").fill("It is no reason.");
  await dialog.getByRole("button", { name: "Hide" }).click();
  await expect(other.getByText("Ana hid this argument. Reason: It is no reason.")).toBeVisible();
  await expect(other.getByText("Ask my cousin.")).toHaveCount(0);
  await expect(other.getByRole("button", { name: "Hide" })).toHaveCount(0);
  await page.getByRole("button", { name: "Show again" }).click();
  await expect(other.getByText("Ask my cousin.")).toBeVisible();
  await others.close();
});
