/** Freezes a tree of plain objects and lists, so that no caller can change the law, or an agreement, for the next one. */
export function freezeThrough<T>(tree: T): T {
  if (typeof tree === 'object' && tree !== null && !Object.isFrozen(tree)) {
    Object.freeze(tree);
    for (const branch of Object.values(tree)) freezeThrough(branch);
  }
  return tree;
}

/** Whether nothing in a tree can change any more, so that what was found of it once stays true. */
export function isFrozenThrough(tree: unknown): boolean {
  if (typeof tree !== 'object' || tree === null) return true;
  return Object.isFrozen(tree) && Object.values(tree).every(isFrozenThrough);
}
