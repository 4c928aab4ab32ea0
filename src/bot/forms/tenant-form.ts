import { tenantFormCard } from '../../cards/forms/tenant-form-card.ts';
import { tenantInputs, type TenantInputs } from '../../cards/forms/inputs.ts';
import type { Problems } from '../../cards/forms/form.ts';
import { receiptOfTenant } from '../../cards/forms/receipt-card.ts';
import { licenceSources, tenantCategories } from '../../core/customer.ts';
import type { ErrorCode } from '../../core/errors.ts';
import { preFlight, type PreFlightDeps, type PreFlightOutcome } from '../../core/use-cases/staff/pre-flight.ts';
import type { TextKey, Translate } from '../../text/translate.ts';
import type { BotDeps } from '../bot-deps.ts';
import type { TenantAnswer } from '../dialogs/draft.ts';
import type { Form } from '../dialogs/form.ts';
import { existingTransition } from './existing-transition.ts';

export interface TenantFormDeps extends PreFlightDeps {
  translate: Translate;
  providerNameOf?: BotDeps['providerNameOf'];
}

interface AboutTenant {
  hasProvider?: boolean;
}

export function aboutTenant(
  { providerNameOf }: TenantFormDeps,
  { organisationId }: { organisationId: string },
): AboutTenant {
  return { hasProvider: providerNameOf?.(organisationId) !== undefined };
}

type Field = keyof TenantInputs;

/** Domain, category and where the licences come from today. Microsoft is asked what can be known of the tenant already. */
export function createTenantForm(deps: TenantFormDeps): Form<AboutTenant, TenantInputs, TenantAnswer> {
  const { translate } = deps;
  return {
    read: tenantInputs,
    render: ({ frame, about, values, problems }) => tenantFormCard(translate, { frame, values, problems, ...about }),
    async check(turn, { values }) {
      const { organisationId } = turn.member;
      const { domain } = values;
      const category = tenantCategories.find((known) => known === values.category);
      const licenceSource = licenceSources.find((known) => known === values.licenceSource);
      const found = domain === '' ? undefined : await preFlight(deps, { organisationId, domain });
      if (found?.kind === 'clear' && category && licenceSource) {
        const answer = { tenant: found.tenant, category, licenceSource, preFlight: found.preFlight };
        return { kind: 'accepted', answer, receipt: receiptOfTenant(translate, answer) };
      }
      const { problems, ...existing } = domainProblem(translate, found);
      return {
        kind: 'wrong',
        problems: {
          ...problems,
          ...(!category && { category: choiceProblem(values.category) }),
          ...(!licenceSource && { licenceSource: choiceProblem(values.licenceSource) }),
        },
        ...existing,
      };
    },
  };
}

function domainProblem(
  translate: Translate,
  found: PreFlightOutcome | undefined,
): { problems: Problems<Field>; existingTransitionId?: string } {
  if (!found) return { problems: { domain: { code: 'missing' } } };
  if (found.kind === 'clear') return { problems: {} };
  const { notice: text, passes, ...existing } = obstacleIn(translate, found);
  return { problems: { domain: { code: passes ? 'text' : 'blocked', values: { text } } }, ...existing };
}

function choiceProblem(typed: string) {
  return typed === '' ? ({ code: 'missing' } as const) : ({ code: 'choice' } as const);
}

/** Here nothing goes on by itself: the person must press the button again. */
const onceMore: Partial<Record<ErrorCode, TextKey>> = {
  UPSTREAM_THROTTLED: 'bot.form.microsoftBusy',
  UPSTREAM_UNAVAILABLE: 'bot.form.microsoftAway',
};

interface Obstacle {
  notice: string;
  existingTransitionId?: string;
  /** Only the moment is wrong. */
  passes: boolean;
}

/** Why no link can be made for this tenant, and what to do. */
export function obstacleIn(translate: Translate, outcome: Exclude<PreFlightOutcome, { kind: 'clear' }>): Obstacle {
  switch (outcome.kind) {
    case 'taken': {
      const { text: notice, ...existing } = existingTransition(translate, outcome.transition);
      return { notice, ...existing, passes: false };
    }
    case 'refused': {
      const domain = outcome.domain.length > 100 ? `${outcome.domain.slice(0, 100)}…` : outcome.domain;
      const again = onceMore[outcome.code];
      const sentence = translate(again ?? `errors.${outcome.code}`, { domain });
      const where = outcome.cloud && translate(`common.cloud.${outcome.cloud}`);
      return { notice: where === undefined ? sentence : `${sentence} ${where}`, passes: again !== undefined };
    }
  }
}
