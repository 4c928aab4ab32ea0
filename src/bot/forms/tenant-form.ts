import { tenantFormCard } from '../../cards/tenant-form-card.ts';
import { tenantInputs, type TenantInputs } from '../../cards/inputs.ts';
import type { Problems } from '../../cards/form.ts';
import { receiptOfTenant } from '../../cards/receipt-card.ts';
import { licenceSources, tenantCategories } from '../../core/customer.ts';
import type { ErrorCode } from '../../core/errors.ts';
import type { TransitionStore } from '../../core/ports/store.ts';
import { isOpen } from '../../core/transition.ts';
import { checkTenant, type CheckTenantDeps, type CheckTenantOutcome } from '../../core/use-cases/check-tenant.ts';
import type { TextKey, Translate } from '../../text/translate.ts';
import type { TenantAnswer } from '../dialogs/draft.ts';
import type { Form } from '../dialogs/form.ts';
import { existingTransition } from './existing-transition.ts';

export interface TenantFormDeps extends CheckTenantDeps {
  translate: Translate;
  transitions: TransitionStore;
}

type Field = keyof TenantInputs;

/** Domain, category and where the licences come from today. Microsoft is asked whose domain it is. */
export function createTenantForm(deps: TenantFormDeps): Form<object, TenantInputs, TenantAnswer> {
  const { translate } = deps;
  return {
    read: tenantInputs,
    render: ({ frame, values, problems }) => tenantFormCard(translate, { frame, values, problems }),
    async check(turn, { values }) {
      const category = tenantCategories.find((known) => known === values.category);
      const licenceSource = licenceSources.find((known) => known === values.licenceSource);
      const found = values.domain === '' ? undefined : await checkTenant(deps, values.domain);
      const problems: Problems<Field> = {
        ...domainProblem(translate, found, values.domain),
        ...(!category && { category: choiceProblem(values.category) }),
        ...(!licenceSource && { licenceSource: choiceProblem(values.licenceSource) }),
      };
      if (found?.kind !== 'usable') return { kind: 'wrong', problems };
      const taken = await transitionOf(deps, turn.member.organisationId, found.tenantId);
      if (taken) {
        const { text, ...existing } = existingTransition(translate, taken);
        return { kind: 'wrong', problems: { ...problems, domain: { code: 'text', values: { text } } }, ...existing };
      }
      if (!category || !licenceSource) return { kind: 'wrong', problems };
      const { kind: _usable, ...tenant } = found;
      const answer = { tenant, category, licenceSource };
      return { kind: 'accepted', answer, receipt: receiptOfTenant(translate, answer) };
    },
  };
}

function choiceProblem(typed: string) {
  return typed === '' ? ({ code: 'missing' } as const) : ({ code: 'choice' } as const);
}

/** Here nothing goes on by itself: the person must press Next again. */
const onceMore: Partial<Record<ErrorCode, TextKey>> = {
  UPSTREAM_THROTTLED: 'bot.form.microsoftBusy',
  UPSTREAM_UNAVAILABLE: 'bot.form.microsoftAway',
};

function domainProblem(translate: Translate, found: CheckTenantOutcome | undefined, typed: string): Problems<Field> {
  if (!found) return { domain: { code: 'missing' } };
  if (found.kind === 'usable') return {};
  const domain = typed.length > 100 ? `${typed.slice(0, 100)}…` : typed;
  const text = translate(onceMore[found.code] ?? `errors.${found.code}`, { domain });
  return { domain: { code: 'text', values: { text } } };
}

/** A courtesy as far as it is open: the insert is what refuses a second one. One that is Normal needs no second. */
async function transitionOf({ transitions }: TenantFormDeps, organisationId: string, tenantId: string) {
  const known = await transitions.listAbout({ tenantId });
  const standing = known.filter((one) => one.organisationId === organisationId && !one.cancelledAt);
  return standing.find(isOpen) ?? standing[0];
}
