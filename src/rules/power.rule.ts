import { isPublicBody } from './bodies.js';
import { refuse, type Rule, silent } from './finding.js';

/**
 * A public body may share only with a power: a gateway, or else the person's own wishes. Anyone else needs no power but a
 * basis: a GP's public task, or a recognised legitimate interest. Source: step 7.
 */
export const power: Rule = ({ facts, law, gateway }) => {
  if (gateway !== null) return silent;
  if (isPublicBody(facts.discloser, law)) {
    return facts.wishes === 'given' ? { basis: 'consent' } : refuse('no-power');
  }
  return { basis: facts.discloser === 'gp' ? 'public-task' : 'recognised-legitimate-interest' };
};
