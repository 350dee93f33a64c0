export { downshire, issuerOf, partnershipIssuer, policeIssuer, staffId } from './county.js';
export type { CountyPort } from './county-port.js';
export { demoSeed, type GeneratedConcern, generateConcerns } from './generator.js';
export { type DemoIssuer, startDemoIssuer } from './issuer.js';
export { loadCounty, type LoadOptions } from './load-county.js';
export { demoAudience, type Mint, type MintOptions, openDemoKeys } from './mint.js';
export { type Persona, personas } from './personas.js';
export type {
  ConcernIndicator, ConcernItem, ConcernSubject, DemoAgency, DemoCounty, DemoStaff, DemoTeam, RaiseConcernBody, Role, ShareBody, WishesState,
} from './shapes.js';
export { stories } from './stories.js';
export type { Expected, Story, StoryConcern, StoryShare } from './story.js';
