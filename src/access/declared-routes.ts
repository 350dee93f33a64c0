import { RequestMethod, type INestApplicationContext } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { MetadataScanner, ModulesContainer } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { declarationKey, routedHere, type Gives } from '../platform/index.js';
import type { Permission } from './roles.js';

export type GuardedRoute = Readonly<{ can: Permission; gives: Exclude<Gives, 'public'> }>;
export type RouteDeclaration = GuardedRoute | Readonly<{ can: 'public'; gives: 'public' }>;
export type DeclaredRoute = RouteDeclaration & Readonly<{ method: string; path: string; handler: string }>;

/** What `@Route` said of a handler. */
export const declarationOf = (handler: object): RouteDeclaration | undefined =>
  Reflect.getMetadata(declarationKey, handler) as RouteDeclaration | undefined;

type Found = Readonly<{ method: string; path: string; handler: string; declaration: RouteDeclaration | undefined }>;

const joined = (...parts: string[]): string =>
  `/${parts
    .flatMap((part) => part.split('/'))
    .filter((part) => part !== '')
    .join('/')}`;
const pathsOf = (target: object): string[] => [(Reflect.getMetadata(PATH_METADATA, target) ?? '') as string | string[]].flat();

type Controller = { prototype: object; name: string };

const handlersOf = (controller: Controller): Found[] =>
  new MetadataScanner().getAllMethodNames(controller.prototype).flatMap((name) => {
    const handler = (controller.prototype as Record<string, object>)[name]!;
    const method = Reflect.getMetadata(METHOD_METADATA, handler) as RequestMethod | undefined;
    if (method === undefined) return [];
    return pathsOf(controller).flatMap((base) =>
      pathsOf(handler).map((path) => ({
        method: RequestMethod[method],
        path: joined(base, path),
        handler: `${controller.name}.${name}`,
        declaration: declarationOf(handler),
      })),
    );
  });

const handlersIn = (app: INestApplicationContext): Found[] =>
  [...app.get(ModulesContainer, { strict: false }).values()].flatMap((module) =>
    [...module.controllers.values()].flatMap(({ metatype }) => handlersOf(metatype as unknown as Controller)),
  );

/** Every declared route of an application, sorted by path; also on one made with `preview: true`. */
export const declaredRoutes = (app: INestApplicationContext): DeclaredRoute[] =>
  handlersIn(app)
    .flatMap(({ declaration, ...route }) => (declaration ? [{ ...declaration, ...route }] : []))
    .sort((a, b) => `${a.path} ${a.method}`.localeCompare(`${b.path} ${b.method}`));

/**
 * What could be reached without a declaration: handlers that lack `@Route`, and anything that was routed past Nest's
 * controllers. The service refuses to start unless this is empty.
 */
export const undeclaredRoutes = (app: NestFastifyApplication): string[] => {
  const handlers = handlersIn(app);
  const declared = new Set(handlers.map(({ method, path }) => `${method} ${path}`));
  const bare = handlers.filter(({ declaration }) => !declaration).map(({ method, path, handler }) => `${method} ${path} (${handler})`);
  const foreign = routedHere(app.getHttpAdapter().getInstance())
    .map(({ method, url }) => `${method} ${url}`)
    .filter((route) => !declared.has(route));
  return [...bare, ...foreign];
};
