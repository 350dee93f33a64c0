import { codesOf } from '../law/index.js';
import { Code, Id, Instant, PageQuery, Slug, Text } from '../platform/index.js';

export class NoticesQuery extends PageQuery {
  @Code(['true', 'false'], { optional: true, about: 'true: only what you have not acknowledged' }) unread?: 'true' | 'false';
}

export class NoticeView {
  @Id() id!: string;
  @Code('NoticeKind', codesOf('noticeKinds')) kind!: string;
  @Text({ max: 300 }) says!: string;
  @Instant() sentAt!: string;
  @Instant({ nullable: true, about: 'When you acknowledged it; colleagues who were told the same acknowledge for themselves.' }) acknowledgedAt!: string | null;
  @Id({ nullable: true, about: 'A concern of your own agency.' }) concern!: string | null;
  @Id({ nullable: true }) referral!: string | null;
  @Id({ nullable: true }) decision!: string | null;
  @Id({ nullable: true }) approval!: string | null;
  @Id({ nullable: true }) task!: string | null;
  @Slug({ nullable: true }) agreement!: string | null;
  @Id({ nullable: true }) gatewayChange!: string | null;
}

export class AcknowledgementReceipt {
  @Id() id!: string;
  @Instant() acknowledgedAt!: string;
}
