import { cuckooedTenant } from './story-cuckooed-tenant.js';
import { maracSafeAddress } from './story-marac-safe-address.js';
import { mentalHealthCrisis } from './story-mental-health-crisis.js';
import { missingFromSchool } from './story-missing-from-school.js';
import { slaveryWithoutAName } from './story-slavery-without-a-name.js';
import type { Story } from './story.js';

/**
 * The stories of the demonstration county. Their dates are fixed (about 2026-11-22); the outcomes expected hold as long
 * as the agreements they cite are in force on the day of the decision.
 */
export const stories: readonly Story[] = [cuckooedTenant, maracSafeAddress, slaveryWithoutAName, missingFromSchool, mentalHealthCrisis];
