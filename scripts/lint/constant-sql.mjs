/**
 * The text of a query is constant: only what the compiler knows letter by letter (`const columns = 'id, name'`) may be
 * put into it. Values go in as $1, so that no caller's word is ever read as SQL.
 */
const calls = new Set(['query', 'execute', 'raw']);

/** The expressions that make up the text, however it is put together. */
function* pieces(node) {
  if (node.type === 'TemplateLiteral') yield* node.expressions;
  else if (node.type === 'BinaryExpression' && node.operator === '+') for (const side of [node.left, node.right]) yield* side.type === 'BinaryExpression' || side.type === 'TemplateLiteral' ? pieces(side) : [side];
}

const isConstant = (type) => (type.isUnion() ? type.types.every(isConstant) : type.isStringLiteral());

export const constantSql = {
  meta: {
    type: 'problem',
    schema: [],
    messages: { value: 'SQL takes values as $1, never in its text: only a string the compiler knows (const … = \'…\') may be put here' },
  },
  create(context) {
    const services = context.sourceCode.parserServices;
    return {
      CallExpression({ callee, arguments: [text] }) {
        if (!text || callee.type !== 'MemberExpression' || !calls.has(callee.property.name)) return;
        for (const piece of pieces(text)) {
          if (!isConstant(services.getTypeAtLocation(piece))) context.report({ node: piece, messageId: 'value' });
        }
      },
    };
  },
};
