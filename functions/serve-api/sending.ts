import * as z from 'zod';
import {
  groupsOf,
  MOST_PACKS,
  SENDING_VALUES,
  type SendingState,
  type Switch,
} from '../../shared/core/notices/sending.ts';
import { nameText } from '../../shared/core/terms/text.ts';
import { answer, HttpProblem, parseJson, rawBody } from '../../shared/runtime/http.ts';
import { switchSending } from '../../shared/sending/switch.ts';
import type { Respond, ServeApiDependencies } from './dependencies.ts';
import { parseInput, parseQuery, refused, statementSchema } from './parse.ts';
import { QUERIES } from './queries.ts';

/** Most letters that are counted for an answer. */
export const MOST_COUNTED = 1000;

/** Says on every answer what may be sent: `operations-only; holds=2; packs=1`. */
export const SENDING_HEADER = 'clauseclock-sending';

/** The body of `PUT /sending`. */
export const switchBodySchema = statementSchema.extend({
  value: z
    .enum(SENDING_VALUES, `use one of ${SENDING_VALUES.join(', ')}`)
    .describe('`off`: nothing but escalations. `operations-only`: nothing to customers. `on`: everything.'),
  pack: nameText
    .optional()
    .describe('Only letters by this pack. The whole stage when absent; the stricter value holds.'),
});

/** What may be sent at the stage and by each pack, who said so, and how many letters wait for it. */
export const getSending: Respond = async (dependencies, request) => {
  parseQuery(QUERIES['GET /sending'], request);
  const { table, clock } = dependencies;
  return answer(200, await sendingAnswer(dependencies, await table.sending.current(clock.now())));
};

/** Switches what may be sent; what may not waits. Said twice, the first stays. */
export const putSending: Respond = async (dependencies, request) => {
  const { pack, ...said } = parseInput(switchBodySchema, parseJson(rawBody(request)));
  if (pack !== undefined) requirePack(dependencies, pack);
  const result = await switchSending(dependencies, said, pack);
  if (result.outcome === 'too-many') throw tooManySwitches(pack);
  const { value } = said;
  if (result.outcome === 'switched') dependencies.telemetry.info('SENDING_CHANGED', { value, pack });
  return answer(200, await sendingAnswer(dependencies, result.state));
};

export function requirePack({ catalog }: Pick<ServeApiDependencies, 'catalog'>, pack: string): void {
  if (catalog.has(pack)) return;
  throw refused('pack', pack, `The stage has no such terms pack. Use one of ${[...catalog.keys()].join(', ')}.`);
}

function tooManySwitches(pack = ''): HttpProblem {
  const detail = `At most ${MOST_PACKS} packs have a value of their own, and the sweep may still be letting letters go. Wait for fifteen minutes, or switch the stage.`;
  return new HttpProblem(409, 'too-many', 'There are too many switches.', [{ field: 'pack', value: pack, detail }]);
}

async function sendingAnswer({ table }: ServeApiDependencies, state: SendingState) {
  return {
    ...said(state.stage),
    packs: Object.entries(state.packs)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([pack, own]) => ({ pack, ...said(own) })),
    holds: state.holds.length,
    letters: await table.sending.countStopped(groupsOf(state), MOST_COUNTED),
  };
}

function said({ value, by, reason, at }: Switch) {
  return { value, by, reason, since: at };
}

/** The header that says what may be sent; none if the table does not answer, since the rest of the answer stands. */
export async function sendingHeader({ table, clock }: ServeApiDependencies): Promise<Record<string, string>> {
  try {
    const { stage, packs, holds } = await table.sending.current(clock.now());
    const stricter = Object.values(packs).filter(({ value }) => value !== 'on').length;
    const said = [
      stage.value,
      ...(holds.length > 0 ? [`holds=${holds.length}`] : []),
      ...(stricter > 0 ? [`packs=${stricter}`] : []),
    ];
    return { [SENDING_HEADER]: said.join('; ') };
  } catch {
    return {};
  }
}
