// What every test of the page has: a server of its own, and pages that fail the test when something
// goes wrong behind the user's back: an error in the console, a refused content, a call elsewhere.
import { type BrowserContext, test as base, expect, type Page } from "@playwright/test";
import { Server } from "./server";

export { expect };

export class Watch {
  readonly faults: string[] = [];
  /** Faults that a test causes on purpose. */
  private readonly allowed: RegExp[] = [];

  constructor(private readonly origin: () => string) {}

  allow(pattern: RegExp): void {
    this.allowed.push(pattern);
  }

  over(context: BrowserContext): void {
    context.on("page", (page) => this.overPage(page));
    for (const page of context.pages()) this.overPage(page);
  }

  private overPage(page: Page): void {
    page.on("console", (message) => {
      if (message.type() === "error" || message.type() === "warning") this.note(message.text());
    });
    page.on("pageerror", (error) => this.note(`uncaught: ${error.message}`));
    page.on("request", (request) => {
      const url = request.url();
      if (!url.startsWith(this.origin()) && !/^(data|blob|about):/.test(url)) {
        this.note(`request to ${url}`);
      }
    });
  }

  private note(fault: string): void {
    if (!this.allowed.some((pattern) => pattern.test(fault))) this.faults.push(fault);
  }
}

export const test = base.extend<{ server: Server; watch: Watch; flags: string[] }>({
  flags: [[], { option: true }],
  server: async ({ flags }, use) => {
    const server = new Server(flags);
    await server.start();
    await use(server);
    await server.remove();
  },
  watch: [
    async ({ context, server }, use) => {
      const watch = new Watch(() => server.url);
      watch.over(context);
      await use(watch);
      expect(watch.faults, "what went wrong behind the page").toEqual([]);
    },
    { auto: true },
  ],
});
