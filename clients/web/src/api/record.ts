// The record of a vote, checked in the browser: the hash tree of RFC 9162, signed checkpoints in the
// form of C2SP tlog-checkpoint, and the receipt of one ballot (docs/record.md).
//
//   const opened = await openCheckpoint(text, originOf("deliberations/d"), publicKey);
//   if (opened.state === "signed") {
//     const { size, root } = opened.checkpoint;
//     const counted = await verifyInclusion({ index, size, leafHash, proof, root });
//   }
//
// All of it needs a page that was loaded by https or from this computer (canVerify): browsers give no
// hashes to others.
import { RECEIPT_WORDS } from "./receipt_words";

export const HASH_BYTES = 32;
const KEY_ID_BYTES = 4;
const ED25519 = 1;
const WORDS_SHOWN = 6;
/** Longer texts are refused unread. */
const MAX_CHECKPOINT_CHARS = 64 * 1024;

/** Whether this browser computes hashes for this page. */
export function canVerify(): boolean {
  return globalThis.crypto?.subtle !== undefined;
}

// Bytes.

export function concat(...parts: Uint8Array[]): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, index) => byte === b[index]);
}

export function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

export function toBase64(bytes: Uint8Array): string {
  let binary = "";
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary);
}

/** Null for what is not the one text that base64 makes of some bytes (RFC 4648, section 4). */
export function fromBase64(text: string): Uint8Array | null {
  try {
    const bytes = Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
    return toBase64(bytes) === text ? bytes : null;
  } catch {
    return null;
  }
}

export function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

export async function sha256(...parts: Uint8Array[]): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", concat(...parts)));
}

// The hash tree: RFC 9162, section 2.1. Proofs go from the leaf's side to the root's.

const LEAF = Uint8Array.of(0);
const NODE = Uint8Array.of(1);

export function hashOfEntry(entry: Uint8Array): Promise<Uint8Array> {
  return sha256(LEAF, entry);
}

export function hashOfChildren(left: Uint8Array, right: Uint8Array): Promise<Uint8Array> {
  return sha256(NODE, left, right);
}

/** The root over leaves: neighbours are joined level by level, and one without a neighbour goes up. */
export async function rootOf(leafHashes: readonly Uint8Array[]): Promise<Uint8Array> {
  let level = [...leafHashes];
  while (level.length > 1) {
    const pairs = Array.from({ length: Math.ceil(level.length / 2) }, (_, i) =>
      level.slice(2 * i, 2 * i + 2),
    );
    level = await Promise.all(
      pairs.map(async ([left, right]) => {
        if (left === undefined) throw new Error("a level of the tree has a hole");
        return right === undefined ? left : hashOfChildren(left, right);
      }),
    );
  }
  return level[0] ?? sha256();
}

const isOdd = (n: number) => n % 2 === 1;
const half = (n: number) => Math.floor(n / 2);

/** That an entry is in the log of `size` entries (section 2.1.3.2). */
export async function verifyInclusion(claim: {
  /** Of the entry, from 0. */
  index: number;
  size: number;
  leafHash: Uint8Array;
  proof: readonly Uint8Array[];
  root: Uint8Array;
}): Promise<boolean> {
  const { index, size, proof } = claim;
  if (!Number.isSafeInteger(index) || !Number.isSafeInteger(size)) return false;
  if (index < 0 || index >= size || !areHashes(proof)) return false;
  let node = index;
  let last = size - 1;
  let hash = claim.leafHash;
  for (const sibling of proof) {
    if (last === 0) return false;
    if (isOdd(node) || node === last) {
      hash = await hashOfChildren(sibling, hash);
      // A node at the right edge without a neighbour goes up unchanged.
      while (!isOdd(node) && node !== 0) {
        node = half(node);
        last = half(last);
      }
    } else {
      hash = await hashOfChildren(hash, sibling);
    }
    node = half(node);
    last = half(last);
  }
  return last === 0 && sameBytes(hash, claim.root);
}

