import { circleFrom, type Lifetime } from '../agencies/index.js';

/** Refuses a list of agencies that succeed each other in a circle, before anything of it is stored. @throws Error, one line for the first such agency */
export const checkLifetimes = (agencies: readonly Lifetime[]): void => {
  for (const { id } of agencies) {
    const circle = circleFrom(agencies, id);
    if (circle) throw new Error(`config/demo-county/agencies.json: ${id} is succeeded in a circle (${circle.join(' → ')}): end it at the agency that goes on`);
  }
};
