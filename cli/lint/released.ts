import { join, relative } from 'node:path';
import { FINDINGS, type Finding, ofPack } from '../../shared/desk/lint/finding.ts';
import { type Released, releaseFaults } from '../../shared/desk/packs/digest.ts';
import type { FolderOfPacks } from '../packs-at-hand.ts';
import { RELEASED, readReleased } from '../released.ts';
import type { PackFile } from './input.ts';

/** The finding for a released version whose content has changed since. */
export function changedSinceRelease({ source, folder }: PackFile): Finding[] {
  if (folder === undefined) return [];
  const { pack } = source;
  const faults = releaseFaults([pack], readReleased(folder)).filter(({ fault }) => fault === 'changed');
  return faults.map(({ pack: label }) =>
    ofPack('released-and-changed', source, ['version'], {
      text: `${label} was released and says something else since. Contracts are pinned to it, and their dates or notices may change.`,
      remedy: 'Take the change back, and write a new version for it (docs/versions.md).',
    }),
  );
}

/** Findings for released versions that are not in the folder any more. */
export function goneSinceRelease({ folder, sources, unreadable }: FolderOfPacks): Finding[] {
  const released: Released = readReleased(folder);
  const broken = new Set(unreadable.map(({ file }) => file));
  const packs = sources.map(({ pack }) => pack);
  const faults = releaseFaults(packs, released).filter(({ fault }) => fault === 'missing');
  return faults.flatMap(({ pack }): Finding[] => {
    const [name = '', version = ''] = pack.split('@');
    const file = relative('', join(folder, name, `${version}.yaml`));
    if (broken.has(file)) return [];
    return [
      {
        code: 'released-and-gone',
        severity: FINDINGS['released-and-gone'],
        pack,
        places: [{ file: relative('', join(folder, RELEASED)), line: 1, column: 1 }],
        text: `${pack} was released and is gone. Contracts are pinned to it, and none of them can be planned.`,
        remedy: `Put ${file} back.`,
      },
    ];
  });
}
