// Calls a gateway with the official clients and prints "web clients: N of M".
//
//   node run.mjs PORT DESCRIPTORS FILE_WITH_TOKEN_AND_DELIBERATION
//
// Messages are made from descriptors at run time, so that no code has to be generated.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createFileRegistry, create, fromBinary, toBinary } from "@bufbuild/protobuf";
import { FileDescriptorSetSchema } from "@bufbuild/protobuf/wkt";
import { Code, ConnectError, createClient } from "@connectrpc/connect";
import { createConnectTransport, createGrpcWebTransport } from "@connectrpc/connect-node";
import xhr2 from "xhr2";

// grpc-web is written for browsers and asks for their globals.
globalThis.XMLHttpRequest = xhr2.XMLHttpRequest;
const grpcWeb = (await import("grpc-web")).default;

const [port, descriptors, session] = process.argv.slice(2);
const { token, deliberation, decided, decidedToken } = JSON.parse(readFileSync(session, "utf8"));
const baseUrl = `http://127.0.0.1:${port}`;
const registry = createFileRegistry(fromBinary(FileDescriptorSetSchema, readFileSync(descriptors)));
const service = (name) => registry.getService(name);
const Deliberations = service("plenum.deliberation.v1.DeliberationService");
const Ingestion = service("plenum.ingestion.v1.IngestionService");
const ErrorInfo = registry.getMessage("google.rpc.ErrorInfo");

const authorization = `Bearer ${token}`;
const LARGE = 4 * 1024 * 1024;
// Words in which there is nothing to decide.
const large = new TextEncoder().encode("lorem ipsum dolor sit amet      ".repeat(LARGE / 32));

let passed = 0;
let cases = 0;
async function check(name, body) {
  cases += 1;
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error("no end after 20 s")), 20_000);
  });
  try {
    await Promise.race([body(), late]);
    passed += 1;
  } catch (error) {
    console.log(`FAILED ${name}: ${error?.stack ?? error}`);
  }
  clearTimeout(timer);
}

// ---- @connectrpc/connect -----------------------------------------------------------------------

const transports = {
  "connect grpc-web": createGrpcWebTransport({ baseUrl, httpVersion: "1.1" }),
  "connect json": createConnectTransport({ baseUrl, httpVersion: "1.1", useBinaryFormat: false }),
  "connect proto": createConnectTransport({ baseUrl, httpVersion: "1.1", useBinaryFormat: true }),
};

for (const [name, transport] of Object.entries(transports)) {
  const deliberations = createClient(Deliberations, transport);
  const ingestion = createClient(Ingestion, transport);
  const headers = { authorization };

  await check(`${name}: unary`, async () => {
    const answer = await deliberations.getDeliberation({ name: deliberation }, { headers });
    assert.equal(answer.deliberation.name, deliberation);
    assert.equal(answer.deliberation.title, "Überblick");
  });

  await check(`${name}: error with details and metadata both ways`, async () => {
    const call = deliberations.getDeliberation(
      { name: "deliberations/elsewhere" },
      { headers: { authorization, "x-request-id": "request-7" } },
    );
    const error = await call.then(() => assert.fail("it was answered"), (e) => ConnectError.from(e));
    assert.equal(error.code, Code.PermissionDenied);
    const [info] = error.findDetails(ErrorInfo);
    assert.equal(info.reason, "FOREIGN_DELIBERATION");
    assert.equal(info.domain, "plenum");
    const told = error.metadata.get("x-request-id") ?? error.metadata.get("trailer-x-request-id");
    assert.equal(told, "request-7");
  });

  await check(`${name}: error without a token`, async () => {
    const error = await deliberations.getDeliberation({ name: deliberation })
      .then(() => assert.fail("it was answered"), (e) => ConnectError.from(e));
    assert.equal(error.code, Code.Unauthenticated);
  });

  await check(`${name}: a message of 4 MiB`, async () => {
    const answer = await ingestion.importDocument(
      { parent: deliberation, fileName: "large.txt", content: large }, { headers });
    const back = await ingestion.getDocumentContent({ name: answer.document.name }, { headers });
    assert.equal(Buffer.compare(back.content, large), 0);
  });

  await check(`${name}: a stream and its headers`, async () => {
    let requestId;
    const stream = deliberations.watchDeliberation({ name: deliberation }, {
      headers: { authorization, "x-request-id": "stream-7" },
      onHeader: (given) => { requestId = given.get("x-request-id"); },
    });
    for await (const message of stream) {
      assert.equal(message.event.revision, 1n);
      break; // leaves
    }
    assert.equal(requestId, "stream-7");
  });

  await check(`${name}: a stream to its end`, async () => {
    const pieces = [];
    for await (const piece of deliberations.exportBundle({ parent: decided },
      { headers: { authorization: `Bearer ${decidedToken}` } })) {
      pieces.push(piece.data);
    }
    const bundle = JSON.parse(Buffer.concat(pieces).toString());
    assert.ok(Object.keys(bundle).length > 3);
  });

  await check(`${name}: a stream that fails at once`, async () => {
    const error = await (async () => {
      for await (const _ of deliberations.exportBundle({ parent: deliberation }, { headers })) {
        assert.fail("there is no vote to export yet");
      }
    })().then(() => assert.fail("no error"), (e) => ConnectError.from(e));
    assert.equal(error.code, Code.NotFound);
  });

  await check(`${name}: a deadline in the middle of a stream`, async () => {
    let messages = 0;
    const error = await (async () => {
      const call = { headers, timeoutMs: 500 };
      for await (const _ of deliberations.watchDeliberation({ name: deliberation }, call)) {
        messages += 1;
      }
    })().then(() => assert.fail("no error"), (e) => ConnectError.from(e));
    assert.equal(error.code, Code.DeadlineExceeded);
    assert.ok(messages > 0);
  });
}

