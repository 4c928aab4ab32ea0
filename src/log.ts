import {
  destination as fileDestination,
  pino,
  stdSerializers,
  type DestinationStream,
  type Logger as PinoLogger,
} from 'pino';

export type Logger = PinoLogger;

/**
 * What may never be logged, wherever a field of that name turns up in the first three levels. Messages are constant
 * text with ids beside them; this is the net below that rule.
 */
const secretFields = [
  'authorization',
  'Authorization',
  'cookie',
  'set-cookie',
  'access_token',
  'accessToken',
  'refresh_token',
  'refreshToken',
  'id_token',
  'idToken',
  'client_secret',
  'clientSecret',
  'clientCertificate',
  'client_assertion',
  'password',
  'appPassword',
  'codeVerifier',
  'nonce',
  'token',
  'secret',
  'email',
  'phone',
];
const paths = secretFields.flatMap((field) => {
  const quoted = `["${field}"]`;
  return [quoted, `*${quoted}`, `*.*${quoted}`];
});

/** For where a person reads the terminal. Written at once, so that the last line before a crash is there. */
export function logFile(path: string): DestinationStream {
  return fileDestination({ dest: path, mkdir: true, sync: true });
}

/** JSON lines on standard output; errors go under `err`. */
export function createLog(level: string, destination?: DestinationStream): Logger {
  const options = {
    level,
    base: null,
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
    formatters: { level: (label: string) => ({ level: label }) },
    redact: {
      paths,
      censor: '[redacted]',
    },
    serializers: { err: (error: unknown) => withoutSecrets(error) },
  };
  return destination ? pino(options, destination) : pino(options);
}

/** Behind these nobody looks, and an error may be its own cause. */
const mostCauses = 5;

/** An SDK hangs whole requests on its errors, tokens included: only what tells where and why is kept. */
function withoutSecrets(error: unknown, causes = mostCauses): unknown {
  if (!(error instanceof Error)) return kindOf(error);
  const { type, message, stack } = stdSerializers.err(error);
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  const statusCode = 'statusCode' in error && typeof error.statusCode === 'number' ? error.statusCode : undefined;
  return {
    type,
    message: withoutTokens(message),
    stack: withoutTokens(stack),
    ...(code !== undefined && { code }),
    ...(statusCode !== undefined && { statusCode }),
    ...causeOf(error, causes),
  };
}

function causeOf({ cause }: Error, causes: number): object {
  return cause === undefined || causes === 0 ? {} : { cause: withoutSecrets(cause, causes - 1) };
}

/** What is thrown without being an error may be an answer with tokens, or a text of one. */
function kindOf(thrown: unknown): object {
  const type = Object.prototype.toString.call(thrown).slice('[object '.length, -1);
  const code = typeof thrown === 'object' && thrown !== null && 'code' in thrown ? thrown.code : undefined;
  // An authorization code is called so too.
  const isWord = typeof code === 'string' && /^[a-z_]{1,40}$/i.test(code);
  return { type, ...((isWord || typeof code === 'number') && { code }) };
}

function withoutTokens(text: string): string {
  return text
    .replace(/eyJ[\w-]{10,}\.[\w-]+\.[\w-]*/g, '[token]')
    .replace(/((?:^|[?&#\s])(?:code|state|refresh_token|client_secret|client_assertion)=)[^&\s"']+/g, '$1[redacted]')
    .replace(/(connect\/(?:partner-consent\/)?)[\w-]{10,}(?:\.[\w-]+)+/g, '$1[link]');
}
