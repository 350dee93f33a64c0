import { Injectable } from '@nestjs/common';

const london = new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/London', year: 'numeric', month: '2-digit', day: '2-digit' });

/** The calendar date in London at that moment, YYYY-MM-DD: agreements begin and end on British days. */
export const dateInLondon = (moment: Date): string => london.format(moment);

/** Injected wherever time matters, so that a test can choose it. */
export abstract class Clock {
  abstract now(): Date;

  /** Today in London, YYYY-MM-DD. */
  today(): string {
    return dateInLondon(this.now());
  }
}

@Injectable()
export class SystemClock extends Clock {
  now(): Date {
    return new Date();
  }
}
