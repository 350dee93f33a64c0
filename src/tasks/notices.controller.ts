import { Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { CallerIs, Route, type Caller } from '../access/index.js';
import { TaskDoor } from '../disclosure/index.js';
import { labelOf, LawBook } from '../law/index.js';
import { Clock, IdParam, keyset, limitOf, onceOnly, pageOf, Repeatable, Section, type Attempt, type Page } from '../platform/index.js';
import { Database } from '../platform/database.js';
import { AcknowledgementReceipt, NoticesQuery, NoticeView } from './notice.dto.js';
import { acknowledge, listNotices, type Notice } from './notice.store.js';
import { tellOverdue } from './tell-overdue.js';

const cursor = keyset('notices', { read: 'whole', id: 'uuid' });

@Section('Notices', 'What you, your roles and your teams are told. What happened and to which record, never a word about anybody.')
@Controller('v1/notices')
export class NoticesController {
  constructor(private readonly database: Database, private readonly door: TaskDoor, private readonly clock: Clock, private readonly lawBook: LawBook) {}

  @Get()
  @Route({ can: 'notice:list', gives: 'markers', summary: 'Your notices, unread first', answers: NoticeView, pages: true })
  async list(@CallerIs() caller: Caller, @Query() query: NoticesQuery): Promise<Page<NoticeView>> {
    const limit = limitOf(query);
    const rows = await this.database.inTransaction(caller, async (tx) => {
      await tellOverdue(tx, this.clock.today());
      return listNotices(tx, caller, { unread: query.unread === 'true', after: cursor.decode(query.after), limit: limit + 1 });
    });
    return pageOf(rows, limit, (row) => this.#view(row), ({ readAt, id }) => cursor.encode({ read: readAt === null ? 0 : 1, id }));
  }

  @Post(':noticeId/acknowledgement')
  @HttpCode(200)
  @Route({ can: 'notice:list', gives: 'markers', summary: 'Acknowledge a notice', answers: AcknowledgementReceipt, problems: ['not-found', 'idempotency-conflict'] })
  acknowledge(@CallerIs() caller: Caller, @IdParam('noticeId') id: string, @Repeatable() attempt: Attempt): Promise<AcknowledgementReceipt> {
    return onceOnly(this.database, caller, attempt, async (tx) => {
      const at = await acknowledge(tx, caller, id);
      return at === undefined ? this.door.nothingHere(tx, caller, 'notice', id) : { id, acknowledgedAt: at };
    });
  }

  #view({ readAt, ...notice }: Notice): NoticeView {
    return { ...notice, says: labelOf(this.lawBook.release, 'noticeKinds', notice.kind), acknowledgedAt: readAt };
  }
}
