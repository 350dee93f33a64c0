import { randomFillSync } from 'node:crypto';

// Randomness is fetched for many ids at once: asking for sixteen bytes at a time cost a twentieth of a request.
const pool = Buffer.alloc(16 * 256);
let used = pool.length;

/** A view of the next `size` random bytes, each handed out once. */
const takeRandom = (size: number): Buffer => {
  if (used + size > pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  used += size;
  return pool.subarray(used - size, used);
};

let lastMillisecond = 0;
let sequence = 0;

/** Time never runs backwards here, and within one millisecond a 12-bit sequence counts on (RFC 9562, 6.2, method 1). */
const tick = (now: number): void => {
  if (now > lastMillisecond) {
    lastMillisecond = now;
    sequence = takeRandom(2).readUInt16BE() & 0x7ff;
  } else if (++sequence > 0xfff) {
    lastMillisecond += 1;
    sequence = 0;
  }
};

/** A new UUID version 7, lower case; each one made by this process sorts after the one before. */
export const uuidv7 = (now: number = Date.now()): string => {
  tick(now);
  const bytes = Buffer.from(takeRandom(16));
  bytes.writeUIntBE(lastMillisecond, 0, 6);
  bytes.writeUInt16BE(0x7000 | sequence, 6);
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
};

/** The only form of a UUID this service takes: lower case with hyphens, versions 1 to 8. */
export const uuidPattern = '^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$';
const uuid = new RegExp(uuidPattern);
export const isUuid = (value: unknown): value is string => typeof value === 'string' && uuid.test(value);

/** Agencies, teams, agreements: a readable id. */
export const slugPattern = '^[a-z][a-z0-9-]{1,62}$';
const slug = new RegExp(slugPattern);
export const isSlug = (value: unknown): value is string => typeof value === 'string' && slug.test(value);
