import { fileUrl } from '../protocol.ts';
import { useCard } from './card-context.ts';
import type { Icon as IconJson } from './card-json.ts';
import { colorOf } from './look.ts';

/** The shapes of the platform's icon library that say something by themselves; the rest get a ring, so that their place is seen. */
const shapes: [word: RegExp, path: string][] = [
  [/^down|expand-down/, 'M3.5 6l4.5 4.5L12.5 6'],
  [/^up|expand-up/, 'M3.5 10L8 5.5l4.5 4.5'],
  [/^right|forward/, 'M6 3.5l4.5 4.5L6 12.5'],
  [/^left/, 'M10 3.5L5.5 8l4.5 4.5'],
  [/yes|done|check|succeed/, 'M3 8.5l3.3 3.2L13 4.8'],
  [/close|no_|ban/, 'M4 4l8 8M12 4l-8 8'],
  [/add|plus/, 'M8 3v10M3 8h10'],
  [/warn|alert/, 'M8 2.5l6 10.5H2zM8 6.5v3M8 11.2v.3'],
  [/info|maybe|help/, 'M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12zM8 7.5v3.5M8 5v.3'],
  [/time|clock/, 'M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12zM8 4.8V8l2.3 1.5'],
  [/calendar/, 'M2.5 3.5h11v10h-11zM2.5 6.5h11M5.5 2v2.5M10.5 2v2.5'],
  [/edit|write|pen/, 'M3 13l.8-3L10.5 3.3l2.2 2.2L6 12.2z'],
  [/file|doc|sheet|report/, 'M4 2h5.5L12.5 5v9H4zM9.5 2v3h3M6 8h4.5M6 10.8h4.5'],
  [/member|person|contact|group/, 'M8 8a2.7 2.7 0 1 0 0-5.4A2.7 2.7 0 0 0 8 8zM3 13.6a5 5 0 0 1 10 0'],
  [/chat|msg|comment/, 'M2.5 3.5h11v8h-6L4.5 14v-2.5h-2z'],
  [/link/, 'M7 9.5a2.5 2.5 0 0 0 3.5 0l2-2A2.5 2.5 0 0 0 9 4M9 6.5a2.5 2.5 0 0 0-3.5 0l-2 2A2.5 2.5 0 0 0 7 12'],
  [/search/, 'M7 12A5 5 0 1 0 7 2a5 5 0 0 0 0 10zM10.6 10.6L14 14'],
];
const ring = 'M8 13A5 5 0 1 0 8 3a5 5 0 0 0 0 10z';

/** An icon of the platform's library or an uploaded picture; it only decorates, so readers pass it by. */
export function Icon({ icon }: { icon: IconJson }) {
  const { style } = useCard();
  const [width, height] = icon.size?.split(' ') ?? [];
  if (icon.tag === 'custom_icon' && icon.img_key)
    return <img className="icon" src={fileUrl(icon.img_key)} alt="" style={{ width, height }} />;
  const path = shapes.find(([word]) => word.test(icon.token ?? ''))?.[1] ?? ring;
  return (
    <svg
      className="icon"
      viewBox="0 0 16 16"
      aria-hidden="true"
      style={{ width, height, color: colorOf(icon.color, style) }}
    >
      <path d={path} />
    </svg>
  );
}
