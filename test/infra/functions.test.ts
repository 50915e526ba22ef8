import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { environmentFor } from '../../infra/constructs/function-environment.ts';
import { FUNCTIONS } from '../../infra/functions.ts';
import { build, functionNamed, REPOSITORY, resourcesOf, synthesize, target } from './synthesized.ts';

const { service } = synthesize();

describe('functions', () => {
  it('are those of the folders, and only those', () => {
    const folders = readdirSync(join(REPOSITORY, 'functions'), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => entry.name)
      .sort();
    expect(FUNCTIONS.map(({ name }) => name).sort()).toEqual(folders);
    const deployed = resourcesOf(service, 'AWS::Lambda::Function').map(([, { FunctionName }]) => FunctionName);
    expect(deployed.sort()).toEqual(folders.map((name) => `clauseclock-dev-${name}`));
  });

  it.each(FUNCTIONS)('$name has the size, time and description it declares', (declaration) => {
    expect(functionNamed(service, declaration.name)).toMatchObject({
      Description: declaration.description,
      Timeout: declaration.timeoutSeconds,
      MemorySize: declaration.memoryMb,
      Runtime: 'nodejs24.x',
      Handler: 'index.handler',
      Architectures: ['x86_64'],
    });
  });

  it.each(FUNCTIONS)('$name gets the environment it declares, and nothing else', (declaration) => {
    const { Variables } = functionNamed(service, declaration.name).Environment;
    expect(Object.keys(Variables).sort()).toEqual(Object.keys(declaration.environment.shape).sort());
  });

  it('finds its terms in its own bundle, wherever that is unpacked', () => {
    for (const { name, needsTerms } of FUNCTIONS) {
      const { Variables } = functionNamed(service, name).Environment;
      expect(Variables.TERMS_DIRECTORY).toBe(needsTerms ? 'terms' : undefined);
    }
  });

  it.each(FUNCTIONS)('$name logs to its own group, kept for 90 days', ({ name }) => {
    const id = target(functionNamed(service, name).LoggingConfig.LogGroup);
    const group = resourcesOf(service, 'AWS::Logs::LogGroup').find(([groupId]) => groupId === id);
    expect(group?.[1]).toMatchObject({ LogGroupName: `/aws/lambda/clauseclock-dev-${name}`, RetentionInDays: 90 });
  });

  it('runs on arm64 where that is asked for', () => {
    const arm = synthesize({ architecture: 'arm64' }).service;
    for (const { name } of FUNCTIONS) expect(functionNamed(arm, name).Architectures).toEqual(['arm64']);
  });
});

describe('an environment variable that nothing supplies', () => {
  it('stops the synthesis, naming the variable and the declaration', () => {
    const { resources } = build().service;
    const [first] = FUNCTIONS;
    if (!first) throw new Error('no functions');
    const wrong = { ...first, environment: z.object({ TABLE_NAME: z.string(), TABEL_NAME: z.string() }) };
    expect(() => environmentFor(wrong, resources)).toThrow(
      /receive-webhook.*TABEL_NAME.*Name one of STAGE, TABLE_NAME/s,
    );
  });
});
