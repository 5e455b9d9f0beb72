import { Code, ConnectError } from "@connectrpc/connect";
import { ErrorInfoSchema } from "@gen/google/rpc/error_details_pb";

/** The error that the services send for a reason. */
export function refusal(
  code: Code,
  reason: string,
  message = reason,
  metadata: Record<string, string> = {},
): ConnectError {
  return new ConnectError(message, code, undefined, [
    { desc: ErrorInfoSchema, value: { reason, domain: "plenum", metadata } },
  ]);
}

export const staleEtag = () => refusal(Code.Aborted, "STALE_ETAG");
