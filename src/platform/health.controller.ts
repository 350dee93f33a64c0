import { Controller, Get } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { version } from './about.js';
import { PublicRoute, Section } from './declaration.js';
import { problem } from './problem.js';
import { Readiness } from './readiness.js';

export class Health {
  @ApiProperty({ type: 'string', enum: ['ok'] }) status!: 'ok';
}

export class Info {
  @ApiProperty({ type: 'string' }) name!: string;
  @ApiProperty({ type: 'string' }) version!: string;
}

/** No data on people here. Keep /ready and /metrics inside the network all the same: they describe the machine. */
@Section('Operations', 'For balancers and monitoring. Carries no data on people; `/ready` and `/metrics` belong inside the network.')
@Controller()
export class HealthController {
  constructor(private readonly readiness: Readiness) {}

  @Get('health')
  @PublicRoute({ summary: 'The process is alive', answers: Health })
  health(): Health {
    return { status: 'ok' };
  }

  @Get('ready')
  @PublicRoute({ summary: 'New work may be sent here', answers: Health, problems: ['unavailable'] })
  async ready(): Promise<Health> {
    if (this.readiness.draining) throw problem('unavailable', { detail: 'The service is stopping.' });
    const missing = await this.readiness.missing();
    if (missing.length > 0) throw problem('unavailable', { detail: 'Something the service needs is out of reach.', missing });
    return { status: 'ok' };
  }

  @Get('info')
  @PublicRoute({ summary: 'Which version this is', answers: Info })
  info(): Info {
    return { name: 'accord', version };
  }
}
