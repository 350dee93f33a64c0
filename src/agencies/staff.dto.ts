import { roles, type Role } from '../access/index.js';
import { Codes, Flag, Id, Text, Texts, Whole } from '../platform/index.js';

/** A person who works at an agency, as its administrator sees them. */
export class StaffView {
  @Id() id!: string;
  @Text({ max: 200 }) name!: string;
  @Text({ max: 200 }) position!: string;
  @Text({ max: 300, about: 'The identity provider that signs this person in.' }) issuer!: string;
  @Text({ max: 255, about: 'How that provider knows them.' }) subject!: string;
  @Codes('Role', roles) roles!: Role[];
  @Texts({ each: 63, max: 50 }) teams!: string[];
  @Flag() disabled!: boolean;
  @Whole({ min: 1, max: 1_000_000 }) version!: number;
}

export class AddStaffBody {
  @Text({ max: 200, about: 'As colleagues know them.' }) name!: string;
  @Text({ max: 200, about: 'What they do, as partners will read it.' }) position!: string;
  @Text({ max: 300, about: 'The identity provider that signs this person in; it must be one of those that may speak for your agency.' }) issuer!: string;
  @Text({ max: 255, about: 'How that provider knows them: the `sub` of their tokens.' }) subject!: string;
  @Codes('Role', roles, { min: 1, about: 'What they may do here. service-operator is not an agency’s to give.' }) roles!: Role[];
  @Texts({ each: 63, max: 50, about: 'Teams of your own agency.' }) teams!: string[];
}

export class ChangeStaffBody {
  @Text({ max: 200, optional: true, about: 'As colleagues know them.' }) name?: string;
  @Text({ max: 200, optional: true, about: 'What they do, as partners will read it.' }) position?: string;
  @Codes('Role', roles, { optional: true, about: 'Replaces all roles; an empty list takes every one away.' }) roles?: Role[];
  @Texts({ each: 63, max: 50, optional: true, about: 'Replaces all teams, which must be of your own agency.' }) teams?: string[];
  @Flag({ optional: true, about: 'True shuts the person out from their next request.' }) disabled?: boolean;
}
