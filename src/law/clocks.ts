/** How long people have, from `config/clocks.json`: working days of England and Wales, as dated data with a source. */
export interface Clocks {
  readonly version: string;
  readonly bankHolidays: readonly string[];
  readonly referrals: { readonly otherwise: number; readonly byPurpose: Readonly<Record<string, number>> };
  readonly approvals: {
    readonly answer: { readonly otherwise: number; readonly byApprover: Readonly<Record<string, number>> };
    /** An approval that was given lapses unless it is used within so many working days of its being asked for. */
    readonly useWithin: number;
  };
  readonly tasks: { readonly byObligation: Readonly<Record<string, TaskTerms>> };
}

export interface TaskTerms {
  readonly workingDays: number;
  readonly owner: 'sharer' | 'agency-lead' | 'ig-officer';
  readonly named?: boolean;
  readonly outcomes: readonly string[];
}

/** The day that is so many working days after a day (both YYYY-MM-DD); none: the same day, whatever day it is. */
export function workingDaysAfter(day: string, workingDays: number, { bankHolidays }: Pick<Clocks, 'bankHolidays'>): string {
  const date = new Date(`${day}T12:00:00Z`);
  for (let left = workingDays; left > 0; ) {
    date.setUTCDate(date.getUTCDate() + 1);
    const weekend = date.getUTCDay() === 0 || date.getUTCDay() === 6;
    if (!weekend && !bankHolidays.includes(date.toISOString().slice(0, 10))) left -= 1;
  }
  return date.toISOString().slice(0, 10);
}
