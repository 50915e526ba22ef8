import { createRequire } from 'node:module';
import { join } from 'node:path';
import { type BundlingOptions, OutputFormat } from 'aws-cdk-lib/aws-lambda-nodejs';
import type { FunctionDeclaration } from '../../shared/runtime/declaration.ts';
import { TERMS_FOLDER } from './function-environment.ts';

export const REPOSITORY = join(import.meta.dirname, '..', '..');

/** The file whose `handler` Lambda calls. */
export const entryOf = (declaration: FunctionDeclaration): string =>
  join(REPOSITORY, 'functions', declaration.name, 'handler.ts');

/** One self-contained file, made by the installed esbuild: no network and no container. */
export function bundlingOf(declaration: FunctionDeclaration): BundlingOptions {
  requireEsbuild();
  return {
    // Node's ESM loader costs a cold start some 15 ms more than CommonJS.
    format: OutputFormat.CJS,
    // The parts' own ES modules lose more of what is not used.
    mainFields: ['module', 'main'],
    target: 'node24',
    minify: true,
    // Stack traces and error names stay readable without a source map.
    keepNames: true,
    // CommonJS has no module URL; saying so spares a warning where a module copes with that.
    define: { 'import.meta.url': 'undefined' },
    bundleAwsSDK: true,
    commandHooks: {
      beforeBundling: () => [],
      beforeInstall: () => [],
      afterBundling: (source, output) => [
        // Unpacked below another package, the bundle would otherwise be taken for what that one is.
        `echo '{"type":"commonjs"}' > "${join(output, 'package.json')}"`,
        ...(declaration.needsTerms ? [bundleTerms(source, join(output, TERMS_FOLDER))] : []),
      ],
    },
  };
}

/** With the Node that runs this: another on the path may not read TypeScript. */
function bundleTerms(source: string, folder: string): string {
  return `"${process.execPath}" "${join(source, 'scripts', 'bundle-terms.ts')}" "${folder}"`;
}

/** Without an installed esbuild the CDK would silently turn to Docker. */
function requireEsbuild(): void {
  try {
    createRequire(import.meta.url).resolve('esbuild');
  } catch {
    throw new Error('esbuild is not installed, so no function can be bundled. Run npm ci.');
  }
}
