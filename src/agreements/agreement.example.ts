/** Shown with the drafting routes. */
export const agreementExample = {
  id: 'wealdmere-tenancies', version: '1.0', title: 'Wealdmere tenancies at risk', source: 'Signed copy in both agencies’ registers',
  parties: { kinds: ['police', 'district-council'], agencies: ['downshire-police', 'wealdmere-borough-council'] }, controllerRelationship: 'independent-controllers',
  inForceFrom: '2027-01-01', reviewOn: '2028-12-31', retention: 'platform-copy', handlingConditions: ['Keep what is received within the team named.'],
  clauses: [{
    id: 'tenancies-1', text: 'Names and addresses of people whose home may have been taken over.', source: 'Clause 1', from: ['any-party'], to: ['any-party'],
    purposes: ['crime-prevention'], fields: ['person.identity', 'person.address', 'concern.summary'], conditions: {},
  }],
};
