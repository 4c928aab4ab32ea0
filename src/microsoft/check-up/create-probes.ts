import type { MicrosoftProbes } from '../../core/ports/check-up.ts';
import type { MicrosoftConfig } from '../microsoft-config.ts';
import { createPartnerProbes, type PartnerProbesDeps } from './partner-probes.ts';
import { createResourceProbes, type ResourceProbesDeps } from './resource-probes.ts';
import { createSignInProbes, type SignInProbesDeps } from './sign-in-probes.ts';

type ProbesDeps = Pick<SignInProbesDeps, 'sendHttpFor' | 'tokens' | 'partnerCenter' | 'clock'> &
  Pick<ResourceProbesDeps, 'partnerGraph' | 'delegatedAdminGraph'> &
  Pick<PartnerProbesDeps, 'registration'>;

/** What the self-check sees of Microsoft, through the clients that the service itself uses. */
export function createProbes(config: MicrosoftConfig, deps: ProbesDeps): MicrosoftProbes {
  return {
    signIn: createSignInProbes({ ...config, ...deps }),
    resources: {
      ...createResourceProbes({ ...config, ...deps, pastedInvitationUrl: config.resellerInvitationUrl }),
      ...createPartnerProbes({ ...config, ...deps }),
    },
  };
}
