import { html } from 'htm/preact';
import type { ComponentChildren, VNode } from 'preact';
import { sellsThroughProvider } from '../../core/companies.ts';
import type { Site } from './layout.ts';

/** The five things that the customer sees, in their order; `csp` stands for two of core's steps. */
export const siteSteps = ['connection', 'tenant', 'delegatedAdmin', 'csp', 'microsoft'] as const;
export type SiteStep = (typeof siteSteps)[number];
export type SiteStepState = 'done' | 'current' | 'checking' | 'later' | 'attention';
export type SiteSteps = Record<SiteStep, SiteStepState>;

/** `inside` is shown under its step: what to do there now. */
export function stepsList(
  site: Site,
  steps: SiteSteps,
  inside: Partial<Record<SiteStep, ComponentChildren>> = {},
): VNode {
  return html`
    <ol class="steps">
      ${siteSteps.map(
        (name) => html`
          <li class=${`step ${steps[name]}`} aria-current=${steps[name] === 'current' ? 'step' : undefined}>
            <div class="step-head">
              <h2>${site.t(`connect.step.${name}`)}</h2>
              <span class="state">${site.t(`connect.state.${steps[name]}`)}</span>
            </div>
            ${steps[name] === 'done' ? undefined : html`<p class="what">${whatOf(site, name)}</p>`} ${inside[name]}
          </li>
        `,
      )}
    </ol>
  `;
}

/** Before anything has begun there is no state worth naming: the steps are only listed. */
export function stepsOutline(site: Site): VNode {
  return html`
    <ol class="steps outline">
      ${siteSteps.map(
        (name) => html`
          <li class="step later">
            <h3>${site.t(`connect.step.${name}`)}</h3>
            <p class="what">${whatOf(site, name)}</p>
          </li>
        `,
      )}
    </ol>
  `;
}

function whatOf({ t, companies }: Site, name: SiteStep): string {
  const isForTwo = name === 'csp' && sellsThroughProvider(companies);
  return t(isForTwo ? 'connect.step.cspWhatBoth' : `connect.step.${name}What`, { ...companies });
}
