/** The words in which two versions of an agreement differ: the one place to translate. `what` and lists come in plain English. */
export const sentences = {
  partiesAdded: (who: string) => `New parties: ${who}.`,
  partiesRemoved: (who: string) => `No longer parties: ${who}.`,
  everyAgency: () => 'Every agency of the kinds named is a party now, no longer only those listed.',
  onlyAgencies: (who: string) => `Only the agencies listed are parties now: ${who}.`,
  part: (name: string, before: string, after: string) => `${name}: ${after}, where it was ${before}.`,
  partAdded: (name: string, after: string) => `${name}: ${after}, where there was none.`,
  partRemoved: (name: string, before: string) => `${name}: none now, where it was ${before}.`,
  lineAdded: (name: string, line: string) => `New ${name}: “${line}”`,
  lineRemoved: (name: string, line: string) => `No longer a ${name}: “${line}”`,
  clauseAdded: (id: string, what: string) => `Clause ${id} is new: it lets ${what}.`,
  clauseRemoved: (id: string, what: string) => `Clause ${id} is gone: it let ${what}.`,
  clauseLets: (fields: string, from: string, to: string, purposes: string, conditions: string) => `${fields} go from ${from} to ${to} for ${purposes}${conditions}`,
  onlyIf: (conditions: string) => `, only if ${conditions}`,
  nothing: () => 'nothing',
  fieldsAdded: (id: string, fields: string, to: string) => `Clause ${id} now also lets ${fields} go to ${to}.`,
  fieldsRemoved: (id: string, fields: string) => `Clause ${id} no longer lets ${fields} go.`,
  purposesAdded: (id: string, purposes: string) => `Clause ${id} now also serves the purpose ${purposes}.`,
  purposesRemoved: (id: string, purposes: string) => `Clause ${id} no longer serves the purpose ${purposes}.`,
  sendersAdded: (id: string, who: string) => `Clause ${id} now also lets ${who} send.`,
  sendersRemoved: (id: string, who: string) => `Clause ${id} no longer lets ${who} send.`,
  recipientsAdded: (id: string, who: string) => `Clause ${id} now also lets ${who} receive.`,
  recipientsRemoved: (id: string, who: string) => `Clause ${id} no longer lets ${who} receive.`,
  conditionAdded: (id: string, condition: string) => `Clause ${id} now applies only if ${condition}.`,
  conditionRemoved: (id: string, condition: string) => `Clause ${id} no longer asks that ${condition}.`,
  conditionChanged: (id: string, condition: string, before: string) => `Clause ${id} now applies only if ${condition}; before, only if ${before}.`,
  wordsChanged: (id: string) => `Clause ${id} is worded anew, or its source is.`,
  clausesReordered: () => 'The clauses stand in another order, which decides whose approval is asked for first.',
};

/** Each kind of condition in words; the value as a list or a text. */
export const conditionSentences: Readonly<Record<string, (value: string) => string>> = {
  maxAgeMonths: (months) => `what goes is less than ${months} months old`,
  relevanceRecorded: () => 'relevance is recorded',
  subjectRoles: (roles) => `the person is ${roles}`,
  wishes: (wishes) => `the person's wishes are ${wishes}`,
  forums: (forums) => `it is shared at ${forums}`,
  riskAtLeast: (level) => `the risk is ${level} or higher`,
  approvalBy: (approver) => `${approver} approves`,
  itemKinds: (kinds) => `what goes is ${kinds}`,
  recipientWorksOnCase: () => 'the recipient works on the case',
  gateways: (gateways) => `it goes through ${gateways}`,
};

/** Parts of an agreement beside its clauses, in the order in which they are told. */
export const partNames = {
  title: 'Title', tier: 'Tier', under: 'Stands under', supersedes: 'Takes the place of version', source: 'Source', verified: 'Verified',
  controllerRelationship: 'Controllers', inForceFrom: 'In force from', reviewOn: 'Review on', reviewEveryMonths: 'Months between reviews', suspendedOn: 'Suspended on', retention: 'Retention', dpia: 'Data protection impact assessment',
} as const;

export const lineNames = { handlingConditions: 'handling condition', legalReferences: 'legal reference', notes: 'note' } as const;
