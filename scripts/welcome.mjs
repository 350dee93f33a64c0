/** What a newcomer reads when the service is up: addresses, personas, a token for each, a first thing to try. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { say } from './terminal.mjs';

/** The first request that shows a role something of its own. */
const firstLook = {
  caseworker: '/v1/concerns',
  'agency-lead': '/v1/referrals?box=in',
  'ig-officer': '/v1/ledger/entries?auditPurpose=self-monitoring',
  'caldicott-guardian': '/v1/approvals',
  'agency-administrator': '/v1/staff',
  'service-operator': '/v1/agencies',
};

/** Without a mint (no demonstration) only the addresses are printed: whose tokens are trusted is the operator's affair. */
export async function welcome({ url, personas, mint, tokensFolder, here }) {
  say(`\nAccord       ${url}\nAPI docs     ${url}/docs`);
  if (!mint || personas.length === 0) return say();
  mkdirSync(tokensFolder, { recursive: true, mode: 0o700 });
  say(`Tokens       good for twelve hours, also in ${here(tokensFolder)}/ under the name in [brackets]\n\nTo be one of these people, paste their TOKEN line, then the curl below it:`);
  for (const person of personas) {
    const token = await mint(person.id);
    writeFileSync(join(tokensFolder, person.key ?? person.id), token, { mode: 0o600 });
    say(`\n${person.name} [${person.key}], ${person.role}, ${person.agency}${person.team ? ` (${person.team})` : ''}\n  ${person.why}`);
    say(`  export TOKEN=${token}`);
    say(`  curl -s -H "Authorization: Bearer $TOKEN" '${url}${firstLook[person.role] ?? '/v1/me'}'`);
  }
  say();
}
