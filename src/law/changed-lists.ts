/** A list of codes or lines; missing is empty. */
export type Lists = readonly string[] | undefined;

/** What one list has more and less than another, each in its own order; nothing where they hold the same. */
export function changes(before: Lists, after: Lists): { readonly added: readonly string[]; readonly removed: readonly string[] }[] {
  const [was, is] = [new Set(before), new Set(after)];
  const [added, removed] = [[...is].filter((code) => !was.has(code)), [...was].filter((code) => !is.has(code))];
  return added.length + removed.length === 0 ? [] : [{ added, removed }];
}

/** Whether two values of JSON are the same; lists in the same order. */
export function sameJson(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
