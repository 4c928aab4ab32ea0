import type { PostedCard } from '../core/delivery.ts';

/** Which version of each transition its cards show, as far as this process has posted and edited them. */
export interface ShownVersions {
  get(transitionId: string, card: PostedCard): number | undefined;
  set(transitionId: string, card: PostedCard, version: number): void;
}

/** Forgetting costs one more edit of a card, so the eldest are forgotten. */
const remembered = 5000;

export function createShownVersions(): ShownVersions {
  const versions = new Map<string, number>();

  return {
    get: (transitionId, card) => versions.get(`${card} ${transitionId}`),
    set(transitionId, card, version) {
      const key = `${card} ${transitionId}`;
      versions.delete(key);
      versions.set(key, version);
      const [eldest] = versions.keys();
      if (versions.size > remembered && eldest !== undefined) versions.delete(eldest);
    },
  };
}
