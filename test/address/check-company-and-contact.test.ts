import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { checkCompanyAndContact, type TypedCompanyAndContact } from '../../src/address/check-company-and-contact.ts';

const typed: TypedCompanyAndContact = {
  companyName: ' Contoso  Pharmaceuticals ',
  givenName: 'Adele',
  familyName: 'Vance',
  email: 'adele@Contoso.com',
  phone: '02 9123 4567',
  country: 'AU',
};

describe('checking company and contact', () => {
  it('takes right ones, cleaned, with the phone number of the country', () => {
    assert.deepEqual(checkCompanyAndContact(typed), {
      kind: 'ok',
      companyName: 'Contoso Pharmaceuticals',
      contact: { givenName: 'Adele', familyName: 'Vance', email: 'adele@contoso.com', phone: '+61291234567' },
      country: 'AU',
    });
  });

  it('leaves out a phone that was not given', () => {
    const outcome = checkCompanyAndContact({ ...typed, phone: '' });

    assert.equal(outcome.kind, 'ok');
    assert.equal('phone' in outcome.contact, false);
  });

  it('tells every wrong field at once', () => {
    const nothing = { companyName: '', givenName: '', familyName: '', email: '', phone: '12', country: '' };

    assert.deepEqual(checkCompanyAndContact(nothing), {
      kind: 'wrong',
      fields: {
        companyName: { code: 'missing' },
        givenName: { code: 'missing' },
        familyName: { code: 'missing' },
        email: { code: 'missing' },
        phone: { code: 'phone' },
        country: { code: 'missing' },
      },
    });
  });

  it('takes a country by its code in any capitals, and says when it is none', () => {
    const outcome = checkCompanyAndContact({ ...typed, country: ' au ' });
    assert.equal(outcome.kind === 'ok' && outcome.country, 'AU');
    const refused = checkCompanyAndContact({ ...typed, phone: '', country: 'Atlantis' });
    assert.deepEqual(refused, { kind: 'wrong', fields: { country: { code: 'country' } } });
  });

  it('holds the limits', () => {
    const longest = { ...typed, companyName: 'c'.repeat(100), givenName: 'g'.repeat(50), familyName: 'f'.repeat(50) };
    assert.equal(checkCompanyAndContact(longest).kind, 'ok');
    const longer = { ...typed, companyName: 'c'.repeat(101), givenName: 'g'.repeat(51), familyName: 'f'.repeat(51) };
    assert.deepEqual(checkCompanyAndContact(longer), {
      kind: 'wrong',
      fields: {
        companyName: { code: 'tooLong', values: { max: 100 } },
        givenName: { code: 'tooLong', values: { max: 50 } },
        familyName: { code: 'tooLong', values: { max: 50 } },
      },
    });
  });
});
