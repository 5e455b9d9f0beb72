// The deliberation that the page shows, and who looks at it.

import type { Deliberation } from "@gen/plenum/deliberation/v1/deliberation_pb";
import { Role } from "@gen/plenum/deliberation/v1/deliberation_pb";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo } from "react";
import { type Clients, clientsOf } from "@/api/clients";
import { deliberationName } from "@/api/names";
import { toProblem } from "@/api/problem";
import { getSession, type SignedIn } from "@/api/session";
import { SignInAgain } from "@/pages/sign_in";
import { Loading } from "@/ui/loading";
import { ProblemNote } from "@/ui/problem_note";
import { rememberDeliberation } from "./device";

export interface DeliberationContext {
  /** "d" of "deliberations/d". */
  id: string;
  /** "deliberations/d". */
  name: string;
  clients: Clients;
  deliberation: Deliberation;
  me: SignedIn;
  /** May lead. */
  leads: boolean;
  /** May score and vote. */
  votes: boolean;
}

const Context = createContext<DeliberationContext | null>(null);

export function useDeliberation(): DeliberationContext {
  const context = useContext(Context);
  if (context === null) throw new Error("useDeliberation outside of a DeliberationProvider");
  return context;
}

export function sessionKey(id: string): string[] {
  return [id, "session"];
}

/**
 * To be told of failed calls: when one says that nobody is signed in, the gateway is asked, and the
 * page asks the reader to sign in again where it says so too.
 */
export function useSignedOutCheck(): (error: Error) => void {
  const { id } = useDeliberation();
  const cache = useQueryClient();
  return useCallback(
    (error: Error) => {
      if (toProblem(error).signedOut) {
        void cache.invalidateQueries({ queryKey: sessionKey(id) });
      }
    },
    [cache, id],
  );
}

/** For tests of components, which bring a context of their own. */
export const DeliberationContextProvider = Context.Provider;

export function DeliberationProvider(props: { id: string; children: ReactNode }) {
  const { id } = props;
  const name = deliberationName(id);
  const clients = clientsOf(id);
  const session = useQuery({ queryKey: sessionKey(id), queryFn: () => getSession(id) });
  const me = session.data ?? null;
  const deliberation = useQuery({
    queryKey: [id, "deliberation"],
    queryFn: async () =>
      (await clients.deliberation.getDeliberation({ name })).deliberation ?? null,
    enabled: me !== null,
  });

  const context = useMemo(
    () =>
      me && deliberation.data
        ? {
            id,
            name,
            clients,
            deliberation: deliberation.data,
            me,
            leads: me.role === Role.FACILITATOR,
            votes: me.role === Role.FACILITATOR || me.role === Role.MEMBER,
          }
        : null,
    [id, name, clients, me, deliberation.data],
  );
  useEffect(() => {
    if (context) {
      rememberDeliberation({ id, title: context.deliberation.title, role: context.me.role });
    }
  }, [context, id]);

  const problem = session.error ?? (context === null ? deliberation.error : null);
  if (session.data === null || (problem && toProblem(problem).signedOut)) {
    return <SignInAgain deliberationId={id} />;
  }
  if (problem) {
    const retry = () => void (session.error ? session.refetch() : deliberation.refetch());
    return <ProblemNote problem={problem} onRetry={retry} />;
  }
  if (context === null) return <Loading />;
  return <Context.Provider value={context}>{props.children}</Context.Provider>;
}
