import { App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { buildClauseclock } from './clauseclock.ts';
import { SettingsError } from './settings.ts';

// The CDK CLI sets these from the caller's credentials and profile.
const { CDK_DEFAULT_ACCOUNT: account, CDK_DEFAULT_REGION: region } = process.env;

const app = new App();
try {
  buildClauseclock(app, account && region ? { account, region } : undefined);
} catch (error) {
  if (!(error instanceof SettingsError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
}
// A finding that infra/acknowledgements.ts does not name fails the synthesis.
Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
app.synth();
