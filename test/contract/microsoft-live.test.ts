// Says of the real cloud that it was left out. What goes there is loaded by `npm run test:contract` alone.
import { describe, it } from 'mocha';

describe('the contract with Microsoft: the real cloud', () => {
  it('was NOT tried: npm run test:contract -- --env <name> runs it with the credentials of env/.env.<name>');
});
