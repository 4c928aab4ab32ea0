import { mkdirSync, readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import type { Environment } from '../../config.ts';
import { sandboxEnvironment, sandboxWebhooks } from '../sandbox-command/environment.ts';
import { keptLinkKey } from '../sandbox-command/link-key.ts';
import { readSandboxSettings } from '../sandbox-command/settings.ts';

export interface DoctorOptions {
  /** Reads env/.env.<name>, and env/.env.<name>.user where there is one. */
  env?: string;
  /** What `npm start` runs with, while it runs. */
  sandbox?: boolean;
}

export class EnvironmentFileMissing extends Error {}

/** The process's own environment wins over a file, as with `node --env-file`. */
export function doctorEnvironment({ env, sandbox }: DoctorOptions, processEnvironment: Environment): Environment {
  if (sandbox === true) return environmentOfSandbox(processEnvironment);
  if (env === undefined) return processEnvironment;
  if (!/^[\w-]+$/.test(env)) throw new EnvironmentFileMissing('--env takes the <name> of env/.env.<name>');
  const file = `env/.env.${env}`;
  const settings = readEnvironmentFile(file);
  if (!settings) throw new EnvironmentFileMissing(`${file} does not exist: copy env/.env.example and fill it in`);
  return { ...settings, ...readEnvironmentFile(`${file}.user`), ...processEnvironment };
}

function environmentOfSandbox(processEnvironment: Environment): Environment {
  const settings = readSandboxSettings(processEnvironment);
  mkdirSync(settings.folder, { recursive: true });
  const cloudUrl = `http://127.0.0.1:${String(settings.sandboxPort)}`;
  return {
    ...sandboxEnvironment(settings, { cloudUrl, linkKey: keptLinkKey(settings.folder) }),
    ...sandboxWebhooks({ cloudUrl, rootFile: `${settings.folder}/sandbox-webhook-root.pem` }),
  };
}

function readEnvironmentFile(file: string): Environment | undefined {
  try {
    return parseEnv(readFileSync(file, 'utf8'));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
