import { problem, type Problem } from './problem.js';

/** Deeper nesting than any document of ours has. */
export const maxDepth = 20;

const refuse = (detail: string): Problem => problem('invalid-body', { detail });

/** A name that every object already has (`__proto__`, `constructor`, `toString` …): copying code trips over it or drops it unseen. */
export const isInheritedName = (name: string): boolean => name in Object.prototype || name === 'prototype';

type Level = { keys: Set<string>; expectsKey: boolean } | null; // null: an array

const endOfString = (text: string, start: number): number => {
  let at = start + 1;
  while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
  return at;
};

const takeKey = (level: NonNullable<Level>, raw: string): void => {
  const key = JSON.parse(raw) as string;
  if (isInheritedName(key)) throw refuse('A field has a name that is never allowed.');
  if (level.keys.has(key)) throw refuse('An object has the same field twice.');
  level.keys.add(key);
};

/**
 * One pass over text that is known to be JSON: bounds the depth before anything recursive sees it and refuses a field
 * that comes twice, which two readers could read differently.
 */
const inspect = (text: string): void => {
  const levels: Level[] = [];
  for (let at = 0; at < text.length; at += 1) {
    const mark = text[at];
    const level = levels.at(-1);
    if (mark === '"') {
      const end = endOfString(text, at);
      if (level?.expectsKey) takeKey(level, text.slice(at, end + 1));
      if (level) level.expectsKey = false;
      at = end;
    } else if (mark === '{' || mark === '[') {
      if (levels.push(mark === '{' ? { keys: new Set(), expectsKey: true } : null) > maxDepth)
        throw refuse(`The document is nested more than ${maxDepth} levels deep.`);
    } else if (mark === '}' || mark === ']') levels.pop();
    else if (mark === ',' && level) level.expectsKey = true;
  }
};

/** NUL cannot be stored and a lone surrogate cannot be sent on: neither is text. */
export const isCleanText = (text: string): boolean => !text.includes('\u0000') && text.isWellFormed();

const everyTextIsClean = (root: unknown): boolean => {
  const waiting: unknown[] = [root];
  while (waiting.length > 0) {
    const value = waiting.pop();
    if (typeof value === 'string' && !isCleanText(value)) return false;
    if (typeof value === 'object' && value !== null) for (const [key, member] of Object.entries(value)) waiting.push(key, member);
  }
  return true;
};

const decode = (bytes: Buffer): string => {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw refuse('The body is not UTF-8.');
  }
};

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    throw refuse('The body is not JSON.'); // the parser's own message quotes what was sent
  }
};

/** A JSON object from the bytes of a body. Throws invalid-body for anything that is not a plain, safe object. */
export const strictJson = (bytes: Buffer): object => {
  const text = decode(bytes);
  // V8 parses without recursion; everything after this may recurse and is therefore only given what passed `inspect`.
  const value = parse(text);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw refuse('The body must be a JSON object.');
  inspect(text);
  if (!everyTextIsClean(value)) throw refuse('Text must not have NUL characters or halves of surrogate pairs.');
  return value;
};
