import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { join } from 'node:path';
import { build, type Metafile } from 'esbuild';
import { describe, expect, it } from 'vitest';
import { bundlingOf, entryOf, REPLACED_PARTS, REPOSITORY } from '../../infra/constructs/function-code.ts';
import { FUNCTIONS } from '../../infra/functions.ts';
import type { FunctionDeclaration } from '../../shared/runtime/declaration.ts';
import { dataFolder } from '../local/process.ts';

/** Parts that are slow to start or have no business in a Lambda. */
const BANNED =
  /node_modules\/(moment|moment-timezone|date-holidays|yaml|aws-cdk-lib|constructs|stripe|@paddle\/|typescript)\b/;

/** Made as the CDK makes it; `minified` takes longer. */
async function bundle(declaration: FunctionDeclaration, minified = false) {
  const { define, keepNames, mainFields, minify, target } = bundlingOf(declaration);
  return build({
    entryPoints: [entryOf(declaration)],
    absWorkingDir: REPOSITORY,
    bundle: true,
    write: false,
    metafile: true,
    outdir: '/bundle',
    platform: 'node',
    format: 'cjs',
    alias: { ...REPLACED_PARTS },
    ...(define && { define }),
    ...(target && { target }),
    ...(mainFields && { mainFields }),
    ...(minified && minify !== undefined && { minify }),
    ...(keepNames !== undefined && { keepNames }),
  });
}

/** The files of which something is in the bundle. */
const partsOf = ({ outputs }: Metafile) =>
  Object.values(outputs).flatMap(({ inputs }) =>
    Object.entries(inputs).flatMap(([path, { bytesInOutput }]) => (bytesInOutput > 0 ? [path] : [])),
  );

const importsOf = ({ outputs }: Metafile) => Object.values(outputs).flatMap(({ imports }) => imports);

describe('the bundle of', () => {
  it.each(FUNCTIONS)('$name is whole, and free of what does not belong in a Lambda', async (declaration) => {
    const { metafile, warnings } = await bundle(declaration);
    expect(Object.keys(metafile.inputs).filter((path) => BANNED.test(path))).toEqual([]);
    const outside = importsOf(metafile).filter(({ external }) => external);
    expect(outside.filter(({ path }) => !isBuiltin(path))).toEqual([]);
    expect(warnings).toEqual([]);
  });

  it('a function is made without the parts of the SDK that none needs', () => {
    for (const declaration of FUNCTIONS) {
      const aliases = Object.entries(REPLACED_PARTS).map(([part, file]) => `${part}=${file}`);
      expect(bundlingOf(declaration).esbuildArgs).toEqual({ '--alias': aliases });
    }
  });

  it.each(FUNCTIONS)('$name says that it is CommonJS, and takes the terms along if it needs them', (declaration) => {
    const commands = bundlingOf(declaration).commandHooks?.afterBundling('/source', '/bundle');
    expect(commands).toEqual([
      `echo '{"type":"commonjs"}' > "/bundle/package.json"`,
      ...(declaration.needsTerms ? [`"${process.execPath}" "/source/scripts/bundle-terms.ts" "/bundle/terms"`] : []),
    ]);
  });
});

