import { didYouMean } from '../../core/terms/nearest.ts';
import type { LocatedPack } from '../reading/read-pack.ts';
import { FINDINGS, type Finding, ofPack } from './finding.ts';
import { capital } from './words.ts';

/**
 * The findings about a pack, each with the author's reason if the pack acknowledges it. An acknowledgement that matches
 * no finding is a finding of its own.
 */
export function withAcknowledgements(source: LocatedPack, findings: readonly Finding[]): Finding[] {
  const { acknowledges } = source.pack;
  const answers = findings.map((finding) => acknowledges.findIndex((one) => answersFor(one, finding)));
  const answered = findings.map((finding, index) => {
    const why = acknowledges[answers[index] ?? -1]?.why;
    return why === undefined ? finding : { ...finding, acknowledged: why.trim() };
  });
  const stale = acknowledges.flatMap((one, index) =>
    findings.some((finding) => answersFor(one, finding)) ? [] : [staleAt(index, one, source, findings)],
  );
  return [...answered, ...stale];
}

type Acknowledgement = LocatedPack['pack']['acknowledges'][number];

function answersFor({ finding, clause, against }: Acknowledgement, found: Finding): boolean {
  return found.code === finding && found.clause === clause && (against === undefined || found.against === against);
}

function staleAt(
  index: number,
  { finding, clause, against }: Acknowledgement,
  source: LocatedPack,
  findings: readonly Finding[],
): Finding {
  const what = `${finding} of ${clause}${against === undefined ? '' : ` against ${against}`}`;
  const known = Object.hasOwn(FINDINGS, finding);
  const others = findings
    .filter((one) => one.clause === clause)
    .map((one) => `${one.code}${one.against ? ` against ${one.against}` : ''}`);
  const text = known
    ? `The pack acknowledges ${what}, and there is no such finding.`
    : `The pack acknowledges ${what}, and no finding is called ${finding}.`;
  const remedy = known
    ? `Take it out${others.length > 0 ? `, or correct it: of ${clause} there is ${others.join('; ')}` : ''}.`
    : didYouMean(finding, Object.keys(FINDINGS), 'see docs/lint.md for the names.');
  return ofPack('stale-acknowledgement', source, ['acknowledges', index], { text, remedy: capital(remedy) });
}
