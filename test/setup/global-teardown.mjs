/** Ends what global-setup.mjs began, also where it got only half-way. */
import pg from 'pg';

export default async function tearDown() {
  const running = globalThis.accordUnderTest;
  if (!running) return;
  for (const stop of running.stops) await stop();
  if (!running.database) return;
  const client = new pg.Client({ connectionString: running.serverUrl });
  await client.connect();
  try {
    await client.query(`DROP DATABASE IF EXISTS ${running.database} WITH (FORCE)`);
  } finally {
    await client.end();
  }
}
