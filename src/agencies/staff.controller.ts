import { Body, Controller, Get, Patch, Post, Query, Res } from '@nestjs/common';
import { CallerIs, Route, type Caller } from '../access/index.js';
import { IdParam, IfMatch, keyset, limitOf, pageOf, PageQuery, Repeatable, Section, tagged, type Attempt, type HttpReply, type Page } from '../platform/index.js';
import { Database } from '../platform/database.js';
import { ManageStaff } from './manage-staff.js';
import { newcomerExample } from './staff.example.js';
import { AddStaffBody, ChangeStaffBody, StaffView } from './staff.dto.js';
import { listStaff } from './staff.store.js';

const cursor = keyset('staff', { id: 'uuid' });

@Section('Staff', 'People of your own agency: their roles and teams. For agency administrators, who read no case.')
@Controller('v1/staff')
export class StaffController {
  constructor(private readonly database: Database, private readonly manage: ManageStaff) {}

  @Get()
  @Route({ can: 'staff:read', gives: 'nothing', summary: 'People of your agency', answers: StaffView, pages: true })
  async list(@CallerIs() caller: Caller, @Query() query: PageQuery): Promise<Page<StaffView>> {
    const limit = limitOf(query);
    const rows = await listStaff(this.database, caller.agencyId, cursor.decode(query.after)?.id, limit + 1);
    return pageOf(rows, limit, (row) => row, ({ id }) => cursor.encode({ id }));
  }

  @Post()
  @Route({ can: 'staff:manage', gives: 'nothing', summary: 'Add a person to your agency', answers: StaffView, versioned: true, example: newcomerExample, problems: ['conflict', 'idempotency-conflict'] })
  async add(@CallerIs() caller: Caller, @Body() body: AddStaffBody, @Repeatable() attempt: Attempt, @Res({ passthrough: true }) reply: HttpReply): Promise<StaffView> {
    return tagged(reply, await this.manage.add(caller, body, attempt));
  }

  @Patch(':staffId')
  @Route({
    can: 'staff:manage', gives: 'nothing', summary: 'Change or end somebody’s access', answers: StaffView, versioned: true, example: { disabled: true },
    problems: ['not-found', 'conflict', 'precondition-failed', 'precondition-required', 'idempotency-conflict'],
  })
  async change(@CallerIs() caller: Caller, @IdParam('staffId') id: string, @IfMatch() version: number, @Body() body: ChangeStaffBody, @Repeatable() attempt: Attempt, @Res({ passthrough: true }) reply: HttpReply): Promise<StaffView> {
    return tagged(reply, await this.manage.change(caller, id, version, body, attempt));
  }
}
