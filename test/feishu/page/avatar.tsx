import SemiAvatar from '@douyinfe/semi-ui-19/lib/es/avatar';
import { initials } from './wording.ts';

const steps = { 20: 'extra-extra-small', 24: 'extra-small', 32: 'small', 36: 'small', 40: 'default' } as const;
type Props = { name: string; color: string; size?: keyof typeof steps };

/** A round picture with the end of a name, as Feishu draws people without a photo; `size` is in pixels. */
export function Avatar({ name, color, size = 36 }: Props) {
  return (
    <span className="avatar" style={{ width: size, height: size }} aria-hidden="true">
      <SemiAvatar size={steps[size]} style={{ background: color, width: size, height: size }}>
        {initials(name)}
      </SemiAvatar>
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
