// How a tenant's own rules refuse a sign-in: multi-factor authentication, Conditional Access, cross-tenant policies.

export interface ErrorSpec {
  readonly error: string;
  readonly status: number;
  readonly text: string;
}

export const policyErrorSpecs = {
  50072: {
    error: 'interaction_required',
    status: 400,
    text: "Due to a configuration change made by your administrator, or because you moved to a new location, you must enroll in multi-factor authentication to access '{0}'.",
  },
  50074: { error: 'interaction_required', status: 400, text: 'Strong Authentication is required.' },
  50076: {
    error: 'interaction_required',
    status: 400,
    text: "Due to a configuration change made by your administrator, or because you moved to a new location, you must use multi-factor authentication to access '{0}'.",
  },
  50078: {
    error: 'interaction_required',
    status: 400,
    text: "Presented multi-factor authentication has expired due to policies configured by your administrator, you must refresh your multi-factor authentication to access '{0}'.",
  },
  50079: {
    error: 'interaction_required',
    status: 400,
    text: "Due to a configuration change made by your administrator, or because you moved to a new location, you must enroll in multi-factor authentication to access '{0}'.",
  },
  53000: {
    error: 'invalid_grant',
    status: 400,
    text: "Device is not in required device state: compliant. Conditional Access policy requires a compliant device, and the device isn't compliant.",
  },
  53001: {
    error: 'invalid_grant',
    status: 400,
    text: "Device is not in required device state: domain_joined. Conditional Access policy requires a domain joined device, and the device isn't domain joined.",
  },
  53002: {
    error: 'invalid_grant',
    status: 400,
    text: "The app used isn't an approved app for Conditional Access.",
  },
  53003: {
    error: 'access_denied',
    status: 403,
    text: 'Access has been blocked by Conditional Access policies. The access policy does not allow token issuance.',
  },
  53004: {
    error: 'access_denied',
    status: 403,
    text: 'User needs to complete multi-factor authentication registration process before accessing this content. User should register for multi-factor authentication.',
  },
  53011: { error: 'access_denied', status: 403, text: 'User blocked due to risk on home tenant.' },
  500212: {
    error: 'access_denied',
    status: 403,
    text: "The user's administrator has set an outbound access policy that does not allow access to the resource tenant.",
  },
  500213: {
    error: 'access_denied',
    status: 403,
    text: "The resource tenant's cross-tenant access policy does not allow this user to access this tenant.",
  },
  530032: {
    error: 'access_denied',
    status: 403,
    text: 'The tenant admin has configured a security policy that blocks this request.',
  },
  530034: {
    error: 'access_denied',
    status: 403,
    text: 'A delegated administrator was blocked from accessing the tenant due to account risk in their home tenant.',
  },
  530035: {
    error: 'access_denied',
    status: 403,
    text: 'Access has been blocked by security defaults. This is due to the request using legacy auth or being deemed unsafe by security defaults policies.',
  },
  1000104: {
    error: 'access_denied',
    status: 403,
    text: "Resource cloud 'microsoftonline.com' is not allowed on identity tenant '{0}'.",
  },
} satisfies Record<number, ErrorSpec>;
