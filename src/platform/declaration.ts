import { applyDecorators, SetMetadata, type Type } from '@nestjs/common';
import { ApiBearerAuth, ApiExtension, ApiExtraModels, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { ProblemCode } from './problem-catalogue.js';

/**
 * What an answer of this route may carry: `nothing` about a person; `markers` (that something exists, its state, no
 * words of anybody); `content` (only as a genuine Disclosed); `public` (no token is asked for).
 */
export type Gives = 'nothing' | 'markers' | 'content' | 'public';

export type Declaration = Readonly<{ can: string; gives: Gives }>;
export const declarationKey = 'accord:route';

/**
 * How a route is documented. `answers` is the class of its success body and `pages` wraps it in a page; `sends` are the
 * media types of one that no class describes; `versioned` says that an ETag comes with it; `example` is a body that it
 * takes; `problems` are kinds it answers beyond those which every such route can.
 */
export type Documented = Readonly<{
  summary?: string;
  answers?: Type<unknown>;
  pages?: boolean;
  sends?: readonly string[];
  versioned?: boolean;
  example?: object;
  problems?: readonly ProblemCode[];
}>;

/** The part of a declaration that the API document is made from. Order among other decorators does not matter. */
export const declared = (declaration: Declaration, { summary, answers, pages, sends, versioned, example, problems }: Documented): MethodDecorator =>
  applyDecorators(
    SetMetadata(declarationKey, declaration),
    ApiOperation(summary ? { summary } : {}),
    ApiExtension('x-accord-gives', declaration.gives),
    ApiExtension('x-accord-can', declaration.can),
    ...(answers ? [ApiExtraModels(answers), ApiExtension('x-answers', answers.name)] : []),
    ...(pages ? [ApiExtension('x-pages', true)] : []),
    ...(sends ? [ApiExtension('x-sends', sends)] : []),
    ...(example ? [ApiExtension('x-example', example)] : []),
    ...(versioned ? [ApiExtension('x-versioned', true)] : []),
    ...(problems ? [ApiExtension('x-problems', problems)] : []),
    ...(declaration.gives === 'public' ? [] : [ApiBearerAuth('token')]),
  );

/** A route that asks for no token and carries no data on people, for the plumbing itself. */
export const PublicRoute = (documented: Documented): MethodDecorator => declared({ can: 'public', gives: 'public' }, documented);

/** Descriptions of sections by name, gathered while the controllers are loaded. */
export const sectionDescriptions = new Map<string, string>();

/** `@Section('Concerns', 'Raise, amend and withdraw concerns.')` on a controller: its place in the API document. */
export const Section = (name: string, description: string): ClassDecorator => {
  sectionDescriptions.set(name, description);
  return ApiTags(name);
};
