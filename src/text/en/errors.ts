import type { ErrorCode } from '../../core/errors.ts';

/** What went wrong and what to do, for partner staff in a chat. The customer's pages have their own sentences. */
export const errorTexts = {
  'errors.DOMAIN_MALFORMED': '“{domain}” is not a domain. Type it as in contoso.com or contoso.onmicrosoft.com.',
  'errors.TENANT_NOT_FOUND':
    'Microsoft knows no tenant for {domain}. Check the spelling, or try the name that ends in onmicrosoft.com.',
  'errors.OWN_TENANT':
    '{domain} belongs to our own tenant, which cannot be its own customer. Type the customer’s domain.',
  'errors.TENANT_IN_OTHER_CLOUD':
    'The tenant of {domain} lives in another Microsoft cloud, which this bot is not connected to.',
  'errors.REGION_MISMATCH':
    'The tenant of {domain} is in a country outside our CSP region, so Microsoft will not let us sell there.',
  'errors.TENANT_SYNDICATED':
    'The tenant of {domain} is bound to a syndication partner, such as a telephone company. It must be released there first.',
  'errors.ADDRESS_NOT_VERIFIED':
    'Microsoft does not know this address. Pick a suggestion, correct it, or go on with what you typed.',
  'errors.REGISTRATION_NUMBER_NEEDED':
    'This country asks for the company’s registration number. Type it as the company’s register shows it.',
  'errors.TRANSITION_NOT_FOUND': 'This transition does not exist. Type “list” to see the open ones.',
  'errors.TRANSITION_CLOSED': 'This transition is finished, so nothing can be changed on it any more.',
  'errors.NOT_ALLOWED': 'Your role does not allow this, and nothing was changed.',
  'errors.LINK_UNKNOWN': 'This is not a Partner Connect link that we made. Check that it was copied whole.',
  'errors.LINK_EXPIRED': 'The Partner Connect link has expired. Make a new one on the card.',
  'errors.LINK_REVOKED': 'This Partner Connect link was replaced or withdrawn. Use the newest one.',
  'errors.SIGN_IN_CANCELLED': 'The sign-in was cancelled. Open the link again to continue.',
  'errors.SIGN_IN_FAILED': 'The sign-in did not succeed. Open the link again to try once more.',
  'errors.SIGN_IN_NEEDS_MFA':
    'Microsoft asked the customer’s admin for multi-factor authentication, and it was not completed.',
  'errors.SIGN_IN_BLOCKED':
    'A security rule of the customer’s tenant (Conditional Access) blocked the sign-in of their admin.',
  'errors.CROSS_TENANT_BLOCKED': 'A cross-tenant policy of the customer’s tenant blocks our application.',
  'errors.STATE_MISMATCH': 'The sign-in answer did not belong to this browser. Open the link again.',
  'errors.WRONG_TENANT': 'Somebody signed in with an account of another tenant.',
  'errors.PARTNER_ACCOUNT': 'Somebody signed in with one of our own accounts. The link is for the customer’s admin.',
  'errors.PERSONAL_ACCOUNT': 'Somebody signed in with a personal Microsoft account.',
  'errors.GUEST_ACCOUNT': 'Somebody signed in as a guest of the tenant. A member with the admin role is needed.',
  'errors.NOT_ADMINISTRATOR': 'Somebody without an active Global Administrator role signed in.',
  'errors.CONSENT_DECLINED': 'The customer’s admin declined the Directory Connection.',
  'errors.CONSENT_SETTLING':
    'The consent was given, but Microsoft does not show it yet. If this lasts, ask the customer to open the link again.',
  'errors.CONSENT_LOST':
    'The Directory Connection was removed in the customer’s tenant. The same link asks for it once more.',
  'errors.APP_DISABLED':
    'Our application is disabled in the customer’s tenant. Their admin can enable it in Microsoft Entra, under Enterprise applications.',
  'errors.PERMISSION_MISSING':
    'The customer’s consent does not cover a permission that we need by now. Ask them to open the link and accept once more.',
  'errors.TENANT_GONE':
    'The customer’s tenant does not exist any more. Cancel this transition and talk to the customer.',
  'errors.TENANT_UNSUITABLE':
    'This tenant is made for consumer identities and cannot enter the CSP program. A workforce tenant is needed.',
  'errors.RESELLER_RELATIONSHIP_LOST':
    'The reseller relationship is gone. The same link leads to authorising the CSP once more.',
  'errors.AGREEMENT_MISSING':
    'Microsoft shows no accepted Microsoft Customer Agreement. The customer accepts it through the link, unless they did so through another partner before.',
  'errors.RELATIONSHIP_EXPIRED':
    'Delegated admin has ended, or was not accepted in time. Make a new link on the card: a new request goes out with it.',
  'errors.RELATIONSHIP_TERMINATED':
    'The delegated admin relationship was rejected or ended. Make a new link on the card to ask again.',
  'errors.RELATIONSHIP_SLOW':
    'The customer approved delegated admin, but Microsoft has been activating it for more than an hour. We keep looking; if it lasts a day, open a case with Microsoft.',
  'errors.ACCESS_ASSIGNMENT_SLOW':
    'Microsoft has been giving our groups their roles for more than an hour. We keep looking; if it lasts, the groups have to be checked.',
  'errors.RESELLER_RELATIONSHIP_PARTIAL':
    'The customer authorised only one of the two companies. The same link leads to the other one.',
  'errors.PARTNER_APPROVAL_PENDING':
    'Our provider asked for delegated admin on our behalf. The customer can accept it once we have approved it.',
  'errors.RELATIONSHIP_EXPIRING':
    'The delegated admin relationship ends soon and does not extend itself. Extend it, or ask the customer for a new one.',
  'errors.RELATIONSHIP_PENDING_ELSEWHERE':
    'A delegated admin request is still open at Microsoft. It cannot be withdrawn; unanswered, it ends by itself after 90 days.',
  'errors.ACCESS_GROUP_GONE':
    'A security group that should get the delegated roles does not exist any more. Another one has to be named.',
  'errors.CUSTOMER_UNDER_REVIEW':
    'Microsoft is reviewing this customer, or has not approved them. Nothing can be ordered until that ends.',
  'errors.QUALIFICATION_IN_REVIEW':
    'Microsoft is checking the customer’s qualification, for hours or days. Licences of that segment can be ordered once it is approved; nothing else waits for it.',
  'errors.QUALIFICATION_DENIED':
    'Microsoft denied the customer’s qualification. Read the reason, talk to the customer, then ask for it again.',
  'errors.ACCESS_ASSIGNMENT_FAILED': 'Microsoft could not give our groups their roles. The groups have to be checked.',
  'errors.OWN_CREDENTIALS_REFUSED': 'Microsoft refuses our own credentials. An operator must renew them.',
  'errors.SERVICE_ACCOUNT_REFUSED':
    'Microsoft refuses our service account. An operator must sign in for it again; what is under way is paused, not lost.',
  'errors.PARTNER_ROLE_MISSING':
    'Our own account at Microsoft lacks a role or permission for this. An operator must grant it.',
  'errors.PARTNER_AGREEMENT_INVALID':
    'Microsoft says that our own partner agreement or partner id is not in order. Our partner administrator must look into it.',
  'errors.UPSTREAM_THROTTLED': 'Microsoft asks us to slow down. Nothing is lost; it goes on by itself.',
  'errors.UPSTREAM_UNAVAILABLE': 'Microsoft does not answer right now. Try again in a minute.',
  'errors.UPSTREAM_UNEXPECTED': 'Microsoft answered something unexpected. Try again; if it stays, tell an operator.',
  'errors.STORE_UNAVAILABLE':
    'Our database does not answer right now. Nothing that was confirmed is lost; try again in a minute.',
} as const satisfies Record<`errors.${ErrorCode}`, string>;
