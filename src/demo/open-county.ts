import { createHash } from 'node:crypto';
import { StaffDirectory, type Caller } from '../access/index.js';
import { DraftAgreement, ProposeAgreement, SignAgreement } from '../agreements/index.js';
import { AppModule } from '../app.module.js';
import { RaiseConcern, type RaiseConcernBody } from '../concerns/index.js';
import { loadLaw } from '../law/index.js';
import { Clock, createHttp, Problem, readConfig, type Attempt } from '../platform/index.js';
import { ReferConcern, type ShareBody } from '../referrals/index.js';
import type { CountyPort } from './county-port.js';
import { CountyStore } from './county.store.js';
import { downshire } from './index.js';
import { signCountyAgreements } from './sign-county-agreements.js';

const attemptOf = (key: string, body: object): Attempt => ({ key: `demo:${key.replace(/[^A-Za-z0-9_:.-]/g, '.')}`.slice(0, 128), digest: createHash('sha256').update(JSON.stringify(body)).digest('hex') });

/** The demonstration county on the real use cases: what it loads was raised and decided like anything else, ledger and all. */
export const openCounty = async (env: NodeJS.ProcessEnv): Promise<CountyPort & { close(): Promise<void> }> => {
  const adminUrl = env['DATABASE_URL'];
  if (!adminUrl) throw new Error('DATABASE_URL is not set: loading the demonstration makes agencies, which the service’s own role may not');
  const store = await CountyStore.open(adminUrl);
  const app = await createHttp(AppModule, { ...readConfig(env), logLevel: 'silent' });
  const use = <T>(wanted: Parameters<typeof app.get<T>>[0]): T => app.get<T>(wanted, { strict: false });
  const [directory, raising, referring] = [use(StaffDirectory), use(RaiseConcern), use(ReferConcern)];
  const callers = new Map<string, Promise<Caller>>();
  const identify = async (staffId: string): Promise<Caller> => {
    const person = downshire.staff.find(({ id }) => id === staffId);
    const known = person && (await directory.identify(person.issuer, person.subject));
    if (!known) throw new Error(`nobody of the demonstration county has the id ${staffId}`);
    return { ...known, sessionId: 'demonstration' };
  };
  const as = (staffId: string): Promise<Caller> => {
    if (!callers.has(staffId)) callers.set(staffId, identify(staffId));
    return callers.get(staffId)!;
  };
  return {
    isLoaded: () => store.isLoaded(), markLoaded: () => store.markLoaded(),
    addAgencies: (agencies) => store.addAgencies(agencies), addTeams: (teams) => store.addTeams(teams), addStaff: (staff) => store.addStaff(staff),
    hasAgreements: async () => (await store.signedAgreements()).length > 0,
    signAgreements: async (onProgress) => {
      const signed = await store.signedAgreements();
      const waiting = loadLaw().agreements.filter(({ id }) => !signed.includes(id));
      await signCountyAgreements({ drafting: use(DraftAgreement), proposing: use(ProposeAgreement), signing: use(SignAgreement), as, attempt: attemptOf }, waiting, use(Clock).today(), onProgress);
    },
    raiseConcern: async (staff, concern, key) => raising.raise(await as(staff), concern as unknown as RaiseConcernBody, attemptOf(key, concern)),
    share: async (staff, concernId, share, key) => {
      try {
        const { referralId, decision } = await referring.refer(await as(staff), concernId, share as unknown as ShareBody, attemptOf(key, share));
        return { referralId, outcome: decision.outcome };
      } catch (error) {
        if (!(error instanceof Problem) || !['refused', 'approval-needed'].includes(error.code)) throw error;
        return { outcome: (error.members['decision'] as { outcome: string }).outcome };
      }
    },
    close: async () => {
      await app.close();
      await store.close();
    },
  };
};
