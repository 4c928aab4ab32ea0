import type { AuditRecord } from './webhook-wire.ts';

/** What a customer had with the partner, and has no more. */
export interface Ended {
  tenantId: string;
  /** Of the delegated admin relationship; absent where it is the reseller relationship. */
  relationshipId?: string;
  endedAt?: Date;
  /** Earlier records are of another end. */
  notBefore?: Date;
}

export interface AuditedEnd {
  at?: Date;
  userName?: string;
  isMicrosofts: boolean;
}

/**
 * Whether the record is of that end. Microsoft lists operations of this kind as examples and in two spellings, so it is
 * gone by what their names say: https://learn.microsoft.com/partner-center/developer/auditing-resources
 */
export function isOfEnd(record: AuditRecord, { tenantId, relationshipId, notBefore }: Ended): boolean {
  if (lettersOf(record.operationStatus) === 'failed') return false;
  if (relationshipId !== undefined) return endsDelegatedAdmin(record, relationshipId);
  const at = instantOf(record);
  const isEarlier = notBefore !== undefined && at !== undefined && at < notBefore;
  return !isEarlier && record.customerId?.toLowerCase() === tenantId.toLowerCase() && endsReseller(record);
}

/** Of several, the last: what comes after it undid what came before. */
export function lastEnd(records: readonly AuditRecord[]): AuditedEnd | undefined {
  const inOrder = records.toSorted((a, b) => Number(instantOf(a) ?? 0) - Number(instantOf(b) ?? 0));
  const record = inOrder.at(-1);
  if (!record) return undefined;
  const at = instantOf(record);
  return {
    ...(at && { at }),
    ...(record.userPrincipalName && { userName: record.userPrincipalName }),
    isMicrosofts: lettersOf(record.operationType).endsWith('bymicrosoft'),
  };
}

/** The record names the relationship only inside texts of JSON. */
function endsDelegatedAdmin(record: AuditRecord, relationshipId: string): boolean {
  const [operation, resource] = [lettersOf(record.operationType), lettersOf(record.resourceType)];
  const isOfRelationship = `${operation} ${resource}`.includes('granularadminrelationship');
  const values = `${record.resourceOldValue ?? ''} ${record.resourceNewValue ?? ''}`.toLowerCase();
  return isOfRelationship && /terminat|delet|reject/.test(operation) && values.includes(relationshipId.toLowerCase());
}

/** Not the end of the old delegated administration (DAP): the customer of a partner may have none. */
function endsReseller(record: AuditRecord): boolean {
  const operation = lettersOf(record.operationType);
  const isOfRelationship = /partnercustomerrelationship|resellerrelationship/.test(operation);
  return isOfRelationship && /terminat|delet|remov|cancel/.test(operation);
}

function instantOf({ operationDate }: AuditRecord): Date | undefined {
  const at = new Date(operationDate ?? Number.NaN);
  return Number.isNaN(at.getTime()) ? undefined : at;
}

function lettersOf(text: string | null | undefined): string {
  return (text ?? '').toLowerCase().replace(/[^a-z]/g, '');
}
