import type { Mutant } from './mutant.ts';

/** Faults in letters that go out as one message. */
export const DIGEST: readonly Mutant[] = [
  {
    name: 'a bounce of a digest concerns the first of its notices alone',
    file: 'functions/record-delivery/record-report.ts',
    find: '(letter) => merged(letter, report, now)',
    replace: '(letter) => (letter.id === found.id ? merged(letter, report, now) : letter)',
  },
  {
    name: 'a digest is sent although one of its letters does not hold any more',
    file: 'functions/send-notice/claim.ts',
    find: "judged.every(({ verdict }) => verdict === 'wanted')",
    replace: "judged.some(({ verdict }) => verdict === 'wanted')",
  },
  {
    name: 'the other letters of a digest that falls apart are not told again',
    file: 'functions/send-notice/drop.ts',
    find: "verdict === 'left-out' ? [] : [letter]",
    replace: "verdict === 'unwanted' ? [letter] : []",
  },
  {
    name: 'a digest takes along what is due on other days',
    file: 'functions/send-notice/digest.ts',
    find: 'dayIn(party, at) <= dayIn(party, now)',
    replace: 'dayIn(party, at) !== dayIn(party, at).slice(1)',
  },
];
