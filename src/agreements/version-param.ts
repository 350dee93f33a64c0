import { ShapedParam } from '../platform/index.js';
import { versionPattern } from './agreement-bodies.dto.js';

/** `@VersionParam() version: string`: which version of the agreement. */
export const VersionParam = (): ParameterDecorator => ShapedParam('version', versionPattern, '1 to 20 letters, digits, dots and hyphens, as a version is named');
