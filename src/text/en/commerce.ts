/** Resellers, agreement, qualification and what is left to do with the old supplier: on the transition's card and in its news. */
export const commerceTexts = {
  'cards.commerce.attached': '✓ {partner}: authorised.',
  'cards.commerce.missing': '○ {partner}: not authorised yet.',
  'cards.commerce.ownLink': 'Its own link at Microsoft',
  'cards.commerce.agreementAccepted': 'The customer accepted it themselves.',
  'cards.commerce.agreementAttested': 'A partner confirmed it for the customer.',
  'cards.commerce.agreementElsewhere':
    'Microsoft does not show it to a reseller, and a reseller cannot confirm it. {provider} sees to it: ask them.',
  'cards.commerce.agreementAskProvider':
    'Was it accepted through another partner before? We cannot confirm that as a reseller: {provider} can, in Partner Center.',
  'cards.commerce.agreementConfirm':
    'Was it accepted through another partner before? Then confirm it in Partner Center, on the customer’s account page: this bot cannot.',
  'cards.commerce.providerText': 'Text for {provider}',
  'cards.commerce.providerTextSubject': 'Microsoft Customer Agreement of {company} ({domain})',
  'cards.commerce.providerTextAsk':
    'Please check in Partner Center whether {company} has accepted the Microsoft Customer Agreement, and confirm its acceptance if it has not been recorded.',
  'cards.commerce.providerTextTenant': 'Tenant: {domain}, {tenantId}',
  'cards.commerce.providerTextContact': 'Contact who can accept for the customer: {contact}, {email}',
  'cards.commerce.qualification':
    '{name, select, Education {Education qualification} GovernmentCommunityCloud {Government Community Cloud qualification} StateOwnedEntity {State-owned entity qualification} other {Government qualification}}',
  'cards.commerce.unasked': 'not requested yet.',
  'cards.commerce.approved': 'approved.',
  'cards.commerce.reason': 'Microsoft’s reason: {reason}',
  'cards.commerce.unknown': 'in a state that we do not know. Look in Partner Center.',
  'cards.commerce.asking': 'being requested now.',
  'cards.commerce.unread':
    'Microsoft has not let us read it since {since, date, day}. {why} The next look tries again.',
  'cards.commerce.leftUnread': 'Microsoft had not let us read it since {since, date, day}.',
  'cards.commerce.askProvider': 'A reseller cannot request it: ask {provider}.',
  'cards.commerce.askByHand':
    'Request it in Partner Center by hand: the Government Community Cloud needs a code from Microsoft.',
  'cards.commerce.requestFailed': 'The last request was refused. {why}',
  'cards.commerce.line': '{badge}: {state}',
  'cards.action.requestQualification': 'Request Education qualification (managers)',
  'cards.commerce.afterCare': 'Left to do with the old supplier',
  'cards.commerce.keepsRunning':
    'The present subscriptions stay with the old supplier, and are billed, until they are suspended or cancelled there.',
  'cards.commerce.open.first': 'Buy the same licences in CSP, and assign them to the users.',
  'cards.commerce.open.second': 'Let the Open agreement’s subscription run out, and move within 30 days of its end.',
  'cards.commerce.webDirect.first': 'Buy the licences in CSP first, and assign them to the users.',
  'cards.commerce.webDirect.second':
    'Then ask Microsoft’s billing support to cancel the direct subscription, and say that it moves to CSP: that waives the charge for ending early.',
  'cards.commerce.otherPartner.first': 'Buy the licences in CSP with us, and assign them to the users.',
  'cards.commerce.otherPartner.second': 'Then have the former partner cancel its subscriptions.',
  'cards.commerce.otherPartner.third': 'Ask the customer to remove the former partner’s roles, once nobody needs them.',
  'cards.commerce.sameProvider.first':
    'Moving from one reseller of a provider to another is done by the provider, not here: open a support case with it.',
  'cards.commerce.sameProvider.second': 'Order nothing twice meanwhile.',
  'cards.commerce.unknownSource.first':
    'Ask the customer who bills the present licences: after that, buy in CSP first and cancel there second.',
  'cards.commerce.decidedApproved': '{company}: Microsoft approved the {badge}',
  'cards.commerce.decidedApprovedWhat': 'Licences of that segment can be ordered now.',
  'cards.commerce.decidedDenied': '{company}: Microsoft denied the {badge}',
} as const;
