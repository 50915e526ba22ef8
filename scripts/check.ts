// Types, style and unused code, side by side; each one's output follows as a whole. Run by `npm run check`.
import { exec } from 'node:child_process';

const CHECKS = ['tsc -p .', 'biome check .', 'knip'];
const LONGEST_OUTPUT = 50_000_000;

const failed = await Promise.all(
  CHECKS.map(
    (check) =>
      new Promise<boolean>((resolve) => {
        exec(check, { maxBuffer: LONGEST_OUTPUT }, (error, stdout, stderr) => {
          process.stdout.write(`> ${check}\n${stdout}${stderr}`);
          resolve(error !== null);
        });
      }),
  ),
);
process.exitCode = failed.includes(true) ? 1 : 0;
