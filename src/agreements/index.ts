export type { AgreementBody } from './agreement-bodies.dto.js';
export { AgreementsModule } from './agreements.module.js';
export { DraftAgreement } from './draft-agreement.js';
export { ProposeAgreement } from './propose-agreement.js';
export { SignAgreement } from './sign-agreement.js';
