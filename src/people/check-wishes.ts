import type { Caller } from '../access/index.js';
import type { Fault } from '../platform/index.js';
import type { Queryable } from '../platform/database.js';
import type { WishesBody } from './subject.dto.js';
import { unknownToWishes } from './subject.store.js';

/** Whose wishes they are (`label`), among whom, on which day, and where they stand in the body that was sent. */
export type WishesSetting = Readonly<{ label: string; labels: ReadonlyMap<string, string>; today: string; at: string }>;

/** What the API document cannot say of wishes: days, people and agencies that are there. */
export const wishesFaults = async (tx: Queryable, caller: Caller, wishes: WishesBody, { label, labels, today, at }: WishesSetting): Promise<Fault[]> => {
  const { scope, askedOn, afraidOf = [] } = wishes;
  const unknown = await unknownToWishes(tx, caller, wishes);
  const when = (wrong: boolean, part: string, detail: string): Fault[] => (wrong ? [{ pointer: `${at}/${part}`, detail }] : []);
  return [
    ...when(askedOn !== undefined && askedOn > today, 'askedOn', 'must not be later than today'),
    ...when(unknown.askedBy, 'askedBy', 'must be a member of staff of your own agency'),
    ...when(scope !== undefined && !scope.purposes && !scope.agencies, 'scope', 'must name purposes or agencies: leave it out where they said it of everything'),
    ...when(unknown.agencies, 'scope/agencies', 'must name agencies of the partnership'),
    ...when(!afraidOf.every((one) => labels.has(one) && one !== label), 'afraidOf', 'must be labels of other people in this concern'),
  ];
};
