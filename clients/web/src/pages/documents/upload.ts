// Sending one file, with progress: an import as the unary form of the Connect protocol, since only
// XMLHttpRequest tells how much of a body was sent. The file is never held in memory.
import { create, fromBinary, toBinary } from "@bufbuild/protobuf";
import { BinaryWriter, WireType } from "@bufbuild/protobuf/wire";
import { Code } from "@connectrpc/connect";
import {
  ImportDocumentRequestSchema,
  type ImportDocumentResponse,
  ImportDocumentResponseSchema,
} from "@gen/plenum/ingestion/v1/ingestion_pb";
import { deliberationIdOf } from "@/api/names";
import { Problem, problemOfJson } from "@/api/problem";
import { PAGE_HEADER } from "@/api/session";

export const LARGEST_BYTES = 64 * 1024 * 1024;
export const ENDINGS = [
  ".pdf",
  ".docx",
  ".html",
  ".htm",
  ".xhtml",
  ".md",
  ".markdown",
  ".txt",
  ".text",
] as const;

const LONGEST_NAME_BYTES = 255;
const METHOD = "plenum.ingestion.v1.IngestionService/ImportDocument";

/** What is wrong with a file before it is sent; null when nothing is. */
export type Refusal = "empty" | "tooLarge" | "format" | "name";

export function refusalOf(file: { name: string; size: number; type: string }): Refusal | null {
  if (file.size === 0) return "empty";
  if (file.size > LARGEST_BYTES) return "tooLarge";
  if (new TextEncoder().encode(file.name).length > LONGEST_NAME_BYTES) return "name";
  const dot = file.name.lastIndexOf(".");
  const ending = dot > 0 ? file.name.slice(dot).toLowerCase() : "";
  const isKnown = ending === "" || ENDINGS.some((known) => known === ending);
  return isKnown || file.type.startsWith("text/") ? null : "format";
}

/** The request as a body that is read from the disk while it is sent. */
export function importBody(parent: string, file: File, requestId: string): Blob {
  const rest = create(ImportDocumentRequestSchema, { parent, fileName: file.name, requestId });
  const content = ImportDocumentRequestSchema.field.content.number;
  const head = new BinaryWriter().tag(content, WireType.LengthDelimited).uint32(file.size).finish();
  // Fields come in any order: the content is the last one here.
  const written = toBinary(ImportDocumentRequestSchema, rest);
  return new Blob([new Uint8Array(written), new Uint8Array(head), file]);
}

export interface Sending {
  result: Promise<ImportDocumentResponse>;
  cancel: () => void;
}

export function sendFile(
  parent: string,
  file: File,
  requestId: string,
  on: { progress: (share: number) => void; sent: () => void },
): Sending {
  const request = new XMLHttpRequest();
  const result = new Promise<ImportDocumentResponse>((resolve, reject) => {
    request.open("POST", `/d/${encodeURIComponent(deliberationIdOf(parent))}/${METHOD}`);
    request.responseType = "arraybuffer";
    request.setRequestHeader("content-type", "application/proto");
    request.setRequestHeader("connect-protocol-version", "1");
    for (const [name, value] of Object.entries(PAGE_HEADER)) request.setRequestHeader(name, value);
    request.upload.onprogress = ({ loaded, total }) => on.progress(total > 0 ? loaded / total : 0);
    request.upload.onload = on.sent;
    request.onload = () => {
      try {
        resolve(answerOf(request));
      } catch (error) {
        reject(error);
      }
    };
    request.onerror = () => reject(new Problem(Code.Unavailable, "UNAVAILABLE", "no connection"));
    request.onabort = () => reject(new Problem(Code.Canceled, "", "cancelled"));
    request.send(importBody(parent, file, requestId));
  });
  return { result, cancel: () => request.abort() };
}

function answerOf(request: XMLHttpRequest): ImportDocumentResponse {
  const bytes = new Uint8Array(request.response as ArrayBuffer);
  if (request.status === 200) return fromBinary(ImportDocumentResponseSchema, bytes);
  let body: unknown;
  try {
    body = JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    body = undefined;
  }
  throw problemOfJson(body, request.status);
}
