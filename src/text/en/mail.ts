/** Mails: to the customer's administrator, who may never have heard of this product, and to the member of staff. */
export const mailTexts = {
  'mail.hello': 'Hello {name},',
  'mail.action': 'Open Partner Connect',
  'mail.copy': 'Or copy this link into your browser:',
  'mail.expires': 'The link works until {expires, date, day}.',
  'mail.earlierDead': 'Any earlier link no longer works.',
  'mail.newLink.subject': 'New link: {subject}',

  'mail.customer.subject': '{partner} asks you to connect the Microsoft 365 tenant of {company}',
  'mail.customer.preview': 'Five short steps for a Global Administrator, with one link.',
  'mail.customer.title': 'Connect {company} to {partner}',
  'mail.customer.lead':
    '{staff} of {partner} has prepared everything to look after the Microsoft 365 licences of {company} ({domain}) as your Cloud Solution Provider (CSP). A few approvals are missing that only a Global Administrator of your organisation can give.',
  'mail.customer.leadProvider':
    '{staff} of {partner} has prepared everything to look after the Microsoft 365 licences of {company} ({domain}) as your Cloud Solution Provider (CSP), together with its provider {provider}. A few approvals are missing that only a Global Administrator of your organisation can give.',
  'mail.customer.reason': 'You get this mail because {staff} of {partner} named you as the contact of {company}.',

  'mail.reminder.subject': 'Reminder: {partner} asks you to connect the Microsoft 365 tenant of {company}',
  'mail.reminder.preview': 'Nothing has been done yet with the link that we sent you.',
  'mail.reminder.lead':
    'A reminder: the link that we sent you has not been used yet. If you have questions, or would rather not, just tell us.',

  'mail.renewal.subject':
    '{hasEnded, select, yes {Delegated admin for {company} has ended: please renew it} other {Delegated admin for {company} ends on {until, date, day}: please renew it}}',
  'mail.renewal.reminderSubject': 'Reminder: {subject}',
  'mail.renewal.preview': 'A Global Administrator of your organisation can renew it, with one link.',
  'mail.renewal.title': 'Renew delegated admin for {company}',
  'mail.renewal.lead':
    '{partner} looks after the Microsoft 365 licences of {company} ({domain}). The delegated admin relationship that your organisation gave {isOthers, select, yes {{host}} other {us}} for this {hasEnded, select, yes {ended on {until, date, day}.} other {ends on {until, date, day}, and Microsoft does not extend it.}}',
  'mail.renewal.why':
    '{hasEnded, select, yes {Since then we can neither provide licences nor give support in your tenant.} other {Until then everything goes on as it is; after that we can neither provide licences nor give support in your tenant.}} {staff} of {partner} has prepared the request for a new one, which only a Global Administrator of your organisation can accept.',

  'mail.steps.heading': 'What will happen, in this order',
  'mail.steps.signIn': 'Sign in with Microsoft',
  'mail.steps.signInWhat': 'With an account of your organisation that has the Global Administrator role.',
  'mail.steps.directoryConnection': 'Accept the Directory Connection',
  'mail.steps.directoryConnectionWhat': 'Microsoft shows you what {host} asks to read, and you decide.',
  'mail.steps.tenantConfirmed': 'Confirm your details',
  'mail.steps.tenantConfirmedWhat': 'You check that the link has found the right organisation.',
  'mail.steps.delegatedAdmin': 'Accept delegated admin',
  'mail.steps.delegatedAdminWhat':
    'In Microsoft’s admin centre: allows {host} to provide licences and give support, with the roles that Microsoft shows there and for a limited time.',
  'mail.steps.csp': 'Authorise the CSP',
  'mail.steps.cspWhat':
    'In Microsoft’s admin centre too: {provider} becomes your Cloud Solution Provider. On the same page you accept the Microsoft Customer Agreement, if your organisation has not done so before.',
  'mail.steps.cspWhatBoth':
    'In Microsoft’s admin centre too: {provider} and {partner} become your Cloud Solution Providers, each on a page of its own. There you accept the Microsoft Customer Agreement, if your organisation has not done so before.',
  'mail.steps.time':
    'This takes about five minutes. Microsoft may then work for up to an hour; you need not wait for it. You can stop at any point and go on later with the same link.',

  'mail.worries.heading': 'Good to know',
  'mail.worries.password':
    'We never ask for your password, neither by mail nor by telephone. You type it on Microsoft’s own sign-in page and nowhere else.',
  'mail.worries.nothingChanges':
    'Your users, mailboxes, files and present licences go on as they are. Nothing is bought and nothing is cancelled by approving.',
  'mail.worries.openingIsSafe': 'Opening the link approves nothing. Each approval is asked for on its own.',
  'mail.worries.forward': 'You are not the administrator? Forward this mail to the person who is.',

  'mail.questions.heading': 'Questions?',
  'mail.questions.ask': 'Ask {staff} of {partner}.',
  'mail.questions.askAt': 'Ask {staff} of {partner}: {email}',
  'mail.questions.support': 'You can also ask here: {support}',
  'mail.questions.surprise':
    'If you did not expect this mail, ask before you open the link, at a number or an address that you know.',

  'mail.staff.subject': 'Partner Connect link for {company}',
  'mail.staff.preview': 'The link, to forward or to use yourself, and what you entered.',
  'mail.staff.title': 'The Partner Connect link for {company}',
  'mail.staff.lead':
    '{contact} ({email}) is being sent the instructions with this same link. Should they not arrive, or should somebody else be the Global Administrator there, forward the link or this mail.',
  'mail.staff.onBehalf':
    'If you look after the tenant yourself, you can do the steps on the customer’s behalf: open the link in a private window and sign in with their administrator account.',
  'mail.staff.told':
    'You need not keep watch: the card in Teams follows every step, and you are told there when the tenant is Normal.',
  'mail.staff.stepsHeading': 'What the customer does, in this order',
  'mail.staff.reviewHeading': 'What you entered',
  'mail.staff.wrong':
    'Is something about the customer wrong? Choose “Edit customer” on the card in Teams, under “More”. If it is the wrong tenant, cancel there and start anew.',
  'mail.staff.reason': 'You get this mail because you look after this transition at {partner}.',

  'mail.news.subject': '{company}: {status}',
  'mail.news.preview': 'News of a transition that Teams did not let us tell you.',
  'mail.news.lead': 'There is news of the transition of {company} ({domain}). It stands at: {status}.',
  'mail.news.why':
    'You get it by mail because Teams takes no messages of ours, neither where the transition was started nor in your own chat with us. Add the bot there again; “status” then shows everything.',

  'mail.fact.company': 'Company',
  'mail.fact.number': 'Registration number',
  'mail.fact.contact': 'Contact',
  'mail.fact.email': 'E-mail',
  'mail.fact.phone': 'Phone',
  'mail.fact.address': 'Address',
  'mail.fact.tenant': 'Tenant',
  'mail.fact.category': 'Category',
  'mail.fact.licenceSource': 'Licences bought today',
  'mail.fact.licencesWanted': 'Licences wanted',
  'mail.fact.licence': '{quantity, number} × {product}',
} as const;
