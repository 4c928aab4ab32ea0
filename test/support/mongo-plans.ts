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
