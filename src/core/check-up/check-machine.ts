import type { CheckUpDeps, CheckUpSettings } from './check-up-deps.ts';
import { areTooFarApart, secondsApart } from './clocks-apart.ts';
import { finding, type Finding } from './findings.ts';

type MachineDeps = Pick<CheckUpDeps, 'machine' | 'clock' | 'settings'>;

const megabyte = 1024 * 1024;
const lowMegabytes = 1024;
const fullMegabytes = 100;
/** Renewal by machine begins a month before the end; whoever renews by hand needs the time. */
const certificateWarningDays = 14;
const dayMs = 24 * 60 * 60 * 1000;
/** A key of as many random characters has far more different ones than this. */
const fewDifferentCharacters = 12;

export async function checkMachine(deps: MachineDeps): Promise<readonly Finding[]> {
  const [database, disk, site] = await Promise.all([checkDatabase(deps), checkDisk(deps), checkSite(deps)]);
  const proxy = deps.machine.isProxyUncounted() ? [finding('site', 'PROXY_NOT_COUNTED')] : [];
  return [database, disk, ...site, ...proxy, checkLinkKeys(deps.settings)];
}

/** Whole days; negative when it is over. */
export function daysUntil(end: Date, now: Date): number {
  return Math.floor((end.getTime() - now.getTime()) / dayMs);
}

async function checkDatabase({ machine }: MachineDeps): Promise<Finding> {
  const database = await machine.database();
  if (database.kind === 'refused') return finding('database', 'DATABASE_REFUSED', { why: database.why });
  const seconds = secondsApart(database.clockAheadMs ?? 0);
  return areTooFarApart(seconds)
    ? finding('database', 'DATABASE_CLOCK_WRONG', { seconds })
    : finding('database', 'DATABASE_WORKS');
}

async function checkDisk({ machine }: MachineDeps): Promise<Finding> {
  const bytes = await machine.freeBytes();
  if (bytes === undefined) return finding('disk', 'DISK_UNKNOWN');
  const megabytes = Math.floor(bytes / megabyte);
  if (megabytes < fullMegabytes) return finding('disk', 'DISK_FULL', { megabytes });
  return finding('disk', megabytes < lowMegabytes ? 'DISK_LOW' : 'DISK_ROOMY', { megabytes });
}

async function checkSite(deps: MachineDeps): Promise<readonly Finding[]> {
  if (deps.settings.isSiteLoopback) {
    return [finding('site', 'SITE_ON_THIS_MACHINE'), finding('certificate', 'SITE_ON_THIS_MACHINE')];
  }
  const certificate = await checkCertificate(deps);
  // Where the certificate is refused, the site is refused with it: the certificate is what is wrong.
  if (certificate.code === 'CERTIFICATE_REFUSED') return [waiting('site', 'certificate'), certificate];
  return [await checkAnswer(deps), certificate];
}

async function checkCertificate({ machine, clock }: MachineDeps): Promise<Finding> {
  const certificate = await machine.siteCertificate();
  if (certificate.kind === 'silent') return waiting('certificate', 'site');
  if (certificate.kind === 'refused') return finding('certificate', 'CERTIFICATE_REFUSED', { why: certificate.why });
  const days = daysUntil(certificate.endsAt, clock.now());
  const code = days < certificateWarningDays ? 'CERTIFICATE_ENDS_SOON' : 'CERTIFICATE_LASTS';
  return finding('certificate', code, { days });
}

async function checkAnswer({ machine }: MachineDeps): Promise<Finding> {
  const site = await machine.site();
  if (site.kind === 'silent') return finding('site', 'SITE_UNREACHABLE', { why: site.why });
  return site.isOurs
    ? finding('site', 'SITE_ANSWERS')
    : finding('site', 'SITE_ANSWERS_OTHERWISE', { status: site.status });
}

/** The configuration has refused short ones already. */
function checkLinkKeys({ linkKeys }: CheckUpSettings): Finding {
  const isWeak = (key: string) => new Set(key).size < fewDifferentCharacters;
  return finding('linkKeys', linkKeys.some(isWeak) ? 'LINK_KEYS_WEAK' : 'LINK_KEYS_STRONG', { count: linkKeys.length });
}

function waiting(check: 'site' | 'certificate', other: 'site' | 'certificate'): Finding {
  return finding(check, 'WAITS_FOR', { other });
}
