import type { CountyPort } from './county-port.js';
import { downshire } from './county.js';
import { demoSeed, type GeneratedConcern, generateConcerns } from './generator.js';
import { stories } from './stories.js';
import type { Story } from './story.js';

/** Concerns raised at once while generating: enough to share commits, few enough for a small pool. */
const atOnce = 8;

export interface LoadOptions {
  /** Number of generated concerns beyond the stories. */
  readonly size: number;
  onProgress(text: string): void;
}

/**
 * Fills the service with the demonstration county, once. A county already loaded is left alone. An interrupted load may be
 * run again: every write bears a key that is the same on each run.
 */
export async function loadCounty(port: CountyPort, options: LoadOptions): Promise<void> {
  if (await port.isLoaded()) {
    // One that an earlier release loaded has no agreements, nor all the people who sign them.
    if (!(await port.hasAgreements())) await enrolAndSign(port, options);
    options.onProgress('The demonstration county is already loaded.');
    return;
  }
  await enrolAndSign(port, options);
  for (const story of stories) {
    await tell(story, port, options);
    options.onProgress(`Told: ${story.title}.`);
  }
  await raiseGenerated(port, options);
  await port.markLoaded();
  options.onProgress('The demonstration county is loaded.');
}

async function enrolAndSign(port: CountyPort, { onProgress }: LoadOptions): Promise<void> {
  const { agencies, teams, staff } = downshire;
  await port.addAgencies([...agencies]);
  await port.addTeams([...teams]);
  await port.addStaff([...staff]);
  onProgress(`${agencies.length} agencies, ${teams.length} teams and ${staff.length} people are in place.`);
  await port.signAgreements(onProgress);
}

async function tell(story: Story, port: CountyPort, { onProgress }: LoadOptions): Promise<void> {
  for (const { key, asStaff, concern, shares } of story.concerns) {
    const { id } = await port.raiseConcern(asStaff, concern, key);
    for (const attempt of shares) {
      const { outcome } = await port.share(asStaff, id, attempt.share, `${key}/${attempt.key}`);
      if (outcome !== attempt.expect.outcome) onProgress(`Unexpected: ${key}/${attempt.key} came out as ${outcome}, not ${attempt.expect.outcome}.`);
    }
  }
}

async function raiseGenerated(port: CountyPort, { size, onProgress }: LoadOptions): Promise<void> {
  let waiting: GeneratedConcern[] = [];
  let raised = 0;
  let lastSaid = Date.now();
  const raiseWaiting = async (): Promise<void> => {
    await Promise.all(waiting.map((one) => raise(one, port)));
    raised += waiting.length;
    waiting = [];
    if (raised < size && Date.now() - lastSaid < 1000) return;
    lastSaid = Date.now();
    onProgress(`${raised} of ${size} further concerns raised.`);
  };
  for (const concern of generateConcerns({ seed: demoSeed, size, county: downshire })) {
    waiting.push(concern);
    if (waiting.length === atOnce) await raiseWaiting();
  }
  if (waiting.length > 0) await raiseWaiting();
}

async function raise({ key, asStaff, concern, shares }: GeneratedConcern, port: CountyPort): Promise<void> {
  const { id } = await port.raiseConcern(asStaff, concern, key);
  for (const [at, share] of shares.entries()) await port.share(asStaff, id, share, `${key}/${at}`);
}
