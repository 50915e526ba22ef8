import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { describe, expect, it } from 'vitest';
import { LocalApi } from '../../local/api.ts';
import type { LocalFunction } from '../../local/functions.ts';

/** A function that answers with as many characters as it is asked for, or with the bytes of its event. */
function apiOf(): { api: LocalApi; reported: string[]; events: APIGatewayProxyEventV2[] } {
  const reported: string[] = [];
  const events: APIGatewayProxyEventV2[] = [];
  const target = {
    declaration: {
      name: 'echo',
      timeoutSeconds: 10,
      triggers: [{ kind: 'route', method: 'POST', path: '/echo', auth: 'iam' }],
    },
    handler: async (event: APIGatewayProxyEventV2) => {
      events.push(event);
      return {
        statusCode: 200,
        headers: {},
        body: (event.queryStringParameters?.text ?? 'x').repeat(Number(event.queryStringParameters?.times ?? 1)),
      };
    },
  } as unknown as LocalFunction;
  return { api: new LocalApi([target], (text) => reported.push(text)), reported, events };
}

const answer = (times: number, text = 'x') =>
  apiOf().api.request({ method: 'POST', path: '/echo', query: { times: String(times), text } });

/** `{"statusCode":200,"headers":{},"body":""}` */
const AROUND = 41;

describe('an answer', () => {
  it('may be as large as Lambda hands over, with what is around its body, and no larger', async () => {
    expect((await answer(6_291_556 - AROUND)).status).toBe(200);
    expect(await answer(6_291_556 - AROUND + 1)).toEqual({
      status: 500,
      headers: { 'content-type': 'application/json' },
      body: '{"message":"Internal Server Error"}',
    });
  });

  it('is measured as JSON, in which a quotation mark takes two bytes', async () => {
    expect((await answer(3_145_757, '"')).status).toBe(200);
    expect((await answer(3_145_758, '"')).status).toBe(500);
  });

  it('that is too large is reported with its function and route', async () => {
    const { api, reported } = apiOf();
    await api.request({ method: 'POST', path: '/echo', query: { times: '7000000' } });
    expect(reported).toEqual(['echo answered POST /echo with more than 6291556 bytes.']);
  });
});

describe('a request', () => {
  const send = (bytes: number, content = 0x78) => {
    const { api, events } = apiOf();
    return api
      .request({ method: 'POST', path: '/echo', body: new Uint8Array(bytes).fill(content) })
      .then(({ status, body }) => ({ status, body, invoked: events.length }));
  };
  const refused = { status: 413, body: '{"message":"Request Entity Too Large"}', invoked: 0 };

  it('of more than API Gateway or Lambda takes is refused before the function', async () => {
    expect(await send(6_200_000)).toMatchObject({ status: 200, invoked: 1 });
    expect(await send(6_291_556)).toEqual(refused);
    expect(await send(10_485_761)).toEqual(refused);
  });

  it('that is no text goes in base64, of which less fits', async () => {
    expect(await send(4_700_000, 0xff)).toMatchObject({ status: 200, invoked: 1 });
    expect(await send(4_800_000, 0xff)).toEqual(refused);
  });
});
