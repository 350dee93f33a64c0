export { ExplainedView, WhyView } from './explained.dto.js';
export { ReferConcern } from './refer-concern.js';
export { DataSubjectView, DecisionView, ItemAnswerView, ShareBody } from './referral.dto.js';
export { ReferralsModule } from './referrals.module.js';
