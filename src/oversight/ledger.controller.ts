import { Controller, Get, Query } from '@nestjs/common';
import { CallerIs, Route, type Caller } from '../access/index.js';
import { IdParam, keyset, limitOf, pageOf, Section, type Page } from '../platform/index.js';
import { ExploreLedger } from './explore-ledger.js';
import { AuditPurposeQuery, EntryView, LedgerQuery, ListedEntryView } from './ledger.dto.js';

const cursor = keyset('ledger', { id: 'uuid' });

@Section('Ledger', 'For information governance officers: who saw what, when, why and under which law. It holds no words about anybody.')
@Controller('v1/ledger/entries')
export class LedgerController {
  constructor(private readonly explore: ExploreLedger) {}

  @Get()
  @Route({ can: 'ledger:search', gives: 'markers', summary: 'Search the ledger', answers: ListedEntryView, pages: true })
  async search(@CallerIs() caller: Caller, @Query() query: LedgerQuery): Promise<Page<ListedEntryView>> {
    const limit = limitOf(query);
    const rows = await this.explore.search(caller, query, cursor.decode(query.after)?.id, limit + 1);
    return pageOf(rows, limit, ({ view }) => view, ({ id }) => cursor.encode({ id }));
  }

  @Get(':entryId')
  @Route({ can: 'ledger:read', gives: 'markers', summary: 'Open an entry', answers: EntryView, problems: ['not-found'] })
  open(@CallerIs() caller: Caller, @IdParam('entryId') id: string, @Query() { auditPurpose }: AuditPurposeQuery): Promise<EntryView> {
    return this.explore.open(caller, id, auditPurpose);
  }
}
