import { licenceSources, tenantCategories } from '../../core/customer.ts';
import type { Translate } from '../../text/translate.ts';
import type { CardAttachment } from '../attachment.ts';
import { formParts, sentences, type FormFrame, type Problems } from './form.ts';
import { tenantInputs, type TenantField, type TenantInputs } from './inputs.ts';
import { renderCard } from '../render.ts';

export interface TenantForm {
  frame: FormFrame;
  values: TenantInputs;
  problems: Problems<TenantField>;
  /** Through whom we sell: another reseller of theirs may have been there before. */
  hasProvider?: boolean;
}

export function tenantFormCard(
  t: Translate,
  { frame, values, problems, hasProvider = false }: TenantForm,
): CardAttachment {
  const sources = licenceSources.filter(
    (source) => source !== 'sameProvider' || hasProvider || values.licenceSource === source,
  );
  return renderCard(t, 'tenant-form', {
    ...formParts(t, frame, t('cards.tenant.title')),
    values: tenantInputs(values),
    problems: sentences(t, values, problems),
    categories: tenantCategories.map((value) => ({ title: t(`common.category.${value}`), value })),
    licenceSources: sources.map((value) => ({ title: t(`common.licenceSource.${value}`), value })),
  });
}
