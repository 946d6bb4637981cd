/** Ids kept: a call's own group and the tenant's bring the same event within moments of each other. */
const maxIds = 2_000;

/** Remembers the newest event ids and tells whether one is new. */
export function createSeen(): (id: string) => boolean {
  const ids = new Set<string>();
  return (id) => {
    if (ids.has(id)) return false;
    ids.add(id);
    if (ids.size > maxIds) ids.delete(ids.values().next().value as string);
    return true;
  };
}
