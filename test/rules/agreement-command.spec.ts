import { join } from 'node:path';
import { law } from './matrix.js';
import { accord, fileOf, folder, root } from './operator.js';

const published = law.agreements.find(({ id }) => id === 'marac-referral-form')!;
const check = (content: unknown): ReturnType<typeof accord> => accord(['agreement', 'check', fileOf(content)]);

describe('accord agreement check', () => {
  it('has nothing to say of an agreement that may be used', () => {
    expect(accord(['agreement', 'check', join(root, 'config/agreements/marac-referral-form.json')])).toMatchObject({ status: 0, stdout: 'no problems\n', stderr: '' });
  });

  it('reads standard input', () => expect(accord(['agreement', 'check', '-'], JSON.stringify(published))).toMatchObject({ status: 0, stdout: 'no problems\n', stderr: '' }));

  it('names each problem in one line, with its clause: exit 1', () => {
    const [first, ...others] = published.clauses;
    const { status, stdout, stderr } = check({ ...published, reviewOn: '2026-01-02', clauses: [{ ...first, fields: ['risk.assesment'] }, ...others, { ...first, id: 'marac-form-again', conditions: {} }] });
    expect({ status, stderr }).toEqual({ status: 1, stderr: '' });
    expect(stdout.trimEnd().split('\n')).toEqual([
      '/clauses/0/fields: Clause "marac-form-risk" names "risk.assesment", which is no field that we know (did you mean "risk.assessment"?): see fields of the field matrix',
      expect.stringMatching(/^\/reviewOn: The agreement's review date 2026-01-02 is in the past, /),
    ]);
  });

  it('names what has the wrong shape before anything else', () =>
    expect(check({ ...published, clauses: [{}] })).toMatchObject({ status: 1, stdout: expect.stringMatching(/^\/clauses\/0\/id: Clause number 1 has no "id": /) }));

  it.each([[['agreement']], [['agreement', 'check']], [['agreement', 'check', 'a', 'b']], [['agreement', 'sign', 'a']], [['agreement', 'check', join(folder, 'absent.json')]], [['agreement', 'check', fileOf('{')]]])(
    '%j is a wrong call: exit 2, one line', (args) => {
      const { status, stdout, stderr } = accord(args);
      expect({ status, stdout, lines: stderr.trimEnd().split('\n').length }).toEqual({ status: 2, stdout: '', lines: 1 });
    },
  );
});
