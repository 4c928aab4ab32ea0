import type { Delivery } from '../../src/core/delivery.ts';
import type { Happening } from '../../src/core/events.ts';
import { service } from '../../src/core/people.ts';
import type { Store } from '../../src/core/ports/store/store.ts';
import { recordChange, type Transition } from '../../src/core/transition.ts';
import { createDeliveryLoop } from '../../src/delivery/delivery-loop.ts';
import { hashOf } from '../../src/runtime.ts';
import { openStore } from '../../src/store/open-store.ts';
import { createFakeClock, type FakeClock } from './fake-clock.ts';
import { createFakeSender, type FakeSender } from './fake-sender.ts';
import { createTestTools, type TestTools } from './loop-tools.ts';
import { aConversation, anEvent, aTransition } from './records.ts';

export interface DeliveryRig {
  store: Store;
  clock: FakeClock;
  tools: TestTools;
  teams: FakeSender;
  mail: FakeSender;
  /** One more process on the same store; through `wrap` it can be made to die. */
  process(series: string, wrap?: <T extends object>(target: T) => T): ReturnType<typeof createDeliveryLoop>;
  /** A transition as the review card starts it, with the event in its outbox. */
  start(overrides?: Partial<Transition>): Promise<Transition>;
  change(transitionId: string, change: (before: Transition) => Transition, ...happenings: Happening[]): Promise<void>;
  /** Staff correct the customer: the living card has to be edited. */
  edit(transitionId: string): Promise<void>;
  /** What was logged beyond `info`, as `level: message`. */
  warnings(): string[];
  deliveryOf(outgoing: { delivery: Pick<Delivery, 'deliveryId'> }): Promise<Delivery>;
}

export const megan = { userId: 'user-megan', displayName: 'Megan Bowen', email: 'megan@northwindtraders.example' };

/** The delivery over a real store in memory, with senders that keep what they were given. */
export async function createDeliveryRig(): Promise<DeliveryRig> {
  const store = await openStore('sqlite::memory:');
  const clock = createFakeClock();
  const tools = createTestTools(clock);
  const teams = createFakeSender();
  const mail = createFakeSender();
  await store.conversations.remember(aConversation());

  const rig: DeliveryRig = {
    store,
    clock,
    tools,
    teams,
    mail,
    process(series, wrap = (target) => target) {
      const { ids } = createTestTools(clock, series);
      const { transitions, outbox, deliveries, audit, subscriptions, conversations, personalData } = store;
      return createDeliveryLoop({
        ...tools,
        ids,
        hashOf,
        transitions: wrap(transitions),
        outbox: wrap(outbox),
        deliveries: wrap(deliveries),
        audit: wrap(audit),
        subscriptions: wrap(subscriptions),
        conversations: wrap(conversations),
        personalData: wrap(personalData),
        senders: { teams: wrap(teams), mail: wrap(mail) },
      });
    },
    async start(overrides = {}) {
      const at = clock.now();
      const started = aTransition({ owner: megan, ...overrides });
      const event = anEvent({ transitionId: started.transitionId, at });
      const transition = { ...started, lastEventSeq: 1, outbox: [event] };
      await store.transitions.insert(transition, { visitDueAt: transition.link.expiresAt });
      return transition;
    },
    async change(transitionId, change, ...happenings) {
      const before = await store.transitions.get(aTransition().organisationId, transitionId);
      if (!before) throw new Error(`no transition ${transitionId}`);
      const after = recordChange(before, change(before), { actor: service, at: clock.now(), happenings });
      if (!(await store.transitions.replace(after))) throw new Error('somebody else wrote first');
    },
    edit: (transitionId) =>
      rig.change(transitionId, (before) => before, { kind: 'customerEdited', changed: ['companyName'] }),
    warnings: () => tools.lines.flatMap(({ level, message }) => (level === 'info' ? [] : [`${level}: ${message}`])),
    async deliveryOf({ delivery }) {
      const stored = await store.deliveries.get(delivery.deliveryId);
      if (!stored) throw new Error(`no delivery ${delivery.deliveryId}`);
      return stored;
    },
  };
  return rig;
}
