import { join } from 'node:path';
import { decide, type DecisionRequest } from '../../src/rules/index.js';
import { law, readJson } from './matrix.js';
import { accord, fileOf, folder, root } from './operator.js';

interface Case {
  readonly id: string | number;
  readonly request: DecisionRequest;
}

const cases = readJson<Case[]>('../data/cases.json');
const first = cases[0]!;

describe('accord decide', () => {
  it('answers every worked case, in order', () => {
    const { status, stdout, stderr } = accord(['decide', join(root, 'test/data/cases.json')]);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(JSON.parse(stdout)).toEqual(cases.map(({ id, request }) => ({ id, decision: decide(request, law) })));
  });

  it('reads standard input, a number as an id, and a byte order mark', () => {
    const { status, stdout } = accord(['decide', '-'], `\uFEFF${JSON.stringify([{ id: 7, request: first.request }])}`);
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toEqual([{ id: 7, decision: decide(first.request, law) }]);
  });

  it('answers no cases with none', () => expect(accord(['decide', '-'], '[]')).toMatchObject({ status: 0, stdout: '[]\n', stderr: '' }));

  it('answers 20,000 requests in seconds, all of them through a pipe', () => {
    const many = Array.from({ length: 20_000 }, (_, at) => ({ id: `N${at}`, request: cases[at % cases.length]!.request }));
    const started = Date.now();
    const { status, stdout } = accord(['decide', fileOf(many)]);
    expect(status).toBe(0);
    expect(Date.now() - started).toBeLessThan(15_000);
    expect((JSON.parse(stdout) as Case[]).map(({ id }) => id)).toEqual(many.map(({ id }) => id));
  }, 30_000);

  it.each([
    ['an unknown code', [first, { id: 'B2', request: { ...first.request, recipient: 'polis' } }], /case "B2": recipient /],
    ['a missing key', [{ id: 'B1', request: { ...first.request, marking: undefined } }, first], /case "B1": marking /],
    ['a nested key', [{ id: 'B1', request: { ...first.request, intelligence: { source: 9 } } }], /case "B1": intelligence\.source /],
    ['no request', [{ id: 'B1' }], /case "B1": request /],
    ['no id', [first, { request: first.request }], /case number 2: id /],
    ['an entry that is not an object', ['T01'], /case number 1: /],
    ['an id of two lines', [{ id: 'a\nb', request: {} }], /case "a\\nb": asOf /],
    ['not an array', { id: 'T01' }, /not a JSON array/],
    ['not JSON', '[{', /not JSON/],
  ])('refuses %s: exit 2, one line, no answer', (_what, content, line) => {
    const { status, stdout, stderr } = accord(['decide', fileOf(content)]);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toMatch(line);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
  });

  it.each([[['decide']], [['decide', 'a', 'b']], [['decide', join(folder, 'absent.json')]], [['divine']], [[]]])('%j is a wrong call: exit 2, one line', (args) => {
    const { status, stdout, stderr } = accord(args);
    expect({ status, stdout, lines: stderr.trimEnd().split('\n').length }).toEqual({ status: 2, stdout: '', lines: 1 });
  });
});
