import { ActivityTypes, type TurnContext } from 'botbuilder';

/** An invoke is answered in the HTTP response; anything else shows "Something went wrong". The text appears as a toast. */
export async function answerInvoke(context: TurnContext, text: string): Promise<void> {
  const isCardAction = context.activity.name === 'adaptiveCard/action';
  const body = { statusCode: 200, type: 'application/vnd.microsoft.activity.message', value: text };
  const value = isCardAction ? { status: 200, body } : { status: 501 };
  await context.sendActivity({ type: ActivityTypes.InvokeResponse, value });
}
