import type { Caller } from '../access/index.js';
import { problem } from '../platform/index.js';
import type { SuccessionState, SuccessionView } from './succession.dto.js';

const another = 'Nobody decides on their own step. Ask another officer or lead of your agency.';

/**
 * What a caller's yes means for a succession: the second of the agency approves it, then the first and the second of the successor accept it.
 * @throws Problem `conflict` for one's own step, where the other agency is awaited, or where it is decided
 */
export const stepAfter = ({ state, agency, proposedBy, acceptingBy }: SuccessionView, { agencyId, staffId }: Caller): SuccessionState => {
  const ends = agencyId === agency;
  if (state === 'proposed' && ends) {
    if (proposedBy === staffId) throw problem('conflict', { detail: another, state });
    return 'approved';
  }
  if (state === 'approved' && !ends) return 'accepting';
  if (state === 'accepting' && !ends) {
    if (acceptingBy === staffId) throw problem('conflict', { detail: another, state });
    return 'accepted';
  }
  throw problem('conflict', { detail: ends ? 'Two people of the successor are awaited.' : 'A second officer or lead of the agency that ends is awaited.', state });
};
