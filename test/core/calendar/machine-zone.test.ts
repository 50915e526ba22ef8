import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const run = promisify(execFile);
const program = fileURLToPath(new URL('./zone-digest.ts', import.meta.url));

async function digestUnder(zone: string): Promise<{ offset: string; digest: string }> {
  const { stdout } = await run(process.execPath, [program], { env: { ...process.env, TZ: zone } });
  const [offset = '', digest = ''] = stdout.split(' ');
  return { offset, digest };
}

it('no result depends on the zone of the machine', { timeout: 60_000 }, async () => {
  const zones = ['UTC', 'Pacific/Auckland', 'America/St_Johns'];
  const results = await Promise.all(zones.map(digestUnder));
  expect(new Set(results.map(({ offset }) => offset)).size).toBe(zones.length);
  expect(results[0]?.digest).toMatch(/^[0-9a-f]{64}$/);
  expect(new Set(results.map(({ digest }) => digest)).size).toBe(1);
});