/** Starts a server in the services' place, calls the bundle's handler with a signed webhook and prints what came. */
const RUN = `
const { createServer } = require('node:http');
const { createHash, createHmac } = require('node:crypto');
const md5 = (text) => createHash('md5').update(text).digest('hex');
const ANSWERS = {
  'secretsmanager.GetSecretValue': () => ({ SecretString: 'whsec_test' }),
  'DynamoDB_20120810.PutItem': () => ({}),
  'AmazonSQS.SendMessageBatch': ({ Entries: [{ Id, MessageBody }] }) => ({
    Successful: [{ Id, MessageId: 'm', MD5OfMessageBody: md5(MessageBody) }],
    Failed: [],
  }),
};
const calls = [];
const signed = [];
const server = createServer(async (request, response) => {
  const parts = [];
  for await (const part of request) parts.push(part);
  calls.push(request.headers['x-amz-target']);
  signed.push(/Credential=(\\w+)\\//.exec(request.headers.authorization)?.[1]);
  response.setHeader('content-type', 'application/x-amz-json-1.0');
  response.end(JSON.stringify(ANSWERS[calls.at(-1)](JSON.parse(Buffer.concat(parts)))));
});
server.listen(0, '127.0.0.1', async () => {
  const endpoint = 'http://127.0.0.1:' + server.address().port;
  Object.assign(process.env, {
    AWS_LAMBDA_FUNCTION_NAME: 'receive-webhook',
    AWS_REGION: 'eu-central-1',
    AWS_ACCESS_KEY_ID: 'AKIAROLE',
    AWS_SECRET_ACCESS_KEY: 'secret',
    AWS_SESSION_TOKEN: 'token',
    AWS_ENDPOINT_URL: endpoint,
    TABLE_NAME: 'clauseclock-test',
    WEBHOOK_SECRET_PREFIX: 'clauseclock/test/webhook/',
    STAGE: 'dev',
    DELIVERIES_QUEUE_URL: endpoint + '/000000000000/deliveries',
    INBOUND_QUEUE_URL: endpoint + '/000000000000/inbound',
    PROVIDER_ACCOUNTS: '',
  });
  const { handler } = require('./index.js');
  const body = JSON.stringify({ id: 'evt_1', type: 'invoice.paid', livemode: true });
  const time = Math.floor(Date.now() / 1000);
  const signature = createHmac('sha256', 'whsec_test').update(time + '.' + body).digest('hex');
  const answer = await handler(
    {
      pathParameters: { provider: 'stripe' },
      headers: { 'Stripe-Signature': 't=' + time + ',v1=' + signature },
      requestContext: { requestId: 'r' },
      body,
      isBase64Encoded: false,
    },
    {},
  );
  console.log(JSON.stringify({ calls, signed, answer }));
  server.close();
  server.closeAllConnections();
});
`;

describe('the bundle of receive-webhook', () => {
  const declaration = FUNCTIONS.find(({ name }) => name === 'receive-webhook') as FunctionDeclaration;
  const MOST_BYTES = 270 * 1024;
  /** What a webhook means is no business of the function that takes it in. */
  const FOREIGN =
    /^terms\/|^shared\/(desk|jobs|recording(?!\/rejection\.ts)|sending)\/|^shared\/core\/(?!webhooks\/)|^shared\/.*mapp(ing|ed)|temporal-polyfill|date-holidays|zod\/v4\/(classic|locales)/;

  it('has 270 KB at most, and nothing of terms, calendars, planning or mappings', async () => {
    const { metafile, outputFiles } = await bundle(declaration, true);
    expect(outputFiles.map(({ contents }) => contents.byteLength)).toHaveLength(1);
    expect(outputFiles[0]?.contents.byteLength).toBeLessThanOrEqual(MOST_BYTES);
    expect(partsOf(metafile).filter((path) => FOREIGN.test(path))).toEqual([]);
    // The formats are those of Node itself: nothing of the bundle waits to be loaded at the first request.
    const later = importsOf(metafile).filter(({ kind }) => kind === 'dynamic-import');
    expect(later.filter(({ path }) => !isBuiltin(path))).toEqual([]);
  });

  it('takes in a webhook by the services of AWS as they answer over the network', async () => {
    const folder = dataFolder();
    const { outputFiles } = await bundle(declaration, true);
    writeFileSync(join(folder, 'index.js'), outputFiles[0]?.contents ?? '');
    writeFileSync(join(folder, 'run.js'), RUN);
    const { stdout, stderr, status } = spawnSync(process.execPath, [join(folder, 'run.js')], { encoding: 'utf8' });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    const lines = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines.find(({ code }) => code === 'WEBHOOK_STORED')).toMatchObject({
      level: 'INFO',
      service: 'receive-webhook',
      delivery: 'stripe~default~evt_1',
      state: 'stored',
    });
    expect(lines.find(({ _aws }) => _aws)).toMatchObject({
      _aws: {
        CloudWatchMetrics: [
          {
            Namespace: 'Clauseclock/dev',
            Dimensions: [['service']],
            Metrics: [{ Name: 'WebhookStored', Unit: 'Count' }],
          },
        ],
      },
      service: 'receive-webhook',
      WebhookStored: 1,
    });
    const { calls, signed, answer } = lines.at(-1);
    expect(calls).toEqual(['secretsmanager.GetSecretValue', 'DynamoDB_20120810.PutItem', 'AmazonSQS.SendMessageBatch']);
    expect(signed).toEqual(['AKIAROLE', 'AKIAROLE', 'AKIAROLE']);
    expect(answer).toMatchObject({ statusCode: 200, body: '{"delivery":"stripe~default~evt_1","state":"stored"}' });
  });
});
