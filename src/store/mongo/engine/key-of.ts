/** The `_id` of what several parts name together. Different parts never give the same one. */
export function keyOf(...parts: readonly (string | number)[]): string {
  return JSON.stringify(parts);
}
