// `npm run doctor`: looks at everything that the service depends on, against the cloud that the configuration names, and
// says what is right and what to do about the rest. Exit code 0 when nothing failed.
import { parseArgs } from 'node:util';
import { hasFailed } from '../core/check-up/findings.ts';
import { createTranslate } from '../text/translate.ts';
import { doctorEnvironment, EnvironmentFileMissing } from './doctor-command/environment.ts';
import { jsonReport, textReport } from './doctor-command/report.ts';
import { examine } from './doctor-command/examine.ts';

const usage = 'usage: npm run doctor -- [--env <name> | --sandbox] [--json]';

try {
  const { values } = parseArgs({
    options: { env: { type: 'string' }, sandbox: { type: 'boolean' }, json: { type: 'boolean' } },
  });
  const findings = await examine(doctorEnvironment(values, process.env));
  const report = values.json === true ? jsonReport : textReport;
  process.stdout.write(report(createTranslate(), findings));
  if (hasFailed(findings)) process.exitCode = 1;
} catch (error) {
  process.exitCode = 1;
  const isUsage = error instanceof EnvironmentFileMissing || error instanceof TypeError;
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n${isUsage ? `${usage}\n` : ''}`);
}
