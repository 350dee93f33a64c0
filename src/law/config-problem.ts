/** The configuration cannot be used. Every problem found is listed, each naming its file and JSON pointer. */
export class ConfigInvalid extends Error {
  override readonly name = 'ConfigInvalid';

  constructor(readonly problems: readonly string[]) {
    super(`configuration is not usable:\n  ${problems.join('\n  ')}`);
  }
}
