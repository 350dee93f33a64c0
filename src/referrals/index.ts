export { ReferConcern } from './refer-concern.js';
export { ShareBody } from './referral.dto.js';
export { ReferralsModule } from './referrals.module.js';
