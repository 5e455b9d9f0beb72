import { type ComponentType, lazy } from "react";
import { type Area, needAreas } from "./catalog";

/** A component that is loaded when it is shown, together with its words. */
export function lazyPage<Props>(
  areas: Area[],
  load: () => Promise<{ default: ComponentType<Props> }>,
) {
  return lazy(async () => {
    const [page] = await Promise.all([load(), needAreas(areas)]);
    return page;
  });
}
