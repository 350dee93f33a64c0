import { Inject, Injectable } from '@nestjs/common';
import type { Caller, Role } from '../access/index.js';
import { beginEntry, insertEntries, type Entry } from '../ledger/index.js';
import { Clock, CONFIG, maySpeakFor, onceOnly, problem, requireVersion, uuidv7, type Attempt, type Config } from '../platform/index.js';
import { Database, isDuplicate, type Tx } from '../platform/database.js';
import { insertStaff, loadStaff, setRoles, setTeams, teamsOfAgency, updateStaff, type StaffRow } from './staff.store.js';
import type { AddStaffBody, ChangeStaffBody } from './staff.dto.js';

/** The service operator runs the machine for every agency, so no single agency's administrator may make one. */
const notForAgencies: Role = 'service-operator';

/** An administrator adds and changes people of their own agency, never themselves; each change is a ledger entry of its own. */
@Injectable()
export class ManageStaff {
  constructor(private readonly database: Database, private readonly clock: Clock, @Inject(CONFIG) private readonly config: Pick<Config, 'issuers'>) {}

  async add(caller: Caller, body: AddStaffBody, attempt: Attempt): Promise<StaffRow> {
    this.#check(body.roles);
    const issuer = this.config.issuers.find((known) => known.issuer === body.issuer);
    if (!issuer || !maySpeakFor(issuer, caller.agencyId)) {
      throw problem('invalid-body', { errors: [{ pointer: '/issuer', detail: 'must be an identity provider that may speak for your agency' }] });
    }
    const id = uuidv7();
    try {
      return await onceOnly(this.database, caller, attempt, async (tx) => {
        await insertStaff(tx, caller.agencyId, { ...body, id });
        return this.#apply(tx, caller, id, { roles: body.roles, teams: body.teams });
      });
    } catch (error) {
      if (isDuplicate(error)) throw problem('conflict', { detail: 'Somebody is already known under this provider and subject.' });
      throw error;
    }
  }

  async change(caller: Caller, id: string, version: number, body: ChangeStaffBody, attempt: Attempt): Promise<StaffRow> {
    if (id === caller.staffId) throw problem('conflict', { detail: 'Nobody changes their own access. Ask another administrator.' });
    if (Object.values(body).every((part) => part === undefined)) throw problem('invalid-body', { errors: [{ pointer: '', detail: 'must change something' }] });
    this.#check(body.roles ?? []);
    return onceOnly(this.database, caller, attempt, async (tx) => {
      const before = await loadStaff(tx, caller.agencyId, id);
      if (!before) throw problem('not-found');
      requireVersion(version, before.version);
      const { name = before.name, position = before.position, disabled = before.disabled } = body;
      await updateStaff(tx, id, { name, position, disabled, version: before.version + 1 });
      return this.#apply(tx, caller, id, body);
    });
  }

  #check(given: readonly Role[]): void {
    if (!given.includes(notForAgencies)) return;
    throw problem('invalid-body', { errors: [{ pointer: '/roles', detail: 'must not name service-operator: the host of the partnership appoints them' }] });
  }

  async #apply(tx: Tx, caller: Caller, id: string, body: ChangeStaffBody): Promise<StaffRow> {
    const { roles, teams, disabled } = body;
    // Names are not for the ledger; that one changed is, or a rename would rewrite who did what without a trace.
    const changed = (['name', 'position'] as const).filter((part) => body[part] !== undefined);
    if (teams && (await teamsOfAgency(tx, caller.agencyId, teams)).length !== new Set(teams).size) {
      throw problem('invalid-body', { errors: [{ pointer: '/teams', detail: 'must be teams of your own agency' }] });
    }
    if (roles) await setRoles(tx, id, roles);
    if (teams) await setTeams(tx, id, teams);
    const entry: Entry = {
      ...beginEntry(this.clock, 'permission-change', caller), outcome: 'permit', owner: caller.agencyId, visibleTo: [caller.agencyId],
      because: { person: id, ...(changed.length > 0 ? { changed } : {}), roles, teams, access: disabled === undefined ? undefined : disabled ? 'ended' : 'given' },
    };
    await insertEntries(tx, [entry]);
    return (await loadStaff(tx, caller.agencyId, id))!;
  }
}
