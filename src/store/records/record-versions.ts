import { z } from 'zod';

type Fields = Record<string, unknown>;

/** Makes a record of the next version out of one of the version before. One that has been released is never edited. */
export type VersionStep = (record: Fields) => Fields;

export interface RecordVersions {
  current: number;
  /** The record as the current version has it, whichever version wrote it. */
  upgrade(record: unknown): Fields;
}

const versioned = z.looseObject({ schemaVersion: z.number().int().positive() });

/** `steps` lead from version 1 to the current one, in order. A record is upgraded when it is read, and stored so by its next write. */
export function createRecordVersions(what: string, steps: readonly VersionStep[] = []): RecordVersions {
  const current = steps.length + 1;
  return {
    current,
    upgrade(record) {
      const { schemaVersion, ...fields } = versioned.parse(record);
      if (schemaVersion > current) {
        throw new Error(
          `A ${what} in the database of DATABASE_URL has version ${schemaVersion}; this program knows versions up to ` +
            `${current}. It was written by a newer release.`,
        );
      }
      const upgraded = steps.slice(schemaVersion - 1).reduce<Fields>((older, step) => step(older), fields);
      return { ...upgraded, schemaVersion: current };
    },
  };
}
