/** An agreement of a spec's own, so that suspending it or signing another version of it is nobody else's trouble. */
import { readFileSync } from 'node:fs';
import { randomUUID } from 'node:crypto';
import { canonicalJson, type Entry, type Json } from '../../src/ledger/index.js';
import { insertSql, rowOf } from '../../src/ledger/entry.store.js';
import { uuidv7 } from '../../src/platform/ids.js';
import { staffId } from '../../src/demo/index.js';
import { stored } from './ledger.js';

const text = JSON.parse(readFileSync(new URL('../../config/agreements/county-misp-demo.json', import.meta.url), 'utf8')) as Record<string, Json>;

/** As if both had signed it. Its name comes after all others: nobody stands under it who does not name it. */
export const signedBetween = async (parties: readonly string[], id = `zz-${randomUUID().slice(0, 8)}`, version = '1.0'): Promise<string> => {
  const content = canonicalJson({ ...text, id, version, title: `${String(text['title'])} ${id} ${version}` });
  await stored(`INSERT INTO accord.agreement_versions (agreement_id, version, state, drafted_in, drafted_by, content, digest, proposed_at, signed_at)
    VALUES ($1, $2, 'signed', 'downshire-county-council', $4, $3, encode(sha256(convert_to($3, 'UTF8')), 'hex'), now(), clock_timestamp())`, [id, version, content, staffId('ravindra-maheshkar')]);
  await stored('INSERT INTO accord.agreement_parties (agreement_id, version, agency_id) SELECT $1, $2, unnest($3::text[])', [id, version, parties]);
  return id;
};

/** A party suspends it, at once. @returns once that is acknowledged */
export const suspendedBy = async (agreement: string, agency: string, who: string): Promise<void> => {
  const entry: Entry = {
    id: uuidv7(), at: new Date().toISOString(), operation: 'agreement-change', outcome: 'permit', actor: { staff: staffId(who), agency, roles: ['agency-lead'], session: 'test' }, visibleTo: [agency],
  };
  await stored(insertSql, [JSON.stringify([rowOf(entry)])]);
  await stored(`INSERT INTO accord.agreement_steps (id, agreement_id, version, agency_id, step, digest, reason, moved_by, moved_entry)
    SELECT $1, v.agreement_id, v.version, $3, 'suspend', v.digest, 'A breach is looked into.', $4, $5 FROM accord.agreement_versions v WHERE v.agreement_id = $2`, [uuidv7(), agreement, agency, staffId(who), entry.id]);
};
