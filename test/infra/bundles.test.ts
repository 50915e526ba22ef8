import { isBuiltin } from 'node:module';
import { build } from 'esbuild';
import { describe, expect, it } from 'vitest';
import { bundlingOf, entryOf, REPOSITORY } from '../../infra/constructs/function-code.ts';
import { FUNCTIONS } from '../../infra/functions.ts';

/** Parts that are slow to start or have no business in a Lambda. */
const BANNED =
  /node_modules\/(moment|moment-timezone|date-holidays|yaml|aws-cdk-lib|constructs|stripe|@paddle\/|typescript)\b/;

describe('the bundle of', () => {
  it.each(FUNCTIONS)('$name is whole, and free of what does not belong in a Lambda', async (declaration) => {
    const { define, mainFields, target } = bundlingOf(declaration);
    const { metafile, warnings } = await build({
      entryPoints: [entryOf(declaration)],
      absWorkingDir: REPOSITORY,
      bundle: true,
      write: false,
      metafile: true,
      outdir: '/bundle',
      platform: 'node',
      format: 'cjs',
      ...(define && { define }),
      ...(target && { target }),
      ...(mainFields && { mainFields }),
    });
    expect(Object.keys(metafile.inputs).filter((path) => BANNED.test(path))).toEqual([]);
    const outside = Object.values(metafile.outputs).flatMap(({ imports }) =>
      imports.filter(({ external }) => external),
    );
    expect(outside.filter(({ path }) => !isBuiltin(path))).toEqual([]);
    expect(warnings).toEqual([]);
  });

  it.each(FUNCTIONS)('$name says that it is CommonJS, and takes the terms along if it needs them', (declaration) => {
    const commands = bundlingOf(declaration).commandHooks?.afterBundling('/source', '/bundle');
    expect(commands).toEqual([
      `echo '{"type":"commonjs"}' > "/bundle/package.json"`,
      ...(declaration.needsTerms ? [`"${process.execPath}" "/source/scripts/bundle-terms.ts" "/bundle/terms"`] : []),
    ]);
  });
});
