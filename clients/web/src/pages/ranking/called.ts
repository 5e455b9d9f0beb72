import { useMemo } from "react";
import { idOf } from "@/api/names";
import { useCriteria, useMeasures, useMembers } from "@/state/queries";
import type { Called } from "./ranking_text";

/** What things are called, as far as it is known by now; else their id. */
export function useCalled(): Called {
  const measures = useMeasures();
  const criteria = useCriteria();
  const members = useMembers();
  return useMemo(() => {
    const titles = new Map<string, string>([
      ...(measures.data ?? []).map((one): [string, string] => [one.name, one.title]),
      ...(criteria.data ?? []).map((one): [string, string] => [one.name, one.title]),
      ...(members.data ?? []).map((one): [string, string] => [one.name, one.displayName]),
    ]);
    const called = (name: string) => titles.get(name) ?? idOf(name);
    return { measure: called, criterion: called, member: called };
  }, [measures.data, criteria.data, members.data]);
}
