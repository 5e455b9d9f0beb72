// What is said for and against the measures, and what of it is new to this device.
import { timestampDate } from "@bufbuild/protobuf/wkt";
import type { Argument } from "@gen/plenum/deliberation/v1/argument_pb";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useMemo, useRef, useState } from "react";
import { allPages } from "@/api/pages";
import { useDeliberation } from "./deliberation";
import { keyOf } from "./queries";
import { useStored } from "./stored";

/** All of the deliberation, in order of saying. */
export function useArguments() {
  const { id, name, clients } = useDeliberation();
  return useQuery({
    queryKey: keyOf(id, "arguments"),
    queryFn: () =>
      allPages(
        (page) => clients.argument.listArguments({ parent: name, ...page }),
        (page) => page.arguments,
      ),
  });
}

/** By measure, the time of the last argument that was seen here, in milliseconds. */
type Seen = Readonly<Record<string, number>>;

function readSeen(kept: unknown): Seen {
  if (typeof kept !== "object" || kept === null) return {};
  return Object.fromEntries(
    Object.entries(kept).filter((entry): entry is [string, number] => typeof entry[1] === "number"),
  );
}

export function saidAt(argument: Argument): number {
  return argument.createTime ? timestampDate(argument.createTime).getTime() : 0;
}

/** Arguments of others that were said after the last visit to their measure on this device. */
export function newArguments(all: readonly Argument[], seen: Seen, member: string): Argument[] {
  return all.filter(
    (one) => one.author !== member && one.hiddenBy === "" && saidAt(one) > (seen[one.measure] ?? 0),
  );
}

export function useNewArguments(): Argument[] {
  const { id, me } = useDeliberation();
  const [seen] = useStored(`plenum.seen.${id}`, readSeen);
  const { data } = useArguments();
  return useMemo(() => newArguments(data ?? [], seen, me.member), [data, seen, me.member]);
}

/**
 * Notes that the arguments of a measure were seen, when it is left. Gives until when the reader had
 * seen them on coming, in milliseconds. One measure for each component that uses it.
 */
export function useSeenArguments(measure: string, shown: readonly Argument[] | undefined): number {
  const { id } = useDeliberation();
  const [seen, setSeen] = useStored(`plenum.seen.${id}`, readSeen);
  const [onComing] = useState(seen[measure] ?? 0);
  const last = Math.max(0, ...(shown ?? []).map(saidAt));
  const note = useRef(() => {});
  note.current = () => {
    if (last > (seen[measure] ?? 0)) setSeen({ ...seen, [measure]: last });
  };
  useEffect(() => {
    const leave = () => note.current();
    window.addEventListener("pagehide", leave);
    return () => {
      window.removeEventListener("pagehide", leave);
      leave();
    };
  }, []);
  return onComing;
}
