import type { FastifyInstance } from 'fastify';

type Entry = Readonly<{ method: string; url: string; matches: RegExp }>;
const tables = new WeakMap<object, Entry[]>();

const escape = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
const patternOf = (url: string): RegExp =>
  new RegExp(
    `^${url
      .split('/')
      .map((part) => (part.startsWith(':') ? '[^/]+' : escape(part)))
      .join('/')}$`,
  );

/** Keeps a list of what is routed, from before the first route is added. */
export const keepRouteTable = (instance: FastifyInstance): void => {
  const table: Entry[] = [];
  tables.set(instance.server, table);
  instance.addHook('onRoute', ({ method, url }) => {
    for (const one of [method].flat()) table.push({ method: one, url, matches: patternOf(url) });
  });
};

const tableOf = (instance: FastifyInstance): readonly Entry[] => tables.get(instance.server) ?? [];

/** Every method and address pattern that the web framework really routes. */
export const routedHere = (instance: FastifyInstance): { method: string; url: string }[] =>
  tableOf(instance).map(({ method, url }) => ({ method, url }));

/** The methods that this address takes, sorted; none when there is no such address. */
export const allowedMethods = (instance: FastifyInstance, address: string): string[] => {
  const path = address.split('?', 1)[0]!;
  return [
    ...new Set(
      tableOf(instance)
        .filter(({ matches }) => matches.test(path))
        .map(({ method }) => method),
    ),
  ].sort();
};
