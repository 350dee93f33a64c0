/**
 * TypeORM's find, count, update, delete and their kin take a `where` that means "everything" when a value in it is
 * undefined: one forgotten argument and a list shows every agency's rows. They are refused on TypeORM's own types,
 * whatever the variable is called; a *.store.ts writes SQL with parameters, or a query builder, where undefined fails.
 */
const calls = new Set([
  'find', 'findBy', 'findOne', 'findOneBy', 'findOneOrFail', 'findOneByOrFail', 'findAndCount', 'findAndCountBy',
  'count', 'countBy', 'exists', 'existsBy', 'sum', 'average', 'minimum', 'maximum',
  'update', 'updateAll', 'delete', 'deleteAll', 'softDelete', 'restore', 'increment', 'decrement',
]);
const owners = new Set(['Repository', 'TreeRepository', 'EntityManager', 'BaseEntity']);

/** The type itself, its parts where it is a union, and all it extends. */
function* family(type) {
  yield type;
  if (type.isUnionOrIntersection()) for (const part of type.types) yield* family(part);
  if (type.isClassOrInterface?.() || type.target) for (const base of type.getBaseTypes?.() ?? type.target?.getBaseTypes?.() ?? []) yield* family(base);
}

const fromTypeorm = (type) =>
  [...family(type)].some(({ symbol }) => owners.has(symbol?.name) && symbol.declarations?.some((each) => each.getSourceFile().fileName.includes('/node_modules/typeorm/')));

export const noOpenWhere = {
  meta: {
    type: 'problem',
    schema: [],
    messages: { open: 'TypeORM\'s "{{name}}" means everything when a value is undefined: write SQL with parameters in a *.store.ts' },
  },
  create(context) {
    const services = context.sourceCode.parserServices;
    return {
      CallExpression(node) {
        const { callee } = node;
        if (callee.type !== 'MemberExpression') return;
        const name = callee.computed ? callee.property.value : callee.property.name;
        if (!calls.has(name) || !fromTypeorm(services.getTypeAtLocation(callee.object))) return;
        context.report({ node: callee.property, messageId: 'open', data: { name } });
      },
    };
  },
};
