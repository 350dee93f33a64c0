import { sentence } from './service.js';

/** Bodies that scenarios vary. Every text is made afresh, so that nothing is recognised as copied unless a scenario copies it. */
export const item = (field: string, more: object = {}): object => ({
  field, about: 'S1', text: sentence(), statement: 'fact', source: sentence(), confidence: 'high', on: '2026-11-16', marking: 'official', ...more,
});

export const victim = (more: object = {}): object => ({
  ref: 'S1', roles: ['victim-or-possible-victim'], age: 33, riskLevel: 'high', seriousHarm: true, wishes: { state: 'given', askedOn: '2026-11-16' },
  riskAssessment: { dashTicks: 16, incidentOn: '2026-11-13' }, ...more,
});

/** A domestic abuse concern of the adviser service: identity, address, safe address, summary and risk of one victim. */
export type Marac = { safeAddress?: string; summary?: string; items?: object[]; [member: string]: unknown };
export const maracCase = ({ safeAddress = sentence(), summary = sentence(), items = [], ...more }: Marac = {}): object => ({
  state: 'raised', team: 'lanternfold-idva', harmTypes: ['domestic-abuse:controlling-or-coercive'], subjects: [victim()], indicators: [],
  items: [
    item('person.identity'), item('person.address'), item('person.safe-address', { text: safeAddress, marking: 'official-sensitive' }),
    item('concern.summary', { text: summary, statement: 'third-party-report' }), item('risk.assessment'), ...items,
  ],
  ...more,
});

const marac = { purpose: 'domestic-abuse-risk', forum: 'marac', agreement: 'lincolnshire-domestic-abuse' };
const maracFields = ['person.identity', 'person.address', 'person.safe-address', 'concern.summary', 'risk.assessment'];

export const toPolice = (more: object = {}): object => ({ team: 'police-marac', ...marac, fields: maracFields, necessity: sentence(), ...more });
export const toHousing = (more: object = {}): object => ({ team: 'copperbeck-marac', ...marac, fields: maracFields, necessity: sentence(), ...more });

/** A housing concern about a tenant who may be cuckooed. */
export type Tenancy = { subjects?: object[]; items?: object[]; [member: string]: unknown };
export const tenantCase = ({ subjects = [tenant()], items = [], ...more }: Tenancy = {}): object => ({
  state: 'raised', team: 'wealdmere-housing-tenancy', harmTypes: ['cuckooing'], subjects,
  indicators: [{ code: 'cuckooing:others-in-control', basis: 'observed', on: '2026-11-02', about: 'S1' }],
  items: [item('person.identity'), item('person.address'), item('concern.summary'), ...items], ...more,
});
export const tenant = (more: object = {}): object => ({ ref: 'S1', roles: ['victim-or-possible-victim'], age: 54, wishes: { state: 'given' }, ...more });

export const toNeighbourhoodPolice = (more: object = {}): object => ({
  team: 'police-neighbourhood-wealdmere', purpose: 'crime-prevention', agreement: 'county-misp-demo',
  fields: ['person.identity', 'person.address', 'concern.summary'], necessity: sentence(), ...more,
});
export const toAdultSafeguarding = (more: object = {}): object => ({ ...toNeighbourhoodPolice(), team: 'adults-safeguarding', purpose: 'safeguarding-adult', ...more });
