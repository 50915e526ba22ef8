import { RootConstruct } from 'constructs';
import { describe, expect, it } from 'vitest';
import { readSettings } from '../../infra/settings.ts';

const GOOD = {
  stage: 'prod',
  fromAddress: 'notices@acme.com',
  operationsAddress: 'ops@acme.com',
  architecture: 'arm64',
};

function read(context: Record<string, string>) {
  const { node } = new RootConstruct();
  for (const [key, value] of Object.entries(context)) node.setContext(key, value);
  return readSettings(node);
}

describe('settings', () => {
  it('come from the context', () => expect(read(GOOD)).toEqual(GOOD));

  it.each([
    ['a stage with capitals', { stage: 'Prod' }, /stage: use 1 to 16/],
    ['an address that is none', { fromAddress: 'notices' }, /fromAddress/],
    ['an unknown architecture', { architecture: 'riscv' }, /architecture/],
    ['the placeholder address on a stage other than dev', { fromAddress: 'a@clauseclock.example' }, /stage prod needs/],
    ['a placeholder for escalations', { operationsAddress: 'a@clauseclock.example' }, /operationsAddress/],
  ])('refuse %s', (_, wrong, message) => expect(() => read({ ...GOOD, ...wrong })).toThrow(message));

  it('say how to give what is missing', () => expect(() => read({})).toThrow(/stage.*-c key=value/s));
});
