import type { AgreementState } from '../../../core/ports/microsoft.ts';
import { bodyOf, type ApiAnswer } from '../../api-client.ts';
import type { MicrosoftConfig } from '../../microsoft-config.ts';
import type { PartnerCenter } from '../partner-center.ts';
import { saysNotOurCustomer } from '../partner-center-errors.ts';
import { Agreements, DirectSignedStatus } from '../partner-center-wire.ts';

/** Left out of the request, Partner Center would answer for the retired Cloud Agreement. */
const agreementType = 'MicrosoftCustomerAgreement';

/**
 * Accepted by the customer in the admin centre, or else attested by a partner: two places. An indirect reseller can
 * attest nothing, and may be shown neither; it is told what it is not shown, and nothing is tried. Throws AppError.
 */
export async function readAgreement(
  partnerCenter: Pick<PartnerCenter, 'get' | 'refused'>,
  model: MicrosoftConfig['partnerModel'],
  tenantId: string,
): Promise<AgreementState> {
  const customer = `/customers/${encodeURIComponent(tenantId)}`;

  async function look(
    { call, path }: Pick<Parameters<PartnerCenter['get']>[0], 'call' | 'path'>,
    isThere: (answer: ApiAnswer) => boolean,
  ): Promise<boolean | 'hidden'> {
    const answer = await partnerCenter.get({ call, path: `${customer}/${path}`, as: 'appAndUser' });
    if (saysNotOurCustomer(answer)) return false;
    if (answer.status === 403 && model === 'reseller') return 'hidden';
    if (answer.status !== 200) throw partnerCenter.refused(answer);
    return isThere(answer);
  }

  const signed = await look(
    { call: 'readSignedAgreement', path: 'directSignedMicrosoftCustomerAgreementStatus' },
    (answer) => bodyOf(answer, DirectSignedStatus).isSigned,
  );
  if (signed === true) return 'accepted';
  const attested = await look(
    { call: 'readAttestedAgreements', path: `agreements?agreementType=${agreementType}` },
    isAttested,
  );
  if (attested === true) return 'attested';
  return signed === 'hidden' || attested === 'hidden' ? 'elsewhere' : 'missing';
}

function isAttested(answer: ApiAnswer): boolean {
  const items = bodyOf(answer, Agreements)?.items ?? [];
  return items.some((item) => item.type === agreementType && Boolean(item.dateAgreed));
}
