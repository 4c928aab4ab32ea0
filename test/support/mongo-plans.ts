import type { Document } from 'mongodb';

const ofTheConnection = ['lsid', '$db', '$clusterTime', 'txnNumber', 'readConcern', 'writeConcern', '$readPreference'];

/** A command as the driver sent it, in pieces that `explain` takes; nothing for those that look for nothing. */
export function explainable(command: Document): Document[] {
  const kept = Object.entries(command).filter(([name]) => !ofTheConnection.includes(name));
  const plain = Object.fromEntries(kept);
  const one = (name: string) =>
    (plain[name] as Document[]).map((statement): Document => ({ ...plain, [name]: [statement] }));
  if ('find' in plain || 'findAndModify' in plain || 'aggregate' in plain) return [plain];
  if ('update' in plain) return one('updates');
  if ('delete' in plain) return one('deletes');
  return [];
}

/** The stages of the plans that won, from the outside in, wherever the server's release puts them. */
export function stagesOf(plan: unknown): string[] {
  if (Array.isArray(plan)) return plan.flatMap(stagesOf);
  if (typeof plan !== 'object' || plan === null) return [];
  return Object.entries(plan).flatMap(([name, value]: [string, unknown]) => {
    if (name === 'rejectedPlans') return [];
    return name === 'stage' && typeof value === 'string' ? [value] : stagesOf(value);
  });
}

/** Every index that a plan considered reads, the one that won first. */
export function indexesOf(plan: unknown): string[] {
  if (Array.isArray(plan)) return plan.flatMap(indexesOf);
  if (typeof plan !== 'object' || plan === null) return [];
  return Object.entries(plan).flatMap(([name, value]: [string, unknown]) =>
    name === 'indexName' && typeof value === 'string' ? [value] : indexesOf(value),
  );
}

/** What an explainable command looks for. */
export function filterOf({ filter, query, updates, deletes, pipeline }: Document): object {
  const [statement] = [updates, deletes].flat().filter((one) => one !== undefined) as { q: object }[];
  const [stage] = [pipeline].flat().filter((one) => one !== undefined) as { $match?: object }[];
  return (filter ?? query ?? statement?.q ?? stage?.$match ?? {}) as object;
}
