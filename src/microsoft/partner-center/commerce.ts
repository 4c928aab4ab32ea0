import type { PartnerCloud } from '../../core/ports/microsoft.ts';
import type { Clock } from '../../core/ports/runtime.ts';
import { createSharedReads } from '../lists/shared-reads.ts';
import type { MicrosoftConfig } from '../microsoft-config.ts';
import { asReading, type Log } from '../reading.ts';
import { readCspPartners } from './resellers/csp-partners.ts';
import { readAgreement } from './customers/customer-agreement.ts';
import { customerPages } from './customers/customer-pages.ts';
import { readCustomerState, type StateInWords } from './customers/customer-state.ts';
import type { PartnerCenter, PartnerCenterWrites } from './partner-center.ts';
import { readQualifications, requestQualification } from './customers/qualifications.ts';
import { requiredPartners } from './resellers/required-partners.ts';
import { createResellerInvitation } from './resellers/reseller-invitation.ts';
import { readResellerRelationship } from './resellers/reseller-relationship.ts';

export interface CommerceDeps {
  partnerCenter: PartnerCenter & PartnerCenterWrites;
  clock: Clock;
  log: Log;
}

type Commerce = Pick<
  PartnerCloud,
  | 'customerState'
  | 'cspPartners'
  | 'readResellerRelationship'
  | 'readAgreement'
  | 'readQualifications'
  | 'requestQualification'
  | 'resellerInvitationUrl'
>;

/** What Partner Center has of a customer. */
export function createCommerce(config: MicrosoftConfig, { partnerCenter, clock, log }: CommerceDeps): Commerce {
  const customers = createSharedReads<StateInWords>({
    name: 'customers',
    one: async (tenantId) => readCustomerState(partnerCenter, tenantId),
    pages: () => customerPages(partnerCenter),
    clock,
    log,
  });
  const invitation = createResellerInvitation({ partnerCenter, clock, log, pastedUrl: config.resellerInvitationUrl });

  return {
    customerState: async (tenantId) =>
      asReading(log, 'read customer state', async () => readCustomerState(partnerCenter, tenantId)),
    cspPartners: async (organisationId) => readCspPartners(requiredPartners(config, organisationId), invitation),
    readResellerRelationship: async (tenantId, options) =>
      asReading(log, 'read reseller relationship', async () =>
        readResellerRelationship(
          {
            partnerCenter,
            required: requiredPartners(config, options?.organisationId),
            regionCountries: config.regionCountries,
            customerState: async (id) => customers.read(id, options),
          },
          { tenantId: tenantId.toLowerCase(), countryCode: options?.countryCode },
        ),
      ),
    readAgreement: async (tenantId) =>
      asReading(log, 'read agreement', async () => readAgreement(partnerCenter, config.partnerModel, tenantId)),
    readQualifications: async (tenantId) =>
      asReading(log, 'read qualifications', async () => readQualifications(partnerCenter, tenantId)),
    requestQualification: async (request) =>
      asReading(log, 'request qualification', async () => requestQualification(partnerCenter, request)),
    resellerInvitationUrl: async () => asReading(log, 'read reseller invitation', invitation),
  };
}
