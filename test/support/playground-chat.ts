// A member of staff in the Agents Playground, who reads what is on the screen and clicks on it.
import type { BrowserContext, Locator, Page } from 'playwright-core';

export interface PlaygroundChat {
  page: Page;
  /** Opens the personal chat, or a channel by its name. */
  goTo(place: string): Promise<void>;
  types(text: string): Promise<void>;
  /** A new thread in the open channel, with the bot mentioned. */
  postsToBot(text: string): Promise<void>;
  /** The newest card that shows this text. */
  card(text: string | RegExp): Locator;
}

export async function openPlayground(context: BrowserContext, url: string): Promise<PlaygroundChat> {
  const page = await context.newPage();
  await page.goto(url);
  const compose = page.locator('[contenteditable=true]').first();
  await page.getByText('Welcome to Partner Connect').first().waitFor();
  return {
    page,
    async goTo(place) {
      await page.getByText(place, { exact: true }).first().click();
      await compose.waitFor();
    },
    async types(text) {
      await compose.click();
      await compose.pressSequentially(text);
      await page.keyboard.press('Enter');
    },
    async postsToBot(text) {
      await compose.click();
      await compose.pressSequentially('@Partner');
      await page.getByRole('menuitem', { name: 'Partner Connect' }).click();
      await page.keyboard.type(` ${text}`);
      await page.getByRole('button', { name: 'Post' }).click();
    },
    card: (text) => page.locator('.ac-adaptiveCard').filter({ hasText: text }).last(),
  };
}
