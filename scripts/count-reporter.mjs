/** A jest reporter that writes `{ passed, failed }` to the file named by RESULTS, for scripts/test.mjs. */
import { writeFileSync } from 'node:fs';

export default class CountReporter {
  /** A spec file that could not even run counts as one failure: nothing that broke may look like nothing. */
  onRunComplete(_contexts, { numPassedTests, numFailedTests, numRuntimeErrorTestSuites }) {
    if (process.env.RESULTS) writeFileSync(process.env.RESULTS, JSON.stringify({ passed: numPassedTests, failed: numFailedTests + numRuntimeErrorTestSuites }));
  }
}
