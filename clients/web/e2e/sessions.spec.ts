// Getting in, staying in, getting out.
import { type Api, setScene } from "./api";
import { expect, test } from "./fixtures";

test("who opens the link of a new server once can start a deliberation, and leads it", async ({
  page,
  server,
  context,
}) => {
  await page.goto(server.startLink());
  await page.getByLabel("The question").fill("What should be done?");
  await page.getByLabel("Your name").fill("Ana");
  await page.getByRole("button", { name: "Start", exact: true }).click();
  await expect(page).toHaveURL(/\/d\/[^/]+\/setup$/);
  await expect(page.getByRole("banner")).toContainText("What should be done?");

  const other = await context.browser()?.newContext();
  const late = await other?.newPage();
  if (!late) throw new Error("no second browser");
  await late.goto(server.startLink());
  await expect(late.getByRole("alert")).toContainText("This link was used already");
  await late.goto(`${server.url}/create`);
  await expect(late.getByText("plenumd start-link")).toBeVisible();
  await other?.close();
});

test("a sign-in cannot be read by scripts, and is sent to its deliberation alone", async ({
  page,
  server,
  context,
}) => {
  const scene = await setScene(server.url, { members: ["Ben"], measures: ["A", "B"] });
  const [ben] = scene.members;
  await page.goto(ben?.link ?? "");
  await expect(page).toHaveURL(new RegExp(`/d/${scene.id}$`));
  expect(page.url()).not.toContain("#");
  expect(await page.evaluate(() => document.cookie)).toBe("");
  const stored = await page.evaluate(() => JSON.stringify(localStorage));
  expect(stored).not.toContain(ben?.signIn.refreshToken ?? "?");
  const [cookie] = await context.cookies(`${server.url}/d/${scene.id}`);
  expect(cookie).toMatchObject({ httpOnly: true, sameSite: "Strict", path: `/d/${scene.id}` });
  expect(await context.cookies(server.url)).toEqual([]);
});

test("an invitation lets one person in, once, and says why it does not let in another", async ({
  page,
  server,
}) => {
  const scene = await setScene(server.url, { members: [], measures: ["A", "B"] });
  const issue = async () => {
    const { issued } = await scene.facilitator.api.call<{
      issued: { code: string; link: string; invitation: { name: string } };
    }>("access", "CreateInvitation", {
      parent: scene.deliberation,
      invitation: { label: "Chloe", role: "ROLE_MEMBER" },
    });
    return issued;
  };
  const first = await issue();
  expect(first.link).toBe(`${server.url}/join#${first.code}`);
  await page.goto(first.link);
  await expect(page.getByText("How should the alliance be recalibrated?")).toBeVisible();
  await expect(page.getByLabel("Your name")).toHaveValue("Chloe");
  expect(page.url()).not.toContain("#");
  await page.getByRole("button", { name: "Join" }).click();
  await expect(page).toHaveURL(new RegExp(`/d/${scene.id}$`));

  await page.goto("about:blank");
  await page.goto(first.link);
  await expect(page.getByRole("alert")).toContainText("joined by this invitation already");

  const second = await issue();
  await scene.facilitator.api.call("access", "RevokeInvitation", {
    name: second.invitation.name,
  });
  await page.goto("about:blank");
  await page.goto(second.link);
  await expect(page.getByRole("alert")).toContainText("was withdrawn");

  await page.goto("about:blank");
  await page.goto(`${server.url}/join#nonsense`);
  await expect(page.getByRole("alert")).toContainText("There is no such invitation");
});

test("who is not signed in is told how to get in again", async ({ page, server }) => {
  const scene = await setScene(server.url, { members: [], measures: ["A", "B"] });
  await page.goto(`${server.url}/d/${scene.id}`);
  await expect(page.getByRole("heading", { name: "Sign in again" })).toBeVisible();
  const { signIn } = await scene.facilitator.api.call<{ signIn: { refreshToken: string } }>(
    "deliberation",
    "CreateMemberToken",
    { name: await memberNamed(scene.facilitator.api, scene.deliberation, "Ana") },
  );
  await page.getByLabel("Sign-in link").fill(`${server.url}/sign-in#${signIn.refreshToken}`);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("navigation")).toBeVisible();
});

async function memberNamed(api: Api, deliberation: string, name: string): Promise<string> {
  const { members } = await api.call<{ members: { name: string; displayName: string }[] }>(
    "deliberation",
    "ListMembers",
    { parent: deliberation },
  );
  return members.find((member) => member.displayName === name)?.name ?? "";
}
