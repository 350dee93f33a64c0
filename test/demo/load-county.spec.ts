import { describe, expect, it } from '@jest/globals';

import { type CountyPort, downshire, loadCounty, stories } from '../../src/demo/index.js';

const expected = new Map(stories.flatMap(({ concerns }) => concerns.flatMap((one) => one.shares.map((share) => [`${one.key}/${share.key}`, share.expect.outcome]))));

/** Keeps what it is given, in order. */
function notebook(answer = (key: string): string => expected.get(key) ?? 'permit'): CountyPort & { calls: string[]; keys: string[] } {
  const calls: string[] = [];
  const keys: string[] = [];
  let loaded = false;
  return {
    calls,
    keys,
    isLoaded: async () => loaded,
    addAgencies: async (rows) => void calls.push(`agencies ${rows.length}`),
    addTeams: async (rows) => void calls.push(`teams ${rows.length}`),
    hasAgreements: async () => calls.includes('agreements'),
    signAgreements: async () => void calls.push('agreements'),
    addStaff: async (rows) => void calls.push(`staff ${rows.length}`),
    raiseConcern: async (_asStaff, _concern, key) => { keys.push(key); return { id: key }; },
    share: async (_asStaff, concernId, _share, key) => {
      expect(keys).toContain(concernId);
      keys.push(key);
      return { outcome: answer(key) };
    },
    markLoaded: async () => { loaded = true; calls.push('loaded'); },
  };
}

describe('loading the county', () => {
  it('adds agencies, teams and staff in that order, then concerns, and marks it loaded last', async () => {
    const port = notebook();
    await loadCounty(port, { size: 20, onProgress: () => undefined });
    expect(port.calls).toEqual([`agencies ${downshire.agencies.length}`, `teams ${downshire.teams.length}`, `staff ${downshire.staff.length}`, 'agreements', 'loaded']);
    expect(port.keys.filter((key) => /^generated\/\d+\/\d+$/.test(key))).toHaveLength(20);
    for (const key of expected.keys()) expect(port.keys).toContain(key);
    expect(new Set(port.keys).size).toBe(port.keys.length);
  });

  it('leaves a loaded county alone', async () => {
    const port = notebook();
    await loadCounty(port, { size: 5, onProgress: () => undefined });
    const before = port.keys.length;
    await loadCounty(port, { size: 5, onProgress: () => undefined });
    expect(port.keys).toHaveLength(before);
  });

  it('that an earlier release loaded comes to have its agreements, and nothing twice', async () => {
    const port = notebook();
    port.isLoaded = async () => true;
    await loadCounty(port, { size: 5, onProgress: () => undefined });
    await loadCounty(port, { size: 5, onProgress: () => undefined });
    expect(port.calls.filter((call) => call === 'agreements')).toHaveLength(1);
    expect(port.keys).toEqual([]);
  });

  it('bears the same keys on every run', async () => {
    const [one, two] = [notebook(), notebook()];
    for (const port of [one, two]) await loadCounty(port, { size: 9, onProgress: () => undefined });
    expect([...one.keys].sort()).toEqual([...two.keys].sort());
  });

  it('says so when a story comes out otherwise than expected', async () => {
    const said: string[] = [];
    await loadCounty(notebook(() => 'refuse'), { size: 0, onProgress: (text) => said.push(text) });
    expect(said.filter((text) => text.startsWith('Unexpected')).length).toBeGreaterThan(5);
  });

  it('is not marked loaded when a concern cannot be raised', async () => {
    const port = notebook();
    port.raiseConcern = () => Promise.reject(new Error('no'));
    await expect(loadCounty(port, { size: 0, onProgress: () => undefined })).rejects.toThrow('no');
    expect(port.calls).not.toContain('loaded');
  });
});
