import pg from 'pg';
import { loadLaw } from './load-law.js';
import { recordOf } from './recorded-law.js';

/**
 * Records the law of this release where the database has not seen it, as the schema's owner.
 * @throws Error where the database knows other content under the same version: a decision that cites it could not be taken again
 */
export const recordLaw = async (adminUrl: string): Promise<string> => {
  const law = loadLaw();
  const client = new pg.Client({ connectionString: adminUrl, options: '-c role=accord_owner -c search_path=accord,pg_temp' });
  await client.connect();
  try {
    const content = recordOf(law);
    await client.query(`INSERT INTO law_bases (version, content, digest) VALUES ($1, $2, encode(sha256(convert_to($2, 'UTF8')), 'hex')) ON CONFLICT DO NOTHING`, [law.version, content]);
    const { rows: [known] } = await client.query<{ same: boolean }>('SELECT content = $2 AS same FROM law_bases WHERE version = $1', [law.version, content]);
    if (!known?.same) throw new Error(`the files in config/ say "${law.version}" but differ from what this database recorded under that version: raise the version of what was changed`);
    return law.version;
  } finally {
    await client.end();
  }
};
