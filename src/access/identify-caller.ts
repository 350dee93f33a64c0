import { Injectable } from '@nestjs/common';
import { maySpeakFor } from '../platform/index.js';
import type { Caller } from './caller.js';
import { StaffDirectory } from './staff-directory.js';
import type { Verified } from './token-cache.js';
import { TrustedIssuers } from './trusted-issuers.js';

/** Why a good token still is nobody here. */
export type Stranger = 'person-unknown-or-disabled' | 'issuer-not-for-agency';

/** Who a verified token stands for: the database is asked at every request. */
@Injectable()
export class IdentifyCaller {
  constructor(
    private readonly directory: StaffDirectory,
    private readonly issuers: TrustedIssuers,
  ) {}

  async identify({ issuer, subject, sessionId }: Verified): Promise<Caller | Stranger> {
    const person = await this.directory.identify(issuer, subject);
    if (!person) return 'person-unknown-or-disabled';
    const settings = this.issuers.of(issuer)?.issuer;
    // An identity provider speaks for whom it was trusted for; that an agency was succeeded gives it no more.
    if (!settings || !maySpeakFor(settings, person.employedBy)) return 'issuer-not-for-agency';
    const { staffId, agencyId, agencyType, roles, teams } = person;
    return Object.freeze({ staffId, agencyId, agencyType, roles: Object.freeze([...roles]), teams: Object.freeze([...teams]), sessionId });
  }
}
