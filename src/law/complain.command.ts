/** The operator called wrongly: one line on standard error, exit code 2. */
export function complain(line: string): number {
  process.stderr.write(`${line}\n`);
  return 2;
}
