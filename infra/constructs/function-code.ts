import { createRequire } from 'node:module';
import { join } from 'node:path';
import { type BundlingOptions, OutputFormat } from 'aws-cdk-lib/aws-lambda-nodejs';
import type { FunctionDeclaration } from '../../shared/runtime/declaration.ts';
import { TERMS_FOLDER } from './function-environment.ts';

export const REPOSITORY = join(import.meta.dirname, '..', '..');

/** The file whose `handler` Lambda calls. */
export const entryOf = (declaration: FunctionDeclaration): string =>
  join(REPOSITORY, 'functions', declaration.name, 'handler.ts');

/**
 * Parts of the SDK that no function needs, and what stands in their place. They are more than a fourth of a small bundle, and
 * nothing of the SDK is left to be loaded at a first call.
 */
export const REPLACED_PARTS: Readonly<Record<string, string>> = {
  '@aws-sdk/credential-provider-node': sdkPart('credentials'),
  '@aws-sdk/endpoint-cache': sdkPart('endpoint-cache'),
  '@smithy/core/checksum': sdkPart('checksum'),
  '@smithy/core/event-streams': sdkPart('event-streams'),
};

function sdkPart(name: string): string {
  return join(REPOSITORY, 'shared', 'runtime', 'sdk', `${name}.ts`);
}

/** One self-contained file, made by the installed esbuild: no network and no container. */
export function bundlingOf(declaration: FunctionDeclaration): BundlingOptions {
  requireEsbuild();
  return {
    // Node's ESM loader costs a cold start some 15 ms more than CommonJS.
    format: OutputFormat.CJS,
    // Of packages’ ES modules esbuild can leave out more unused code than of their CommonJS.
    mainFields: ['module', 'main'],
    target: 'node24',
    minify: true,
    // Stack traces and error names stay readable without a source map.
    keepNames: true,
    // CommonJS has no `import.meta.url`. Defining it spares a warning; modules that use it expect it to be undefined.
    define: { 'import.meta.url': 'undefined' },
    bundleAwsSDK: true,
    esbuildArgs: { '--alias': Object.entries(REPLACED_PARTS).map(([part, file]) => `${part}=${file}`) },
    commandHooks: {
      beforeBundling: () => [],
      beforeInstall: () => [],
      afterBundling: (source, output) => [
        // Without it, Node would go by a `package.json` in a folder above.
        `echo '{"type":"commonjs"}' > "${join(output, 'package.json')}"`,
        ...(declaration.needsTerms ? [bundleTerms(source, join(output, TERMS_FOLDER))] : []),
      ],
    },
  };
}

/** Runs with this process’s Node: another on the path may be too old for TypeScript. */
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
