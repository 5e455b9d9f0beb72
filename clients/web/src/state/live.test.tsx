import { create } from "@bufbuild/protobuf";
import { createClient, createRouterTransport } from "@connectrpc/connect";
import {
  DeliberationService,
  EventKind,
  WatchDeliberationResponseSchema,
} from "@gen/plenum/deliberation/v1/deliberation_pb";
import { act, screen, waitFor } from "@testing-library/react";
import { expect, test } from "vitest";
import { makeContext, renderOnPage } from "@/testing/page";
import { LiveProvider, useLive } from "./live";

function Shown() {
  return <p>state: {useLive()}</p>;
}

/** A service whose streams the test feeds and ends. */
function makeStreams() {
  const asked: string[] = [];
  const streams: { send: (kind: EventKind, token: string) => void; end: () => void }[] = [];
  const transport = createRouterTransport(({ service }) => {
    service(DeliberationService, {
      async *watchDeliberation(request) {
        asked.push(request.resumeToken);
        const queue: ReturnType<typeof message>[] = [];
        let ended = false;
        let wake: () => void = () => undefined;
        streams.push({
          send: (kind, token) => {
            queue.push(message(kind, token));
            wake();
          },
          end: () => {
            ended = true;
            wake();
          },
        });
        yield message(EventKind.DELIBERATION_CREATED, "first");
        while (!ended) {
          const next = queue.shift();
          if (next) yield next;
          else
            await new Promise<void>((resolve) => {
              wake = resolve;
            });
        }
      },
    });
  });
  const context = makeContext();
  context.clients = {
    ...context.clients,
    deliberation: createClient(DeliberationService, transport),
  };
  return { asked, streams, context };
}

function message(kind: EventKind, resumeToken: string) {
  return create(WatchDeliberationResponseSchema, { resumeToken, event: { kind } });
}

test("an event makes what it changed be fetched again", async () => {
  const { streams, context } = makeStreams();
  const { cache } = renderOnPage(
    <LiveProvider>
      <Shown />
    </LiveProvider>,
    { context },
  );
  cache.setQueryData(["d", "turnout"], { ballotCount: 1 });
  cache.setQueryData(["d", "criteria"], []);
  await screen.findByText("state: connected");
  act(() => streams[0]?.send(EventKind.BALLOT_CAST, "second"));
  await waitFor(() => expect(cache.getQueryState(["d", "turnout"])?.isInvalidated).toBe(true));
  expect(cache.getQueryState(["d", "criteria"])?.isInvalidated).toBe(false);
});

test("a stream that ended is resumed after the last message that was seen, and all is fetched again", async () => {
  const { asked, streams, context } = makeStreams();
  const { cache } = renderOnPage(
    <LiveProvider>
      <Shown />
    </LiveProvider>,
    { context },
  );
  await screen.findByText("state: connected");
  cache.setQueryData(["d", "measures"], []);
  act(() => streams[0]?.end());
  await screen.findByText("state: reconnecting");
  await screen.findByText("state: back");
  expect(asked).toEqual(["", "first"]);
  await waitFor(() => expect(cache.getQueryState(["d", "measures"])?.isInvalidated).toBe(true));
});

test("the page says that there is no network, and goes on when there is", async () => {
  const { asked, context } = makeStreams();
  renderOnPage(
    <LiveProvider>
      <Shown />
    </LiveProvider>,
    { context },
  );
  await screen.findByText("state: connected");
  act(() => {
    Object.defineProperty(navigator, "onLine", { value: false, configurable: true });
    window.dispatchEvent(new Event("offline"));
  });
  await screen.findByText("state: offline");
  act(() => {
    Object.defineProperty(navigator, "onLine", { value: true, configurable: true });
    window.dispatchEvent(new Event("online"));
  });
  await screen.findByText("state: back");
  expect(asked.length).toBe(2);
});