// ---- grpc-web ----------------------------------------------------------------------------------

function method(owner, name) {
  const found = owner.methods.find((m) => m.name === name);
  const type = found.methodKind === "unary" ? grpcWeb.MethodType.UNARY
                                            : grpcWeb.MethodType.SERVER_STREAMING;
  return new grpcWeb.MethodDescriptor(
    `/${owner.typeName}/${name}`, type, Object, Object,
    (message) => toBinary(found.input, create(found.input, message)),
    (bytes) => fromBinary(found.output, new Uint8Array(bytes)));
}

for (const format of ["binary", "text"]) {
  const client = new grpcWeb.GrpcWebClientBase({ format });
  const unary = (owner, name, message, metadata) => new Promise((resolve, reject) => {
    const descriptor = method(owner, name);
    client.rpcCall(`${baseUrl}/${owner.typeName}/${name}`, message, metadata, descriptor,
      (error, answer) => (error ? reject(error) : resolve(answer)));
  });

  await check(`grpc-web ${format}: unary`, async () => {
    const answer = await unary(Deliberations, "GetDeliberation", { name: deliberation },
      { authorization });
    assert.equal(answer.deliberation.title, "Überblick");
  });

  await check(`grpc-web ${format}: error with details and metadata both ways`, async () => {
    const error = await unary(Deliberations, "GetDeliberation", { name: "deliberations/elsewhere" },
      { authorization, "x-request-id": "request-8" })
      .then(() => assert.fail("it was answered"), (e) => e);
    assert.equal(error.code, grpcWeb.StatusCode.PERMISSION_DENIED);
    assert.ok(error.message.includes("deliberation"));
    assert.equal(error.metadata["x-request-id"], "request-8");
    assert.ok(error.metadata["grpc-status-details-bin"]);
  });

  await check(`grpc-web ${format}: a message of 4 MiB`, async () => {
    const answer = await unary(Ingestion, "ImportDocument",
      { parent: deliberation, fileName: "large.txt", content: large }, { authorization });
    const back = await unary(Ingestion, "GetDocumentContent", { name: answer.document.name },
      { authorization });
    assert.equal(Buffer.compare(back.content, large), 0);
  });

  // Its binary form reads no streams; the text form does. What stands in for the browser's
  // XMLHttpRequest here hands a stream over when it has ended.
  if (format === "text") {
    const watch = (metadata) => client.serverStreaming(
      `${baseUrl}/${Deliberations.typeName}/WatchDeliberation`, { name: deliberation }, metadata,
      method(Deliberations, "WatchDeliberation"));

    await check("grpc-web text: a deadline in the middle of a stream", async () => {
      let messages = 0;
      const stream = watch({ authorization, deadline: String(Date.now() + 500) });
      const error = await new Promise((resolve) => {
        stream.on("data", () => { messages += 1; });
        stream.on("error", resolve);
      });
      assert.equal(error.code, grpcWeb.StatusCode.DEADLINE_EXCEEDED);
      assert.ok(messages > 0);
    });
  }
}

console.log(`web clients: ${passed} of ${cases}`);
process.exit(passed === cases ? 0 : 1);
