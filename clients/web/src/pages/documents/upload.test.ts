import { create, fromBinary } from "@bufbuild/protobuf";
import { Code } from "@connectrpc/connect";
import {
  ImportDocumentRequestSchema,
  type ImportDocumentResponse,
  ImportDocumentResponseSchema,
} from "@gen/plenum/ingestion/v1/ingestion_pb";
import { describe, expect, it } from "vitest";
import { Problem } from "@/api/problem";
import { importBody, LARGEST_BYTES, refusalOf } from "./upload";
import { Uploads } from "./uploads";

const PARENT = "deliberations/d";

function bytesOf(blob: Blob): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(new Uint8Array(reader.result as ArrayBuffer));
    reader.onerror = () => reject(reader.error);
    reader.readAsArrayBuffer(blob);
  });
}

describe("importBody", () => {
  it("is the request that the service reads, file and all", async () => {
    const content = new Uint8Array(300).map((_, index) => index % 256);
    const file = new File([content], "정책 🚀.txt");
    const bytes = await bytesOf(importBody(PARENT, file, "r1"));
    const request = fromBinary(ImportDocumentRequestSchema, bytes);
    expect(request).toMatchObject({ parent: PARENT, fileName: "정책 🚀.txt", requestId: "r1" });
    expect([...request.content]).toEqual([...content]);
  });
});

describe("refusalOf", () => {
  const file = (name: string, size = 10, type = "") => refusalOf({ name, size, type });

  it("lets the formats pass that are read, and files that do not say", () => {
    for (const name of ["a.pdf", "a.DOCX", "a.htm", "a.md", "a.txt", "README", ".notes"]) {
      expect(file(name)).toBeNull();
    }
    expect(file("a.rst", 10, "text/x-rst")).toBeNull();
  });

  it("says what is wrong with others before they are sent", () => {
    expect(file("a.xlsx")).toBe("format");
    expect(file("a.pdf", 0)).toBe("empty");
    expect(file("a.pdf", LARGEST_BYTES)).toBeNull();
    expect(file("a.pdf", LARGEST_BYTES + 1)).toBe("tooLarge");
    expect(file(`${"가".repeat(84)}.pdf`)).toBe("name");
  });
});

/** Sends nothing: the test ends each one by hand. */
function byHand() {
  const sent: {
    name: string;
    requestId: string;
    cancelled: boolean;
    on: { progress: (share: number) => void; sent: () => void };
    answer: (response: ImportDocumentResponse) => void;
    fail: (error: unknown) => void;
  }[] = [];
  const send: ConstructorParameters<typeof Uploads>[1] = (_, file, requestId, on) => {
    let answer: (response: ImportDocumentResponse) => void = () => undefined;
    let fail: (error: unknown) => void = () => undefined;
    const result = new Promise<ImportDocumentResponse>((resolve, reject) => {
      answer = resolve;
      fail = reject;
    });
    const one = { name: file.name, requestId, cancelled: false, on, answer, fail };
    sent.push(one);
    const cancel = () => {
      one.cancelled = true;
      fail(new Problem(Code.Canceled, "", "cancelled"));
    };
    return { result, cancel };
  };
  return { uploads: new Uploads(PARENT, send), sent };
}

const files = (...names: string[]) => names.map((name) => new File(["text"], name));
const settled = () => new Promise((resolve) => setTimeout(resolve));

function answer(measures: number): ImportDocumentResponse {
  return create(ImportDocumentResponseSchema, {
    document: { name: `${PARENT}/documents/x`, searched: true },
    measures: Array.from({ length: measures }, () => ({})),
  });
}

describe("Uploads", () => {
  const stages = (uploads: Uploads) => uploads.getList().map(({ stage }) => stage.kind);

  it("sends two at once, and the next when one is done", async () => {
    const { uploads, sent } = byHand();
    uploads.add(files("a.txt", "b.txt", "c.txt"));
    expect(stages(uploads)).toEqual(["sending", "sending", "waiting"]);
    sent[0]?.on.progress(0.5);
    expect(uploads.getList()[0]?.stage).toEqual({ kind: "sending", share: 0.5 });
    sent[0]?.on.sent();
    expect(stages(uploads)).toEqual(["reading", "sending", "waiting"]);
    sent[0]?.answer(answer(3));
    await settled();
    expect(uploads.getList()[0]?.stage).toMatchObject({ kind: "done", measures: 3 });
    expect(stages(uploads)).toEqual(["done", "sending", "sending"]);
  });

  it("goes on with the others when one fails, and sends it again as the same request", async () => {
    const { uploads, sent } = byHand();
    uploads.add(files("a.txt"));
    sent[0]?.fail(new Problem(Code.Unavailable, "UNAVAILABLE", "gone"));
    await settled();
    expect(stages(uploads)).toEqual(["failed"]);
    uploads.retry(0);
    expect(sent[1]?.requestId).toBe(sent[0]?.requestId);
    sent[1]?.answer(answer(0));
    await settled();
    expect(stages(uploads)).toEqual(["done"]);
  });

  it("ends one that is taken off while it is sent, and starts the next", async () => {
    const { uploads, sent } = byHand();
    uploads.add(files("a.txt", "b.txt", "c.txt"));
    uploads.remove(0);
    await settled();
    expect(sent[0]?.cancelled).toBe(true);
    expect(uploads.getList().map(({ file }) => file.name)).toEqual(["b.txt", "c.txt"]);
    expect(stages(uploads)).toEqual(["sending", "sending"]);
  });

  it("sends nothing that it refuses", () => {
    const { uploads, sent } = byHand();
    uploads.add([new File([], "empty.txt"), new File(["x"], "sheet.xlsx")]);
    expect(sent).toEqual([]);
    expect(uploads.getList().map(({ stage }) => stage)).toEqual([
      { kind: "refused", why: "empty" },
      { kind: "refused", why: "format" },
    ]);
    expect(uploads.busy).toBe(false);
  });
});
