import { Controller, Get, Param } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { PublicRoute, Section } from './declaration.js';
import { isProblemCode, problemCatalogue } from './problem-catalogue.js';
import { problem } from './problem.js';

export class ProblemExplanation {
  @ApiProperty({ type: 'string' }) code!: string;
  @ApiProperty({ type: 'integer' }) status!: number;
  @ApiProperty({ type: 'string' }) title!: string;
  @ApiProperty({ type: 'string' }) means!: string;
}

@Section('Problems', 'What each `type` of a problem document means.')
@Controller('problems')
export class ProblemsController {
  @Get(':code')
  @PublicRoute({ summary: 'Explain a kind of problem', answers: ProblemExplanation })
  explain(@Param('code') code: string): ProblemExplanation {
    if (!isProblemCode(code)) throw problem('not-found');
    const { status, title, means } = problemCatalogue[code];
    return { code, status, title, means };
  }
}
