/** Codes of refusals that are about the message, its recipient or a parameter, unless their words say otherwise. */
const OF_THE_REQUEST: ReadonlySet<string> = new Set(['InvalidParameterValue', 'ValidationError']);

/** Words by which SES speaks of the sender or of what is set up, whatever the code. */
const OF_THE_SENDER =
  /\bnot (?:yet )?(?:verified|authori[sz]ed)\b|\b(?:identity|identities|source|sender|from|return.?path|arn|configuration set|sandbox|suspended|paused|disabled|quota)\b/i;

/** Words by which SES speaks of a message, or of an address that it never sends to. */
const OF_THE_MESSAGE =
  /\b(?:virus|malware|attachment|attached|illegal|header|mime|encoding|length|too (?:long|large|big)|size|blacklisted|recipient|content|expected)\b/i;

/**
 * Whether a refusal is about the message itself, so that sending it again would be refused again. Anything else may have a
 * cause that somebody removes: a sender that is not verified, an account that is paused or in the sandbox, a missing right.
 *
 *     isOfTheMessage('MessageRejected', 'Email address is not verified. …')   false
 *     isOfTheMessage('MessageRejected', 'Message length is more than …')      true
 *     isOfTheMessage('InvalidParameterValue', 'Missing final \'@domain\'')    true
 */
export function isOfTheMessage(code: string, words: string): boolean {
  if (OF_THE_REQUEST.has(code)) return !OF_THE_SENDER.test(words);
  return code === 'MessageRejected' && !OF_THE_SENDER.test(words) && OF_THE_MESSAGE.test(words);
}

export const MOST_WORDS = 1000;
const ADDRESS = /[^\s<>"'(),;:]+@[^\s<>"'(),;:]+/g;

/** The service's words in one line, at most 1,000 characters. Undefined if it said nothing. */
export function wordsOf(error: Error): string | undefined {
  const words = error.message.toWellFormed().replace(/\s+/g, ' ').trim().slice(0, MOST_WORDS);
  return words === '' ? undefined : words;
}

/** The same words without mail addresses, for logs. */
export function withoutAddresses(words: string): string {
  return words.replace(ADDRESS, '<address>');
}
