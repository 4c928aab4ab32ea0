import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import fc from 'fast-check';
import { relationshipName } from '../../../../src/microsoft/graph/delegated-admin/relationship-name.ts';

describe('the name of a relationship', () => {
  it('is the customer’s name and a tag', () => {
    assert.equal(relationshipName('Contoso Pharmaceuticals', '4b827261'), 'Contoso Pharmaceuticals 4b827261');
  });

  it('keeps letters of any script, and leaves out what could be markup', () => {
    assert.equal(relationshipName('<b>Müller & Söhne</b>', 'tag'), 'b Müller & Söhne b tag');
    assert.equal(relationshipName('株式会社コントソ', 'tag'), '株式会社コントソ tag');
  });

  it('never looks like one of the Microsoft-led transition', () => {
    assert.ok(!relationshipName('MLT_Contoso', 'tag').startsWith('MLT_'));
  });

  it('is the tag alone for a name of nothing but signs', () => {
    assert.equal(relationshipName('***', 'tag'), 'tag');
  });

  it('fits, ends with its tag and is whole text, whatever the customer is called', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (name) => {
        const made = relationshipName(name, '4b827261-a1b2c3');
        assert.ok(made.length <= 50 && made.endsWith('4b827261-a1b2c3') && made.isWellFormed());
      }),
    );
  });
});
