/** Ctrl-C, SIGTERM, a closed terminal: told once, we stop in order; told again, at once. */
const alike = 700; // ms: npm passes on a Ctrl-C that the terminal has already given us

/**
 * @returns {{ signal: AbortSignal, promise: Promise<string>, name: string|undefined, again(work: () => void): void }}
 *   `promise` gives the name of the first signal; `again` says what a second one is to do. A third ends the process.
 */
export function untilTold() {
  const controller = new AbortController();
  let first = 0;
  let times = 0;
  let force = () => {};
  let resolve;
  const told = { signal: controller.signal, promise: new Promise((done) => (resolve = done)), name: undefined, again: (work) => (force = work) };
  const hear = (name) => {
    if (times > 0 && performance.now() - first < alike) return;
    first = performance.now();
    times += 1;
    if (times > 2) process.exit(130);
    if (times === 2) return force();
    told.name = name;
    controller.abort();
    resolve(name);
  };
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(name, () => hear(name));
  // A terminal that is gone must not keep us from stopping in order.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});
  watchRunner(() => hear('SIGTERM'));
  return told;
}

/** npm killed by `kill` passes the signal to its shell, not to us: we notice that our parent has changed. */
function watchRunner(gone) {
  if (process.env.npm_lifecycle_event === undefined || process.platform === 'win32') return;
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    gone();
  }, 500);
  timer.unref();
}
