import type { Qualification, QualificationState } from '../../../core/ports/microsoft.ts';
import { bodyOf } from '../../api-client.ts';
import type { PartnerCenter, PartnerCenterWrites } from '../partner-center.ts';
import { Qualification as QualificationWire, Qualifications } from '../partner-center-wire.ts';

/** Microsoft's words for `vettingStatus`; a word that came later is neither yes nor no. */
const stateByWord = new Map<string, QualificationState>([
  ['approved', 'approved'],
  ['denied', 'denied'],
  ['inreview', 'inReview'],
]);

/** What the customer counts as, granted or still vetted. Takes an app-only token. Throws AppError. */
export async function readQualifications(
  partnerCenter: Pick<PartnerCenter, 'get' | 'refused'>,
  tenantId: string,
): Promise<readonly Qualification[]> {
  const answer = await partnerCenter.get({ call: 'readQualifications', path: pathOf(tenantId), as: 'appOnly' });
  if (answer.status !== 200) throw partnerCenter.refused(answer);
  return bodyOf(answer, Qualifications).map(fromWire);
}

/**
 * Asks for a qualification that needs no validation code; vetting follows by itself. The same `requestId` is the same
 * request to Partner Center, however often it is sent. Throws AppError.
 */
export async function requestQualification(
  partnerCenter: PartnerCenter & PartnerCenterWrites,
  request: { tenantId: string; name: string; requestId: string },
): Promise<Qualification> {
  const { tenantId, name, requestId } = request;
  const answer = await partnerCenter.post({
    call: 'requestQualification',
    path: pathOf(tenantId),
    body: { Qualification: name },
    requestId,
  });
  if (answer.status === 200 || answer.status === 201) return fromWire(bodyOf(answer, QualificationWire));
  // Refused because it has been asked for already: then the customer's list has it.
  const refusal = partnerCenter.refused(answer);
  if (answer.status !== 400 && answer.status !== 409) throw refusal;
  const known = (await readQualifications(partnerCenter, tenantId)).find((one) => one.name === name);
  if (known === undefined || known.state === 'denied') throw refusal;
  return known;
}

function pathOf(tenantId: string): string {
  return `/customers/${encodeURIComponent(tenantId)}/qualifications`;
}

function fromWire({ qualification, vettingStatus, vettingReason }: QualificationWire): Qualification {
  // Qualifications from before there was vetting have no status.
  const state = vettingStatus ? (stateByWord.get(vettingStatus.toLowerCase()) ?? 'unknown') : 'approved';
  return { name: qualification, state, ...(vettingReason && { reason: vettingReason }) };
}
