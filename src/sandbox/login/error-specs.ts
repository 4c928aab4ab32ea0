// Entra's numbers: the OAuth word, the status and the sentence that come with each, as Microsoft's list has them.

import { policyErrorSpecs, type ErrorSpec } from './policy-error-specs.ts';

/** `{0}`, `{1}` … stand for what the caller fills in. */
export const errorSpecs = {
  ...policyErrorSpecs,
  50011: {
    error: 'invalid_request',
    status: 400,
    text: "The redirect URI '{0}' specified in the request does not match the redirect URIs configured for the application '{1}'.",
  },
  50020: {
    error: 'invalid_request',
    status: 400,
    text: "User account '{0}' from identity provider '{1}' does not exist in tenant '{2}' and cannot access the application '{3}' in that tenant. The account needs to be added as an external user in the tenant first. Sign out and sign in again with a different account.",
  },
  50034: { error: 'invalid_grant', status: 400, text: "The user account '{0}' does not exist in the {1} directory." },
  50058: {
    error: 'login_required',
    status: 400,
    text: 'A silent sign-in request was sent but no user is signed in.',
  },
  50059: {
    error: 'invalid_request',
    status: 400,
    text: 'No tenant-identifying information found in either the request or implied by any provided credentials.',
  },
  54005: {
    error: 'invalid_grant',
    status: 400,
    text: 'OAuth2 Authorization code was already redeemed, please retry with a new valid code or use an existing refresh token.',
  },
  65001: {
    error: 'invalid_grant',
    status: 400,
    text: "The user or administrator has not consented to use the application with ID '{0}' named 'Partner Connect'. Send an interactive authorization request for this user and resource.",
  },
  65004: {
    error: 'access_denied',
    status: 400,
    text: 'User declined to consent to access the app.',
  },
  70000: {
    error: 'invalid_grant',
    status: 400,
    text: 'Provided grant is invalid or malformed.',
  },
  70003: { error: 'unsupported_grant_type', status: 400, text: "The app requested an unsupported grant type '{0}'." },
  70008: {
    error: 'invalid_grant',
    status: 400,
    text: 'The provided authorization code or refresh token has expired due to inactivity. Send a new interactive authorization request for this user and resource.',
  },
  70011: {
    error: 'invalid_scope',
    status: 400,
    text: "The provided request must include a 'scope' input parameter. The provided value for the input parameter 'scope' is not valid. The scope {0} is not valid.",
  },
  90002: {
    error: 'invalid_tenant',
    status: 400,
    text: "Tenant '{0}' not found. Check to make sure you have the correct tenant ID and are signing into the correct cloud. Check with your subscription administrator, this may happen if there are no active subscriptions for the tenant.",
  },
  90014: {
    error: 'invalid_request',
    status: 400,
    text: "The required field '{0}' is missing from the credential. Ensure that you have all the necessary parameters for the login request.",
  },
  90038: {
    error: 'invalid_request',
    status: 400,
    text: "The tenant '{0}' is being redirected to the National Cloud 'MicrosoftOnline.US'.",
  },
  90094: {
    error: 'access_denied',
    status: 403,
    text: 'The grant requires administrator permission. Ask an administrator to consent on behalf of the organization.',
  },
  90130: {
    error: 'invalid_request',
    status: 400,
    text: "Application '{0}' ({1}) is not supported over the /common or /consumers endpoints. Please use the /organizations or tenant-specific endpoint.",
  },
  500011: {
    error: 'invalid_resource',
    status: 400,
    text: 'The resource principal named {0} was not found in the tenant named {1}. This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant. You might have sent your authentication request to the wrong tenant.',
  },
  500112: {
    error: 'invalid_client',
    status: 401,
    text: 'The reply address does not match the reply address provided when requesting Authorization code.',
  },
  500208: {
    error: 'invalid_request',
    status: 400,
    text: 'The domain is not a valid login domain for the account type: personal accounts cannot be used here. Use a work or school account.',
  },
  501481: {
    error: 'invalid_grant',
    status: 400,
    text: 'The Code_Verifier does not match the code_challenge supplied in the authorization request.',
  },
  700005: {
    error: 'invalid_grant',
    status: 400,
    text: 'The provided Authorization Code is intended to use against other tenant, thus rejected.',
  },
  700016: {
    error: 'unauthorized_client',
    status: 400,
    text: "Application with identifier '{0}' was not found in the directory '{1}'. This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant. You may have sent your authentication request to the wrong tenant.",
  },
  700027: {
    error: 'invalid_client',
    status: 401,
    text: 'The certificate with identifier used to sign the client assertion is not registered on application, or the assertion failed signature validation.',
  },
  700054: {
    error: 'unsupported_response_type',
    status: 400,
    text: "response_type '{0}' is not enabled for the application.",
  },
  700082: {
    error: 'invalid_grant',
    status: 400,
    text: 'The refresh token has expired due to inactivity. The token was inactive for 90.00:00:00.',
  },
  900023: {
    error: 'invalid_request',
    status: 400,
    text: "Specified tenant identifier '{0}' is neither a valid DNS name, nor a valid external domain.",
  },
  900144: {
    error: 'invalid_request',
    status: 400,
    text: "The request body must contain the following parameter: '{0}'.",
  },
  900382: {
    error: 'invalid_request',
    status: 400,
    text: "Confidential Client is not supported in Cross Cloud request. The tenant '{0}' belongs to 'MicrosoftOnline.US'.",
  },
  1002012: {
    error: 'invalid_scope',
    status: 400,
    text: 'The provided value for scope {0} is not valid. Client credential flows must have a scope value with /.default suffixed to the resource identifier (application ID URI).',
  },
  5000224: {
    error: 'invalid_request',
    status: 400,
    text: 'We are sorry, this resource is not available. If you are seeing this message by mistake, please contact Microsoft support.',
  },
  7000112: { error: 'unauthorized_client', status: 401, text: "Application '{0}'(Partner Connect) is disabled." },
  7000215: {
    error: 'invalid_client',
    status: 401,
    text: "Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID, for a secret added to app '{0}'.",
  },
  7000218: {
    error: 'invalid_client',
    status: 401,
    text: "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.",
  },
  7000222: {
    error: 'invalid_client',
    status: 401,
    text: "The provided client secret keys for app '{0}' are expired. Visit the Azure portal to create new keys for your app.",
  },
  7000229: {
    error: 'invalid_client',
    status: 401,
    text: 'The client application {0} is missing service principal in the tenant {1}. See instructions here: https://go.microsoft.com/fwlink/?linkid=2225119',
  },
  9002325: {
    error: 'invalid_request',
    status: 400,
    text: 'Proof Key for Code Exchange is required for cross-origin authorization code redemption.',
  },
} satisfies Record<number, ErrorSpec>;
