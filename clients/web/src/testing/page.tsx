// Renders a component as on the page: with words, cache and, when given, a deliberation.

import { create } from "@bufbuild/protobuf";
import { DeliberationSchema, Phase, Role } from "@gen/plenum/deliberation/v1/deliberation_pb";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { render } from "@testing-library/react";
import type { ReactNode } from "react";
import { Router } from "wouter";
import { memoryLocation } from "wouter/memory-location";
import { clientsOf } from "@/api/clients";
import { TextProvider } from "@/i18n";
import { setCatalog } from "@/i18n/catalog";
import { messages } from "@/i18n/messages/en";
import { type DeliberationContext, DeliberationContextProvider } from "@/state/deliberation";
import { ToastProvider } from "@/ui/toast";

export function makeContext(given: Partial<DeliberationContext> = {}): DeliberationContext {
  return {
    id: "d",
    name: "deliberations/d",
    clients: clientsOf("d"),
    deliberation: create(DeliberationSchema, {
      name: "deliberations/d",
      title: "How should the alliance be recalibrated?",
      phase: Phase.DRAFT,
    }),
    me: { member: "deliberations/d/members/ana", role: Role.FACILITATOR },
    leads: true,
    votes: true,
    ...given,
  };
}

export function renderOnPage(
  element: ReactNode,
  options: { context?: DeliberationContext; path?: string } = {},
) {
  const cache = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  const { hook, navigate, history } = memoryLocation({ path: options.path ?? "/", record: true });
  setCatalog({ locale: "en", words: messages });
  const inside = options.context ? (
    <DeliberationContextProvider value={options.context}>{element}</DeliberationContextProvider>
  ) : (
    element
  );
  const rendered = render(
    <TextProvider>
      <QueryClientProvider client={cache}>
        <ToastProvider>
          <Router hook={hook}>{inside}</Router>
        </ToastProvider>
      </QueryClientProvider>
    </TextProvider>,
  );
  return { ...rendered, cache, navigate, history };
}
