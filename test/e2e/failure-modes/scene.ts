// One house in front of the stand-in for Microsoft's cloud, and the steps that most failure modes begin with.
import assert from 'node:assert/strict';
import { plain } from '../../../src/cards/plain.ts';
import { errorSpecs, type ErrorCode, type ErrorSpec } from '../../../src/core/errors.ts';
import type { TenantCategory } from '../../../src/core/customer.ts';
import type { StepName } from '../../../src/core/steps.ts';
import type { Transition } from '../../../src/core/transition.ts';
import type { Controls } from '../../../src/sandbox/control/controls.ts';
import { createTranslate } from '../../../src/text/translate.ts';
import type { Customer } from '../../support/customer.ts';
import { linkIn, theTransition } from '../../support/journey.ts';
import { approvalAddress, invitationAddress, type SandboxCloud } from '../../support/sandbox-cloud.ts';
import { cardLine, thread, type Place, type TeamsChat } from '../../support/teams-chat.ts';
import { addressTyped, customerTyped, tenantTyped } from '../../support/transition-forms.ts';
import { openWebhookDoor } from '../../support/webhook-door.ts';
import { alex, megan, openWholeHouse, type WholeHouse } from '../../support/whole-house.ts';
import type { HouseChanges } from './house-changes.ts';

export const t = createTranslate('en');
export const minute = 60;
export const hour = 60 * minute;
export const day = 24 * hour;

const alexAlone: Place = { conversationId: 'a:alex', kind: 'personal' };

export interface Scene {
  house: WholeHouse;
  cloud: SandboxCloud;
  controls: Controls;
  /** The thread in which Megan works. */
  chat: TeamsChat;
  /** Alex, the operator, alone with the bot. */
  operator: TeamsChat;
  /** The form for the tenant, filled in; answers the card that comes back. */
  typeTenant: (domain: string, typed?: Typed) => Promise<string>;
  /** As far as the review card. */
  review: (domain: string, typed?: Typed) => Promise<string>;
  /** Until cards and mails are out; answers the link. */
  start: (domain?: string, category?: TenantCategory) => Promise<string>;
  /** Signed in at the link of `start`. */
  signedIn: (user?: string) => Promise<Customer>;
  /** From the start to the confirmed tenant. */
  connect: (domain?: string, category?: TenantCategory) => Promise<Customer>;
  /** At Microsoft, without a word to us. */
  approveDelegatedAdmin: () => Promise<void>;
  authoriseCsp: (partnerTenantId?: string) => Promise<void>;
  /** From the start until the tenant is Normal. */
  finish: (domain?: string, category?: TenantCategory) => Promise<void>;
  /** What has become due meanwhile is done in the minute after. */
  later: (seconds: number) => Promise<void>;
  checkNow: () => Promise<void>;
  /** What stands in the thread besides, since it was last asked. */
  news: () => string;
  /** The living card, as staff read it now. */
  card: () => string;
  transition: () => Promise<Transition>;
  /** The step is blocked so, the card says why and who must act, and has the button that helps. */
  assertBlocked: (step: StepName, code: ErrorCode) => Promise<void>;
  /** These words of staff's name the code and who must act. */
  assertSays: (words: string, code: ErrorCode) => Promise<void>;
  /** The living card has the button that helps. */
  assertHelps: (code: ErrorCode) => void;
  stop: () => Promise<void>;
}

interface Typed {
  customer?: object;
  address?: object;
  tenant?: object;
}

const actionOf: Record<ErrorSpec['button'], string | undefined> = {
  newLink: 'reissueLink',
  sendInstructions: 'sendInstructions',
  checkNow: 'checkNow',
  cancel: 'cancelTransition',
  extend: 'extendRelationship',
  approve: 'approveRelationship',
  requestQualification: 'requestQualification',
  doctor: undefined,
  none: undefined,
};

