/** What stands on the cards in Teams. Keys of one card share its name; the templates in cards/ name them as `text:<key>`. */
export const cardTexts = {
  'cards.progress': 'Step {current} of {total}',
  'cards.fallback': '{title}. This version of Teams cannot show the card.',

  'cards.action.next': 'Next',
  'cards.action.save': 'Save',
  'cards.action.back': 'Back',
  'cards.action.skip': 'Skip',
  'cards.action.restart': 'Start over',
  'cards.action.cancelForm': 'Cancel',
  'cards.action.submit': 'Submit',
  'cards.action.edit': 'Edit',
  'cards.action.editSection': 'Edit: {section}',
  'cards.action.checkNow': 'Check now',
  'cards.action.openLink': 'Open the link',
  'cards.action.sendInstructions': 'E-mail instructions',
  'cards.action.editCustomer': 'Edit customer',
  'cards.action.handOver': 'Hand over',
  'cards.action.reissueLink': 'New link',
  'cards.action.revokeLink': 'Revoke link',
  'cards.action.extendRelationship': 'Extend delegated admin (managers)',
  'cards.action.approveRelationship': 'Approve for our provider (managers)',
  'cards.action.cancelTransition': 'Cancel transition',
  'cards.action.more': 'More',
  'cards.action.keep': 'No, keep it',
  'cards.action.showTransition': 'Show the transition',
  'cards.action.showTransitionOf': 'Show the transition of {company}',
  'cards.action.previous': 'Previous',
  'cards.action.following': 'Next',
  'cards.action.startTransition': 'Start a transition',
  'cards.action.listTransitions': 'List transitions',
  'cards.action.help': 'Help',
  'cards.action.notifyMe': 'Notify me',

  'cards.problem.missing': 'This is needed.',
  'cards.problem.tooLong': 'This is too long: {max, plural, one {# character} other {# characters}} at most.',
  'cards.problem.unusable': 'This cannot be used: write it with letters and numbers.',
  'cards.problem.email': 'This is not a complete e-mail address, as in adele@contoso.com.',
  'cards.problem.phone':
    'This is not a phone number of the country. Type it without an extension, or in full, as in +61 2 9123 4567.',
  'cards.problem.country': 'Choose a country or region from the list.',
  'cards.problem.state': 'Choose one from the list.',
  'cards.problem.postalCode': 'This is not a postal code of the country. It looks like {example}.',
  'cards.problem.postalCodeElsewhere':
    'This postal code belongs to another place than the one chosen above: check both.',
  'cards.problem.registrationNumber': 'This is not a registration number. Type its digits, or leave it empty.',
  'cards.problem.domain': 'This is not a domain, as in contoso.com or contoso.onmicrosoft.com.',
  'cards.problem.choice': 'Choose one of these.',
  'cards.problem.quantity': 'Type a whole number from 1 to {max, number}.',
  'cards.problem.product': 'Name the product, or leave the quantity empty too.',
  'cards.problem.text': '{text}',
  'cards.problem.blocked': '✕ Blocked: {text}',

  'cards.customer.title': 'Who is the customer?',
  'cards.customer.editTitle': 'Edit the customer',
  'cards.customer.section': 'Customer',
  'cards.customer.accepted': 'Customer noted',
  'cards.customer.companyName': 'Company name',
  'cards.customer.contact': 'Contact person',
  'cards.customer.givenName': 'Given name',
  'cards.customer.familyName': 'Family name',
  'cards.customer.email': 'E-mail',
  'cards.customer.emailHint': 'The instructions are sent here',
  'cards.customer.phone': 'Phone (optional)',
  'cards.customer.phoneFact': 'Phone',
  'cards.customer.number': 'Registration number',
  'cards.customer.country': 'Country or region',
  'cards.customer.countryHint': 'Type to search',
  'cards.customer.countryWhy': 'The country decides how the address is asked on the next card.',

  'cards.address.title': 'Address ({country})',
  'cards.address.section': 'Address',
  'cards.address.accepted': 'Address noted',
  'cards.address.line1': 'Street address',
  'cards.address.street': 'Street address',
  'cards.address.town': 'City',
  'cards.address.line2': 'Building, floor or suite (optional)',
  'cards.address.choose': 'Choose',
  'cards.address.optional': '{label} (optional)',
  'cards.address.example': 'As in {example}',
  'cards.address.postalCodeWrong': 'Type the whole code.',
  'cards.address.countryBack': 'To change the country, go back.',
  'cards.address.number': 'Registration number of the company (optional)',
  'cards.address.numberHint': 'Usually {digits} digits',
  'cards.address.numberWhy':
    'Microsoft wants it with customers of this country. The transition works without; whoever orders will need it.',
  'cards.address.city':
    '{kind, select, suburb {Suburb or city} post_town {Town or city} district {City or district} other {City}}',
  'cards.address.state':
    '{kind, select, area {Area} county {County} department {Department} district {District} do_si {Province or city} emirate {Emirate} island {Island} oblast {Region} parish {Parish} prefecture {Prefecture} region {Region} state {State} other {Province}}',
  'cards.address.postalCode': '{kind, select, zip {ZIP code} eircode {Eircode} pin {PIN code} other {Postal code}}',

  'cards.pick.title': 'Which address is right?',
  'cards.pick.typed': 'What you typed',
  'cards.pick.which': 'Go on with',
  'cards.pick.asTyped': 'Keep what I typed',
  'cards.pick.correct': 'Correct what I typed',

  'cards.tenant.title': 'Which tenant is it?',
  'cards.tenant.section': 'Tenant',
  'cards.tenant.accepted': 'Tenant noted',
  'cards.tenant.domain': 'A domain of the tenant',
  'cards.tenant.domainHint': 'contoso.com or contoso.onmicrosoft.com',
  'cards.tenant.domainFact': 'Domain',
  'cards.tenant.nameFact': 'Name at Microsoft',
  'cards.tenant.category': 'Category',
  'cards.tenant.categoryWrong': 'Choose the category of the tenant.',
  'cards.tenant.licenceSource': 'Where are its licences bought today?',
  'cards.tenant.licenceSourceFact': 'Licences today',
  'cards.tenant.licenceSourceHint': 'Choose',
  'cards.tenant.licenceSourceWrong': 'Choose where the licences are bought today.',

  'cards.licences.title': 'Licences wanted',
  'cards.licences.section': 'Licences wanted',
  'cards.licences.accepted': 'Licences noted',
  'cards.licences.why':
    'Optional. Nothing is ordered by this: the card lists them for whoever orders, once the tenant is Normal.',
  'cards.licences.product': 'Product {row}',
  'cards.licences.productHint': 'As in Microsoft 365 E3',
  'cards.licences.quantity': 'Quantity {row}',
  'cards.licences.quantityWrong': 'Type a whole number from 1 to 100,000.',
  'cards.licences.none': 'None for now',
  'cards.licences.count': '{quantity, plural, one {# seat} other {# seats}}',

  'cards.review.title': 'Check and submit',
  'cards.review.what':
    'On Submit the Partner Connect link is made and posted here, and the instructions are mailed to {email}.',
  'cards.review.accepted': 'Transition started',
  'cards.review.acceptedNote': 'The Partner Connect card follows in this conversation.',

  'cards.light.green': 'Good: ',
  'cards.light.amber': 'Note: ',
  'cards.light.grey': 'Not checked: ',
  'cards.preFlight.summary':
    '{count, plural, =0 {Checked with Microsoft: nothing that shows before the customer signs in is in the way.} one {Checked with Microsoft: one thing to know.} other {Checked with Microsoft: # things to know.}}',
  'cards.preFlight.showAll': '{count, plural, one {Show the one that is right} other {Show the # that are right}}',
  'cards.preFlight.tenantFound': 'The tenant is {name}.',
  'cards.preFlight.tenantWithoutName': 'Microsoft knows the tenant.',
  'cards.preFlight.tenantInGcc':
    'It is a US government tenant (GCC). Those live in Microsoft’s commercial cloud, and everything works as usual.',
  'cards.preFlight.signsInAtMicrosoft': 'Its people sign in at Microsoft’s own page.',
  'cards.preFlight.signsInElsewhere':
    'People with addresses of this domain sign in at the customer’s own page{isNamed, select, yes { ({name})} other {}}, not at Microsoft’s. If the administrator cannot get in there, an administrator account whose address ends in onmicrosoft.com does not need that page.',
  'cards.preFlight.forConsumers':
    'It looks like a tenant for consumers’ identities (External ID). Such a tenant cannot enter the CSP program: ask the customer for the domain that their staff work with.',
  'cards.preFlight.sameRegion': 'Its directory is in the same part of the world as ours.',
  'cards.preFlight.otherRegion':
    'Microsoft keeps its directory in another part of the world ({name}) than ours. Outside our CSP region the customer cannot authorise us: make sure before you send the link.',
  'cards.preFlight.newCustomer': 'It is no customer of ours in Partner Center yet.',
  'cards.preFlight.alreadyCustomer':
    'It is our customer in Partner Center already. What is in place is kept; the customer is asked only for what is missing.',
  'cards.preFlight.knownOtherwise':
    'Partner Center knows it, but not as a customer that we sell to. The customer will be asked to authorise us.',
  'cards.preFlight.syndicated':
    'It is bound to a syndication partner, such as a telephone company. The customer can authorise us only after it is released there.',
  'cards.preFlight.accessToBeAsked': 'The customer will be asked for delegated admin (GDAP).',
  'cards.preFlight.accessReused':
    'Delegated admin (GDAP) that covers what we need is there{isDated, select, yes { until {until, date, day}} other {}} and is used again.',
  'cards.preFlight.accessReusedBriefly':
    'Delegated admin (GDAP) that covers what we need is there and is used again, but it ends on {until, date, day}. Extend it soon.',
  'cards.preFlight.accessRequested':
    'A request for delegated admin (GDAP) is open already. The customer is shown that one.',
  'cards.preFlight.accessTooNarrow':
    'There is delegated admin (GDAP), but without all the roles that we need. The customer will be asked anew.',
  'cards.preFlight.accessMicrosoftLed':
    'There is only the read-only access that Microsoft made of the old delegated admin (MLT). The customer will be asked anew.',
  'cards.preFlight.customersKeptApart':
    'whether it is a customer in Partner Center already, and what delegated admin is there. Other resellers’ customers are there too, so this is shown only once the customer has confirmed the tenant under a link of yours. What is in place is kept.',
  'cards.preFlight.weAreReady': 'Our own access to Microsoft works.',
  'cards.preFlight.weAreNotReady':
    'The link can be made, but the transition cannot be brought to its end yet. {reason}',
  'cards.preFlight.addressKnown': 'Microsoft knows the address.',
  'cards.preFlight.addressUnknown': 'Microsoft does not know the address. It is kept as it was typed.',
  'cards.preFlight.outsideRegion':
    'The customer’s country is outside our CSP region, so Microsoft will not let them authorise us. Make sure before you send the link.',
  'cards.preFlight.numberMissing':
    'Microsoft wants the registration number of companies in this country. Whoever orders for the customer will need it.',
  'cards.preFlight.notChecked': '{what}. This holds nothing up.',
  'cards.preFlight.check.signIn': 'where its people sign in',
  'cards.preFlight.check.kind': 'whether the tenant is one for staff',
  'cards.preFlight.check.customer': 'whether it is our customer already',
  'cards.preFlight.check.access': 'the delegated admin that is there',
  'cards.preFlight.check.us': 'our own access',
  'cards.preFlight.check.address': 'the address',

  'cards.handOver.title': 'Hand over to a colleague',
  'cards.handOver.what': '{company} ({domain}): the colleague receives the mails for staff from then on.',
  'cards.handOver.colleague': 'Colleague',
  'cards.handOver.colleagueHint': 'Type to search',
  'cards.handOver.colleagueWrong': 'Choose a colleague.',
  'cards.handOver.neverMind': 'Never mind',

  'cards.list.title': 'Transitions',
  'cards.list.count':
    '{total, plural, =0 {There is none.} one {# transition} other {# transitions}}{pageCount, plural, =0 {} =1 {} other {, page {page} of #}}',
  'cards.list.filtered': 'Found for “{filter}”',
  'cards.list.owner': 'Looked after by {owner}',

  'cards.deadLetters.title': 'Could not be sent',
  'cards.deadLetters.count':
    '{count, plural, one {One message or mail was given up.} other {# messages or mails were given up.}}',
  'cards.deadLetters.more':
    '{count, plural, one {One more is not shown.} other {# more are not shown.}} “npm run data -- dead-letters” on the service’s machine shows all.',
  'cards.deadLetters.livingCard': 'The card of the transition',
  'cards.deadLetters.shareCard': 'The card for the customer',
  'cards.deadLetters.refreshCard': 'A change of a card',
  'cards.deadLetters.news': 'A message',
  'cards.deadLetters.instructionsForCustomer': 'Instructions for the customer',
  'cards.deadLetters.instructionsForStaff': 'Instructions for staff',
  'cards.deadLetters.other': 'Something else',
  'cards.deadLetters.ofCompany': '{what}: {company}',
  'cards.deadLetters.reference': 'Delivery {deliveryId}{hasCode, select, yes {, {code}} other {}}',
  'cards.deadLetters.why':
    'Of {when, date, day}, {attempts, plural, =0 {not tried} one {tried once} other {tried # times}}. {reason}',
  'cards.deadLetters.unknown': 'The reason is not known.',
  'cards.deadLetters.recipientGone':
    'Whoever it was for cannot be reached any more: the conversation or mailbox is gone, or the bot was removed from it.',
  'cards.deadLetters.interrupted': 'The service was stopped each time before it could finish.',
  'cards.deadLetters.sendFailed': 'Teams or the mail server did not take it; the service’s log says more.',
  'cards.deadLetters.unexpected': 'Something went wrong on our side; the service’s log says more.',
  'cards.deadLetters.unreadable': 'It was written by a newer release than the one that tried to send it.',
  'cards.deadLetters.retryOf': 'Send again: {what}',
  'cards.action.retryDelivery': 'Send again',
  'cards.action.retryAllDeliveries': 'Send all again',

  'cards.doctor.title': 'What the service depends on',
  'cards.doctor.signIn': 'Sign in the service account',
  'cards.doctor.signInHint': 'The button’s address works once and for a quarter of an hour. Give it to nobody else.',
  'cards.doctor.signInElsewhere':
    'The service account has to sign in. Say “doctor” in your own chat with me: there I show you where.',
  'cards.doctor.showPassed': '{count, plural, one {Show the one that is right} other {Show the # that are right}}',
  'cards.doctor.more':
    '{count, plural, one {One more line} other {# more lines}}: “npm run doctor” on the service’s machine shows all.',
  'cards.help.title': 'What you can type',
  'cards.help.intro': 'In a channel or a group chat, mention the bot first.',

  'cards.welcome.title': 'Welcome to Partner Connect',
  'cards.welcome.what':
    'Bring a customer’s existing Microsoft 365 tenant into the CSP program without leaving Teams, and be told when it is Normal.',
  'cards.welcome.step1': '1. Start a transition: five short cards about the customer and the tenant.',
  'cards.welcome.step2': '2. Give the Partner Connect link to the customer’s Global Administrator.',
  'cards.welcome.step3': '3. Wait to be told here. Say “notify me” to hear of every tenant personally.',

  'cards.confirm.cancelTransition': 'Cancel the transition?',
  'cards.confirm.cancelTransitionWhat':
    '{company} ({domain}): the link stops working, and the transition cannot be taken up again.',

  'cards.confirm.replaceRelationship': 'Ask for a new delegated admin relationship?',
  'cards.confirm.replaceRelationshipWhat':
    '{company} ({domain}): the present relationship ends on {until, date, day}, and Microsoft cannot extend it; it stays until then, and so does our access.',
  'cards.confirm.replaceRelationshipHow':
    'A new link is mailed, with which the customer is asked to accept the new relationship{isMore, select, yes {, and to give what else is missing} other {}}. That request cannot be withdrawn, and the present link stops working at once.',

  'cards.notice.reference': 'Reference: {reference}',
} as const;
