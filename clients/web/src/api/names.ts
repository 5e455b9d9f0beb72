// Resource names, as in "deliberations/d/measures/m".

export function deliberationName(id: string): string {
  return `deliberations/${id}`;
}

/** The last segment: "m3" of "deliberations/d/measures/m3". */
export function idOf(name: string): string {
  return name.slice(name.lastIndexOf("/") + 1);
}

/** "d" of "deliberations/d/measures/m3"; empty for what is no name below a deliberation. */
export function deliberationIdOf(name: string): string {
  const [collection, id] = name.split("/");
  return collection === "deliberations" && id !== undefined ? id : "";
}

/** The name of a resource below a deliberation. */
export function nameOf(deliberation: string, collection: string, id: string): string {
  return `${deliberation}/${collection}/${id}`;
}
