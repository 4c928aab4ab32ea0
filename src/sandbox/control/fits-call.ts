/** Which calls are meant: those whose path begins so, of one method or any. */
export interface CallPattern {
  readonly method?: string | undefined;
  readonly path: string;
}

/** A star stands for one segment of a path. The control endpoint itself is never meant. */
export function fitsCall(pattern: CallPattern, called: { method: string; pathname: string }): boolean {
  if (called.pathname.startsWith('/control')) return false;
  if (pattern.method !== undefined && pattern.method !== called.method) return false;
  const escaped = pattern.path.replaceAll(/[.+?^${}()|[\]\\]/g, String.raw`\$&`);
  return new RegExp(`^${escaped.replaceAll('*', '[^/]+')}`, 'i').test(called.pathname);
}
