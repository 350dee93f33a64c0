/** A request that cannot be decided. Whoever asked is refused. The message never repeats a value, which could be personal data. */
export class InvalidRequest extends Error {
  override readonly name = 'InvalidRequest';

  /** @param key the offending key, such as `intelligence.source` or `agreement.clauses[0].from` */
  constructor(
    readonly key: string,
    readonly problem: string,
  ) {
    super(`${key} ${problem}`);
  }
}
