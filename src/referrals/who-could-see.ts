import { Injectable } from '@nestjs/common';
import type { Caller } from '../access/index.js';
import { WhoCouldSeeDoor, type Prospect, type PurposeProspect } from '../disclosure/index.js';
import { plainEnglish } from '../law/index.js';
import type { PartnerView, PurposeView, WhoCouldSeeView } from './who-could-see.dto.js';

/** "Who could see this, and what of it?", across all partners and purposes, before anything is sent. */
@Injectable()
export class WhoCouldSee {
  constructor(private readonly door: WhoCouldSeeDoor) {}

  async look(caller: Caller, concernId: string): Promise<WhoCouldSeeView> {
    const { concern, partners, law, entryId } = await this.door.look(caller, concernId);
    const codes = new Set(partners.flatMap(({ purposes }) => purposes.flatMap(({ reasons, approvals, gateway, fields }) =>
      [...reasons, ...approvals, ...(gateway ? [gateway] : []), ...fields.flatMap((field) => field.reasons)])));
    return {
      fields: [...new Set(concern.items.map(({ field }) => field))], partners: partners.map(partnerView),
      says: [...codes].sort().map((code) => ({ code, says: plainEnglish(code, law).says })), law: law.version, entryId,
    };
  }
}

const partnerView = ({ agency, agencyName, keptAway, teams, purposes }: Prospect): PartnerView => ({
  agency: agency.id, agencyName, agencyType: agency.type, keptAway, purposes: purposes.map(purposeView),
  teams: teams.map(({ team, teamName, keptAway: kept, openers }) => ({
    team, teamName, keptAway: kept, whoCanOpen: kept ? [] : openers.map(({ id, name, position }) => ({ id, name, position })),
  })),
});

const purposeView = ({ purpose, outcome, gateway, duty, approvals, reasons, fields }: PurposeProspect): PurposeView => ({ purpose, outcome, gateway, duty, approvals, reasons, fields });
