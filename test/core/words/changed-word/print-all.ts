import { deadlineItem } from '../../../../shared/aws/table/items.ts';
import { plan } from '../../../../shared/core/deadlines/plan.ts';
import { withProgress } from '../../../../shared/core/deadlines/progress.ts';
import { appendEntries, genesis } from '../../../../shared/core/evidence/chain.ts';
import { explained } from '../../../../shared/core/words/explanation.ts';
import { wordsOf } from '../../../../shared/core/words/words.ts';
import { facts, silent, terms } from '../../deadlines/planning.ts';

const NOW = '2026-11-20T08:00:00Z';

/** What is decided, stored and said of one contract, printed as JSON. */
function everything() {
  const events = facts(
    'contract.terminated@2026-11-20T10:00:00+02:00,id=ended',
    'data-export.delivered@2026-11-25,id=delivered',
    'invoice.issued@2026-11-01,id=bill,invoice=i,dueOn=2026-11-01',
    'legal-hold.placed@2026-12-01,id=hold',
  );
  const { deadlines } = plan({ contract: silent, events, ...terms });
  const stored = deadlines.map((deadline) =>
    withProgress(deadline, { revision: 1, run: 1, runStartedAt: NOW, done: [] }, NOW),
  );
  const words = wordsOf(terms.catalog);
  return {
    now: NOW,
    deadlines,
    stored,
    items: stored.map((deadline) => deadlineItem(silent.id, deadline, NOW)),
    evidence: appendEntries(genesis(silent.id), silent.id, NOW, [{ type: 'event.recorded', facts: { changes: [] } }]),
    said: deadlines.flatMap((deadline) => explained(deadline, words).map(({ text }) => text)),
  };
}

process.stdout.write(JSON.stringify(everything()));
