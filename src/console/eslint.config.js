import js from '@eslint/js';
import hooks from 'eslint-plugin-react-hooks';
import globals from 'globals';
import tseslint from 'typescript-eslint';

// Arrows of import run one way: app → features → shared. A feature never imports another; `app` composes them.
const socket = { name: '@microsoft/signalr', message: 'Only shared/realtime knows the socket.' };
const climb = { group: ['../../*'], message: 'Name what lies further away by its @/ path.' };
const rule = (paths, patterns) => ({ 'no-restricted-imports': ['error', { paths, patterns: [climb, ...patterns] }] });

export default tseslint.config(
  { ignores: ['dist', 'node_modules'] },
  js.configs.recommended,
  ...tseslint.configs.strict,
  hooks.configs.flat.recommended,
  {
    languageOptions: { globals: globals.browser },
    rules: {
      'max-lines': ['error', { max: 200, skipBlankLines: true, skipComments: true }],
      'no-console': 'error',
      'no-restricted-globals': ['error', { name: 'fetch', message: 'Only shared/api speaks HTTP.' }],
      eqeqeq: 'error',
    },
  },
  { files: ['src/app/**'], rules: rule([socket], []) },
  {
    files: ['src/features/**'],
    rules: rule([socket], [{ group: ['@/features/*', '@/app/*'], message: 'A feature imports only itself and shared.' }]),
  },
  {
    files: ['src/shared/**'],
    rules: rule([socket], [{ group: ['@/features/*', '@/app/*'], message: 'Shared knows no feature.' }]),
  },
  { files: ['src/shared/realtime/**'], rules: rule([], [{ group: ['@/features/*', '@/app/*'], message: 'Shared knows no feature.' }]) },
  { files: ['src/shared/api/**'], rules: { 'no-restricted-globals': 'off' } },
  { files: ['src/shared/i18n/*.ts', 'tests/**'], rules: { 'max-lines': 'off', '@typescript-eslint/no-non-null-assertion': 'off' } },
);
