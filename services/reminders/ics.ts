import { addDays, type Day } from '../time.ts';

/** One whole day in somebody's calendar. `uid` stays the same when the day is moved: the newer file takes the older one's place. */
export type CalendarDay = { uid: string; day: Day; title: string; words: string; link?: string };

/** Three days before, the day before, and on the day, each at nine: of a whole day that begins at midnight. */
const ALARMS = ['-P2DT15H', '-PT15H', 'PT9H'] as const;
const LINE_OCTETS = 75;

/**
 * An .ics file (RFC 5545) of whole days, as calendars on telephones and computers take them. A day without a time of day needs
 * no time zone. Written here because it is these lines; the libraries bring time zones and validators of their own.
 */
export const icsFile = (days: readonly CalendarDay[], now: Date): string =>
  [
    ...['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//filing-assistant//CN', 'CALSCALE:GREGORIAN', 'METHOD:PUBLISH'],
    ...days.flatMap((one) => eventLines(one, now)),
    'END:VCALENDAR',
  ]
    .map((line) => `${folded(line)}\r\n`)
    .join('');

const eventLines = ({ uid, day, title, words, link }: CalendarDay, now: Date): string[] => [
  'BEGIN:VEVENT',
  `UID:${uid}@filing-assistant`,
  `DTSTAMP:${now.toISOString().replaceAll(/[-:]|\.\d+/g, '')}`,
  // Grows with every file, so that a moved day is taken over.
  `SEQUENCE:${Math.floor(now.getTime() / 60_000)}`,
  `DTSTART;VALUE=DATE:${day.replaceAll('-', '')}`,
  `DTEND;VALUE=DATE:${addDays(day, 1).replaceAll('-', '')}`,
  `SUMMARY:${escaped(title)}`,
  `DESCRIPTION:${escaped(words)}`,
  ...(link ? [`URL:${link}`] : []),
  'TRANSP:TRANSPARENT',
  ...ALARMS.flatMap((trigger) => [
    ...['BEGIN:VALARM', 'ACTION:DISPLAY', `DESCRIPTION:${escaped(title)}`, `TRIGGER:${trigger}`, 'END:VALARM'],
  ]),
  'END:VEVENT',
];

const escaped = (words: string): string => words.replaceAll(/[\\;,]/g, '\\$&').replaceAll(/\r\n|\r|\n/g, '\\n');

/** At most 75 octets a line, and never half a character; what goes on begins with a space. */
const folded = (line: string): string => {
  const lines: string[] = [];
  let rest = '';
  for (const sign of line) {
    if (Buffer.byteLength(rest + sign) > LINE_OCTETS) {
      lines.push(rest);
      rest = ' ';
    }
    rest += sign;
  }
  return [...lines, rest].join('\r\n');
};
