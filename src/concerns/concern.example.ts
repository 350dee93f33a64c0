/** Examples of the API document. They work as they stand for the housing officer of the demonstration county. */
export const concernExample = {
  state: 'raised',
  team: 'wealdmere-housing-tenancy',
  harmTypes: ['cuckooing'],
  subjects: [
    { ref: 'S1', roles: ['victim-or-possible-victim'], age: 61, atRisk: true, seriousHarm: true, riskLevel: 'high', wishes: { state: 'unsafe-to-ask', askedOn: '2026-11-19', reason: 'Two visitors answered for him and stayed within hearing.' } },
    { ref: 'S2', roles: ['reporter'] },
  ],
  indicators: [{ code: 'cuckooing:others-in-control', basis: 'observed', on: '2026-11-19', about: 'S1' }],
  items: [
    { field: 'person.identity', about: 'S1', text: 'Leopold Marchbanks, born 1965-03-08; tenant since 2009.', statement: 'fact', source: 'tenancy file', confidence: 'high', on: '2026-11-19' },
    { field: 'person.address', about: 'S1', text: '7 Siskin Row, Wealdmere, ZZ1 9XA.', statement: 'fact', source: 'tenancy file', confidence: 'high', on: '2026-11-19' },
    { field: 'concern.summary', about: 'S1', text: 'Neither visitor is on the tenancy; both had keys. He was not let to speak for himself.', statement: 'fact', source: 'tenancy visit', confidence: 'high', on: '2026-11-19' },
    { field: 'reporter.identity', about: 'S2', text: 'Ottoline Vane of 9 Siskin Row; asked not to be named.', statement: 'fact', source: 'telephone call', confidence: 'high', on: '2026-11-18' },
  ],
};

export const amendmentExample = {
  items: [{ field: 'concern.summary', text: 'The lock of his bedroom door has been turned round.', statement: 'third-party-report', source: 'gas engineer, by telephone', confidence: 'medium', on: '2026-11-20' }],
};

export const wishesExample = {
  state: 'given', scope: { agencies: ['downshire-police', 'downshire-adult-social-care'] }, askedOn: '2026-11-21', reason: 'Seen alone at the surgery: he wants them gone and wants help.',
  safeContact: 'Through the surgery, on weekday mornings. Never by telephone: it is not he who answers it.', aware: true,
};

/** The lettings officer of the demonstration who is somebody's sister. */
export const mustNotReceiveExample = { keep: [{ staff: '01934f00-0000-7000-8015-000000000002' }] };
