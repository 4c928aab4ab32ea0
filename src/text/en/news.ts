/** The cards that tell staff what happened. */
export const newsTexts = {
  'cards.news.statusChanged': '{company}: {status}',
  'cards.news.handedOver': '{company}: handed over to {owner}',
  'cards.news.handedOverWhat': '{from} handed over the transition of {domain} to {owner}.',
  'cards.news.signInRefused': '{company}: a sign-in was turned away',
  'cards.news.account': 'The account was {userName}.',
  'cards.news.otherTenant':
    'This transition is for {domain}, and the account is of {other}. If the customer means that tenant, look at it here: it can be taken instead.',
  'cards.news.lookAtTenant': 'Look at that tenant',
  'cards.news.tenantDisputed': '{company}: wrong organisation?',
  'cards.news.tenantDisputedWhat':
    '{userName} signed in and says that {domain} is not their organisation. Check the domain with the customer; cancel and start anew if it is wrong.',
  'cards.news.trouble': '{company}: Microsoft shows the customer an error',
  'cards.news.troubleWhat':
    '{userName} says that Microsoft’s page for “{step}” shows an error. We cannot see it from here: ask for a screenshot.',
  'cards.news.troubleCauses':
    'Common causes: the tenant is in another region than we are, another provider’s syndication stands in the way, or the admin lacks the role.',
  'cards.news.linkAsked': '{company}: a new link is asked for',
  'cards.news.linkAskedEnded':
    'Somebody opened the Partner Connect link, which opens nothing any more, and asks for a new one.',
  'cards.news.linkAskedReplaced':
    'Somebody opened an earlier Partner Connect link and asks for a new one. The one that replaced it works: mail it once more.',
  'cards.news.linkAskedWho':
    'Nobody signs in there, so we do not know who it was. The link is mailed to {email} alone.',
  'cards.news.decayed': 'The tenant was Normal, and has lost something since.',
  'cards.news.accessEnds': '{company}: delegated admin ends in {days, plural, one {one day} other {# days}} at most',
  'cards.news.accessEndsWhat': 'It ends on {until, date, day}, and with it our access to the tenant.',
  'cards.news.other': '{company}: something changed',
  'cards.news.tenant': 'Tenant {domain}. Looked after by {owner}.',

  'cards.switch.title': 'Take the other tenant?',
  'cards.switch.what':
    'Somebody opened the Partner Connect link of {company} and signed in with an account of another tenant than the one that was named.',
  'cards.switch.from': 'Named on the form',
  'cards.switch.to': 'Of the account',
  'cards.switch.tenantId': 'Its tenant id',
  'cards.switch.account': 'Signed in as',
  'cards.switch.sure':
    'Whoever has the link can sign in, with any account. Ask the customer, in a way that you trust, whether this tenant is theirs. The link stays the same.',
  'cards.switch.yes': 'Yes, take this tenant',
  'cards.switch.done': '{who} changed the tenant of {company}',
  'cards.switch.doneNote':
    'The Partner Connect link leads to {domain} now. It is the same link, and the instructions are mailed again.',
  'cards.switch.doneLinkEnded':
    'The Partner Connect link has ended, so nothing was mailed. A new link leads to {domain} and is mailed to the customer.',
} as const;
