// Written by scripts/generate-messages.ts from the catalogues.

/** Text that stands in a sentence as it is. Days and sums come as finished text. */
export type Text = string | number;

/** The values that each message about an entry of evidence takes. */
export interface EvidenceMessages {
  'evidence.contract-created': { terms: Text };
  'evidence.event-recorded': { kind: Text; occurredAt: Text; n: number };
  'evidence.not-started': { clause: Text; missing: Text };
  'evidence.not-applied': { clause: Text; why: Text };
  'evidence.deadlines-settled': { n: number; terms: Text };
  'evidence.step-fired': { step: Text; title: Text; date: Text; n: number };
  'evidence.deadline-ended': { title: Text; instant: Text; kind: Text; occurredAt: Text };
  'evidence.notice-attempt': { attempt: Text; notice: Text };
  'evidence.notice-attempt-again': { attempt: Text };
  'evidence.notice-accepted': { attempt: Text; messageId: Text };
  'evidence.notice-refused': { attempt: Text; code: Text };
  'evidence.notice-released': { attempt: Text; code: Text };
  'evidence.notice-cut-off': { attempt: Text; until: Text };
  'evidence.notice-unanswered': { attempt: Text; code: Text };
  'evidence.notice-unanswered-until': { attempt: Text; code: Text; until: Text };
  'evidence.notice-cancelled': { notice: Text };
  'evidence.notice-not-again': { notice: Text; attempts: Text };
  'evidence.notice-given-up': { notice: Text; n: number; late: boolean };
  'evidence.notice-escalated': { step: Text; party: 'customer' | 'provider'; reason: string };
  'evidence.report': {
    report: 'sent' | 'delivered' | 'delayed' | 'rejected' | 'suppressed' | 'complained' | 'bounced' | 'transient';
    at: Text;
  };
  'evidence.report-detailed': {
    report: 'sent' | 'delivered' | 'delayed' | 'rejected' | 'suppressed' | 'complained' | 'bounced' | 'transient';
    at: Text;
    detail: Text;
  };
  'evidence.other': { type: Text };
  'evidence.notice-held': { notice: Text; delivery: Text; receivedAt: Text; latest: Text };
  'evidence.notice-let-go': { notice: Text; delivery: Text; receivedAt: Text; latest: Text };
  'evidence.event-corrected': { by: Text; reason: Text; to: Text; from: Text; n: number };
  'evidence.contract-amended': { by: Text; reason: Text; what: Text };
  'evidence.inbound-set-aside': { delivery: Text; kind: Text; reason: Text; detail: Text };
  'evidence.inbound-replayed': { by: Text; delivery: Text; event: Text; why: Text };
  'evidence.notice-acknowledged': { by: Text; step: Text; party: 'customer' | 'provider'; reason: Text };
  'evidence.not-counted': { clause: Text; field: Text; event: Text; why: Text };
  'evidence.deadline-late-known': { title: Text; instant: Text; kind: Text; occurredAt: Text };
  'evidence.notice-held-undecided': { notice: Text; delivery: Text; receivedAt: Text; latest: Text };
  'evidence.notice-let-go-undecided': { notice: Text; delivery: Text; receivedAt: Text; latest: Text };
  'evidence.onboarding-told': { recordedAt: Text; over: number; open: number };
  'evidence.deadline-late-read': { title: Text; instant: Text; kind: Text; occurredAt: Text };
  'evidence.step-missed': { title: Text; n: number; steps: Text };
  'evidence.step-late-known': { title: Text; n: number; steps: Text };
  'evidence.notice-left-out': { notice: Text };
  'evidence.notice-overtaken': { notice: Text; n: number };
  'evidence.notice-released-saying': { attempt: Text; code: Text; detail: Text };
  'evidence.notice-refused-saying': { attempt: Text; code: Text; detail: Text };
  'evidence.notice-undelivered': { notice: Text; at: Text };
  'evidence.notice-sent-again': { by: Text; notice: Text; reason: Text };
  'evidence.notice-sent-instead': { by: Text; instead: Text; notice: Text; reason: Text };
  'evidence.not-concerned': { clause: Text; why: Text };
  'evidence.notice-stopped': {
    notice: Text;
    through: 'hold' | 'pack' | 'stage';
    by: Text;
    hold: Text;
    pack: Text;
    sending: Text;
    reason: Text;
    latest: Text;
  };
  'evidence.notice-stopped-over': {
    notice: Text;
    through: 'hold' | 'pack' | 'stage';
    by: Text;
    hold: Text;
    pack: Text;
    sending: Text;
    reason: Text;
  };
  'evidence.notice-attempt-together': { attempt: Text; notice: Text; n: number };
  'evidence.notice-regrouped': { notice: Text };
  'evidence.step-fired-moved': { step: Text; title: Text; date: Text; movedTo: Text; dueAt: Text; n: number };
}
