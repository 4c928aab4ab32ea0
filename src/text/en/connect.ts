/** The Partner Connect site: for the customer's administrator, who does not know our systems and may be on a phone. */
export const connectTexts = {
  'connect.site': 'Partner Connect',
  'connect.skip': 'Skip to the content',
  'connect.footer.ask': 'Questions? Ask your contact at {partner}.',
  'connect.footer.askAt': 'Questions? Ask {partner}:',
  'connect.footer.microsoft': 'Sign-in and approvals happen on Microsoft’s own pages. We never see your password.',
  'connect.newTab': '(opens in a new tab)',

  'connect.landing.title': '{partner} asks to look after your Microsoft 365 licences',
  'connect.landing.lead':
    'You were given this link because you administer Microsoft 365 for your organisation. With a few approvals, {partner} can provide your Microsoft licences as your Cloud Solution Provider (CSP).',
  'connect.landing.leadProvider':
    'You were given this link because you administer Microsoft 365 for your organisation. With a few approvals, {partner}, together with its provider {provider}, can provide your Microsoft licences as your Cloud Solution Provider (CSP).',
  'connect.landing.need': 'What you need',
  'connect.landing.needAccount': 'A work account with the Global Administrator role in your organisation.',
  'connect.landing.needTime':
    'About five minutes. Microsoft may then work for up to an hour; you need not wait for it.',
  'connect.landing.needNothing':
    'Your users, mailboxes and present licences go on as they are. Nothing is bought by approving.',
  'connect.landing.steps': 'What will happen',
  'connect.landing.permissions': 'What the Directory Connection lets {host} see',
  'connect.landing.begin': 'Sign in with Microsoft',
  'connect.landing.resume': 'Sign in and go on',
  'connect.landing.beginHint': 'Nothing is approved by signing in. Each approval is asked for on its own.',
  'connect.landing.expires': 'This link works until {expires, date, day}.',
  'connect.landing.disabled':
    'Before you sign in: somebody in your organisation disabled the application that {host} uses, and Microsoft would stop you. In the Microsoft Entra admin centre (entra.microsoft.com), under Enterprise applications, choose it, then Properties, and set “Enabled for users to sign in?” to Yes.',
  'connect.landing.gone':
    'Microsoft does not know the organisation that this link is for any more. Please tell {partner} which one you use now.',
  'connect.landing.notYou': 'Not the administrator? Send this page’s address to the person who is.',

  'connect.permission.organisation':
    'Your organisation’s name, domains and country; which Microsoft licences you have, and how many are in use',
  'connect.permission.users':
    'How many accounts you have, guests included. Microsoft’s smallest permission for counting them shows profiles too; only the number is read',
  'connect.permission.never':
    'The Directory Connection cannot read mail, files, chats or passwords, and it cannot change anything.',
  'connect.permission.revoke':
    'You can withdraw this at any time in the Microsoft Entra admin centre, under Enterprise applications.',

  'connect.step.connection': 'Directory Connection',
  'connect.step.connectionWhat': 'Let us read your organisation’s details.',
  'connect.step.tenant': 'Confirm your details',
  'connect.step.tenantWhat': 'Check that we have the right organisation.',
  'connect.step.delegatedAdmin': 'Accept delegated admin',
  'connect.step.delegatedAdminWhat': 'Allow {host} to manage licences and give support.',
  'connect.step.csp': 'Authorise the CSP',
  'connect.step.cspWhat': 'Accept {partner} as your provider, with the Microsoft Customer Agreement.',
  'connect.step.cspWhatBoth':
    'Accept {provider} and {partner} as your providers, with the Microsoft Customer Agreement.',
  'connect.step.microsoft': 'Microsoft finishes',
  'connect.step.microsoftWhat': 'Microsoft sets everything up. You have nothing to do.',

  'connect.state.done': 'Done',
  'connect.state.current': 'Next',
  'connect.state.checking': 'Checking',
  'connect.state.later': 'Later',
  'connect.state.attention': 'Needs attention',

  'connect.progress.title': 'Connecting {tenant} to {partner}',
  'connect.progress.count': '{done, number} of {total, number} steps done',
  'connect.progress.signedInAs': 'Signed in as {userName}',
  'connect.progress.signOut': 'Sign out',
  'connect.progress.live': 'This page updates by itself, and we go on looking when you close it.',
  'connect.progress.refresh': 'Update now',
  'connect.progress.still': 'Pause updates',
  'connect.progress.unstill': 'Resume updates',

  'connect.connect.heading': 'Accept the Directory Connection',
  'connect.connect.what': 'Microsoft will show you what {host} asks for, and you decide there. This lets {host} read:',
  'connect.connect.button': 'Continue to Microsoft',
  'connect.connect.lost':
    'The Directory Connection was removed in your organisation. Please accept it once more to go on.',
  'connect.connect.slow':
    'Microsoft has not shown us your approval yet, although it should have by now. Please accept once more.',
  'connect.connect.declined': 'The Directory Connection was declined. Nothing was changed. You can accept it here.',

  'connect.connect.permission':
    'We have begun to ask for something that your earlier approval does not cover. Please accept once more. New is:',
  'connect.connect.disabledHeading': 'The application is switched off in your organisation',
  'connect.connect.disabled':
    'Somebody disabled the application that {host} uses, so the Directory Connection does not work any more.',
  'connect.connect.disabledFirst':
    'Open the Microsoft Entra admin centre (entra.microsoft.com), then Enterprise applications.',
  'connect.connect.disabledSecond':
    'Choose the application of {host}, then Properties, and set “Enabled for users to sign in?” to Yes.',
  'connect.connect.disabledThird': 'Come back and go on here. We also notice by ourselves.',

  'connect.settling.heading': 'Microsoft is setting this up',
  'connect.settling.what':
    'Thank you. Microsoft is spreading your approval through its systems. This takes seconds, sometimes a few minutes.',
  'connect.settling.keep': 'You can keep this page open, or come back later with the same link.',

  'connect.confirm.heading': 'Is this your organisation?',
  'connect.confirm.what': 'Microsoft gave us these details. Please check them before {partner} goes on.',
  'connect.confirm.name': 'Name',
  'connect.confirm.defaultDomain': 'Main domain',
  'connect.confirm.country': 'Country',
  'connect.confirm.city': 'City',
  'connect.confirm.domains': 'All domains',
  'connect.confirm.moreDomains': '{count, plural, one {and one more} other {and # more}}',
  'connect.confirm.tenantId': 'Tenant ID',
  'connect.confirm.button': 'Yes, this is my organisation',
  'connect.confirm.no': 'No, this is not my organisation',
  'connect.confirm.unread': 'Microsoft does not give us your details right now. We try again by ourselves.',

  'connect.preparing.heading': 'Preparing the request',
  'connect.preparing.what':
    'We are asking Microsoft for the page on which you accept {host} as delegated admin. This takes a few seconds.',

  'connect.approve.heading': 'Accept {host} as delegated admin',
  'connect.approve.what':
    'This is Microsoft’s request to let {host} manage licences and give support, with the roles listed there and for a limited time. You see each role before you accept.',
  'connect.authorise.heading': 'Authorise {partner} as your CSP',
  'connect.authorise.what':
    'This makes {partner} your Cloud Solution Provider. On the same page you accept the Microsoft Customer Agreement, if your organisation has not done so before.',
  'connect.authorise.whatOneOf':
    'This authorises {partner}. On the same page you accept the Microsoft Customer Agreement, if your organisation has not done so before.',
  'connect.authorise.each': 'Two companies work for you here. Authorise each of them, one after the other:',
  'connect.authorise.done': 'authorised ✓',
  'connect.authorise.said': 'you have done this; Microsoft does not show it yet',
  'connect.authorise.toDo': 'still to do',
  'connect.authorise.partial': 'Only one of the two authorisations is there. Please authorise {partner} too.',
  'connect.authorise.lost': 'Microsoft no longer shows this authorisation. Please give it once more.',
  'connect.authorise.agreement':
    'The Microsoft Customer Agreement is still missing. Open the page again and accept the agreement too.',
  'connect.authorise.unread': 'Microsoft does not give us this page’s address right now. We try again by ourselves.',
  'connect.admin.open': 'Open Microsoft’s admin centre',
  'connect.admin.first': 'Open the page and sign in with the same administrator account.',
  'connect.approve.second': 'Read the roles, then choose “Approve all”.',
  'connect.authorise.second': 'Tick that you agree, then choose “Authorise CSP”.',
  'connect.admin.third': 'Come back to this tab. Microsoft does not send you back by itself.',
  'connect.admin.done': 'I have done this',
  'connect.admin.trouble': 'Microsoft shows an error there',
  'connect.admin.notices': 'We also notice by ourselves, within a few minutes.',
  'connect.admin.again': 'Not finished there? Open Microsoft’s page again',

  'connect.waiting.heading': 'You have done your part',
  'connect.waiting.what':
    'Microsoft is finishing the set-up. This usually takes minutes and can take up to an hour. You may close this page: {partner} is told when it is ready.',
  'connect.waiting.unseen':
    'Microsoft does not show all of it yet, which can take up to an hour. If something is not finished there, open Microsoft’s page again, above. Otherwise you may close this page: {partner} is told when it is ready.',
  'connect.waiting.trouble': 'One of the last settings did not succeed. {partner} has been told, and will correct it.',
  'connect.stuck.unsuitableHeading': 'This tenant cannot be connected',
  'connect.stuck.unsuitable':
    'This tenant is made for consumers’ accounts and cannot be in the CSP program. Please tell {partner} which tenant your staff sign in to.',
  'connect.stuck.heading': 'A new request is needed',
  'connect.stuck.ended':
    'The delegated admin request was rejected, ended or ran out. Ask {partner} for a new Partner Connect link if you want to go on.',
  'connect.stuck.region':
    'Your organisation is in a country where Microsoft does not let {partner} sell. Please ask {partner} how to go on.',
  'connect.stuck.syndicated':
    'Your organisation is bound to another kind of partner, such as a telephone company. It must be released there first. Please ask {partner}.',
  'connect.stuck.reviewHeading': 'Microsoft is reviewing your organisation',
  'connect.stuck.review':
    'Until that ends nothing can be accepted here. You need not do anything; {partner} sees when it goes on.',
  'connect.stuck.oursHeading': 'It is our turn',
  'connect.stuck.ours':
    'Before you can accept delegated admin, {host} has to confirm the request. {partner} has been told, and you can go on here once that is done.',
  'connect.stuck.otherHeading': 'This step waits for {partner}',
  'connect.stuck.other': 'You have nothing to do now. If it lasts, please ask {partner}.',

  'connect.done.title': 'All done',
  'connect.done.what':
    'Your organisation is connected. {partner} can now provide your Microsoft licences. You can close this page.',
  'connect.done.next':
    'Subscriptions that you have elsewhere go on until you cancel them. {partner} will tell you what is best to do.',
} as const;
