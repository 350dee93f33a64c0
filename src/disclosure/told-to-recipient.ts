/** Why a referral opens or answers no more, as far as its recipient may hear it: the agreement, which is theirs too, and that the referral is over. */
const theirsToKnow: readonly string[] = ['agreement-not-active', 'recipient-not-partner', 'concern-withdrawn', 'referral-declined'];
const neutral = 'not-permitted-now';

/**
 * The reasons of a refusal for the recipient's side. Every other reason is the sender's fact, and one code stands for them all: even that no law
 * gives the power is said only where the person has not agreed. Where the recipient's own reasons refuse already, nothing is added to them.
 */
export const toldToRecipient = (reasons: readonly string[]): string[] => {
  const theirs = reasons.filter((reason) => theirsToKnow.includes(reason));
  return theirs.length > 0 ? theirs : [neutral];
};
