import type { Ids } from '../../src/core/ports/runtime.ts';

/** Ids that count: readable in a failure, shaped like real ones, and different for each `series`. */
export function createFakeIds(series = 'id'): Ids {
  let randoms = 0;
  let guids = 0;
  return {
    random() {
      randoms += 1;
      return `${series}-${String(randoms).padStart(20, '0')}`;
    },
    guid() {
      guids += 1;
      return `00000000-0000-4000-8000-${String(guids).padStart(12, '0')}`;
    },
  };
}
