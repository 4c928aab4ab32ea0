import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { donePage } from '../../../src/connect/pages/progress-page.ts';
import { createTranslate } from '../../../src/text/translate.ts';

const names = { partnerName: 'Northwind Traders', providerName: 'Northwind Traders' };

function pageWith(supportContact: string): string {
  return donePage({
    t: createTranslate(),
    config: { publicUrl: 'https://connect.example', ...names, supportContact },
    companies: { partner: names.partnerName, provider: names.providerName, host: names.partnerName },
    assets: { style: '/s.css', script: '/s.js', mark: '/m.svg' },
  });
}

describe('where to ask, at the end of every page', () => {
  const links = [
    { contact: 'help@northwindtraders.example', href: 'mailto:help@northwindtraders.example' },
    { contact: 'https://northwindtraders.example/help', href: 'https://northwindtraders.example/help' },
  ];
  for (const { contact, href } of links) {
    it(`is a link: ${contact}`, () => {
      assert.match(pageWith(contact), new RegExp(`Ask Northwind Traders: <a href="${href}">${contact}</a>`));
    });
  }

  for (const contact of ['+1 425 555 0100', 'javascript:alert(1)', 'our desk, desk@northwindtraders.example']) {
    it(`is text where it is no address: ${contact}`, () => {
      assert.ok(pageWith(contact).includes(`Ask Northwind Traders: ${contact}</p>`));
    });
  }
});
