import type { Reply } from './service.js';

export type Made = { what: string; afterwards: boolean; reply: Reply };

/**
 * Requests of several kinds, over and over and side by side, while something happens: it begins once every kind has been answered well,
 * and ends once every kind has been asked anew `more` times after it was acknowledged.
 */
export const during = async (kinds: Readonly<Record<string, () => Promise<Reply>>>, happens: () => Promise<unknown>, { sideBySide = 3, more = 3 } = {}): Promise<Made[]> => {
  const made: Made[] = [];
  let acknowledged = false;
  const count = (what: string, afterwards: boolean): number => made.filter((one) => one.what === what && one.afterwards === afterwards).length;
  let isWarm = (): void => undefined;
  const warm = new Promise<void>((resolve) => { isWarm = resolve; });
  const run = async ([what, ask]: [string, () => Promise<Reply>]): Promise<void> => {
    while (count(what, true) < more) {
      const afterwards = acknowledged;
      made.push({ what, afterwards, reply: await ask() });
      if (Object.keys(kinds).every((kind) => count(kind, false) >= sideBySide)) isWarm();
    }
  };
  const running = Promise.all(Object.entries(kinds).flatMap((kind) => Array.from({ length: sideBySide }, () => run(kind))));
  await Promise.race([warm, running]);
  await happens();
  acknowledged = true;
  await running;
  return made;
};
