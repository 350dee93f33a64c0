import { Controller, Get, Query } from '@nestjs/common';
import { CallerIs, Route, type Caller } from '../access/index.js';
import { keyset, limitOf, pageOf, PageQuery, problem, Section, SlugParam, type Page } from '../platform/index.js';
import { Database } from '../platform/database.js';
import { agencyExists, listAgencies, listColleagues, listTeams, loadMe, type AgencyRow, type ColleagueRow, type TeamRow } from './agency.store.js';
import { AgencyView, ColleagueView, MeView, TeamView } from './agency.dto.js';

const agencyCursor = keyset('agencies', { id: 'slug' });
const colleagueCursor = keyset('colleagues', { id: 'uuid' });
const teamCursor = keyset('teams', { id: 'slug' });

@Section('Agencies', 'Who the partners are, and their teams: to whom something can be referred.')
@Controller('v1')
export class AgenciesController {
  constructor(private readonly database: Database) {}

  @Get('me')
  @Route({ can: 'me:read', gives: 'nothing', summary: 'Who you are here', answers: MeView })
  async me(@CallerIs() caller: Caller): Promise<MeView> {
    const { name, position, agencyName } = await loadMe(this.database, caller.staffId);
    return { id: caller.staffId, name, position, agency: caller.agencyId, agencyName, roles: [...caller.roles], teams: [...caller.teams] };
  }

  @Get('agencies')
  @Route({ can: 'agency:list', gives: 'nothing', summary: 'Agencies of the partnership', answers: AgencyView, pages: true })
  async agencies(@Query() query: PageQuery): Promise<Page<AgencyRow>> {
    const limit = limitOf(query);
    const rows = await listAgencies(this.database, agencyCursor.decode(query.after)?.id ?? '', limit + 1);
    return pageOf(rows, limit, (row) => row, ({ id }) => agencyCursor.encode({ id }));
  }

  @Get('agencies/:agencyId/teams')
  @Route({ can: 'agency:list', gives: 'nothing', summary: 'Teams of an agency', answers: TeamView, pages: true, problems: ['not-found'] })
  async teams(@SlugParam('agencyId') agencyId: string, @Query() query: PageQuery): Promise<Page<TeamRow>> {
    if (!(await agencyExists(this.database, agencyId))) throw problem('not-found');
    const limit = limitOf(query);
    const rows = await listTeams(this.database, agencyId, teamCursor.decode(query.after)?.id ?? '', limit + 1);
    return pageOf(rows, limit, (row) => row, ({ id }) => teamCursor.encode({ id }));
  }

  @Get('agencies/:agencyId/staff')
  @Route({ can: 'concern:wishes', gives: 'nothing', summary: 'People who work at an agency', answers: ColleagueView, pages: true, problems: ['not-found'] })
  async staff(@SlugParam('agencyId') agencyId: string, @Query() query: PageQuery): Promise<Page<ColleagueRow>> {
    if (!(await agencyExists(this.database, agencyId))) throw problem('not-found');
    const limit = limitOf(query);
    const rows = await listColleagues(this.database, agencyId, colleagueCursor.decode(query.after)?.id, limit + 1);
    return pageOf(rows, limit, (row) => row, ({ id }) => colleagueCursor.encode({ id }));
  }
}
