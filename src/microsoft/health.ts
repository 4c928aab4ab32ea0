import type { MicrosoftHealth } from '../core/ports/microsoft.ts';
import { mfaComplianceIn, type PartnerCenter } from './partner-center/partner-center.ts';
import { asReading, type Log } from './reading.ts';

export interface HealthDeps {
  partnerCenter: PartnerCenter;
  log: Log;
}

export function createHealth({ partnerCenter, log }: HealthDeps): MicrosoftHealth {
  return {
    partnerTokenIsMfaCompliant: async () =>
      asReading(log, 'read mfa compliance', async () => {
        // Any call with the service account would do; this one changes nothing and asks about no customer.
        const answer = await partnerCenter.get('/customers/relationshiprequests', 'appAndUser');
        const isCompliant = mfaComplianceIn(answer);
        // A refusal for want of MFA is an answer to the question; any other is not.
        if (isCompliant === undefined && answer.status !== 200) throw partnerCenter.refused(answer);
        return isCompliant;
      }),
  };
}
