// `npm run partner-consent`: makes the address of the page on which the partner's service account signs in. It asks
// nobody and writes nothing: the service knows the address by its signature.
import { parseArgs } from 'node:util';
import { readConfig } from '../config.ts';
import { consentUrl, newConsentAddress } from '../core/use-cases/partner-consent.ts';
import { createSignText, randomIds, systemClock } from '../runtime.ts';
import { createTranslate } from '../text/translate.ts';
import { doctorEnvironment } from './doctor-command/environment.ts';

const usage = 'usage: npm run partner-consent -- [--env <name> | --sandbox]';

class NoKey extends Error {}

function consentAddress(environment: Readonly<Record<string, string | undefined>>): string {
  const config = readConfig(environment);
  if (!config.microsoft.tokenKeys) {
    throw new NoKey(
      'SECRET_TOKEN_KEY is missing: what Microsoft gives is kept encrypted with it (openssl rand -hex 32)',
    );
  }
  const t = createTranslate();
  const address = newConsentAddress({ ids: randomIds, clock: systemClock });
  const url = consentUrl(config.http.publicUrl, address, createSignText(config.linkKeys));
  return `\n${url}\n\n${t('partnerConsent.expires', { expiresAt: address.expiresAt })}\n${t('partnerConsent.whereToOpen')}\n`;
}

try {
  const { values } = parseArgs({ options: { env: { type: 'string' }, sandbox: { type: 'boolean' } } });
  process.stdout.write(consentAddress(doctorEnvironment(values, process.env)));
} catch (error) {
  process.exitCode = 1;
  const isUsage = error instanceof TypeError;
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n${isUsage ? `${usage}\n` : ''}`);
}
