import { roles, type Role } from '../access/index.js';
import { Codes, Id, Slug, Text, Texts } from '../platform/index.js';

export class MeView {
  @Id() id!: string;
  @Text({ max: 200 }) name!: string;
  @Text({ max: 200 }) position!: string;
  @Slug() agency!: string;
  @Text({ max: 200 }) agencyName!: string;
  @Codes('Role', roles) roles!: Role[];
  @Texts({ each: 63, max: 50 }) teams!: string[];
}

export class AgencyView {
  @Slug() id!: string;
  @Text({ max: 200 }) name!: string;
  @Text({ max: 60 }) type!: string;
  @Text({ max: 10 }) validFrom!: string;
  @Text({ max: 10, nullable: true }) validTo!: string | null;
  @Slug({ nullable: true }) successor!: string | null;
}

export class TeamView {
  @Slug() id!: string;
  @Text({ max: 200 }) name!: string;
  @Text({ max: 60, nullable: true }) forum!: string | null;
}

export class ColleagueView {
  @Id() id!: string;
  @Text({ max: 200 }) name!: string;
  @Text({ max: 200 }) position!: string;
}
