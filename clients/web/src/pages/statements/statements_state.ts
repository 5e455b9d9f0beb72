// The statements and the reader's answers to them.

import { create } from "@bufbuild/protobuf";
import {
  type Statement,
  StatementSchema,
  type StatementVote,
} from "@gen/plenum/deliberation/v1/opinion_pb";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { allPages } from "@/api/pages";
import { newRequestId } from "@/api/request_id";
import { useDeliberation } from "@/state/deliberation";
import { keyOf } from "@/state/queries";

/** In order of number; each once, though one that is answered between two pages may come twice. */
export function inOrder(statements: readonly Statement[]): Statement[] {
  const byName = new Map(statements.map((statement) => [statement.name, statement]));
  return [...byName.values()].sort((a, b) => a.number - b.number);
}

export function useStatements() {
  const { id, name, clients } = useDeliberation();
  return useQuery({
    queryKey: keyOf(id, "statements"),
    queryFn: async () =>
      inOrder(
        await allPages(
          (page) => clients.opinion.listStatements({ parent: name, ...page }),
          (page) => page.statements,
        ),
      ),
  });
}

interface Answer {
  name: string;
  vote: StatementVote;
}

/** Answers at once on the page; back to what it was when the server refuses. */
export function useAnswer() {
  const { id, clients } = useDeliberation();
  const cache = useQueryClient();
  const key = keyOf(id, "statements");
  const put = (name: string, change: (statement: Statement) => Statement) =>
    cache.setQueryData<Statement[]>(key, (all) =>
      all?.map((statement) => (statement.name === name ? change(statement) : statement)),
    );
  return useMutation({
    scope: { id: `${id} answers` },
    mutationFn: ({ name, vote }: Answer) =>
      clients.opinion.voteOnStatement({ name, vote, requestId: newRequestId() }),
    onMutate: async ({ name, vote }) => {
      await cache.cancelQueries({ queryKey: key });
      const before = cache
        .getQueryData<Statement[]>(key)
        ?.find((statement) => statement.name === name)?.ownVote;
      put(name, (statement) => create(StatementSchema, { ...statement, ownVote: vote }));
      return { before };
    },
    onError: (_error, { name }, kept) => {
      const before = kept?.before;
      if (before !== undefined) {
        put(name, (statement) => create(StatementSchema, { ...statement, ownVote: before }));
      }
    },
    onSuccess: ({ statement }, { name }) => {
      if (statement) put(name, () => statement);
      void cache.invalidateQueries({ queryKey: keyOf(id, "opinions") });
    },
  });
}
