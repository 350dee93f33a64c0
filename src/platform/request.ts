import type { FastifyReply, FastifyRequest } from 'fastify';

/** The one place that names the web framework's types, so that a slice needs only these two words. */
export type HttpRequest = FastifyRequest;
export type HttpReply = FastifyReply;

/** The declared pattern of the route, for example /v1/concerns/:concernId; never the address with its values. */
export const routePattern = (request: HttpRequest): string => (request.is404 ? 'unmatched' : (request.routeOptions?.url ?? 'unmatched'));
