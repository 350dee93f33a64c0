/** A small seeded generator of numbers (splitmix32): the same seed gives the same numbers on every machine. Not for secrets. */
export interface Random {
  /** A whole number from 0 up to, not including, `below`. */
  whole(below: number): number;
  pick<Thing>(from: readonly Thing[]): Thing;
  /** True with the chance given, 0 to 1. */
  chance(of: number): boolean;
}

const mix = (input: number): number => {
  let word = input | 0;
  word = Math.imul(word ^ (word >>> 16), 0x21f0aaad);
  word = Math.imul(word ^ (word >>> 15), 0x735a2d97);
  return (word ^ (word >>> 15)) >>> 0;
};

/** Numbers that depend on `seed`, on the `stream`'s name and on `index` alone, so that any row can be made without those before it. */
export function randomFor(seed: number, stream: string, index: number): Random {
  let state = mix(mix(seed) ^ mix(index + 0x9e3779b9));
  for (let at = 0; at < stream.length; at += 1) state = mix(state ^ stream.charCodeAt(at));
  const next = (): number => {
    state = (state + 0x9e3779b9) | 0;
    return mix(state) / 4294967296;
  };
  return {
    whole: (below) => Math.floor(next() * below),
    pick: (from) => {
      const thing = from[Math.floor(next() * from.length)];
      if (thing === undefined) throw new RangeError('nothing to pick from');
      return thing;
    },
    chance: (of) => next() < of,
  };
}
