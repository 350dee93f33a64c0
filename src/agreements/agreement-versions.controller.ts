import { Controller, Get, Query, Res } from '@nestjs/common';
import { CallerIs, Route, type Caller } from '../access/index.js';
import { Clock, etag, keyset, limitOf, pageOf, PageQuery, problem, Section, SlugParam, type HttpReply, type Page } from '../platform/index.js';
import { Database, type Tx } from '../platform/database.js';
import { loadSteps } from './agreement-step.store.js';
import { listedView, versionView } from './agreement-view.js';
import { AgreementVersionView, DifferenceQuery, DifferenceView, ListedVersionView } from './agreement-views.dto.js';
import { listAgreements, listVersions, loadAgreement, loadVersion, type VersionRow } from './agreement.store.js';
import { CompareVersions } from './compare-versions.js';
import { VersionParam } from './version-param.js';

const agreementCursor = keyset('agreements', { id: 'slug' });
const versionCursor = keyset('agreement-versions', { createdAt: 'instant' });

@Section('Agreements', 'The sharing agreements that are enforced: drafted by one party, signed by all, and what was signed is what runs. Beside them the law catalogue and the vocabularies.')
@Controller('v1/agreements')
export class AgreementVersionsController {
  constructor(private readonly database: Database, private readonly clock: Clock, private readonly comparing: CompareVersions) {}

  @Get()
  @Route({ can: 'agreement:read', gives: 'nothing', summary: 'Sharing agreements, each in the version that counts today', answers: ListedVersionView, pages: true })
  async list(@CallerIs() caller: Caller, @Query() query: PageQuery): Promise<Page<ListedVersionView>> {
    const [limit, today] = [limitOf(query), this.clock.today()];
    const rows = await this.database.inTransaction(caller, (tx) => listAgreements(tx, today, agreementCursor.decode(query.after)?.id ?? '', limit + 1));
    return pageOf(rows, limit, (row) => listedView(row, today), ({ id }) => agreementCursor.encode({ id }));
  }

  @Get(':agreementId')
  @Route({ can: 'agreement:read', gives: 'nothing', summary: 'An agreement in the version that counts today, or the one nearest to it', answers: AgreementVersionView, versioned: true, problems: ['not-found'] })
  one(@CallerIs() caller: Caller, @SlugParam('agreementId') id: string, @Res({ passthrough: true }) reply: HttpReply): Promise<AgreementVersionView> {
    return this.#show(caller, reply, (tx) => loadAgreement(tx, id, this.clock.today()));
  }

  @Get(':agreementId/versions')
  @Route({ can: 'agreement:read', gives: 'nothing', summary: 'Its versions, the newest first', answers: ListedVersionView, pages: true, problems: ['not-found'] })
  async versions(@CallerIs() caller: Caller, @SlugParam('agreementId') id: string, @Query() query: PageQuery): Promise<Page<ListedVersionView>> {
    const [limit, today] = [limitOf(query), this.clock.today()];
    const before = versionCursor.decode(query.after)?.createdAt;
    const rows = await this.database.inTransaction(caller, (tx) => listVersions(tx, id, before, limit + 1));
    if (rows.length === 0 && before === undefined) throw problem('not-found');
    return pageOf(rows, limit, (row) => listedView(row, today), ({ createdAt }) => versionCursor.encode({ createdAt }));
  }

  @Get(':agreementId/versions/:version')
  @Route({ can: 'agreement:read', gives: 'nothing', summary: 'A version: its content, who signed, who is awaited', answers: AgreementVersionView, versioned: true, problems: ['not-found'] })
  version(@CallerIs() caller: Caller, @SlugParam('agreementId') id: string, @VersionParam() version: string, @Res({ passthrough: true }) reply: HttpReply): Promise<AgreementVersionView> {
    return this.#show(caller, reply, (tx) => loadVersion(tx, id, version));
  }

  @Get(':agreementId/versions/:version/difference')
  @Route({ can: 'agreement:read', gives: 'nothing', summary: 'What a version changes, in sentences', answers: DifferenceView, problems: ['not-found'] })
  difference(@CallerIs() caller: Caller, @SlugParam('agreementId') id: string, @VersionParam() version: string, @Query() { from }: DifferenceQuery): Promise<DifferenceView> {
    return this.comparing.compare(caller, id, version, from);
  }

  async #show(caller: Caller, reply: HttpReply, load: (tx: Tx) => Promise<VersionRow | undefined>): Promise<AgreementVersionView> {
    return this.database.inTransaction(caller, async (tx) => {
      const row = await load(tx);
      if (!row) throw problem('not-found');
      reply.header('ETag', etag(row.revision));
      return versionView(row, await loadSteps(tx, row.id, row.version), this.clock.today());
    });
  }
}
