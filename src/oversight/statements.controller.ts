import { Controller, Get, Query } from '@nestjs/common';
import { CallerIs, Route, type Caller } from '../access/index.js';
import { Disclosed, StatementDoor } from '../disclosure/index.js';
import { IdParam, Section } from '../platform/index.js';
import { AuditPurposeQuery, StatementView } from './ledger.dto.js';

@Section('Decisions', 'The words behind a decision: a second step, with a lawful purpose, and a ledger entry of its own.')
@Controller('v1/decisions')
export class StatementsController {
  constructor(private readonly door: StatementDoor) {}

  @Get(':decisionId/statement')
  @Route({ can: 'ledger:read', gives: 'content', summary: 'Read why a sharing was decided, in its sharer’s words, and what was written to its tasks', answers: StatementView, problems: ['not-found'] })
  read(@CallerIs() caller: Caller, @IdParam('decisionId') id: string, @Query() { auditPurpose }: AuditPurposeQuery): Promise<Disclosed<StatementView>> {
    return this.door.read(caller, id, auditPurpose, ({ necessity, overrideReason, notes }, words) => {
      const textOf = (row: string | undefined): string | null => (row === undefined ? null : ((words.get(row)?.['text'] as string | undefined) ?? null));
      return { necessity: textOf(necessity), overrideReason: textOf(overrideReason), notes: notes.map(({ task, row }) => ({ task, text: textOf(row)! })) };
    });
  }
}
