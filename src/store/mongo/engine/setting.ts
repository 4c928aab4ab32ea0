import type { UpdateFilter } from 'mongodb';

/** The update that makes a document have exactly these fields: those that are undefined are taken away. */
export function setting<Doc>(fields: Readonly<Record<string, unknown>>): UpdateFilter<Doc> {
  const all = Object.entries(fields);
  const set = all.filter(([, value]) => value !== undefined);
  const unset = all.filter(([, value]) => value === undefined).map(([name]) => [name, ''] as const);
  const update = {
    ...(set.length > 0 && { $set: Object.fromEntries(set) }),
    ...(unset.length > 0 && { $unset: Object.fromEntries(unset) }),
  };
  return update as UpdateFilter<Doc>;
}
