import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ANSWERS } from '../../functions/serve-api/answers.ts';
import { ROUTES } from '../../functions/serve-api/routes.ts';
import { storeDelivery } from '../harness/deliveries.ts';
import { createContract, recordEvent } from '../harness/samples.ts';
import { type Answer, startTestStack, type TestStack } from '../harness/stack.ts';

interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query';
  readonly description?: string;
  readonly schema: { readonly type: string; readonly enum?: readonly string[]; readonly default?: unknown };
}

let test: TestStack;
let contract: string;
let delivery: string;
let document: Answer['body'];
beforeAll(async () => {
  test = await startTestStack();
  contract = await createContract(test);
  await recordEvent(test, contract, 'contract.terminated', '2026-11-20');
  await recordEvent(test, contract, 'support.requested', '2026-11-20', { ticket: 1 });
  await storeDelivery(test, { state: 'failed' });
  delivery = (await storeDelivery(test, { state: 'failed' })).id;
  for (const reason of ['one', 'two']) await test.post('/holds', { scope: 'contract', contract, by: 'Ana', reason });
  document = (await test.get('/openapi.json')).body;
});
afterAll(() => test.stop());

const READS = ROUTES.filter(({ method, path }) => method === 'GET' && path !== '/openapi.json').map(({ path }) => path);
/** The routes that answer a list, by its name. */
const LISTS = new Map([
  ['/inbound', 'deliveries'],
  ['/tasks', 'tasks'],
  ['/contracts/{contract}', 'events'],
  ['/contracts/{contract}/deadlines', 'deadlines'],
  ['/contracts/{contract}/evidence', 'entries'],
  ['/deadlines', 'deadlines'],
  ['/holds', 'holds'],
  ['/proposals', 'proposals'],
  ['/contracts/{contract}/proposals', 'proposals'],
]);
/** Lists that have rows only where tables were corrected; their tests go over the pages. */
const WITHOUT_ROWS = new Set(['/proposals', '/contracts/{contract}/proposals']);

const parametersOf = (path: string): Parameter[] =>
  document.paths[path].get.parameters.filter((parameter: Parameter) => parameter.in === 'query');
const urlOf = (path: string) =>
  path.replace('{contract}', contract).replace('{job}', 'reconcile').replace('{delivery}', delivery);

/** Values of parameters that have no default. */
const FREE_TEXT: Readonly<Record<string, string>> = {
  provider: 'stripe',
  cause: 'GB-ENG@2026.1..GB-ENG@2026.2',
  reference: 'sub_1',
  from: '2026-11-20',
  to: '2026-11-20T10:00:00+02:00',
};

/** What the description allows a parameter to be. */
async function examplesOf(path: string, { name, schema }: Parameter): Promise<string[]> {
  if (name === 'cursor') {
    if (WITHOUT_ROWS.has(path)) return [];
    const { next } = (await test.get(urlOf(path), { limit: '1' })).body;
    expect(next).toBeTypeOf('string');
    return [next];
  }
  if (schema.enum) return [...schema.enum];
  return [String(schema.default ?? FREE_TEXT[name])];
}

describe('the description of the API', () => {
  it('has every route, and a summary of each', () => {
    for (const { method, path } of ROUTES) {
      expect(document.paths[path][method.toLowerCase()].summary, path).toMatch(/\S/);
    }
  });

  it.each(READS)('describes what %s takes, and it takes that and no more', async (path) => {
    const described = parametersOf(path);
    const inPages = described.map(({ name }) => name).filter((name) => name === 'cursor' || name === 'limit');
    expect(inPages).toEqual(LISTS.has(path) ? ['cursor', 'limit'] : []);
    for (const parameter of described) {
      expect(parameter.description, parameter.name).toMatch(/\S/);
      for (const example of await examplesOf(path, parameter)) {
        expect((await test.get(urlOf(path), { [parameter.name]: example })).status, parameter.name).toBe(200);
      }
    }
    const names = new Set(['from', 'to', 'state', 'explain', 'cursor', 'limit', 'search', 'page']);
    for (const name of names.difference(new Set(described.map((parameter) => parameter.name)))) {
      const { status, body } = await test.get(urlOf(path), { [name]: 'x' });
      expect([status, body.errors[0].field], name).toEqual([422, name]);
    }
  });

  it.each(READS)('describes what %s answers', async (path) => {
    const answered = document.paths[path].get.responses[200].content['application/json'].schema;
    const list = LISTS.get(path);
    if (list) expect(Object.keys(answered.properties)).toEqual(expect.arrayContaining([list, 'next']));
    const schema = ANSWERS[`GET ${path}` as keyof typeof ANSWERS];
    for (const query of list ? [{ limit: '1' }, { limit: '100' }] : [{}]) {
      const { status, body } = await test.get(urlOf(path), query);
      expect(status).toBe(200);
      schema.parse(body);
    }
  });

  it('describes what an event answers', async () => {
    const path = '/contracts/{contract}/events';
    const { properties } = document.paths[path].post.responses[201].content['application/json'].schema;
    expect(Object.keys(properties)).toContain('more');
    const { body } = await recordEvent(test, contract, 'support.requested', '2026-11-20', { ticket: 2 });
    ANSWERS[`POST ${path}`].parse(body);
  });
});
