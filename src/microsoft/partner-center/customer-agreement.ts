import { bodyOf } from '../api-client.ts';
import type { MicrosoftConfig } from '../microsoft-config.ts';
import type { PartnerCenter } from './partner-center.ts';
import { saysNotOurCustomer } from './partner-center-errors.ts';
import { Agreements, DirectSignedStatus } from './partner-center-wire.ts';

type AgreementState = 'accepted' | 'missing' | 'elsewhere';

/** Left out of the request, Partner Center would answer for the retired Cloud Agreement. */
const agreementType = 'MicrosoftCustomerAgreement';

/** Attested by a partner, or accepted by the customer in the admin centre: two places, either is enough. Throws AppError. */
export async function readAgreement(
  partnerCenter: PartnerCenter,
  model: MicrosoftConfig['partnerModel'],
  tenantId: string,
): Promise<AgreementState> {
  const customer = `/customers/${encodeURIComponent(tenantId)}`;
  const notFound: AgreementState = model === 'reseller' ? 'elsewhere' : 'missing';

  async function isAttested(): Promise<boolean | 'refused'> {
    const answer = await partnerCenter.get(`${customer}/agreements?agreementType=${agreementType}`, 'appAndUser');
    if (saysNotOurCustomer(answer)) return false;
    if (answer.status === 403 && model === 'reseller') return 'refused';
    if (answer.status !== 200) throw partnerCenter.refused(answer);
    const items = bodyOf(answer, Agreements)?.items ?? [];
    return items.some((item) => item.type === agreementType && Boolean(item.dateAgreed));
  }

  async function isSigned(): Promise<boolean> {
    const answer = await partnerCenter.get(`${customer}/directSignedMicrosoftCustomerAgreementStatus`, 'appAndUser');
    if (saysNotOurCustomer(answer)) return false;
    if (answer.status !== 200) throw partnerCenter.refused(answer);
    return bodyOf(answer, DirectSignedStatus).isSigned;
  }

  const attested = await isAttested();
  // Microsoft shows an indirect reseller neither of the two.
  if (attested === 'refused') return notFound;
  if (attested) return 'accepted';
  if (model === 'reseller') return notFound;
  return (await isSigned()) ? 'accepted' : notFound;
}
