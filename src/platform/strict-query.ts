import { problem, type Problem } from './problem.js';
import { isCleanText, isInheritedName } from './strict-json.js';

const refuse = (detail: string): Problem => problem('bad-request', { detail });

const decode = (text: string): string => {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    throw refuse('The query is not percent-encoded UTF-8.');
  }
};

/**
 * The query as flat text. A parameter that comes twice is refused rather than turned into a list or silently dropped;
 * so are NUL, lone surrogates and the names that reach a prototype.
 */
export const strictQuery = (raw: string): Record<string, string> => {
  const query: Record<string, string> = {};
  for (const pair of raw.split('&').filter((one) => one !== '')) {
    const cut = pair.indexOf('=');
    const name = decode(cut < 0 ? pair : pair.slice(0, cut));
    const value = cut < 0 ? '' : decode(pair.slice(cut + 1));
    if (!isCleanText(name) || !isCleanText(value)) throw refuse('The query must not have NUL characters.');
    if (isInheritedName(name)) throw refuse('A query parameter has a name that is never allowed.');
    if (Object.hasOwn(query, name)) throw refuse('A query parameter comes twice.');
    query[name] = value;
  }
  return query;
};

/** Path parameters arrive decoded; what cannot be text is refused before any handler sees it. */
export const checkParams = (params: unknown): void => {
  const values = Object.values((params ?? {}) as Record<string, unknown>);
  if (!values.every((value) => typeof value === 'string' && isCleanText(value))) throw refuse('The address must not have NUL characters.');
};
