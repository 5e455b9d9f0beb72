// Other systems' way in: JSON calls with a bearer token. Tests set the scene by it.
import { randomUUID } from "node:crypto";
import type { Page } from "@playwright/test";

type Json = Record<string, unknown>;

const SERVICES = {
  access: "plenum.deliberation.v1.AccessService",
  argument: "plenum.deliberation.v1.ArgumentService",
  deliberation: "plenum.deliberation.v1.DeliberationService",
  ingestion: "plenum.ingestion.v1.IngestionService",
  opinion: "plenum.deliberation.v1.OpinionService",
  scoring: "plenum.scoring.v1.ScoringService",
} as const;

export interface SignIn {
  token: string;
  refreshToken: string;
}

export class Api {
  constructor(
    private readonly url: string,
    private readonly token = "",
  ) {}

  as(signIn: SignIn): Api {
    return new Api(this.url, signIn.token);
  }

  async call<Answer = Json>(
    service: keyof typeof SERVICES,
    method: string,
    request: Json,
  ): Promise<Answer> {
    const response = await fetch(`${this.url}/${SERVICES[service]}/${method}`, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        ...(this.token ? { authorization: `Bearer ${this.token}` } : {}),
      },
      body: JSON.stringify(request),
    });
    const answer = (await response.json()) as Answer;
    if (!response.ok) throw new Error(`${method}: ${JSON.stringify(answer)}`);
    return answer;
  }
}

export interface Person {
  name: string;
  api: Api;
  signIn: SignIn;
  /** Signs a browser in: good once. */
  link: string;
}

export interface Scene {
  /** "deliberations/d". */
  deliberation: string;
  id: string;
  facilitator: Person;
  members: Person[];
  /** Names of the measures that were added by hand, in their order. */
  measures: string[];
  documents: string[];
  criteria: string[];
}

/** A deliberation in the phase draft with people, measures and criteria. */
export async function setScene(
  url: string,
  given: {
    title?: string;
    members: string[];
    measures: string[];
    criteria?: string[];
    /** Plain texts. */
    documents?: string[];
    files?: { name: string; bytes: Buffer }[];
  },
): Promise<Scene> {
  const created = await new Api(url).call<{
    deliberation: { name: string };
    signIn: SignIn;
  }>("deliberation", "CreateDeliberation", {
    deliberation: { title: given.title ?? "How should the alliance be recalibrated?" },
    facilitatorName: "Ana",
  });
  const deliberation = created.deliberation.name;
  const api = new Api(url, created.signIn.token);
  const person = (name: string, signIn: SignIn): Person => ({
    name,
    api: new Api(url, signIn.token),
    signIn,
    link: `${url}/sign-in#${signIn.refreshToken}`,
  });
  const members: Person[] = [];
  for (const name of given.members) {
    const added = await api.call<{ signIn: SignIn }>("deliberation", "CreateMember", {
      parent: deliberation,
      member: { displayName: name, role: "ROLE_MEMBER" },
    });
    members.push(person(name, added.signIn));
  }
  const measures: string[] = [];
  for (const title of given.measures) {
    const { measure } = await api.call<{ measure: { name: string } }>(
      "ingestion",
      "CreateMeasure",
      {
        parent: deliberation,
        measure: { title, withoutQuote: true },
        requestId: randomUUID(),
      },
    );
    measures.push(measure.name);
  }
  const criteria: string[] = [];
  for (const title of given.criteria ?? []) {
    const { criterion } = await api.call<{ criterion: { name: string } }>(
      "scoring",
      "CreateCriterion",
      {
        parent: deliberation,
        criterion: { title, direction: "DIRECTION_HIGHER_IS_BETTER", scaleMax: 10, weight: 1 },
      },
    );
    criteria.push(criterion.name);
  }
  const documents: string[] = [];
  const files = (given.documents ?? []).map((text, index) => ({
    name: `document-${index + 1}.txt`,
    bytes: Buffer.from(text, "utf8"),
  }));
  for (const { name, bytes } of [...files, ...(given.files ?? [])]) {
    const { document } = await api.call<{ document: { name: string } }>(
      "ingestion",
      "ImportDocument",
      { parent: deliberation, fileName: name, content: bytes.toString("base64") },
    );
    documents.push(document.name);
  }
  return {
    deliberation,
    id: deliberation.split("/")[1] ?? "",
    facilitator: person("Ana", created.signIn),
    members,
    measures,
    criteria,
    documents,
  };
}

export async function advance(scene: Scene, phase: string): Promise<void> {
  await scene.facilitator.api.call("deliberation", "AdvanceDeliberation", {
    name: scene.deliberation,
    phase,
  });
}

/** Opens the deliberation as a person, who is signed in on this browser from then on. */
export async function signedIn(page: Page, person: Person): Promise<void> {
  await page.goto(person.link);
  await page.getByRole("navigation").waitFor();
}

/** Everybody votes for the measures in their order, each beginning with another one. */
export async function voteOfAll(scene: Scene): Promise<void> {
  for (const [index, { api }] of [scene.facilitator, ...scene.members].entries()) {
    const start = index % scene.measures.length;
    const order = [...scene.measures.slice(start), ...scene.measures.slice(0, start)];
    await api.call("deliberation", "CastBallot", {
      parent: scene.deliberation,
      ballot: { tiers: order.map((measure) => ({ measures: [measure] })) },
    });
  }
}
