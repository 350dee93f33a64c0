import { describe, expect, it } from '@jest/globals';
import { isUuid, uuidv7 } from './ids.js';

describe('ids', () => {
  it('are lower-case UUIDs of version 7 that carry the time', () => {
    const id = uuidv7();
    expect(isUuid(id)).toBe(true);
    expect(id[14]).toBe('7');
    expect(Math.abs(parseInt(id.slice(0, 8) + id.slice(9, 13), 16) - Date.now())).toBeLessThan(5_000);
  });

  it('sort in the order they were made, even many in a millisecond or when the clock steps back', () => {
    const ids = Array.from({ length: 20_000 }, (_, n) => uuidv7(Date.now() - (n % 3) * 1_000));
    expect([...ids].sort()).toEqual(ids);
    expect(new Set(ids).size).toBe(ids.length);
  });
});
