/** What the bot says in Teams besides its cards. Sent as plain text. */
export const botTexts = {
  'bot.command.transition':
    'Bring a customer’s tenant into the CSP program. A domain is filled in for you: “transition contoso.com”.',
  'bot.command.status': 'See how a transition stands: “status contoso.com”. Without a name: yours.',
  'bot.command.list': 'See all open transitions. “list mine” shows yours, “list contoso” those that match.',
  'bot.command.check': 'Ask Microsoft again now: “check contoso.com”. Without a name: all of yours.',
  'bot.command.cancel': 'Close the form that you are filling in. “cancel contoso.com” ends a transition.',
  'bot.command.notifyMe': 'Get a personal message when a tenant turns Normal or gets stuck.',
  'bot.command.notifyOff': 'Stop the personal messages.',
  'bot.command.doctor': 'For operators: see whether every credential, permission, link and clock is right.',
  'bot.command.deliveries': 'For operators: see what could not be sent, and send it again.',
  'bot.command.help': 'See this list.',

  'bot.refused.guest': 'I work for the partner’s own staff only. Guests of this team cannot use me.',
  'bot.refused.otherTenant': 'I do not serve this organisation. Ask the operator of this bot to add it.',
  'bot.refused.unknown': 'I cannot find out right now who you are, so I did nothing. Try again in a minute.',

  'bot.turn.busy':
    'I am still busy with the last thing that you asked of me here, so I have done nothing about this one. Please do it again in a moment.',
  'bot.notAllowed.manager': 'Please ask a manager.',
  'bot.notAllowed.operator': 'Please ask an operator of this bot.',
  'bot.text.notUnderstood': 'I did not understand that. This is what I can do:',
  'bot.find.nothing': 'I know no transition that matches “{term}”. Type “list” to see the open ones.',
  'bot.find.several': 'Several transitions match “{term}”. Choose one:',
  'bot.status.noneOfYours': 'You look after no open transition. Type “list” to see everybody’s.',
  'bot.list.empty':
    'No transition is open. “transition” starts one; “list” with a name or domain also finds those that are Normal or cancelled.',
  'bot.check.own':
    '{count, plural, =0 {You look after no open transition, so there is nothing to check.} one {I am asking Microsoft about your transition now. The result appears on its card.} other {I am asking Microsoft about your # transitions now. The results appear on their cards.}}',
  'bot.check.one': 'I am asking Microsoft about {company} now. The result appears on its card.',
  'bot.check.elsewhere':
    'I am asking Microsoft about {company} now. The result appears on its card where it was started; “status {domain}” shows it here.',
  'bot.check.justAsked': 'Microsoft was asked about {company} a moment ago. The result is on its card.',
  'bot.cancel.isNormal': 'The tenant of {company} is Normal already, so there is nothing left to cancel.',
  'bot.cancel.wasCancelled': 'The transition of {company} is cancelled already.',
  'bot.operators.refused': 'Microsoft refuses the service: {check}',
  'bot.operators.waits': 'Transitions wait until then; nothing is lost.',
  'bot.operators.signIn': 'Say “doctor” here, and I show you where the service account signs in.',
  'bot.operators.look': 'Say “doctor” here when it is done, and I look again.',
  'bot.operators.worksAgain': 'Microsoft lets the service in again',
  'bot.operators.worksAgainText': 'What had to wait goes on by itself.',
  'bot.operators.endsSoon': 'Soon at its end: {check}',
  'bot.deliveries.noneTitle': 'Everything was sent',
  'bot.deliveries.none': 'No message and no mail waits for you to send it again.',
  'bot.doctor.looking': 'I am looking at everything that I depend on. This takes some seconds.',
  'bot.doctor.goesOn': 'Microsoft takes longer than usual. What I find comes here as soon as I have all of it.',
  'bot.doctor.isBeingDone': 'I am looking already. What I find comes here as soon as I have all of it.',
  'bot.cancel.edit': 'The form is closed. Nothing was changed.',
  'bot.cancel.form': 'The form is closed. Nothing was started.',
  'bot.cancel.nothing': 'No form is open here. To end a transition, name it: “cancel contoso.com”.',

  'bot.notify.on': 'I will write to you personally when a tenant turns Normal or gets stuck.',
  'bot.notify.already': 'You are told already. “notify off” ends it.',
  'bot.notify.off': 'I will not write to you personally any more.',
  'bot.notify.wasOff': 'You were not being told.',
  'bot.personal.hello': 'This is where I write to you personally. “help” shows what I can do.',
  'bot.notify.noChat':
    'Noted, but Teams does not let me write to you personally yet. Add me as a personal app, or say hello to me in a chat.',

  'bot.form.reminder':
    'I am waiting for your answer on the card above. “transition” shows it again, “cancel” closes it, “help” shows what else I can do.',
  'bot.form.openHere': 'You have a form open here. This is where you were; “cancel” closes it.',
  'bot.form.finishFirst': 'You have a form open here. Finish it first, or type “cancel”.',
  'bot.form.cancelled': 'Cancelled. Nothing was started.',
  'bot.form.movedDown': 'Continued on a newer card below.',
  'bot.form.microsoftBusy': 'Microsoft is busy. Wait a minute, then press Next again.',
  'bot.form.microsoftAway': 'Microsoft does not answer right now. Wait a minute, then press Next again.',
  'bot.form.changedMeanwhile':
    'I was updated while you had a form open, and its steps have changed. Sorry: please start it again.',
  'bot.form.overtaken':
    'Another of your clicks was faster, and your form stands where that one left it. Type “transition” to see where you are.',

  'bot.start.overtaken':
    'The transition of {company} is started, once. Another of your clicks came in between; “cancel” closes a form that it left open here.',
  'bot.start.alreadyOpen':
    'A transition for this tenant is already open: {company} ({domain}), looked after by {owner}.',
  'bot.start.alreadyNormal':
    'This tenant is Normal since {since, date, day}: {company} ({domain}), looked after by {owner}. Licences can be provisioned; nothing is to be started.',
  'bot.start.normalDecayed':
    'This tenant is Normal since {since, date, day}: {company} ({domain}), looked after by {owner}. Something needs attention there: see its card, which can make a new link.',
  'bot.review.changed': 'Something has changed at Microsoft since you filled this in: see below, then submit again.',
  'bot.review.guestsCame': 'Nothing was started yet. {warning}',
  'bot.guests.warning':
    '{guests, plural, one {A guest} other {# guests}} can read this conversation and will see the Partner Connect link. The second button keeps it from them.',
  'bot.guests.privately': 'Submit, with the link in my own chat',
  'bot.guests.postedPrivately': 'The Partner Connect card follows in a personal chat, because guests read here.',
  'bot.guests.noPersonalChat':
    'Teams does not let me write to you personally yet. Add me as a personal app and try again, or post the link here.',
  'bot.guests.unknown':
    'I could not see who reads this conversation. If there are guests, they will see the Partner Connect link. The second button keeps it from them.',

  'bot.card.outdatedTitle': 'This card is out of date',
  'bot.card.outdated': 'This card is from an earlier version of me and cannot be used any more. Type “help” to go on.',
  'bot.card.somebodyElses': 'This form belongs to a colleague. Type “transition” to start your own.',
  'bot.card.alreadyStarted': 'That is done already: the transition of {company} was started, once.',
  'bot.card.used': 'This card was answered already, or is out of date. Nothing was changed. Type “help” to go on.',
  'bot.card.usedWhileOpen':
    'This card was answered already, or is out of date. Nothing was changed. Type “transition” to see the one that is open.',

  'bot.edit.cancelled': 'Cancelled. Nothing was changed.',
  'bot.edit.saved': 'The details of {company} are saved.',
  'bot.edit.savedNewAddress':
    'The details of {company} are saved. Mails go to {email} from now on; nothing was mailed there yet.{button, select, sendInstructions { “E-mail instructions” on the card of the transition sends the instructions there.} reissueLink { “New link” on the card of the transition sends new ones there.} other {}}',
  'bot.edit.unchanged': 'Nothing was changed for {company}.',
  'bot.edit.overtaken':
    'Besides, another of your clicks came in between; “cancel” closes a form that it left open here.',
  'bot.handOver.nobody':
    'No colleague can be handed {domain} here. Add whoever is to look after it to {kind, select, channel {this team, or to this channel if it is a private or shared one} other {this chat}}, then choose “Hand over” again.',
  'bot.handOver.nobodyPersonal':
    'Only the two of us are in this chat. Type “status {domain}” to me in a channel or a group chat with the colleague, and choose “Hand over” on the card there, under “More”.',
  'bot.handOver.done': '{company} is now looked after by {owner}.',
  'bot.action.instructionsSent': '{who} had the instructions for {company} mailed again.',
  'bot.action.qualificationWanted':
    'Microsoft is asked for the qualification of {company} now. Its answer takes hours to days, and is told here.',
  'bot.action.cancelled': '{who} cancelled the transition of {company}.',
  'bot.action.linkReissued': '{who} made a new Partner Connect link for {company}. The earlier one is dead.',
  'bot.action.relationshipReplaced':
    '{who} made a new Partner Connect link for {company}, with which the customer is asked for a new delegated admin relationship. The earlier link is dead.',
  'bot.action.linkRevoked': '{who} revoked the Partner Connect link of {company}.',
  'bot.action.extended': '{who} had the delegated admin of {company} extend itself from now on.',
  'bot.action.cannotExtend':
    'Microsoft extends no relationship that has the Global Administrator role in it, so that of {company} will end. Make a new link on its card in the last 60 days, and the customer is asked for another one.',
  'bot.action.approved':
    '{who} approved what our provider asked of {company} on our behalf. Now the customer can approve it.',
  'bot.action.goesOn':
    'Microsoft takes longer than usual. It is being done there for {company}: I write here how it ended, and the card will show it.',
  'bot.action.isBeingDone': 'That is being done already; the card will show how it ended.',
  'bot.action.alreadyDone': 'That was done already for {company}.',
  'bot.tenant.goesOn':
    'Microsoft takes longer than usual. The tenant is being looked at once more: I write here how it ended.',
  'bot.tenant.notTheirs':
    'Only {owner}, whoever started it, or a manager can change the tenant of {company}. Ask one of them to look at it.',
  'bot.tenant.stale':
    'This has changed since the card was made, so the tenant of {company} was not changed. See its card for how it stands.',
  'bot.tenant.unproven':
    'Microsoft does not show that account’s domain in that account’s tenant, so the tenant of {company} was not changed. Ask the customer for a domain of their tenant, cancel, and start a transition for it.',
  'bot.action.dismissed': 'Left as it is.',

  'bot.error.unexpected':
    'Something went wrong on my side, and what you were filling in is lost. Please start again. If it happens again, tell an operator this number: {reference}.',
  'bot.error.late':
    'Something went wrong on my side with what I was still at, so I cannot say how it ended. Please ask for it once more; if it happens again, tell an operator this number: {reference}.',
} as const;
