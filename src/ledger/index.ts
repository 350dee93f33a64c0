export { actorOf, beginEntry } from './begin-entry.js';
export { canonical, canonicalJson, type Json, type Plain } from './canonical.js';
export { digestOf, entryOutcomes, operations, type Entry, type Operation, type ReleasedItem, type SubjectRef } from './entry.js';
export { insertEntries } from './entry.store.js';
export { LedgerModule } from './ledger.module.js';
export { PermitWriter } from './permit-writer.store.js';
export { pseudonym } from './pseudonym.js';
