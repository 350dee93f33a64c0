import type { DemoAgency, DemoStaff, DemoTeam, RaiseConcernBody, ShareBody } from './shapes.js';

/**
 * What the loader needs of the running service. Concerns and shares go through the real use cases as the member of
 * staff named, so that the demonstration county has a ledger like any other.
 * `key` is the same on every run: an adapter that uses it as idempotency key makes an interrupted load resumable.
 */
export interface CountyPort {
  isLoaded(): Promise<boolean>;
  addAgencies(agencies: DemoAgency[]): Promise<void>;
  addTeams(teams: DemoTeam[]): Promise<void>;
  addStaff(staff: DemoStaff[]): Promise<void>;
  hasAgreements(): Promise<boolean>;
  /** Drafts, proposes and signs the county's agreements; those that are signed already are left alone. */
  signAgreements(onProgress: (text: string) => void): Promise<void>;
  raiseConcern(asStaff: string, concern: RaiseConcernBody, key: string): Promise<{ id: string }>;
  share(asStaff: string, concernId: string, share: ShareBody, key: string): Promise<{ referralId?: string; outcome: string }>;
  markLoaded(): Promise<void>;
}
