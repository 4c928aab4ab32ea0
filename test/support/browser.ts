// A headless Chromium of this machine for the browser stories; none is downloaded.
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { Context } from 'mocha';
import { chromium, type Browser } from 'playwright-core';

const names = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'chrome.exe', 'msedge.exe'];
const usualPlaces = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

/**
 * For `before` hooks: `browser = await openBrowser(this)`. Without Chromium the stories are reported as pending, and
 * where CI is set they fail, so that they cannot go missing there. `CHROMIUM_PATH` names another one.
 */
export async function openBrowser(story: Context): Promise<Browser> {
  const executablePath = findChromium();
  if (executablePath === undefined) {
    if (process.env['CI']) throw new Error('no Chromium found, and CI runs every browser story: install it');
    story.skip();
  }
  // Chromium's own sandbox does not start for root, which is who runs a container.
  const args = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  return chromium.launch({ executablePath, args: [...args, '--disable-dev-shm-usage'] });
}

function findChromium(): string | undefined {
  const named = process.env['CHROMIUM_PATH'];
  if (named !== undefined) return named;
  const onPath = (process.env['PATH'] ?? '')
    .split(delimiter)
    .flatMap((directory) => names.map((name) => join(directory, name)));
  return [...onPath, ...usualPlaces].find((path) => existsSync(path));
}
