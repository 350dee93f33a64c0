/** Examples of the API document: the concern of its first example, as the housing officer of the demonstration would share it. */
export const shareExample = {
  team: 'adults-safeguarding',
  purpose: 'safeguarding-adult',
  agreement: 'county-misp-demo',
  fields: ['person.identity', 'person.address', 'concern.summary', 'reporter.identity'],
  necessity: 'Adult safeguarding decide whether to make enquiries: they need the person, the place and what was seen.',
  overrideReason: 'Serious harm is likely, and asking him within hearing of the visitors would add to it.',
};

export const questionExample = { topic: 'wishes', text: 'Has he been seen alone since the visit?' };
export const answerExample = { answer: 'answered', text: 'Yes, at the surgery on 21 November.' };