export async function openScene(cloud: SandboxCloud, changes: HouseChanges = {}): Promise<Scene> {
  cloud.sandbox.controls.reset();
  const door = changes.hasWebhooks ? await openWebhookDoor(cloud) : undefined;
  const house = await openWholeHouse({
    cloud,
    ...(changes.environment && { environment: changes.environment }),
    configure: (config) => {
      const bot = { ...config.bot, roles: { managers: [], operators: [alex.aadObjectId] } };
      return { ...config, bot, ...(door && { webhooks: door.config }) };
    },
  });
  door?.leadTo(() => house.url());
  const { controls } = cloud.sandbox;
  const chat = house.chat(thread);
  let link = '';
  let told = 0;
  let admin = '';

  const living = () =>
    house.connector
      .chat(thread.conversationId)
      .map(({ activity }) => activity)
      .find((activity) => cardLine(activity).includes('Started on'));
  const scene: Scene = {
    house,
    cloud,
    controls,
    chat,
    operator: house.chat(alexAlone),
    async typeTenant(domain, { customer = {}, address = {}, tenant = {} } = {}) {
      await chat.types(megan, 'transition');
      await chat.clicks(megan, 'next', { ...customerTyped, ...customer });
      await chat.clicks(megan, 'next', { ...addressTyped, ...address });
      await chat.clicks(megan, 'next', { ...tenantTyped, domain, ...tenant });
      return chat.lastLine();
    },
    async review(domain, typed) {
      await scene.typeTenant(domain, typed);
      await chat.clicks(megan, 'skip');
      return chat.lastLine();
    },
    async start(domain = 'contoso.com', category) {
      await scene.review(domain, category && { tenant: { category } });
      await chat.clicks(megan, 'submit');
      await house.pass(3);
      link = linkIn(chat.lines());
      admin = `admin@${domain}`;
      told = chat.lines().length;
      return link;
    },
    async signedIn(user = admin) {
      const customer = house.customer();
      await customer.open(link);
      await customer.signIn(user);
      return customer;
    },
    async connect(domain, category) {
      await scene.start(domain, category);
      const customer = await scene.signedIn();
      await customer.consent(admin);
      await house.pass(12);
      await customer.look();
      await customer.confirmTenant();
      await house.pass(10);
      return customer;
    },
    async approveDelegatedAdmin() {
      const { relationshipId = '' } = await scene.transition();
      const { status } = await cloud.post(approvalAddress(relationshipId), { user: admin, action: 'approve' });
      assert.equal(status, 303);
    },
    async authoriseCsp(partnerTenantId) {
      const accepted = { user: admin, action: 'authorise', authorise: 'yes', agreement: 'yes' };
      assert.equal((await cloud.post(invitationAddress(partnerTenantId), accepted)).status, 303);
    },
    async finish(domain, category) {
      await scene.connect(domain, category);
      await scene.approveDelegatedAdmin();
      await scene.authoriseCsp();
      await house.pass(minute);
      assert.notEqual((await scene.transition()).verifiedAt, undefined);
      told = chat.lines().length;
    },
    async later(seconds) {
      await house.leap(seconds);
      await house.pass(minute);
    },
    async checkNow() {
      await chat.clicks(megan, 'checkNow');
      await house.pass(5);
    },
    news() {
      const lines = chat.lines();
      const since = lines.slice(told).join('\n');
      told = lines.length;
      return since;
    },
    card: () => cardLine(living() ?? {}),
    transition: () => theTransition(house),
    async assertBlocked(step, code) {
      const { steps } = await scene.transition();
      assert.deepEqual(steps[step], { state: 'blocked', code });
      await scene.assertSays(scene.card(), code);
      scene.assertHelps(code);
    },
    async assertSays(words, code) {
      const { tenant } = await scene.transition();
      const sentence = plain(t(`errors.${code}`, { domain: tenant.domain }));
      const mustAct = plain(t(`cards.mustAct.${errorSpecs[code].mustAct}`));
      assert.ok(words.includes(sentence), `“${sentence}” is said in ${words}`);
      assert.ok(words.includes(mustAct), `“${mustAct}” is said in ${words}`);
    },
    assertHelps(code) {
      const action = actionOf[errorSpecs[code].button];
      if (action === undefined) return;
      assert.ok(JSON.stringify(living()).includes(`"action":"${action}"`), `the card offers ${action}`);
    },
    async stop() {
      await house.stop();
      door?.close();
    },
  };
  return scene;
}
