import { Injectable } from '@nestjs/common';

type Check = () => Promise<unknown>;
const patience = 1_000;

const withinPatience = async (check: Check): Promise<boolean> => {
  let timer: NodeJS.Timeout | undefined;
  const tooLong = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), patience);
  });
  const well = (async () => check())().then(
    () => true,
    () => false,
  );
  return Promise.race([well, tooLong]).finally(() => clearTimeout(timer));
};

/** Whether new work should be sent here. Whoever owns something that must be reachable adds a check for it at start. */
@Injectable()
export class Readiness {
  private readonly checks = new Map<string, Check>();
  private leaving = false;

  /** `check` resolves when the thing can be reached, and rejects otherwise; one second is allowed. */
  add(name: string, check: Check): void {
    this.checks.set(name, check);
  }

  /** From now on: not ready. There is no way back; the process is going. */
  drain(): void {
    this.leaving = true;
  }

  get draining(): boolean {
    return this.leaving;
  }

  /** The names of what is out of reach; empty when all is well. */
  async missing(): Promise<string[]> {
    const results = await Promise.all([...this.checks].map(async ([name, check]) => ((await withinPatience(check)) ? [] : [name])));
    return results.flat();
  }
}
