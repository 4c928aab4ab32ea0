import type { Finding } from '../check-up/findings.ts';

/** What operators are told without having asked. */
export type OperatorNotice =
  /** `canSignIn`: what mends it is the service account's signing in anew. */
  | { kind: 'refused'; finding: Finding; canSignIn: boolean }
  | { kind: 'worksAgain' }
  | { kind: 'endsSoon'; finding: Finding };

/** Those of our people who run the service. */
export interface Operators {
  /** To each of them with whom there is a way to speak. Answers how many were reached; throws nothing. */
  tell(notice: OperatorNotice): Promise<number>;
}
