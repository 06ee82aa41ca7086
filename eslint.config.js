import js from '@eslint/js'
import tseslint from 'typescript-eslint'
import { importOrder } from './setup/lint/import-order.mjs'
import { plainArguments, plainObjects } from './setup/lint/plain-literals.mjs'

export default tseslint.config(
  { ignores: ['dist', 'data', '.build', '.tap', 'node_modules'] },
  js.configs.recommended,
  {
    plugins: {
      callwright: {
        rules: {
          'import-order': importOrder,
          'plain-objects': plainObjects,
          'plain-arguments': plainArguments,
        },
      },
    },
    rules: {
      'callwright/import-order': 'error',
      'callwright/plain-objects': 'error',
      'callwright/plain-arguments': 'error',
    },
  },
  {
    files: ['**/*.{ts,tsx}'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      complexity: ['error', 12],
      'no-useless-rename': 'error',
      'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
      'max-lines-per-function': ['error', { max: 50, skipBlankLines: true, skipComments: true }],
      '@typescript-eslint/consistent-type-definitions': ['error', 'type'],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/naming-convention': [
        'error',
        { selector: 'default', format: ['camelCase'], leadingUnderscore: 'allow' },
        // A component, and what holds one.
        {
          selector: ['variable', 'function', 'parameter'],
          format: ['camelCase', 'PascalCase'],
          leadingUnderscore: 'allow',
        },
        { selector: ['variable', 'parameter'], modifiers: ['destructured'], format: null },
        { selector: 'typeLike', format: ['PascalCase'] },
        // Names that a protocol, a package or the environment gives.
        {
          selector: ['import', 'objectLiteralProperty', 'typeProperty', 'objectLiteralMethod'],
          format: null,
        },
      ],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      'no-empty': 'error',
      'no-warning-comments': ['error', { terms: ['fixme', 'xxx'] }],
      'no-restricted-syntax': [
        'error',
        { selector: 'ExportDefaultDeclaration', message: 'Name the export after the file.' },
        { selector: 'TSEnumDeclaration', message: 'Use a union of literals.' },
      ],
    },
  },
  {
    files: ['core/**', 'ivr/**', 'acd/**', 'server/centre/world/**'],
    rules: {
      'no-restricted-globals': [
        'error',
        'Date',
        'setTimeout',
        'setInterval',
        'performance',
        'console',
        'process',
      ],
      'no-restricted-properties': ['error', { object: 'Math', property: 'random' }],
    },
  },
  {
    // `named` gives its caller the id that is asked for: the one place where a string becomes an id.
    files: ['core/names.ts'],
    rules: { '@typescript-eslint/no-unnecessary-type-parameters': 'off' },
  },
  {
    files: ['testkit/**', 'tests/**'],
    rules: {
      '@typescript-eslint/no-floating-promises': 'off',
      '@typescript-eslint/require-await': 'off',
      'max-lines-per-function': 'off',
    },
  },
  {
    files: ['*.config.{js,ts}', 'desk/**'],
    rules: { 'no-restricted-syntax': 'off' },
  },
  {
    files: ['**/*.{js,mjs}'],
    languageOptions: {
      globals: {
        process: 'readonly',
        console: 'readonly',
        URL: 'readonly',
        setTimeout: 'readonly',
        clearTimeout: 'readonly',
        setInterval: 'readonly',
        clearInterval: 'readonly',
        Buffer: 'readonly',
        fetch: 'readonly',
      },
    },
  },
)
