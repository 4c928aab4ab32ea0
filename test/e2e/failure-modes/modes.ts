import type { ErrorCode } from '../../../src/core/errors.ts';
import type { HouseChanges } from './house-changes.ts';
import type { Scene } from './scene.ts';

type Digit = 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9;

/** F1 to F56: the ways in which bringing a tenant in is known to fail. docs/errors.md describes each in one line. */
export type FailureMode = Exclude<`F${Digit}` | `F${1 | 2 | 3 | 4}${Digit}` | `F5${0 | 1 | 2 | 3 | 4 | 5 | 6}`, 'F0'>;

export interface Scenario {
  /** What is so, and what comes of it: the test's name. */
  tells: string;
  /** What the mode is called when somebody reads of it; none where it is prevented, or is no failure. */
  codes: readonly ErrorCode[];
  /** What this house has different. */
  house?: HouseChanges;
  play: (scene: Scene) => Promise<void>;
}

export type Scenarios<Mode extends FailureMode> = Record<Mode, Scenario>;
