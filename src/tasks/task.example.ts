/** Examples of the API document: a lead closes the review of an emergency disclosure, or gives it to a colleague. */
export const outcomeExample = { outcome: 'justified', note: 'The ambulance crew needed the address at once; nothing more than that went.' };
export const reassignmentExample = { to: '01934f00-0000-7000-8008-000000000002' };
