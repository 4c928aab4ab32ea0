/**
 * Every call that goes out to Microsoft under the policy, by the name it has in the log. None goes out without one, and a
 * test tries each of them under every fault: a name without its row there does not compile.
 */
export type CallName = LoginCall | GraphCall | PartnerCenterCall;

export type LoginCall =
  | 'findTenant'
  | 'findTenantElsewhere'
  | 'readSignIn'
  | 'readExternalTenant'
  | 'appToken'
  | 'serviceAccountToken'
  | 'redeemSignInCode'
  | 'redeemServiceAccountCode'
  | 'readSigningKeys'
  | 'managedIdentityToken'
  | 'probeSignIn'
  | 'probeBotToken';

export type GraphCall =
  | 'readOrganization'
  | 'readInventory'
  | 'readTenantName'
  | 'readRelationship'
  | 'listRelationshipsOfTenant'
  | 'listRelationships'
  | 'createRelationship'
  | 'lockRelationship'
  | 'approveRelationship'
  | 'extendRelationship'
  | 'listAccessAssignments'
  | 'readAccessAssignment'
  | 'createAccessAssignment'
  | 'changeAccessAssignment'
  | 'readGroup'
  | 'sendMail'
  | 'probeRelationships'
  | 'probeGroup'
  | 'probeMailbox'
  | 'probeApplication';

export type PartnerCenterCall =
  | 'readCustomer'
  | 'listCustomers'
  | 'readPartnersOfCustomer'
  | 'readSignedAgreement'
  | 'readAttestedAgreements'
  | 'readQualifications'
  | 'requestQualification'
  | 'readInvitation'
  | 'readCountryRules'
  | 'judgeAddress'
  | 'readWebhookRegistration'
  | 'listWebhookEvents'
  | 'createWebhookRegistration'
  | 'changeWebhookRegistration'
  | 'sendTestEvent'
  | 'readTestEvent'
  | 'readAuditRecords'
  | 'probeInvitation'
  | 'probeMfa'
  | 'probeProfile'
  | 'probePartnerAgreement';
