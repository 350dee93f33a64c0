import type { LoggerService } from '@nestjs/common';
import { types } from 'node:util';
import { pino, type DestinationStream, type Logger } from 'pino';
import { notesOf } from './notes.js';
import { routePattern, type HttpReply, type HttpRequest } from './request.js';

export type Log = Logger;
export const LOG = Symbol('LOG');

/** One line of JSON an event on standard output, or on `destination` in tests. */
export const makeLog = (level: string, destination?: DestinationStream): Log =>
  pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime }, destination ?? pino.destination({ sync: false }));

/**
 * What may be said of an unexpected error: its kind, its code (for example an SQLSTATE) and where it arose. Its message
 * is left out, because a database's message quotes the row.
 */
export const withoutWords = (error: unknown): object => {
  if (!types.isNativeError(error)) return { kind: typeof error };
  const { code } = error as { code?: unknown };
  const at = (error.stack ?? '')
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .slice(0, 8)
    .map((line) => line.trim());
  return { kind: error.constructor.name, ...(typeof code === 'string' && /^[A-Z0-9_]{2,40}$/.test(code) ? { code } : {}), at };
};

/** The one line that a request leaves: nothing but this list. Log is not ledger. */
export const completionLine = (request: HttpRequest, reply: HttpReply) => {
  const { actorId, agencyId, ledgerId, outcome } = notesOf(request);
  return {
    requestId: request.id,
    actorId,
    agencyId,
    route: routePattern(request),
    method: request.method,
    status: reply.statusCode,
    outcome: outcome ?? 'ok',
    ledgerId,
    ms: Math.round(reply.elapsedTime * 10) / 10,
  };
};

/** Nest's own words at start and stop: warnings and errors only, as our lines. */
export const nestLog = (log: Log): LoggerService => ({
  log: () => undefined,
  warn: (message: unknown) => log.warn({ from: 'nest' }, String(message)),
  error: (message: unknown) => log.error({ from: 'nest' }, String(message)),
  fatal: (message: unknown) => log.fatal({ from: 'nest' }, String(message)),
});
