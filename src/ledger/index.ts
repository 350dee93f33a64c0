export { canonical, type Plain } from './canonical.js';
export { digestOf, type Entry, type EntryOutcome, type Operation, type ReleasedItem, type SubjectRef, type WithheldField } from './entry.js';
export { insertEntries } from './entry.store.js';
export { LedgerModule } from './ledger.module.js';
export { PermitWriter, type ReadAfter } from './permit-writer.store.js';
export { pseudonym } from './pseudonym.js';
