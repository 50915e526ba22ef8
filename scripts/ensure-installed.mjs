// Runs before `npm start` and `npm test`, also on a system Node that cannot run the project itself: plain old JavaScript.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

/** npm writes its own lock file into node_modules; it is as new as the installation. */
function isInstalled() {
  const installed = `${root}node_modules/.package-lock.json`;
  if (!existsSync(installed) || !existsSync(`${root}node_modules/.bin/node`)) return false;
  const versions = (file) => {
    const { packages } = JSON.parse(readFileSync(file, 'utf8'));
    return packages;
  };
  const wanted = versions(`${root}package-lock.json`);
  const found = versions(installed);
  return Object.keys(wanted).every(
    (path) => path === '' || wanted[path].optional || found[path]?.version === wanted[path].version,
  );
}

if (!isInstalled()) {
  process.stderr.write('Installing dependencies (about a minute) …\n');
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const { status } = spawnSync(npm, ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    stdio: 'inherit',
  });
  if (status !== 0) {
    process.stderr.write('The dependencies could not be installed. Check the network and run `npm ci`.\n');
    process.exit(1);
  }
}
