// What a person says, turn by turn, and how they know that they were answered.
import { addressTyped, customerTyped, tenantTyped } from '../support/transition-forms.ts';
import type { Standing } from './fast-connector.ts';

export interface Turn {
  kind: string;
  /** What Teams sends besides who and where. */
  said: object;
  /** Whether what stands in the chat now is the answer. */
  isAnswered(): boolean;
}

export type Journey = (standing: Standing, name: string) => Generator<Turn, never>;

export function* echoJourney(standing: Standing): Generator<Turn, never> {
  for (let count = 1; ; count += 1) {
    const text = `message ${String(count)}`;
    yield { kind: 'echo', said: { text }, isAnswered: () => standing.newestText === `You said: ${text}` };
  }
}

/** From the command to the started transition, lap after lap, each for another customer. */
export function* transitionJourney(standing: Standing, name: string): Generator<Turn, never> {
  const turn = (kind: string, said: object, thenAsks: string | undefined): Turn => {
    const { card: before } = standing;
    const isAnswered = () =>
      thenAsks === undefined
        ? standing.card === undefined
        : standing.card !== before && standing.card?.buttons.has(thenAsks) === true;
    return { kind, said, isAnswered };
  };
  const click = (action: string, typed: object) => {
    const { card } = standing;
    const data = card?.buttons.get(action);
    if (!card || !data) throw new Error(`no card here has a button for ${action}`);
    return { value: { ...data, ...typed }, replyToId: card.activityId };
  };
  for (let lap = 1; ; lap += 1) {
    const domain = `${name}-${String(lap)}.example`;
    yield turn('“transition”', { text: 'transition' }, 'next');
    yield turn('customer', click('next', customerTyped), 'next');
    yield turn('address', click('next', addressTyped), 'next');
    yield turn('tenant', click('next', { ...tenantTyped, domain }), 'skip');
    yield turn('licences', click('skip', {}), 'submit');
    yield turn('review', click('submit', {}), undefined);
  }
}
