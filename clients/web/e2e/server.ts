// A real plenumd on a folder of its own, on free ports of loopback.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** The folder with the programs. */
export const BIN = process.env.PLENUM_BIN ?? "../../build/release/bin";
const STARTED_WITHIN_MS = 20_000;

export class Server {
  private process: ChildProcess | null = null;
  private said = "";
  private readonly folder = mkdtempSync(join(tmpdir(), "plenum-web-"));
  /** Of the page, "http://127.0.0.1:40123". The same after a restart. */
  url = "";

  constructor(private readonly flags: string[] = []) {}

  async start(): Promise<void> {
    const portFile = join(this.folder, "web-port");
    rmSync(portFile, { force: true });
    const port = this.url === "" ? "0" : new URL(this.url).port;
    const child = spawn(
      join(BIN, "plenumd"),
      [
        ...["--data-dir", join(this.folder, "data"), "--listen", "127.0.0.1:0"],
        ...["--web-listen", `127.0.0.1:${port}`, "--web-port-file", portFile],
        ...["--log-level", "warning", ...this.flags],
      ],
      { stdio: ["ignore", "pipe", "pipe"], env: withoutSettings() },
    );
    this.process = child;
    const keep = (bytes: Buffer) => {
      this.said += bytes.toString();
    };
    child.stdout.on("data", keep);
    child.stderr.on("data", keep);
    const until = Date.now() + STARTED_WITHIN_MS;
    while (!existsSync(portFile)) {
      if (child.exitCode !== null || Date.now() > until) {
        throw new Error(`plenumd did not start: ${this.said}`);
      }
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    this.url = `http://127.0.0.1:${readFileSync(portFile, "utf8").trim()}`;
  }

  /** Ends the process and keeps its data. */
  async stop(signal: NodeJS.Signals = "SIGTERM"): Promise<void> {
    const child = this.process;
    this.process = null;
    if (child === null || child.exitCode !== null) return;
    child.kill(signal);
    await once(child, "exit");
  }

  async remove(): Promise<void> {
    await this.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** What it printed and logged. */
  output(): string {
    return this.said;
  }

  /** The one-time link that it prints when it starts for the first time. */
  startLink(): string {
    const link = /http:\/\/\S+\/start#\S+/.exec(this.said)?.[0];
    if (link === undefined) throw new Error(`plenumd printed no start link: ${this.said}`);
    return link;
  }
}

function withoutSettings(): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !name.startsWith("PLENUM_")),
  );
}
