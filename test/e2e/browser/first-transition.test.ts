import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { after, before, describe, it } from 'mocha';
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import { openBrowser } from '../../support/browser.ts';
import { openPlayground, type PlaygroundChat } from '../../support/playground-chat.ts';
import { startSandboxCommand, type RunningSandbox } from '../../support/running-sandbox.ts';

const pictures = new URL('../../../reports/screenshots/', import.meta.url).pathname;

/** Fonts and telemetry of other people's pages are not fetched: nothing leaves this machine. */
async function stayHere(context: BrowserContext): Promise<void> {
  await context.route(
    (url) => !['127.0.0.1', 'localhost'].includes(url.hostname),
    (route) => route.abort(),
  );
}

/** Chromium takes no picture while it goes from one page to the next: then the next one is meant. */
async function picture(page: Page, name: string): Promise<void> {
  const take = () => page.screenshot({ path: `${pictures}${name}.png` });
  await page.waitForLoadState();
  await take().catch(async () => {
    await page.waitForLoadState();
    await take();
  });
}

async function fill(form: Locator, values: Record<string, string>): Promise<void> {
  for (const [label, value] of Object.entries(values)) await form.getByLabel(label).first().fill(value);
}

async function choose(form: Locator, label: string, option: string): Promise<void> {
  await form.getByLabel(label).first().click();
  await form.page().getByRole('option', { name: option, exact: true }).click();
}

