// @vitest-environment node
// The tree and its proofs are compared with the definitions of RFC 9162, section 2.1, as they are
// written there; signatures are made by Node's own Ed25519.
import { createHash, generateKeyPairSync, type KeyObject, sign } from "node:crypto";
import { readFileSync } from "node:fs";
import { describe, expect, it, vi } from "vitest";
import { RECEIPT_WORDS } from "./receipt_words";
import {
  ballotEntry,
  commitmentOf,
  fromBase64,
  hashOfEntry,
  type KeptReceipt,
  openCheckpoint,
  originOf,
  receiptFile,
  rootOf,
  sha256,
  toBase64,
  toHex,
  unpackBallot,
  utf8,
  verifierKey,
  verifyConsistency,
  verifyInclusion,
  verifyReceipt,
  wordsOf,
} from "./record";

const hash = (...parts: Uint8Array[]): Uint8Array => {
  const digest = createHash("sha256");
  for (const part of parts) digest.update(part);
  return new Uint8Array(digest.digest());
};

const LEAVES = Array.from({ length: 33 }, (_, i) => hash(Uint8Array.of(0), utf8(`entry ${i}`)));

/** The largest power of two below n. */
function split(n: number): number {
  let k = 1;
  while (2 * k < n) k *= 2;
  return k;
}

// MTH, PATH and SUBPROOF of RFC 9162.
function mth(leaves: Uint8Array[]): Uint8Array {
  const [first] = leaves;
  if (first === undefined) return hash();
  if (leaves.length === 1) return first;
  const k = split(leaves.length);
  return hash(Uint8Array.of(1), mth(leaves.slice(0, k)), mth(leaves.slice(k)));
}

function path(m: number, leaves: Uint8Array[]): Uint8Array[] {
  if (leaves.length === 1) return [];
  const k = split(leaves.length);
  return m < k
    ? [...path(m, leaves.slice(0, k)), mth(leaves.slice(k))]
    : [...path(m - k, leaves.slice(k)), mth(leaves.slice(0, k))];
}

function subproof(m: number, leaves: Uint8Array[], whole: boolean): Uint8Array[] {
  if (m === leaves.length) return whole ? [] : [mth(leaves)];
  const k = split(leaves.length);
  return m <= k
    ? [...subproof(m, leaves.slice(0, k), whole), mth(leaves.slice(k))]
    : [...subproof(m - k, leaves.slice(k), false), mth(leaves.slice(0, k))];
}

const leaf = (i: number): Uint8Array => LEAVES[i] ?? new Uint8Array();

