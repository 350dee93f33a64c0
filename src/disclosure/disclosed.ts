/**
 * A view that came through the door. The private field cannot be forged by an object of the same shape, and only the door
 * holds the stamp: a handler that `gives: 'content'` can answer with nothing else.
 */
export class Disclosed<View extends object> {
  readonly #genuine: true;
  readonly view: View;
  /** The ledger entry that permitted it. */
  readonly entryId: string;

  private constructor(view: View, entryId: string) {
    this.#genuine = true;
    this.view = view;
    this.entryId = entryId;
  }

  /** For the door alone (checked by the boundary test). */
  static throughTheDoor<View extends object>(view: View, entryId: string): Disclosed<View> {
    return new Disclosed(view, entryId);
  }

  static isGenuine(value: unknown): value is Disclosed<object> {
    return typeof value === 'object' && value !== null && #genuine in value;
  }
}
