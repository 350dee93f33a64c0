import { describeApi } from './platform/index.js';

/** `accord openapi`: prints the OpenAPI document. Needs no database and no configuration. */
export const run = async (): Promise<number> => {
  const { AppModule } = await import('./app.module.js');
  const text = `${JSON.stringify(await describeApi(AppModule), null, 2)}\n`;
  await new Promise((resolve) => process.stdout.write(text, resolve)); // a pipe takes more than one gulp
  return 0;
};
