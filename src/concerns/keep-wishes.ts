import type { Caller } from '../access/index.js';
import { insertWish, wishesFaults, type WishesBody, type WishesSetting } from '../people/index.js';
import { problem } from '../platform/index.js';
import type { Tx } from '../platform/database.js';
import { keepNote } from './concern.store.js';

/** Why a list may not shut out those who account for the record. */
export const shutOut = 'must not name your own agency; an information governance officer of it is named by a lead';

/** Wishes, checked, with the words beside them under lock. @throws Problem `invalid-body` */
export const keepWishes = async (tx: Tx, caller: Caller, concernId: string, wishes: WishesBody, setting: WishesSetting): Promise<void> => {
  const errors = await wishesFaults(tx, caller, wishes, setting);
  if (errors.length > 0) throw problem('invalid-body', { errors });
  const { reason, safeContact, afraidOf = [], ...said } = wishes;
  const words = (field: string, text: string | undefined): Promise<string | null> => (text ? keepNote(tx, caller, concernId, field, text) : Promise.resolve(null));
  const reasonId = await words('wishes.reason', reason);
  const safeContactId = await words('wishes.safe-contact', safeContact);
  const { label, labels } = setting;
  await insertWish(tx, concernId, labels.get(label)!, caller, { ...said, afraidOf: [...new Set(afraidOf)].map((one) => labels.get(one)!), reasonId, safeContactId });
};
