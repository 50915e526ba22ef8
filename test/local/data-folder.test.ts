import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { FolderInUseError, lockDataFolder } from '../../local/data-folder.ts';
import { dataFolder, startLocal } from './process.ts';

const lockOf = (folder: string) => join(folder, 'lock.json');

describe('the lock of a data folder', () => {
  it('keeps others out until it is given back, and leaves nothing behind', () => {
    const folder = join(dataFolder(), 'new', 'folder');
    const unlock = lockDataFolder(folder);
    expect(() => lockDataFolder(folder)).toThrow(FolderInUseError);
    expect(() => lockDataFolder(folder)).toThrow(`in use by process ${process.pid}`);
    unlock();
    lockDataFolder(folder)();
    expect(readdirSync(folder)).toEqual([]);
  });

  it.each([
    ['of a process that has died', { pid: 2 ** 22 + 1, began: '1', token: 'x' }],
    ['of a process whose id somebody else has now', { pid: process.pid, began: '1', token: 'x' }],
  ])('%s is taken over', (_, owner) => {
    const folder = dataFolder();
    writeFileSync(lockOf(folder), JSON.stringify(owner));
    const unlock = lockDataFolder(folder);
    expect(JSON.parse(readFileSync(lockOf(folder), 'utf8'))).toMatchObject({ pid: process.pid });
    expect(readdirSync(folder)).toEqual(['lock.json']);
    unlock();
    expect(existsSync(lockOf(folder))).toBe(false);
  });

  it('that cannot be read is taken over', () => {
    const folder = dataFolder();
    writeFileSync(lockOf(folder), '{"pid":');
    lockDataFolder(folder)();
  });
});

describe('two processes on one data folder', () => {
  it('the second refuses and harms nothing; Ctrl-C ends the first cleanly and gives the folder back', async () => {
    const folder = dataFolder();
    const args = ['--data', folder, '--empty', '--clock', '2026-11-20T08:00:00Z'];
    const first = startLocal(args);
    await first.says('Ctrl-C ends it.');
    const second = await startLocal(args).ended;
    expect(second).toEqual({
      code: 1,
      stdout: '',
      stderr: `The data folder ${folder} is in use by process ${first.child.pid}. Stop that process, or choose another folder with --data.\n`,
    });
    expect((await first.post('/_local/clock', { advanceBy: 'PT1H' })).status).toBe(200);
    expect(await first.kill('SIGINT')).toMatchObject({ code: 0, stderr: '' });
    expect(existsSync(lockOf(folder))).toBe(false);
  });
});

it('a folder that was begun without the sample story stays without it', async () => {
  const folder = dataFolder();
  const at = ['--data', folder, '--exit'];
  expect((await startLocal([...at, '--empty', '--clock', '2026-11-19T08:00:00Z']).ended).code).toBe(0);
  const again = await startLocal(at).ended;
  expect(again).toMatchObject({ code: 0, stderr: '' });
  expect(again.stdout).toContain(`The folder ${folder} was begun with --empty, so no sample story is played.`);
  expect(again.stdout).toContain('Ledger of notices: none was sent');
  expect(again.stdout).toContain('All is consistent at 2026-11-19T08:00:00Z');
});

it('a folder whose story has begun goes on with it after a start without', async () => {
  const folder = dataFolder();
  const at = ['--data', folder, '--exit', '--until'];
  await startLocal([...at, '2026-11-20T09:00:00Z']).ended;
  await startLocal([...at, '2026-11-20T10:00:00Z', '--empty']).ended;
  const { stdout } = await startLocal([...at, '2026-12-20T08:00:00Z']).ended;
  expect(stdout).toContain('Export of the customer’s data');
  expect(stdout).not.toContain('--empty');
});
