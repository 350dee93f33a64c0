/** What may follow `npm start --`. */
import { Failure } from './terminal.mjs';

const usage = 'npm start [-- --fresh] [-- --demo] [-- --port N] [-- --size N]';

/** @returns {{ fresh: boolean, demo: boolean, port?: number, size?: number }} */
export function wishes(args) {
  const wish = { fresh: false, demo: false };
  const words = args.flatMap((arg) => (/^--\w+=/.test(arg) ? [arg.slice(0, arg.indexOf('=')), arg.slice(arg.indexOf('=') + 1)] : [arg]));
  while (words.length > 0) {
    const word = words.shift();
    if (word === '--fresh' || word === '--demo') wish[word.slice(2)] = true;
    else if (word === '--port') wish.port = whole(word, words.shift(), 65_535);
    else if (word === '--size') wish.size = whole(word, words.shift(), 1_000_000);
    else throw new Failure(`"${word}" is not understood: ${usage}`);
  }
  if (process.env.PORT) whole('PORT', process.env.PORT, 65_535);
  return wish;
}

function whole(name, text, most) {
  if (/^\d{1,7}$/.test(text ?? '') && Number(text) <= most) return Number(text);
  throw new Failure(`${name} needs a whole number up to ${most}${text === undefined ? '' : `, not "${text}"`}: ${usage}`);
}
