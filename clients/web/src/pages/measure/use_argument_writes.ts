// The writes on arguments; the list is true again after each.
import type { Argument, Side } from "@gen/plenum/deliberation/v1/argument_pb";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useDeliberation, useSignedOutCheck } from "@/state/deliberation";
import { useIntent } from "@/state/intent";
import { keyOf } from "@/state/queries";
import type { ArgumentDraft } from "./argument_drafts";
import { placeOfKey } from "./quotes";

/** Puts an argument into the list as it is now, before the list is fetched anew. */
function useShown() {
  const { id } = useDeliberation();
  const cache = useQueryClient();
  return (argument: Argument | undefined) => {
    if (argument === undefined) return;
    cache.setQueryData<Argument[]>(keyOf(id, "arguments"), (all) => {
      if (all === undefined) return all;
      const isKnown = all.some(({ name }) => name === argument.name);
      return isKnown
        ? all.map((one) => (one.name === argument.name ? argument : one))
        : [...all, argument];
    });
    void cache.invalidateQueries({ queryKey: keyOf(id, "arguments") });
  };
}

/** Where something is said: on a side of a measure, or in reply. */
export type Target = { measure: string; side: Side } | { replyTo: string };

export function useSay(target: Target, onSaid: () => void) {
  const { name, clients } = useDeliberation();
  const show = useShown();
  return useMutation({
    mutationFn: (draft: ArgumentDraft) => {
      const quote = placeOfKey(draft.quote);
      const { text, criterion, scoreBy, requestId } = draft;
      return clients.argument.createArgument({
        parent: name,
        argument: { ...target, text, criterion, scoreBy, ...(quote && { quote }) },
        requestId,
      });
    },
    onSuccess: ({ argument }) => {
      show(argument);
      onSaid();
    },
    onError: useSignedOutCheck(),
  });
}

export function useReword(name: string, onSaid: () => void) {
  const { id, clients } = useDeliberation();
  const cache = useQueryClient();
  const show = useShown();
  const checkSession = useSignedOutCheck();
  return useMutation({
    mutationFn: ({ text, etag, requestId }: ArgumentDraft) =>
      clients.argument.updateArgument({ name, text, etag, requestId }),
    onSuccess: ({ argument }) => {
      show(argument);
      onSaid();
    },
    onError: (error) => {
      checkSession(error);
      // The other version, to choose between both.
      void cache.invalidateQueries({ queryKey: keyOf(id, "arguments") });
    },
  });
}

export function useHide(argument: Argument, onDone: () => void) {
  const { clients } = useDeliberation();
  const show = useShown();
  const intent = useIntent();
  const { name, etag } = argument;
  return useMutation({
    mutationFn: (reason: string) =>
      clients.argument.hideArgument({
        name,
        reason,
        etag,
        requestId: intent.idFor([name, reason, etag]),
      }),
    onSuccess: (answer) => {
      intent.done();
      show(answer.argument);
      onDone();
    },
    onError: useSignedOutCheck(),
  });
}

export function useRestore(argument: Argument) {
  const { clients } = useDeliberation();
  const show = useShown();
  const intent = useIntent();
  const { name, etag } = argument;
  return useMutation({
    mutationFn: () =>
      clients.argument.restoreArgument({ name, etag, requestId: intent.idFor([name, etag]) }),
    onSuccess: (answer) => {
      intent.done();
      show(answer.argument);
    },
    onError: useSignedOutCheck(),
  });
}
