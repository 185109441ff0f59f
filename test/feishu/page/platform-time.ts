let ahead = 0;

/** Tells the page what time it is on the platform, in milliseconds since 1970: a platform of one's own may live in another year. */
export function hearTime(now: number): void {
  ahead = now - Date.now();
}

/** The platform's time, in milliseconds since 1970. */
export function platformNow(): number {
  return Date.now() + ahead;
}
