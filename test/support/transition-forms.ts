// What Megan types into the five forms, and the way through them.
import { megan, type TeamsChat } from './teams-chat.ts';

export const customerTyped = {
  companyName: 'Contoso Pharmaceuticals',
  givenName: 'Adele',
  familyName: 'Vance',
  email: 'adele@contoso.example',
  phone: '02 9123 4567',
  country: 'AU',
};
export const addressTyped = {
  line1: '1 Epping Road',
  line2: '',
  city: 'North Ryde',
  state: 'NSW',
  postalCode: '2113',
};
export const tenantTyped = { domain: 'contoso.example', category: 'corporate', licenceSource: 'webDirect' };

const forms = [customerTyped, addressTyped, tenantTyped];

/** From the command to the card named: 1 is the customer's, 4 the licences', 5 the review. */
export async function fillForms(chat: TeamsChat, upTo: 1 | 2 | 3 | 4 | 5, who = megan): Promise<void> {
  await chat.types(who, 'transition');
  for (const typed of forms.slice(0, upTo - 1)) await chat.clicks(who, 'next', typed);
  if (upTo === 5) await chat.clicks(who, 'skip');
}