describe('the first transition, as people see it', () => {
  let sandbox: RunningSandbox | undefined;
  let browser: Browser | undefined;
  let chat: PlaygroundChat;
  let admin: Page;
  let link: string;

  before(async function () {
    browser = await openBrowser(this);
    mkdirSync(pictures, { recursive: true });
    sandbox = await startSandboxCommand({ SANDBOX_NORMAL_AFTER_SECONDS: '3' });
    const desk = await browser.newContext({ viewport: { width: 1280, height: 1500 } });
    const phone = await browser.newContext({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
    await Promise.all([desk, phone].map(stayHere));
    for (const person of [desk, phone]) person.setDefaultTimeout(15_000);
    chat = await openPlayground(desk, sandbox.playgroundUrl);
    admin = await phone.newPage();
  });

  after(async () => {
    await browser?.close();
    const code = await sandbox?.stop();
    if (sandbox) assert.equal(code, 0);
  });

  it('a manager asks to be told', async () => {
    await picture(chat.page, '01-welcome');

    await chat.types('notify me');

    await chat.page.getByText('I will write to you personally').last().waitFor();
  });

  it('staff fill the forms in a channel thread, and a mistake costs them nothing', async () => {
    await chat.goTo('General');
    await chat.postsToBot('transition');
    const customer = chat.card('Step 1 of 5');
    await fill(customer, { 'Company name': 'Contoso Pharmaceuticals', 'Given name': 'Adele', 'Family name': 'Vance' });
    await fill(customer, { 'E-mail': 'adele@contoso', 'Phone (optional)': '12' });
    await customer.getByRole('button', { name: 'Next' }).click();
    await chat.card('This is not a complete e-mail address').waitFor();
    await picture(chat.page, '02-mistake');
    assert.equal(await customer.getByLabel('Company name').inputValue(), 'Contoso Pharmaceuticals');

    await fill(customer, { 'E-mail': 'adele.vance@contoso.com', 'Phone (optional)': '' });
    await customer.getByRole('button', { name: 'Next' }).click();
    const address = chat.card('Step 2 of 5');
    await fill(address, { 'Street address': '1 Microsoft Way', City: 'Redmond', 'ZIP code': '98052' });
    await choose(address, 'State', 'Washington');
    await picture(chat.page, '03-address');
    await address.getByRole('button', { name: 'Next' }).click();

    const tenant = chat.card('Step 3 of 5');
    await fill(tenant, { 'A domain of the tenant': 'contoso.com' });
    await tenant.getByText('Corporate').click();
    await choose(tenant, 'Where are its licences bought today?', 'From Microsoft directly (web direct)');
    await picture(chat.page, '04-tenant');
    await tenant.getByRole('button', { name: 'Next' }).click();
    await chat.card('Step 4 of 5').getByRole('button', { name: 'Skip' }).click();
    const review = chat.card('Step 5 of 5');
    await review.waitFor();
    await picture(chat.page, '05-review');
    await review.getByRole('button', { name: 'Submit' }).click();
  });

  it('the Partner Connect card stands in the thread, with the link to give to the customer', async () => {
    const card = chat.card('Started on');
    await card.waitFor();
    await picture(chat.page, '06-partner-connect');

    link = /http:\/\/127\.0\.0\.1:\d+\/connect\/[\w.-]+/.exec(await card.innerText())?.[0] ?? '';

    assert.notEqual(link, '');
  });

  it('the customer’s admin signs in on a phone and accepts the Directory Connection', async () => {
    await admin.goto(link);
    await picture(admin, '07-landing');
    await admin.getByRole('button', { name: 'Sign in with Microsoft' }).click();
    await picture(admin, '08-pick-account');
    await admin.getByText('admin@contoso.com').click();
    await admin.getByText('Accept the Directory Connection').waitFor();
    await picture(admin, '09-directory-connection');
    await admin.getByRole('button', { name: 'Continue to Microsoft' }).click();
    await picture(admin, '10-consent');
    await admin.getByRole('button', { name: 'Accept' }).click();
    await admin.getByText('Is this your organisation?').waitFor({ timeout: 60_000 });
    await picture(admin, '11-confirm');

    await admin.getByRole('button', { name: 'Yes, this is my organisation' }).click();

    await admin.getByRole('heading', { name: /as delegated admin/ }).waitFor({ timeout: 60_000 });
    await picture(admin, '12-delegated-admin');
  });

  it('accepts delegated admin and authorises the CSP in Microsoft’s admin centre, which never sends anyone back', async () => {
    const approval = await inNewTab(() => admin.getByRole('link', { name: /Open Microsoft’s admin centre/ }).click());
    await picture(approval, '13-admin-centre-roles');
    await approval.getByRole('button', { name: 'Approve all' }).click();
    await approval.getByRole('heading', { name: 'Partner roles approved' }).waitFor();
    await picture(approval, '14-admin-centre-approved');
    assert.equal(await approval.locator(`a[href*="/connect"]`).count(), 0);
    await approval.close();
    await admin.getByRole('button', { name: 'I have done this' }).click();

    await admin.getByRole('heading', { name: /as your CSP/ }).waitFor({ timeout: 60_000 });
    await picture(admin, '15-authorise');
    const invitation = await inNewTab(() => admin.getByRole('link', { name: /Open Microsoft’s admin centre/ }).click());
    for (const box of await invitation.getByRole('checkbox').all()) await box.check();
    await picture(invitation, '16-admin-centre-csp');
    await invitation.getByRole('button', { name: 'Authorise CSP' }).click();
    await invitation.getByRole('button', { name: 'Authorise CSP' }).waitFor({ state: 'detached' });
    await picture(invitation, '17-admin-centre-done');
    await invitation.close();
    await admin.getByRole('button', { name: 'I have done this' }).click();
  });

  it('the page says by itself when Microsoft has finished', async () => {
    await admin.getByRole('heading', { name: 'All done' }).waitFor({ timeout: 90_000 });

    await picture(admin, '18-done');
  });

  it('the thread is told that the tenant is Normal, in a message and on the same card', async () => {
    await chat.card('Contoso Pharmaceuticals: Normal').waitFor({ timeout: 60_000 });
    const living = chat.page.locator('.ac-adaptiveCard').filter({ hasText: 'Started on' });
    await living.filter({ hasText: 'Normal' }).waitFor();
    await living.scrollIntoViewIfNeeded();
    await picture(chat.page, '19-normal');

    assert.equal(await living.count(), 1);
  });

  it('the manager who asked for it has a personal message', async () => {
    await chat.goTo('Personal Chat');

    await chat
      .card(/Normal/)
      .last()
      .waitFor();

    await picture(chat.page, '20-personal');
  });

  it('the instructions were mailed to both', async () => {
    await admin.goto(`${sandbox?.cloudUrl ?? ''}/outbox`);

    await admin.getByText('adele.vance@contoso.com').first().waitFor();
    await admin.getByText('megan.bowen@northwindtraders.com').first().waitFor();
    await picture(admin, '21-outbox');
  });

  async function inNewTab(open: () => Promise<void>): Promise<Page> {
    const [tab] = await Promise.all([admin.context().waitForEvent('page'), open()]);
    await tab.waitForLoadState();
    return tab;
  }
});
