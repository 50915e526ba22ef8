import { roleCredentials } from '../environment.ts';

/**
 * In place of the SDK's chain of credential providers. In Lambda the first of the chain always answers; the others are for
 * files, instances and sign-ins.
 */
export const defaultProvider = () => async () => roleCredentials();
