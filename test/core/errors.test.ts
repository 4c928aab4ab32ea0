import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { AppError, errorSpecs } from '../../src/core/errors.ts';
import { hasRole, type StaffRole } from '../../src/core/people.ts';

describe('an expected failure', () => {
  it('carries its code, what is safe to show, and what it was caused by', () => {
    const cause = new Error('socket closed');

    const error = new AppError('UPSTREAM_UNAVAILABLE', { host: 'graph' }, { cause });

    assert.equal(error.name, 'AppError');
    assert.equal(error.message, 'UPSTREAM_UNAVAILABLE');
    assert.deepEqual(error.details, { host: 'graph' });
    assert.equal(error.cause, cause);
    assert.deepEqual(new AppError('LINK_UNKNOWN').details, {});
  });

  it('that passes by itself asks no person to act, unless Microsoft’s answer makes no sense or a customer can retry', () => {
    const retryable = Object.entries(errorSpecs).filter(([, spec]) => spec.retryable);

    assert.deepEqual(
      retryable.map(([code, spec]) => `${code}: ${spec.mustAct}`),
      [
        'SIGN_IN_CANCELLED: customer',
        'SIGN_IN_FAILED: customer',
        'SIGN_IN_NEEDS_MFA: customer',
        'SIGN_IN_BLOCKED: customer',
        'STATE_MISMATCH: customer',
        'CONSENT_SETTLING: microsoft',
        'RELATIONSHIP_SLOW: microsoft',
        'ACCESS_ASSIGNMENT_SLOW: operator',
        'CUSTOMER_UNDER_REVIEW: microsoft',
        'QUALIFICATION_IN_REVIEW: microsoft',
        'UPSTREAM_THROTTLED: nobody',
        'UPSTREAM_UNAVAILABLE: nobody',
        'UPSTREAM_UNEXPECTED: operator',
        'STORE_UNAVAILABLE: operator',
      ],
    );
  });
});

describe('a staff role', () => {
  it('includes the lower ones', () => {
    const roles: StaffRole[] = ['staff', 'manager', 'operator'];

    const allowed = roles.map((actual) => roles.map((required) => hasRole(actual, required)));

    assert.deepEqual(allowed, [
      [true, false, false],
      [true, true, false],
      [true, true, true],
    ]);
  });
});
