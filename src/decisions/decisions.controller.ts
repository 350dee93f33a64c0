import { Controller, Get, Query } from '@nestjs/common';
import { CallerIs, Route, type Caller } from '../access/index.js';
import { IdParam, Section } from '../platform/index.js';
import { DecisionExplainedView, DecisionQuery } from './decision.dto.js';
import { ExplainDecision } from './explain-decision.js';

@Section('Decisions', 'Why a sharing was decided as it was, and what would have made it lawful.')
@Controller('v1/decisions')
export class DecisionsController {
  constructor(private readonly explaining: ExplainDecision) {}

  @Get(':decisionId')
  @Route({ can: 'decision:read', gives: 'markers', summary: 'Why it was decided so, lock by lock, and what would have permitted the rest', answers: DecisionExplainedView, problems: ['not-found'] })
  explain(@CallerIs() caller: Caller, @IdParam('decisionId') id: string, @Query() { auditPurpose }: DecisionQuery): Promise<DecisionExplainedView> {
    return this.explaining.explain(caller, id, auditPurpose);
  }
}
