import { checkAccess } from './check-access.ts';
import { checkMachine } from './check-machine.ts';
import { checkResources } from './check-resources.ts';
import { checkRoles } from './check-roles.ts';
import type { CheckUpDeps } from './check-up-deps.ts';
import { finding, type Finding } from './findings.ts';

/**
 * Looks at everything that the service depends on and says of each whether it is right. What cannot be told because
 * something before it is wrong waits, so that only what is at fault is named.
 */
export async function checkUp(deps: CheckUpDeps): Promise<readonly Finding[]> {
  const [machine, cloud] = await Promise.all([checkMachine(deps), checkCloud(deps)]);
  return [finding('configuration', 'CONFIGURATION_READ'), ...machine, ...cloud];
}

async function checkCloud(deps: CheckUpDeps): Promise<readonly Finding[]> {
  const access = await checkAccess(deps);
  return [...access.findings, ...checkRoles(deps.settings), ...(await checkResources(deps, access))];
}