/** That the log of `oldSize` entries is the beginning of that of `size` (section 2.1.4.2). */
export async function verifyConsistency(claim: {
  /** From 1. */
  oldSize: number;
  oldRoot: Uint8Array;
  size: number;
  root: Uint8Array;
  proof: readonly Uint8Array[];
}): Promise<boolean> {
  const { oldSize, oldRoot, size, root, proof } = claim;
  if (!Number.isSafeInteger(oldSize) || !Number.isSafeInteger(size)) return false;
  if (oldSize < 1 || oldSize > size || !areHashes(proof)) return false;
  if (oldSize === size) return proof.length === 0 && sameBytes(oldRoot, root);
  // The old root is a node of the new tree when its size is a power of two, and is then left out.
  const path = isPowerOfTwo(oldSize) ? [oldRoot, ...proof] : [...proof];
  let node = oldSize - 1;
  let last = size - 1;
  while (isOdd(node)) {
    node = half(node);
    last = half(last);
  }
  const [first, ...rest] = path;
  if (first === undefined) return false;
  let oldHash = first;
  let hash = first;
  for (const sibling of rest) {
    if (last === 0) return false;
    if (isOdd(node) || node === last) {
      oldHash = await hashOfChildren(sibling, oldHash);
      hash = await hashOfChildren(sibling, hash);
      while (!isOdd(node) && node !== 0) {
        node = half(node);
        last = half(last);
      }
    } else {
      hash = await hashOfChildren(hash, sibling);
    }
    node = half(node);
    last = half(last);
  }
  return last === 0 && sameBytes(oldHash, oldRoot) && sameBytes(hash, root);
}

function areHashes(proof: readonly Uint8Array[]): boolean {
  return proof.every((hash) => hash.length === HASH_BYTES);
}

function isPowerOfTwo(n: number): boolean {
  while (n > 1 && !isOdd(n)) n = half(n);
  return n === 1;
}

// Checkpoints.

/** What a log was at some moment. */
export interface Checkpoint {
  origin: string;
  /** Entries. */
  size: number;
  root: Uint8Array;
}

export type OpenedCheckpoint =
  /** "unsupported": this browser cannot check the signature; all else is in order. */
  | { state: "signed" | "unsupported"; checkpoint: Checkpoint }
  /** No checkpoint; of another log; not signed by this key; its signature does not hold. */
  | { state: "malformed" | "foreign" | "unsigned" | "forged" };

/** The origin of the log of a deliberation ("deliberations/d"). */
export function originOf(deliberation: string): string {
  return `plenum/${deliberation}`;
}

/** The checkpoint of a text that `publicKey` signed under `origin`; other signatures are passed over. */
export async function openCheckpoint(
  text: string,
  origin: string,
  publicKey: Uint8Array,
): Promise<OpenedCheckpoint> {
  const note = readNote(text);
  const checkpoint = note && readBody(note.body);
  if (!note || !checkpoint) return { state: "malformed" };
  if (checkpoint.origin !== origin) return { state: "foreign" };
  const id = await keyId(origin, publicKey);
  const own = note.signatures.filter(
    ({ name, bytes }) => name === origin && sameBytes(bytes.slice(0, KEY_ID_BYTES), id),
  );
  if (own.length === 0) return { state: "unsigned" };
  for (const { bytes } of own) {
    const held = await signatureHolds(publicKey, note.body, bytes.slice(KEY_ID_BYTES));
    if (held === null) return { state: "unsupported", checkpoint };
    if (!held) return { state: "forged" };
  }
  return { state: "signed", checkpoint };
}

/** The key as tools for C2SP signed notes take it: NAME+HASH+BASE64. */
export async function verifierKey(origin: string, publicKey: Uint8Array): Promise<string> {
  return `${origin}+${toHex(await keyId(origin, publicKey))}+${toBase64(typedKey(publicKey))}`;
}

function typedKey(publicKey: Uint8Array): Uint8Array {
  return concat(Uint8Array.of(ED25519), publicKey);
}

async function keyId(origin: string, publicKey: Uint8Array): Promise<Uint8Array> {
  const hash = await sha256(utf8(`${origin}\n`), typedKey(publicKey));
  return hash.slice(0, KEY_ID_BYTES);
}

interface Note {
  /** What is signed, its last line break included. */
  body: string;
  /** Key id and signature. */
  signatures: { name: string; bytes: Uint8Array }[];
}

function readNote(text: string): Note | null {
  const gap = text.lastIndexOf("\n\n");
  if (text.length > MAX_CHECKPOINT_CHARS || gap < 0 || !text.endsWith("\n")) return null;
  const signatures: Note["signatures"] = [];
  for (const line of text.slice(gap + 2, -1).split("\n")) {
    const [, name, base64] = /^\u2014 (\S+) (\S+)$/.exec(line) ?? [];
    const bytes = fromBase64(base64 ?? "");
    if (name === undefined || bytes === null || bytes.length <= KEY_ID_BYTES) return null;
    signatures.push({ name, bytes });
  }
  return { body: text.slice(0, gap + 1), signatures };
}

function readBody(body: string): Checkpoint | null {
  const [origin = "", size = "", rootText = "", ...rest] = body.split("\n");
  const root = fromBase64(rootText);
  const isOrigin = /^[!-*,-~]+$/.test(origin);
  const isSize = /^(0|[1-9][0-9]*)$/.test(size) && Number.isSafeInteger(Number(size));
  if (!isOrigin || !isSize || root?.length !== HASH_BYTES || rest.length === 0) return null;
  return { origin, size: Number(size), root };
}

