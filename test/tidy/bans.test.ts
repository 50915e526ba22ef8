import { describe, expect, it } from 'vitest';
import { codeOf, typescriptIn } from './sources.ts';

interface Ban {
  readonly what: string;
  readonly pattern: RegExp;
  /** The one home, and parts of the local stack that deal with the operating system. */
  readonly homes: readonly string[];
  readonly why: string;
}

const BANS: readonly Ban[] = [
  {
    what: 'Date.now',
    pattern: /\bDate\.now\b/,
    homes: [],
    why: 'time comes from a Clock',
  },
  {
    what: 'new Date()',
    pattern: /\bnew Date\(\s*\)/,
    homes: ['shared/runtime/clock.ts'],
    why: 'time comes from a Clock',
  },
  { what: 'Math.random', pattern: /\bMath\.random\b/, homes: [], why: 'nothing here is left to chance' },
  {
    what: 'randomUUID',
    pattern: /\brandomUUID\b/,
    homes: ['local/data-folder.ts'],
    why: 'ids are derived from what they name',
  },
  {
    what: 'process.env',
    pattern: /\bprocess\.env\b/,
    homes: ['shared/runtime/environment.ts', 'local/', 'infra/app.ts'],
    why: 'the environment is parsed once, by schema',
  },
  {
    what: 'setTimeout',
    pattern: /\bsetTimeout\b|\bsetInterval\b/,
    homes: ['shared/runtime/clock.ts', 'local/dynamo/', 'local/console/', 'local/terminal.ts'],
    why: 'waiting is for schedules',
  },
  {
    what: 'console.log',
    pattern: /\bconsole\.\w+\(/,
    homes: [],
    why: 'functions log by code, and commands write to their command line',
  },
];

describe('bans', () => {
  const sources = typescriptIn('functions', 'shared', 'infra', 'local', 'cli').map(({ path, text }) => ({
    path,
    code: codeOf(text),
  }));

  it.each(BANS)('$what stays in its home: $why', ({ pattern, homes }) => {
    const offenders = sources.filter(
      ({ path, code }) => pattern.test(code) && !homes.some((home) => path.startsWith(home)),
    );
    expect(offenders.map(({ path }) => path)).toEqual([]);
  });

  it('no file that people write is longer than 300 lines', () => {
    const long = typescriptIn('functions', 'shared', 'infra', 'local', 'cli', 'scripts', 'bench')
      .filter(({ text }) => !text.startsWith('// Written by scripts/'))
      .map(({ path, text }) => ({ path, lines: text.split('\n').length - 1 }))
      .filter(({ lines }) => lines > 300);
    expect(long).toEqual([]);
  });

  it('a ban meets code, not words', () => {
    expect(codeOf("const a = 'Date.now'; // Date.now\n/* Date.now */")).not.toContain('Date.now');
    expect(codeOf('const a = Date.now();')).toContain('Date.now');
  });
});
