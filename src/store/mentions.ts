/** Whether a JSON text mentions one of these, letter case aside. Blank texts are mentioned nowhere. */
export function containsOneOf(texts: readonly string[]): (json: string) => boolean {
  const wanted = texts
    .filter((text) => text.trim() !== '')
    .map((text) => JSON.stringify(text).slice(1, -1).toLowerCase());
  return (json) => {
    const lower = json.toLowerCase();
    return wanted.some((text) => lower.includes(text));
  };
}
