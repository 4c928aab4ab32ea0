import { payloadKey, payloadVersion, type CardAction } from './actions.ts';

interface ButtonOptions {
  style?: 'positive' | 'destructive';
  /** Sends no inputs and is not held up by their validation. */
  skipsInputs?: boolean;
  tooltip?: string;
}

export type Button =
  | {
      type: 'Action.Submit';
      title: string;
      data: object;
      style?: string;
      associatedInputs?: 'none';
      tooltip?: string;
    }
  | { type: 'Action.OpenUrl'; title: string; url: string }
  | { type: 'Action.ToggleVisibility'; title: string; targetElements: readonly (string | object)[] };

export function submitButton(title: string, action: CardAction, options: ButtonOptions = {}): Button {
  return {
    type: 'Action.Submit',
    title,
    data: submitData(action),
    ...(options.style && { style: options.style }),
    ...(options.tooltip && { tooltip: options.tooltip }),
    ...(options.skipsInputs && { associatedInputs: 'none' }),
  };
}

/** Teams would otherwise put "Your response was sent to the app" under the card. */
export function submitData(action: CardAction): object {
  return { [payloadKey]: { v: payloadVersion, ...action }, msteams: { feedback: { hide: true } } };
}

export function openUrlButton(title: string, url: string): Button {
  return { type: 'Action.OpenUrl', title, url };
}

export function toggleButton(title: string, shows: Readonly<Record<string, boolean>>): Button {
  const targetElements = Object.entries(shows).map(([elementId, isVisible]) => ({ elementId, isVisible }));
  return { type: 'Action.ToggleVisibility', title, targetElements };
}
