import { Body, Controller, Get, HttpCode, Post, Res } from '@nestjs/common';
import { CallerIs, Route, type Caller } from '../access/index.js';
import { IdParam, Repeatable, Section, type Attempt, type HttpReply } from '../platform/index.js';
import { RunWhatIf } from './run-what-if.js';
import { WhatIfBody, WhatIfReceipt, WhatIfView } from './what-if.dto.js';

@Section('What if', 'Past decisions of your agency taken again under another agreement or another law. Nothing is changed and nothing is sent.')
@Controller('v1/what-ifs')
export class WhatIfController {
  constructor(private readonly whatIf: RunWhatIf) {}

  @Post()
  @HttpCode(202)
  @Route({ can: 'what-if:run', gives: 'markers', summary: 'Ask what past decisions would have been', answers: WhatIfReceipt, example: { gateway: { id: 'cda-1998-s115', commencedOn: null } }, problems: ['conflict', 'idempotency-conflict'] })
  async start(@CallerIs() caller: Caller, @Body() body: WhatIfBody, @Repeatable() attempt: Attempt, @Res({ passthrough: true }) reply: HttpReply): Promise<WhatIfReceipt> {
    const receipt = await this.whatIf.start(caller, body, attempt);
    reply.header('Location', `/v1/what-ifs/${receipt.id}`);
    return receipt;
  }

  @Get(':whatIfId')
  @Route({ can: 'what-if:run', gives: 'markers', summary: 'How far it is, and what came of it', answers: WhatIfView, problems: ['not-found'] })
  read(@CallerIs() caller: Caller, @IdParam('whatIfId') id: string): Promise<WhatIfView> {
    return this.whatIf.read(caller, id);
  }
}
