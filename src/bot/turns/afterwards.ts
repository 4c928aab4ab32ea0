import type { Turn } from './turn.ts';

export type Afterwork = () => Promise<void>;

/** What a turn leaves to its end. */
interface Afterwards extends Pick<Turn, 'afterSave' | 'afterDone'> {
  /** What was done and stays done, in words, where the dialog state could not be saved. */
  said: () => string | undefined;
  works: (isSaved: boolean) => readonly Afterwork[];
}

export function createAfterwards(): Afterwards {
  const left: { work: Afterwork; said?: string }[] = [];
  return {
    afterSave: (work) => void left.push({ work }),
    afterDone: (said, work) => void left.push({ work, said }),
    said: () => left.find(({ said }) => said !== undefined)?.said,
    works: (isSaved) => left.filter(({ said }) => isSaved || said !== undefined).map(({ work }) => work),
  };
}
