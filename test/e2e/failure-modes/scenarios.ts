import { authorisation } from './authorisation.ts';
import { beforeTheLink } from './before-the-link.ts';
import { consent } from './consent.ts';
import { delegatedAdmin } from './delegated-admin.ts';
import { delivery } from './delivery.ts';
import { endings } from './endings.ts';
import type { FailureMode, Scenario } from './modes.ts';
import { partner } from './partner.ts';
import { signIn } from './sign-in.ts';

/** Whole: a mode without a scenario does not compile. */
export const scenarios: Record<FailureMode, Scenario> = {
  ...beforeTheLink,
  ...signIn,
  ...consent,
  ...partner,
  ...delegatedAdmin,
  ...authorisation,
  ...delivery,
  ...endings,
};
