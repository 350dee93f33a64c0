import { KeepAgenciesTeamsAndStaff1795300000001 } from './1795300000001-keep-agencies-teams-and-staff.js';
import { KeepTheLedger1795300000002 } from './1795300000002-keep-the-ledger.js';
import { KeepConcernsAndLockTheirWords1795300000003 } from './1795300000003-keep-concerns-and-lock-their-words.js';
import { KeepDecisionsAndReferrals1795300000004 } from './1795300000004-keep-decisions-and-referrals.js';
import { LoadFactsOfAReferral1795300000005 } from './1795300000005-load-facts-of-a-referral.js';
import { LetOfficersAudit1795300000006 } from './1795300000006-let-officers-audit.js';
import { LetAgenciesSucceedEachOther1795300000007 } from './1795300000007-let-agencies-succeed-each-other.js';
import { KeepTheLaw1795300000008 } from './1795300000008-keep-the-law.js';
import { KeepAgreements1795300000009 } from './1795300000009-keep-agreements.js';
import { KeepApprovalsTasksAndNotices1795300000010 } from './1795300000010-keep-approvals-tasks-and-notices.js';
import { LookAtEveryRecipient1795300000011 } from './1795300000011-look-at-every-recipient.js';
import { LookAtPastDecisions1795300000012 } from './1795300000012-look-at-past-decisions.js';
import { KeepWishesWithTheirScope1795300000013 } from './1795300000013-keep-wishes-with-their-scope.js';
import { LetPeopleCloseWhatADecisionLeaves1795300000017 } from './1795300000017-let-people-close-what-a-decision-leaves.js';

/** In order. A new migration is a new line here; one that has run is never changed. */
export const migrations = [
  KeepAgenciesTeamsAndStaff1795300000001,
  KeepTheLedger1795300000002,
  KeepConcernsAndLockTheirWords1795300000003,
  KeepDecisionsAndReferrals1795300000004,
  LoadFactsOfAReferral1795300000005,
  LetOfficersAudit1795300000006,
  LetAgenciesSucceedEachOther1795300000007,
  KeepTheLaw1795300000008,
  KeepAgreements1795300000009,
  KeepApprovalsTasksAndNotices1795300000010,
  LookAtEveryRecipient1795300000011,
  LookAtPastDecisions1795300000012,
  KeepWishesWithTheirScope1795300000013,
  LetPeopleCloseWhatADecisionLeaves1795300000017,
] as const;

export const migrationNames: readonly string[] = migrations.map(({ name }) => name);
