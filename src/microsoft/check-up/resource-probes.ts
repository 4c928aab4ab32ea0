import { X509Certificate } from 'node:crypto';
import { z } from 'zod';
import type { Probe, ResourceProbes } from '../../core/ports/check-up.ts';
import { bodyOf, type ApiAnswer } from '../api-client.ts';
import { odataText, type Graph } from '../graph/graph.ts';
import { pageOf } from '../graph/graph-wire.ts';
import { relationshipsPath } from '../graph/delegated-admin/relationship-calls.ts';
import type { GraphCall, PartnerCenterCall } from '../outbound/calls.ts';
import { isCustomerInvitation } from '../../customer-invitation.ts';
import { RelationshipRequest } from '../partner-center/partner-center-wire.ts';
import type { PartnerCenter } from '../partner-center/partner-center.ts';
import type { PartnerProbes } from './partner-probes.ts';
import { probe } from './probe.ts';

export interface ResourceProbesDeps {
  partnerGraph: Graph;
  /** Graph with the token that relationships are made with. */
  delegatedAdminGraph: Graph;
  partnerCenter: PartnerCenter;
  clientId: string;
  /** Of a secret, Microsoft lists the first characters: enough to know which one is ours. */
  clientSecret?: string;
  clientCertificate?: string;
  managedIdentityClientId?: string;
  senderMailbox: string;
  pastedInvitationUrl: string | undefined;
}

const Group = z.object({ securityEnabled: z.boolean().nullish() });
const Profile = z.object({ tenantId: z.guid().nullish() });
const User = z.object({ id: z.string() });
const hintLength = 3;
const Application = z.object({
  passwordCredentials: z.array(z.object({ hint: z.string().nullish(), endDateTime: z.coerce.date<string>() })),
});

export function createResourceProbes(deps: ResourceProbesDeps): Omit<ResourceProbes, keyof PartnerProbes> {
  const { partnerGraph, delegatedAdminGraph, partnerCenter } = deps;

  async function partnerCenterRead<T>(
    request: { call: PartnerCenterCall; path: string },
    read: (answer: ApiAnswer) => T,
  ): Promise<Probe<T>> {
    return probe(async () => {
      const answer = await partnerCenter.get({ ...request, as: 'appAndUser' });
      if (answer.status !== 200) throw partnerCenter.refused(answer);
      return read(answer);
    });
  }

  async function secretEnd(appId: string, secret: string): Promise<Probe<Date | undefined>> {
    const path = `/applications(appId=${odataText(appId)})?$select=id,passwordCredentials`;
    const request = { call: 'probeApplication', path } as const;
    return graphRead(partnerGraph, request, (answer) => endOf(bodyOf(answer, Application), secret));
  }

  return {
    relationships: async () =>
      graphRead(
        delegatedAdminGraph,
        { call: 'probeRelationships', path: `${relationshipsPath}?$top=1` },
        (answer) => void bodyOf(answer, pageOf(z.unknown())),
      ),
    group: async (groupId) =>
      graphRead(
        partnerGraph,
        { call: 'probeGroup', path: `/groups/${encodeURIComponent(groupId)}?$select=id,securityEnabled` },
        (answer) => ({ isSecurityGroup: bodyOf(answer, Group).securityEnabled === true }),
      ),
    senderMailbox: async () =>
      graphRead(
        partnerGraph,
        { call: 'probeMailbox', path: `/users/${encodeURIComponent(deps.senderMailbox)}?$select=id,mail` },
        (answer) => void bodyOf(answer, User),
      ),
    ownCredentialEnd: async () => {
      const { clientCertificate, clientSecret = '', managedIdentityClientId } = deps;
      if (managedIdentityClientId !== undefined) return { kind: 'read', value: 'never' };
      // A certificate says so itself.
      if (clientCertificate !== undefined) {
        return { kind: 'read', value: new X509Certificate(clientCertificate).validToDate };
      }
      return secretEnd(deps.clientId, clientSecret);
    },
    botCredentialEnd: async ({ appId, appPassword }) => secretEnd(appId, appPassword),
    resellerInvitation: async () =>
      partnerCenterRead({ call: 'probeInvitation', path: '/customers/relationshiprequests' }, (answer) => ({
        isForCustomers: isCustomerInvitation(bodyOf(answer, RelationshipRequest).url),
      })),
    pastedInvitation: () =>
      deps.pastedInvitationUrl === undefined
        ? undefined
        : { isForCustomers: isCustomerInvitation(deps.pastedInvitationUrl) },
    partnerProfile: async () =>
      partnerCenterRead({ call: 'probeProfile', path: '/profiles/organization' }, (answer) => ({
        tenantId: bodyOf(answer, Profile).tenantId?.toLowerCase(),
      })),
  };
}

async function graphRead<T>(
  graph: Graph,
  request: { call: GraphCall; path: string },
  read: (answer: ApiAnswer) => T,
): Promise<Probe<T>> {
  return probe(async () => {
    const answer = await graph.send({ ...request, method: 'GET' });
    if (answer.status !== 200) throw graph.refused(answer);
    return read(answer);
  });
}

/** Two secrets may begin alike: the one that ends last is then taken for ours. */
function endOf({ passwordCredentials }: z.output<typeof Application>, secret: string): Date | undefined {
  const hint = secret.slice(0, hintLength);
  return passwordCredentials
    .filter((credential) => credential.hint === hint)
    .map(({ endDateTime }) => endDateTime)
    .sort((a, b) => a.getTime() - b.getTime())
    .at(-1);
}
