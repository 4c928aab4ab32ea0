/** Which version of each transition its card shows, as far as this process has edited it. */
export interface ShownVersions {
  get(transitionId: string): number | undefined;
  set(transitionId: string, version: number): void;
}

/** Forgetting costs one more edit of a card, so the eldest are forgotten. */
const remembered = 5000;

export function createShownVersions(): ShownVersions {
  const versions = new Map<string, number>();

  return {
    get: (transitionId) => versions.get(transitionId),
    set(transitionId, version) {
      versions.delete(transitionId);
      versions.set(transitionId, version);
      const [eldest] = versions.keys();
      if (versions.size > remembered && eldest !== undefined) versions.delete(eldest);
    },
  };
}
