/** The kind of the job, and its id, that goes over all contracts once another edition is deployed. */
export const PROPOSE = 'propose';

/** The kind of the job that accepts or declines all proposals of a cause. */
export const DECIDE = 'decide-proposals';
