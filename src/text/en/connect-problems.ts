/** Every way in which a visit to the Partner Connect site can end other than well: what happened, and what to do next. */
export const connectProblemTexts = {
  'connect.problem.reference': 'Reference number: {reference}',
  'connect.problem.again': 'Try again',
  'connect.problem.sure': 'I am sure, continue',
  'connect.problem.unnamed': 'an account that Microsoft did not name to us',
  'connect.problem.who.it': 'Who can help: you, as the administrator, or your IT department.',
  'connect.problem.who.administrator': 'Who can help: a Global Administrator of your organisation.',
  'connect.trace.heading': 'For your IT department',
  'connect.trace.number': 'Microsoft’s error number',
  'connect.trace.correlationId': 'Correlation ID',
  'connect.trace.time': 'Time',
  'connect.trace.mail': 'E-mail this to IT',
  'connect.trace.mailSubject': 'Sign-in to the application of {host} was refused',
  'connect.trace.mailBody':
    'Hello,\n\nI tried to approve {partner} as our Microsoft partner, and Microsoft did not let me:\n{title}\n\n{details}\n\nIn the Microsoft Entra admin centre, the sign-in log shows the reason under this correlation ID.\n',
  'connect.problem.signOut': 'Sign out of Microsoft',
  'connect.problem.back': 'Back',
  'connect.problem.newLinkAsk': 'Ask {partner} for a new link',
  'connect.problem.newLinkAsked':
    '{partner} has been told that you need a new link, and will send it to the contact that they have. What you have done already is kept.',
  'connect.problem.LINK_UNKNOWN.title': 'We do not know this link',
  'connect.problem.LINK_UNKNOWN.what': 'It may have been cut off when it was copied or forwarded.',
  'connect.problem.LINK_UNKNOWN.next': 'Open it once more from the message, whole, or ask {partner} to send it again.',
  'connect.problem.LINK_EXPIRED.title': 'This link has expired',
  'connect.problem.LINK_EXPIRED.what': 'Partner Connect links work for a limited time, to keep you safe.',
  'connect.problem.LINK_EXPIRED.next': 'Ask {partner} for a new one. What you have done already is kept.',
  'connect.problem.LINK_REVOKED.title': 'This link is no longer valid',
  'connect.problem.LINK_REVOKED.what': 'It was replaced by a newer one, or withdrawn.',
  'connect.problem.LINK_REVOKED.next':
    'Look for a newer message from {partner}, or ask for a new link. What you have done already is kept.',
  'connect.problem.TRANSITION_CLOSED.title': 'This request was withdrawn',
  'connect.problem.TRANSITION_CLOSED.what': '{partner} has stopped it, so there is nothing for you to do.',
  'connect.problem.TRANSITION_CLOSED.next': 'If this surprises you, ask {partner}.',
  'connect.problem.SIGN_IN_CANCELLED.title': 'The sign-in was cancelled',
  'connect.problem.SIGN_IN_CANCELLED.what': 'Nothing was changed.',
  'connect.problem.SIGN_IN_CANCELLED.next': 'You can begin again whenever you like.',
  'connect.problem.SIGN_IN_FAILED.title': 'The sign-in did not succeed',
  'connect.problem.SIGN_IN_FAILED.what':
    'Microsoft did not let the sign-in finish. It may have taken too long, or a rule of your organisation (such as multi-factor authentication or Conditional Access) stopped it.',
  'connect.problem.SIGN_IN_FAILED.next':
    'Please try again. If it stays, give your IT department or {partner} the reference number below.',
  'connect.problem.SIGN_IN_NEEDS_MFA.title': 'Microsoft asked for one more proof',
  'connect.problem.SIGN_IN_NEEDS_MFA.what':
    'Your organisation asks for multi-factor authentication, and it was not completed or is not set up for this account. Nothing was changed.',
  'connect.problem.SIGN_IN_NEEDS_MFA.next':
    'Set it up at aka.ms/mfasetup if you have not yet, then try again and complete every step that Microsoft shows.',
  'connect.problem.SIGN_IN_BLOCKED.title': 'A security rule of your organisation stopped the sign-in',
  'connect.problem.SIGN_IN_BLOCKED.what':
    'It is called Conditional Access or security defaults, and it may ask for a managed device or a known network. Nothing was changed.',
  'connect.problem.SIGN_IN_BLOCKED.next':
    'Try again from a device and a network of your organisation. If it stays, your IT department finds the reason in the sign-in log of Microsoft Entra.',
  'connect.problem.CROSS_TENANT_BLOCKED.title': 'Your organisation does not allow this application',
  'connect.problem.CROSS_TENANT_BLOCKED.what':
    'A cross-tenant access policy of your organisation refuses the application that {host} uses. Nothing was changed.',
  'connect.problem.CROSS_TENANT_BLOCKED.next':
    'Ask your IT department to allow it in the cross-tenant access settings of Microsoft Entra, then open this link again.',
  'connect.problem.APP_DISABLED.title': 'The application is switched off in your organisation',
  'connect.problem.APP_DISABLED.what':
    'Somebody disabled the application of {host} in Microsoft Entra, so the Directory Connection cannot be used.',
  'connect.problem.APP_DISABLED.next':
    'In Microsoft Entra, under Enterprise applications, allow users to sign in to it, then open this link again.',
  'connect.problem.TENANT_GONE.title': 'Microsoft does not know this organisation any more',
  'connect.problem.TENANT_GONE.what':
    'The tenant that this link is for seems to have been deleted. Nothing was changed.',
  'connect.problem.TENANT_GONE.next': 'Tell {partner} which organisation you use now; they will send a new link.',
  'connect.problem.TENANT_IN_OTHER_CLOUD.title': 'Your organisation is in another Microsoft cloud',
  'connect.problem.TENANT_IN_OTHER_CLOUD.what':
    'It lives in one of Microsoft’s clouds for governments or for China, which {partner} is not connected to here. Nothing was changed.',
  'connect.problem.TENANT_IN_OTHER_CLOUD.next': 'Please tell {partner}, and ask what they can offer you there.',
  'connect.problem.STATE_MISMATCH.title': 'This sign-in did not begin here',
  'connect.problem.STATE_MISMATCH.what':
    'It was begun in another browser, it took too long, or its answer was used already. To keep you safe, we did not go on. Nothing was changed.',
  'connect.problem.STATE_MISMATCH.next':
    'Open the Partner Connect link again and sign in in one go, in one browser, with cookies allowed.',
  'connect.problem.WRONG_TENANT.title': 'This account belongs to another organisation',
  'connect.problem.WRONG_TENANT.what':
    'You signed in as {userName}, but this link is for the organisation that owns {domain}. Nothing was changed.',
  'connect.problem.WRONG_TENANT.next':
    'Sign out of Microsoft or open this link in a private window, then sign in with an administrator account of {domain}. If {domain} is not your organisation, tell {partner}: your organisation needs a link of its own.',
  'connect.problem.WRONG_TENANT.nextChange':
    'Sign out of Microsoft or open this link in a private window, then sign in with an administrator account of {domain}. If {domain} is not your organisation, tell {partner}: they can see whether this request can be changed to yours.',
  'connect.problem.PARTNER_ACCOUNT.title': 'This link is for your customer',
  'connect.problem.PARTNER_ACCOUNT.what':
    'You signed in as {userName}, an account of the partner’s side. The approvals must come from the customer’s organisation.',
  'connect.problem.PARTNER_ACCOUNT.next':
    'Send the link to the customer’s administrator. If you do this on their behalf, open it in a private window and sign in with their administrator account. The link still works.',
  'connect.problem.PERSONAL_ACCOUNT.title': 'This is a personal Microsoft account',
  'connect.problem.PERSONAL_ACCOUNT.what':
    'You signed in as {userName}. A personal account cannot approve anything for an organisation.',
  'connect.problem.PERSONAL_ACCOUNT.next':
    'Sign out of Microsoft or use a private window, then sign in with your administrator account at work.',
  'connect.problem.GUEST_ACCOUNT.title': 'You are a guest in this organisation',
  'connect.problem.GUEST_ACCOUNT.what':
    'You signed in as {userName}, which is a guest account there. Guests cannot give these approvals.',
  'connect.problem.GUEST_ACCOUNT.next':
    'Sign in with an administrator account of the organisation itself, or send the link to someone who has one.',
  'connect.problem.NOT_ADMINISTRATOR.title': 'A Global Administrator is needed',
  'connect.problem.NOT_ADMINISTRATOR.what':
    'You signed in as {userName}, which has no active Global Administrator role. Nothing was changed.',
  'connect.problem.NOT_ADMINISTRATOR.next':
    'If you have a separate administrator account, try again and sign in with that one. If your organisation uses Privileged Identity Management (PIM), activate your Global Administrator role there first, wait a minute, then try again.',
  'connect.problem.NOT_ADMINISTRATOR.forward': 'Or send this link to your administrator',
  'connect.problem.NOT_ADMINISTRATOR.linkLabel': 'Partner Connect link',
  'connect.problem.NOT_ADMINISTRATOR.mail': 'Forward by e-mail',
  'connect.problem.NOT_ADMINISTRATOR.mailSubject': 'Please approve: {partner} as our Microsoft partner',
  'connect.problem.NOT_ADMINISTRATOR.mailBody':
    'Hello,\n\n{partner} asks our organisation for a few approvals that only a Global Administrator can give. Please open this link and sign in with your administrator account:\n\n{link}\n',
  'connect.problem.ROLE_UNKNOWN.title': 'Are you a Global Administrator right now?',
  'connect.problem.ROLE_UNKNOWN.what':
    'You signed in as {userName}. Microsoft did not tell us which roles this account has. What comes next, only a Global Administrator can approve.',
  'connect.problem.ROLE_UNKNOWN.next':
    'If your organisation uses Privileged Identity Management (PIM), activate your Global Administrator role there first and wait a minute. Then continue: Microsoft decides on its next page. You can also open the link again later.',
  'connect.problem.CONSENT_DECLINED.title': 'You declined the Directory Connection',
  'connect.problem.CONSENT_DECLINED.what':
    'Nothing was changed. Without it, {partner} cannot go on, and has been told.',
  'connect.problem.CONSENT_DECLINED.next':
    'If this was a slip, try again. If something worries you, talk to {partner} first.',
  'connect.problem.NOT_MINE.title': 'Then please stop here',
  'connect.problem.NOT_MINE.what':
    'You are signed in as {userName}. If the details shown are not those of your organisation, do not confirm them. Nothing further happens without your confirmation.',
  'connect.problem.NOT_MINE.next':
    '{partner} has been told. You can withdraw the Directory Connection in the Microsoft Entra admin centre, under Enterprise applications.',
  'connect.problem.ADMIN_CENTRE_ERROR.title': 'Thank you for telling us',
  'connect.problem.ADMIN_CENTRE_ERROR.what':
    '{partner} has been told that Microsoft’s page shows you an error. Nothing is lost: what you have done so far stays.',
  'connect.problem.ADMIN_CENTRE_ERROR.next':
    'Check that you are signed in there with the same administrator account; a private window helps. If the error stays, send {partner} a screenshot of it.',
  'connect.problem.SESSION_ENDED.title': 'Please open your link again',
  'connect.problem.SESSION_ENDED.what':
    'You are not signed in here, or it has been too long. What you have done already is kept.',
  'connect.problem.SESSION_ENDED.next': 'Open the Partner Connect link from the message once more to go on.',
  'connect.problem.FORM_REFUSED.title': 'That did not come from our page',
  'connect.problem.FORM_REFUSED.what': 'The page may have been open for too long. Nothing was changed.',
  'connect.problem.FORM_REFUSED.next': 'Go back to your steps, or open the Partner Connect link again.',
  'connect.problem.TOO_MANY.title': 'Too many tries',
  'connect.problem.TOO_MANY.what': 'To protect our customers we limit how often this can be tried.',
  'connect.problem.TOO_MANY.next': 'Please wait a few minutes and open the link again.',
  'connect.problem.TEMPORARY.title': 'Microsoft is not available to us right now',
  'connect.problem.TEMPORARY.what': 'This is a temporary problem and not your fault. What you have done is kept.',
  'connect.problem.TEMPORARY.next': 'Please try again in a few minutes.',
  'connect.problem.BUSY.title': 'We are very busy right now',
  'connect.problem.BUSY.what': 'Too many people are using this site at once. What you have done is kept.',
  'connect.problem.BUSY.next': 'Please try again in a minute.',
  'connect.problem.NOT_FOUND.title': 'There is nothing here',
  'connect.problem.NOT_FOUND.what': 'This address leads nowhere.',
  'connect.problem.NOT_FOUND.next': 'Open the Partner Connect link from the message that you received.',
  'connect.problem.UNEXPECTED.title': 'Something went wrong on our side',
  'connect.problem.UNEXPECTED.what': 'This is not your fault. What you have done already is kept.',
  'connect.problem.UNEXPECTED.next':
    'Please try again. If it stays, tell {partner} the reference number below, so that it can be found.',
} as const;
