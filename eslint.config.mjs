/** What `npm run lint` refuses. Each rule here has cost somebody a disclosure, a lost write or an evening. */
import tseslint from 'typescript-eslint';
import { constantSql } from './scripts/lint/constant-sql.mjs';
import { noOpenWhere } from './scripts/lint/no-open-where.mjs';

const middleware = {
  selector: 'TSClassImplements[expression.name="NestMiddleware"], CallExpression[callee.property.name="apply"][callee.object.name="consumer"]',
  message: 'Middleware runs before the guard knows the caller: use a guard or an interceptor',
};

const permitWriter = {
  group: ['**/ledger/index.js'],
  importNames: ['PermitWriter'],
  message: 'Only src/disclosure and src/oversight open content: ask the door',
};

/** Also refused to those that may have the PermitWriter. */
const always = [{ group: ['node:test', 'express', '@nestjs/platform-express'], message: 'Jest tests here, and Fastify serves' }];

export default tseslint.config(
  { ignores: ['dist/', 'node_modules/', '.accord/', 'coverage/'] },
  {
    files: ['**/*.ts'],
    languageOptions: { parser: tseslint.parser, parserOptions: { project: './tsconfig.json', tsconfigRootDir: import.meta.dirname } },
    plugins: { '@typescript-eslint': tseslint.plugin, accord: { rules: { 'constant-sql': constantSql, 'no-open-where': noOpenWhere } } },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      // A ledger entry that is not awaited is not durable.
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/return-await': ['error', 'in-try-catch'],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-unsafe-return': 'error',
      '@typescript-eslint/no-unsafe-call': 'error',
      '@typescript-eslint/only-throw-error': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/no-unnecessary-type-assertion': 'error',
      'accord/constant-sql': 'error',
      'accord/no-open-where': 'error',
      'no-restricted-syntax': ['error', middleware],
      'no-restricted-imports': ['error', { patterns: [permitWriter, ...always] }],
      'no-console': 'error',
      eqeqeq: ['error', 'always'],
      'no-var': 'error',
      'prefer-const': 'error',
      'no-param-reassign': 'error',
      'no-eval': 'error',
      'no-new-func': 'error',
      'no-debugger': 'error',
      'max-lines': ['error', { max: 250 }],
      'max-lines-per-function': ['error', { max: 50, skipBlankLines: true, skipComments: true }],
      'max-params': ['error', 6],
      'max-depth': ['error', 3],
      complexity: ['error', 20],
    },
  },
  {
    files: ['src/disclosure/**', 'src/oversight/**', 'src/ledger/**'],
    rules: { 'no-restricted-imports': ['error', { patterns: always }] },
  },
  {
    // Data and DDL: long by nature, and names of roles and databases cannot be parameters.
    files: ['migrations/**', 'src/platform/database-migrate.ts'],
    rules: { 'max-lines-per-function': 'off', 'accord/constant-sql': 'off' },
  },
  {
    // A handler takes a parameter for each part of the request.
    files: ['src/**/*.controller.ts'],
    rules: { 'max-params': 'off' },
  },
  {
    files: ['src/**/*.command.ts', 'src/main.ts', 'src/cli.ts'],
    rules: { 'no-console': 'off' },
  },
  {
    // Specs tell stories, and forge what the types forbid.
    files: ['**/*.spec.ts', 'test/**/*.ts'],
    rules: {
      'max-lines': ['error', { max: 400 }],
      'max-lines-per-function': 'off',
      'max-params': 'off',
      'no-console': 'off',
      'no-restricted-imports': 'off',
      'accord/constant-sql': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unnecessary-type-assertion': 'off',
    },
  },
  {
    files: ['**/*.mjs', '**/*.cjs'],
    rules: { eqeqeq: 'error', 'no-var': 'error', 'prefer-const': 'error', 'no-unused-vars': ['error', { caughtErrors: 'none' }], 'no-debugger': 'error', 'max-lines': ['error', { max: 280 }] },
  },
);
