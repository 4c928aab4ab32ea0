import { dirname } from 'node:path';
import { z } from 'zod';
import { ConfigError, type Environment } from '../../config.ts';

export interface SandboxSettings {
  port: number;
  sandboxPort: number;
  playgroundPort: number;
  withPlayground: boolean;
  publicUrl: string;
  databaseUrl: string;
  /** Where the database lies, and what the sandbox keeps beside it. */
  folder: string;
  normalAfterSeconds: number;
  logLevel: string;
}

const port = (preset: number) =>
  z.coerce.number('must be a port number').int('must be a port number').min(0).max(65_535).default(preset);

const schema = z.object({
  PORT: port(3978),
  SANDBOX_PORT: port(4280),
  PLAYGROUND_PORT: port(56_150),
  PLAYGROUND: z.enum(['on', 'off'], 'must be on or off').default('on'),
  PUBLIC_URL: z.url('must be an address').optional(),
  DATABASE_URL: z
    .string()
    .regex(/^sqlite:.+/, 'must be sqlite:<file>')
    .default('sqlite:./data/partner-connect.db'),
  SANDBOX_NORMAL_AFTER_SECONDS: z.coerce.number('must be a number of seconds').min(0).default(20),
  LOG_LEVEL: z.string().default('info'),
});

/** Throws ConfigError with every problem at once. */
export function readSandboxSettings(environment: Environment): SandboxSettings {
  const present = Object.fromEntries(Object.entries(environment).filter(([, value]) => value?.trim()));
  const parsed = schema.safeParse(present);
  if (!parsed.success) {
    throw new ConfigError(parsed.error.issues.map((issue) => `${String(issue.path[0])} ${issue.message}`));
  }
  const { data } = parsed;
  const file = data.DATABASE_URL.slice('sqlite:'.length);
  return {
    port: data.PORT,
    sandboxPort: data.SANDBOX_PORT,
    playgroundPort: data.PLAYGROUND_PORT,
    withPlayground: data.PLAYGROUND === 'on',
    publicUrl: data.PUBLIC_URL ?? `http://127.0.0.1:${String(data.PORT)}`,
    databaseUrl: data.DATABASE_URL,
    folder: file === ':memory:' ? './data' : dirname(file),
    normalAfterSeconds: data.SANDBOX_NORMAL_AFTER_SECONDS,
    logLevel: data.LOG_LEVEL,
  };
}
