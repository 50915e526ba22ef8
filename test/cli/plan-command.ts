import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { plan } from '../../cli/plan/plan.ts';

/** `clauseclock plan` called in a folder of its own. */
export function planCommand() {
  const folder = mkdtempSync(join(tmpdir(), 'clauseclock-plan-'));
  return {
    folder,
    file: (name: string, content: string) => {
      const path = join(folder, name);
      mkdirSync(join(path, '..'), { recursive: true });
      writeFileSync(path, content);
      return path;
    },
    run: async (...argv: string[]) => {
      const out: string[] = [];
      const err: string[] = [];
      const code = await plan(argv, { out: (text) => out.push(text), err: (text) => err.push(text) });
      return { code, out: out.join('\n'), err: err.join('\n') };
    },
    remove: () => rmSync(folder, { recursive: true }),
  };
}
