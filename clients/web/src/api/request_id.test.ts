import { expect, test } from "vitest";
import { newRequestId } from "./request_id";

test("a request id is a UUID of version 7 that begins with its time", () => {
  const id = newRequestId(0x0123456789ab);
  expect(id).toMatch(/^01234567-89ab-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});

test("request ids of the same moment differ", () => {
  const ids = new Set(Array.from({ length: 1000 }, () => newRequestId(1)));
  expect(ids.size).toBe(1000);
});