/** Null when this browser knows no Ed25519. */
async function signatureHolds(
  publicKey: Uint8Array,
  body: string,
  signature: Uint8Array,
): Promise<boolean | null> {
  let key: CryptoKey;
  try {
    key = await crypto.subtle.importKey("raw", concat(publicKey), "Ed25519", false, ["verify"]);
  } catch (error) {
    // A key that is none is a DataError; an algorithm that is not known a NotSupportedError.
    if (error instanceof DOMException && error.name === "NotSupportedError") return null;
    return false;
  }
  return crypto.subtle.verify("Ed25519", key, concat(signature), concat(utf8(body)));
}

// Ballots and receipts.

/** The log's entry of a ballot: version 1, kind 3, the commitment. */
export function ballotEntry(commitment: Uint8Array): Uint8Array {
  return concat(Uint8Array.of(1, 3), commitment);
}

/** What the log holds of a ballot that was published when the vote was closed. */
export function commitmentOf(ballot: {
  deliberation: string;
  /** Which vote of the deliberation, from 1. */
  decision: number;
  /** The member's id where ballots have names, else empty. */
  voter: string;
  weight: number;
  salt: Uint8Array;
  packed: Uint8Array;
}): Promise<Uint8Array> {
  const { deliberation, decision, voter, weight, salt, packed } = ballot;
  const head = `plenum ballot 2\n${deliberation}\n${decision}\n${voter}\n${weight}\n`;
  return sha256(utf8(head), salt, packed);
}

/**
 * The tier of each option of a published ballot, from 1 for the best, 0 for one that it leaves out.
 * Null for bytes that are no ballot of `count` options.
 */
export function unpackBallot(packed: Uint8Array, count: number): number[] | null {
  if (packed[0] !== 1) return null;
  const tiers: number[] = [];
  let tier = 0;
  let scale = 1;
  for (const byte of packed.slice(1)) {
    tier += (byte % 128) * scale;
    scale *= 128;
    if (byte >= 128) continue;
    tiers.push(tier);
    tier = 0;
    scale = 1;
  }
  return tiers.length === count && scale === 1 ? tiers : null;
}

/** Six words that a person can compare. */
export function wordsOf(commitment: Uint8Array): string {
  return Array.from(commitment.slice(0, WORDS_SHOWN), (byte) => RECEIPT_WORDS[byte]).join(" ");
}

/** What a voter keeps of a ballot. */
export interface KeptReceipt {
  deliberation: string;
  commitment: Uint8Array;
  /** Where the log has it; null while it waits for the close. */
  inclusion: {
    index: number;
    proof: Uint8Array[];
    publicKey: Uint8Array;
    checkpoint: string;
  } | null;
}

export type ReceiptCheck =
  | { held: "yes"; index: number; size: number; signature: "signed" | "unsupported" }
  | { held: "waiting" }
  | { held: "no"; why: "checkpoint" | "proof" }
  /** This browser computes no hashes for this page (canVerify). */
  | { held: "unchecked" };

/** What a receipt proves by itself. */
export async function verifyReceipt(receipt: KeptReceipt): Promise<ReceiptCheck> {
  const { inclusion, commitment, deliberation } = receipt;
  if (inclusion === null) return { held: "waiting" };
  if (!canVerify()) return { held: "unchecked" };
  const opened = await openCheckpoint(
    inclusion.checkpoint,
    originOf(deliberation),
    inclusion.publicKey,
  );
  if (!("checkpoint" in opened)) return { held: "no", why: "checkpoint" };
  const { size, root } = opened.checkpoint;
  const leafHash = await hashOfEntry(ballotEntry(commitment));
  const { index, proof } = inclusion;
  const isIn = await verifyInclusion({ index, size, leafHash, proof, root });
  if (!isIn) return { held: "no", why: "proof" };
  return { held: "yes", index, size, signature: opened.state };
}

/** The file that `plenum verify receipt` takes. */
export function receiptFile(receipt: KeptReceipt): string {
  const { deliberation, commitment, inclusion } = receipt;
  const file = {
    format: "plenum receipt 1",
    deliberation,
    commitment: toBase64(commitment),
    words: wordsOf(commitment),
    ...(inclusion && {
      inclusion: {
        index: inclusion.index,
        proof: inclusion.proof.map(toBase64),
        public_key: toBase64(inclusion.publicKey),
        checkpoint: inclusion.checkpoint,
      },
    }),
  };
  return `${JSON.stringify(file, null, 1)}\n`;
}
