import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

/** The page's own modules, each after those it imports. They become one inline script. */
const MODULES = [
  'dom.js',
  'words.js',
  'api.js',
  'clock-view.js',
  'contracts-view.js',
  'ladder-view.js',
  'deadlines-view.js',
  'inbox-view.js',
  'records-view.js',
  'webhook-details.js',
  'webhooks-view.js',
  'app.js',
] as const;

/** In the order of the cascade. */
const STYLES = [
  'base.css',
  'clock.css',
  'layout.css',
  'deadlines.css',
  'records.css',
  'webhooks.css',
  'inbox.css',
  'narrow.css',
] as const;

/** The console as one HTML document that loads nothing from anywhere but the server's own data. */
export function consolePage(): string {
  const script = MODULES.map((file) => inlined(readAsset(`browser/${file}`))).join('\n');
  const hash = createHash('sha256').update(script).digest('base64');
  // Styles are allowed inline because the previewed messages carry theirs in attributes and inherit this policy.
  const policy = `default-src 'none'; script-src 'sha256-${hash}'; style-src 'unsafe-inline'; connect-src 'self'; base-uri 'none'; form-action 'none'`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Clauseclock, local console</title>
<style>
${STYLES.map((file) => readAsset(`styles/${file}`)).join('')}</style>
</head>
<body>
<a class="skip" href="#main">Skip to the deadlines</a>
<header id="top"></header>
<div id="problem" role="alert"></div>
<div class="layout">
<nav id="contracts" aria-label="Contracts"></nav>
<main id="main" tabindex="-1"></main>
</div>
<p id="status" class="hidden" role="status"></p>
<script type="module">${script}</script>
</body>
</html>
`;
}

/** A module as part of one script, without its imports, which are defined above it. */
function inlined(source: string): string {
  const body = source.replace(/^import [^;]*;\n/gm, '').replace(/^export /gm, '');
  // The one sequence that could end the script element early.
  if (/<\/script|<!--/i.test(body)) throw new Error('a console module must not contain </script or <!--');
  return body;
}

function readAsset(file: string): string {
  return readFileSync(new URL(file, import.meta.url), 'utf8');
}
