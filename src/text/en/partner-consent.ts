/** What the partner's operator reads while the service account signs in. */
export const partnerConsentTexts = {
  'partnerConsent.title': 'Sign in the service account',
  'partnerConsent.lead':
    'Some of Microsoft’s Partner Center answers only to a person. {partner} lets Partner Connect ask on behalf of one account of its own. Sign in with that account, here and once.',
  'partnerConsent.begin': 'Sign in at Microsoft',
  'partnerConsent.beginHint':
    'The password is typed at Microsoft and nowhere else. Nothing is changed before you have signed in.',
  'partnerConsent.which': 'Which account',
  'partnerConsent.whichTenant': 'One of your own tenant ({tenantId}). Any other is refused.',
  'partnerConsent.whichRole':
    'A member of AdminAgents in Partner Center, so that it may make delegated admin relationships.',
  'partnerConsent.whichMfa':
    'One that signs in with multi-factor authentication. Microsoft refuses calls on behalf of any other.',
  'partnerConsent.whichOwn':
    'One that serves this purpose alone, so that nobody’s leave or new password stops the service.',
  'partnerConsent.asks': 'What Microsoft will ask it to accept',
  'partnerConsent.asksPartnerCenter': 'Using Partner Center as this account: invitations, customers, agreements.',
  'partnerConsent.asksRelationships': 'Reading and making delegated admin relationships with customers.',
  'partnerConsent.asksOffline': 'Doing so while nobody is signed in.',
  'partnerConsent.then': 'What happens then',
  'partnerConsent.thenKept':
    'What Microsoft gives for it is stored encrypted. It is shown nowhere, and written into no log.',
  'partnerConsent.thenReplaced':
    'The running service uses it at once, in place of what it had. Nothing needs to be restarted.',
  'partnerConsent.thenTried': 'It is tried at Microsoft, and you see what works and what is missing.',
  'partnerConsent.expires': 'This address works once, and until {expiresAt, date, moment}.',
  'partnerConsent.whereToOpen':
    'Open it in a browser where you can sign in as the service account. Whoever has it can: give it to nobody else.',

  'partnerConsent.done': 'The service account has signed in',
  'partnerConsent.doneNext': 'All that it is needed for works. You can close this page.',
  'partnerConsent.notYet': 'Signed in, but something is missing',
  'partnerConsent.notYetNext':
    'The account is stored and the service uses it. What failed below is still to be done; “npm run doctor” looks again.',
  'partnerConsent.account': 'The service now works on behalf of {userName}.',

  'partnerConsent.approved.title': 'Back from the approval',
  'partnerConsent.approved.what': 'Microsoft says that an administrator has approved.',
  'partnerConsent.approved.next': 'Open the next address of docs/install.md, step 5.',
  'partnerConsent.unknown.title': 'This address is not known',
  'partnerConsent.unknown.what': 'It is incomplete, or of another installation.',
  'partnerConsent.unknown.next': 'Copy the whole address, or make a new one with “npm run partner-consent”.',
  'partnerConsent.expired.title': 'This address has run out',
  'partnerConsent.expired.what': 'It was good for fifteen minutes.',
  'partnerConsent.expired.next': 'Make a new one with “npm run partner-consent”, or say “doctor” to the bot.',
  'partnerConsent.used.title': 'This address has been used',
  'partnerConsent.used.what': 'A service account has signed in with it, and it works only once.',
  'partnerConsent.used.next':
    'If that was not you, make a new address with “npm run partner-consent” now and sign in the right account. “npm run doctor” says how things stand.',
  'partnerConsent.otherTenant.title': 'That account is of another tenant',
  'partnerConsent.otherTenant.what':
    'You signed in as {userName}. The service account must be of your tenant {tenantId}. Nothing was changed.',
  'partnerConsent.otherTenant.next':
    'Sign out at Microsoft or use a private window, and sign in with the right account.',
  'partnerConsent.guest.title': 'That account is a guest',
  'partnerConsent.guest.what': '{userName} is a guest in your tenant {tenantId}. Nothing was changed.',
  'partnerConsent.guest.next': 'Sign in with an account that your tenant made itself.',
  'partnerConsent.cancelled.title': 'Nothing was signed in',
  'partnerConsent.cancelled.what':
    'The sign-in was cancelled, or what Microsoft asked was not accepted. Nothing was changed.',
  'partnerConsent.cancelled.next': 'You can begin again until the address runs out.',
  'partnerConsent.failed.title': 'Microsoft did not sign the account in',
  'partnerConsent.failed.what': 'The reason is {code} (docs/errors.md). Nothing was changed.',
  'partnerConsent.failed.next':
    'Entra’s sign-in log tells more. Where an administrator’s approval was asked for, grant it first (docs/install.md, step 5).',
  'partnerConsent.stray.title': 'This answer belongs to no sign-in',
  'partnerConsent.stray.what':
    'It was used already, took too long, or another browser began it. Nothing was changed by it.',
  'partnerConsent.stray.next': 'Open the address again in this browser. “npm run doctor” says how things stand.',
  'partnerConsent.tooMany.title': 'Too many tries',
  'partnerConsent.tooMany.what': 'From where you are, too many addresses were opened or sign-ins begun.',
  'partnerConsent.tooMany.next': 'Wait a few minutes and try again.',
} as const satisfies Record<`partnerConsent.${string}`, string>;
