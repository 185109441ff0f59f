import { initials } from './wording.ts';

/** A round picture with the end of a name, as Feishu draws people without a photo. */
export function Avatar({ name, color, small }: { name: string; color: string; small?: boolean }) {
  return (
    <span className={small ? 'avatar small' : 'avatar'} style={{ background: color }} aria-hidden="true">
      {initials(name)}
    </span>
  );
}

/** The bot's picture. */
export function BotAvatar() {
  return (
    <span className="avatar bot" aria-hidden="true">
      <svg viewBox="0 0 24 24" aria-hidden="true">
        <path d="M12 4v3M6 9h12v9H6zM9.5 12.5v2M14.5 12.5v2M3.5 12v3M20.5 12v3" />
      </svg>
    </span>
  );
}