describe("the hash tree", () => {
  it("has the hashes that others compute", async () => {
    expect(toHex(await rootOf([]))).toBe(
      "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    );
    expect(toHex(await hashOfEntry(new Uint8Array()))).toBe(
      "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    );
  });

  it("has the root of the definition at every size", async () => {
    for (let size = 0; size <= LEAVES.length; size++) {
      const leaves = LEAVES.slice(0, size);
      expect(toHex(await rootOf(leaves)), `${size}`).toBe(toHex(mth(leaves)));
    }
  });

  it("accepts every proof of inclusion, and no changed one", async () => {
    for (let size = 1; size <= LEAVES.length; size++) {
      const leaves = LEAVES.slice(0, size);
      const root = mth(leaves);
      for (let index = 0; index < size; index++) {
        const claim = { index, size, leafHash: leaf(index), proof: path(index, leaves), root };
        const at = `${index} of ${size}`;
        expect(await verifyInclusion(claim), at).toBe(true);
        const changes = [
          { leafHash: hash() },
          { root: hash() },
          { index: size },
          { index: -1 },
          { index: index + 0.5 },
          { size: index },
          { proof: [...claim.proof, hash()] },
          { proof: claim.proof.map((part) => part.slice(1)) },
          { proof: claim.proof.slice(1) },
        ];
        for (const change of changes) {
          if (size === 1 && "proof" in change && change.proof.length === 0) continue;
          expect(await verifyInclusion({ ...claim, ...change }), at).toBe(false);
        }
      }
    }
  });

  it("accepts no proof of one place for another", async () => {
    const root = mth(LEAVES);
    for (let index = 0; index < LEAVES.length; index++) {
      const claim = { size: LEAVES.length, leafHash: leaf(3), proof: path(3, LEAVES), root };
      expect(await verifyInclusion({ ...claim, index })).toBe(index === 3);
    }
  });

  it("accepts every proof that a log only grew, and no changed one", async () => {
    for (let size = 1; size <= 20; size++) {
      const leaves = LEAVES.slice(0, size);
      const root = mth(leaves);
      for (let oldSize = 1; oldSize <= size; oldSize++) {
        const oldRoot = mth(LEAVES.slice(0, oldSize));
        const claim = { oldSize, oldRoot, size, root, proof: subproof(oldSize, leaves, true) };
        const at = `${oldSize} of ${size}`;
        expect(await verifyConsistency(claim), at).toBe(true);
        const changes = [
          { oldRoot: hash() },
          { root: hash() },
          { oldSize: 0 },
          { oldSize: size + 1 },
          { proof: [...claim.proof, hash()] },
        ];
        for (const change of changes) {
          expect(await verifyConsistency({ ...claim, ...change }), at).toBe(false);
        }
      }
    }
  });
});

function keyPair(): { publicKey: Uint8Array; privateKey: KeyObject } {
  const { publicKey, privateKey } = generateKeyPairSync("ed25519");
  const raw = publicKey.export({ format: "jwk" }).x ?? "";
  return { publicKey: new Uint8Array(Buffer.from(raw, "base64url")), privateKey };
}

const ORIGIN = originOf("deliberations/d");

function signed(body: string, key: ReturnType<typeof keyPair>, name = ORIGIN): string {
  const id = hash(utf8(`${name}\n`), Uint8Array.of(1), key.publicKey).slice(0, 4);
  const signature = sign(null, utf8(body), key.privateKey);
  return `\u2014 ${name} ${Buffer.concat([id, signature]).toString("base64")}\n`;
}

function bodyOf(size: number, root: Uint8Array, extension = ""): string {
  return `${ORIGIN}\n${size}\n${toBase64(root)}\n${extension}`;
}

function checkpointOf(size: number, root: Uint8Array, key: ReturnType<typeof keyPair>): string {
  const body = bodyOf(size, root);
  return `${body}\n${signed(body, key)}`;
}

describe("a checkpoint", () => {
  const key = keyPair();
  const root = hash();
  const text = checkpointOf(7, root, key);

  it("is read when its key signed it", async () => {
    const opened = await openCheckpoint(text, ORIGIN, key.publicKey);
    expect(opened).toEqual({ state: "signed", checkpoint: { origin: ORIGIN, size: 7, root } });
  });

  it("may have extensions and signatures of others", async () => {
    const body = bodyOf(7, root, "something more\n");
    const other = keyPair();
    const both = `${body}\n${signed(body, other, "somebody")}${signed(body, other)}${signed(body, key)}`;
    expect((await openCheckpoint(both, ORIGIN, key.publicKey)).state).toBe("signed");
  });

  it("is forged when anything in it was changed", async () => {
    const more = text.replace("\n7\n", "\n8\n");
    expect((await openCheckpoint(more, ORIGIN, key.publicKey)).state).toBe("forged");
    const otherRoot = text.replace(toBase64(root), toBase64(hash(root)));
    expect((await openCheckpoint(otherRoot, ORIGIN, key.publicKey)).state).toBe("forged");
  });

  it("is not signed by a key that is another", async () => {
    const { state } = await openCheckpoint(text, ORIGIN, keyPair().publicKey);
    expect(state).toBe("unsigned");
  });

  it("is foreign when it is of another log", async () => {
    const { state } = await openCheckpoint(text, originOf("deliberations/e"), key.publicKey);
    expect(state).toBe("foreign");
  });

  it("is none when its form is another", async () => {
    const wrong = [
      "",
      "\n\n",
      text.slice(0, -1),
      text.replace("\n7\n", "\n07\n"),
      text.replace("\n7\n", "\n-7\n"),
      text.replace("\n7\n", "\n99999999999999999999\n"),
      text.replace(toBase64(root), toBase64(root.slice(1))),
      text.replace("\u2014", "-"),
      `${ORIGIN}\n7\n\n${signed("", key)}`,
      text + "x".repeat(64 * 1024),
    ];
    for (const each of wrong) {
      const { state } = await openCheckpoint(each, ORIGIN, key.publicKey);
      expect(state, each.slice(0, 200)).toBe("malformed");
    }
  });

  it("says when the browser knows no such signatures", async () => {
    vi.spyOn(crypto.subtle, "importKey").mockRejectedValue(
      new DOMException("Ed25519?", "NotSupportedError"),
    );
    const { state } = await openCheckpoint(text, ORIGIN, key.publicKey);
    expect(state).toBe("unsupported");
  });

  it("names its key as tools for signed notes take it", async () => {
    const publicKey = new Uint8Array(32);
    const id = hash(utf8("log\n"), Uint8Array.of(1), publicKey).slice(0, 4);
    const typed = Buffer.concat([Uint8Array.of(1), publicKey]).toString("base64");
    expect(await verifierKey("log", publicKey)).toBe(`log+${toHex(id)}+${typed}`);
  });
});

describe("a receipt", () => {
  const key = keyPair();
  const commitment = hash(utf8("a ballot"));
  const leaves = [...LEAVES.slice(0, 6), hash(Uint8Array.of(0), ballotEntry(commitment))];
  const receipt: KeptReceipt & { inclusion: object } = {
    deliberation: "deliberations/d",
    commitment,
    inclusion: {
      index: 6,
      proof: path(6, leaves),
      publicKey: key.publicKey,
      checkpoint: checkpointOf(7, mth(leaves), key),
    },
  };

  it("holds when the signed log has the ballot", async () => {
    expect(await verifyReceipt(receipt)).toEqual({
      held: "yes",
      index: 6,
      size: 7,
      signature: "signed",
    });
  });

  it("waits while it has no proof", async () => {
    expect(await verifyReceipt({ ...receipt, inclusion: null })).toEqual({ held: "waiting" });
  });

  it("fails for another ballot, place or log", async () => {
    const no = (why: string) => ({ held: "no", why });
    expect(await verifyReceipt({ ...receipt, commitment: hash() })).toEqual(no("proof"));
    const moved = { ...receipt, inclusion: { ...receipt.inclusion, index: 5 } };
    expect(await verifyReceipt(moved)).toEqual(no("proof"));
    const elsewhere = { ...receipt, deliberation: "deliberations/e" };
    expect(await verifyReceipt(elsewhere)).toEqual(no("checkpoint"));
  });

  it("is said to be unchecked where the page gets no hashes", async () => {
    vi.stubGlobal("crypto", {});
    expect(await verifyReceipt(receipt)).toEqual({ held: "unchecked" });
    vi.unstubAllGlobals();
  });

  it("is written as the command line reads it", () => {
    const file: unknown = JSON.parse(receiptFile(receipt));
    expect(file).toEqual({
      format: "plenum receipt 1",
      deliberation: "deliberations/d",
      commitment: Buffer.from(commitment).toString("base64"),
      words: wordsOf(commitment),
      inclusion: {
        index: 6,
        proof: path(6, leaves).map((part) => Buffer.from(part).toString("base64")),
        public_key: Buffer.from(key.publicKey).toString("base64"),
        checkpoint: receipt.inclusion.checkpoint,
      },
    });
    expect(JSON.parse(receiptFile({ ...receipt, inclusion: null }))).not.toHaveProperty(
      "inclusion",
    );
  });

  it("has the words of the server", () => {
    const header = readFileSync("../../services/deliberation/record/words.h", "utf8");
    const words = [...header.slice(header.indexOf("kWords")).matchAll(/"([a-z]+)"/g)];
    expect(RECEIPT_WORDS).toEqual(words.map(([, word]) => word));
    expect(wordsOf(Uint8Array.of(0, 255, 1, 0, 255, 1, 9))).toBe(
      "acorn zebra album acorn zebra album",
    );
  });
});

describe("a published ballot", () => {
  it("has the commitment that the form defines", async () => {
    const ballot = {
      deliberation: "deliberations/d",
      decision: 2,
      voter: "m",
      weight: 3,
      salt: new Uint8Array(16).fill(7),
      packed: Uint8Array.of(1, 1, 2, 0),
    };
    const bytes = Buffer.concat([
      Buffer.from("plenum ballot 2\ndeliberations/d\n2\nm\n3\n"),
      ballot.salt,
      ballot.packed,
    ]);
    expect(toHex(await commitmentOf(ballot))).toBe(toHex(await sha256(bytes)));
  });

  it("is read option by option", () => {
    expect(unpackBallot(Uint8Array.of(1, 2, 0, 1), 3)).toEqual([2, 0, 1]);
    expect(unpackBallot(Uint8Array.of(1, 0x80, 1, 5), 2)).toEqual([128, 5]);
    for (const wrong of [[], [2, 1], [1, 1, 1, 1], [1, 1], [1, 1, 0x81]]) {
      expect(unpackBallot(Uint8Array.from(wrong), 2), `${wrong}`).toBeNull();
    }
  });
});

describe("base64", () => {
  it("is read only in its one form", () => {
    expect(fromBase64("AQ==")).toEqual(Uint8Array.of(1));
    expect(fromBase64("")).toEqual(new Uint8Array());
    for (const other of ["AQ", "AR==", "A Q==", "AQ==\n", "_w==", "="]) {
      expect(fromBase64(other), other).toBeNull();
    }
  });
});
