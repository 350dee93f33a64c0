export { version } from './about.js';
export { Clock, dateInLondon, SystemClock } from './clock.js';
export { compact } from './compact.js';
export { CONFIG, ConfigError, readConfig, type Config } from './config.js';
export { isInstant, isIsoDate } from './dates.js';
export { declarationKey, declared, PublicRoute, Section, type Declaration, type Documented, type Gives } from './declaration.js';
export {
  Code,
  Codes,
  field,
  Flag,
  Id,
  Ids,
  Instant,
  IsoDate,
  OptionalText,
  Part,
  Parts,
  Shaped,
  Slug,
  Slugs,
  Text,
  Texts,
  Whole,
  type Says,
} from './fields.js';
export { createHttp, type HttpApp, type HttpOptions } from './http.js';
export { IdParam, ShapedParam, SlugParam } from './id.pipe.js';
export { isSlug, isUuid, slugPattern, uuidPattern, uuidv7 } from './ids.js';
export { maySpeakFor, type Issuer, type TokenAlgorithm } from './issuers.js';
export { LOG, withoutWords, type Log } from './logging.js';
export { Metrics } from './metrics.js';
export { note, notesOf, sameNotes, type Notes } from './notes.js';
export { openApiDocument } from './openapi.js';
export { describeApi } from './openapi-preview.js';
export { defaultLimit, keyset, limitOf, pageOf, PageQuery, QueryWhole, type KeysetOf, type Page } from './pages.js';
export { etag, IfMatch, requireVersion, tagged } from './preconditions.js';
export { Problem, problem, problemDocument, type Fault, type ProblemCode, type ProblemMembers } from './problem.js';
export { Readiness } from './readiness.js';
export { routePattern, type HttpReply, type HttpRequest } from './request.js';
export { routedHere } from './route-table.js';
export { stopGracefully, stopOnSignals } from './shutdown.js';
export { onceOnly, Repeatable, type Attempt } from './idempotency.store.js';
