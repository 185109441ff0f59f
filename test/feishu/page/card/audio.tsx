import { useRef, useState } from 'react';
import { fileUrl } from '../protocol.ts';
import { Tip } from '../tip.tsx';
import { useCard } from './card-context.ts';
import type { Audio as AudioElement } from './card-json.ts';
import { borderOf, colorOf, controlWidth } from './look.ts';

/** A sound: one button, how far it is, and how long it lasts. */
export function Audio({ audio }: { audio: AudioElement }) {
  const { style } = useCard();
  const sound = useRef<HTMLAudioElement>(null);
  const [playing, setPlaying] = useState(false);
  const [at, setAt] = useState(0);
  const [length, setLength] = useState(0);
  const [broken, setBroken] = useState(false);
  const border = audio.border && borderOf(audio.border.color, style);

  const press = () => {
    if (audio.disabled || broken) return;
    if (playing) sound.current?.pause();
    else void sound.current?.play().catch(() => setBroken(true));
  };
  return (
    <div
      className="audio"
      style={{
        ...controlWidth(audio.width),
        border,
        borderRadius: audio.border?.corner_radius ?? '8px',
        background: colorOf(audio.background_style, style),
      }}
    >
      {/* biome-ignore lint/a11y/useMediaCaption: a voice message has no captions to show. */}
      <audio
        ref={sound}
        src={fileUrl(audio.file_key)}
        preload="metadata"
        onPlay={() => setPlaying(true)}
        onPause={() => setPlaying(false)}
        onTimeUpdate={(event) => setAt(event.currentTarget.currentTime)}
        onLoadedMetadata={(event) =>
          setLength(Number.isFinite(event.currentTarget.duration) ? event.currentTarget.duration : 0)
        }
        onError={() => setBroken(true)}
      />
      <Tip words={audio.disabled ? audio.disabled_tips?.content : undefined}>
        <button
          type="button"
          className="play"
          aria-label={playing ? '暂停' : '播放语音'}
          aria-disabled={audio.disabled || broken}
          onClick={press}
        >
          <svg viewBox="0 0 16 16" aria-hidden="true">
            <path d={playing ? 'M5.5 4v8M10.5 4v8' : 'M5.5 3.5v9l7-4.5z'} />
          </svg>
        </button>
      </Tip>
      {broken && <span className="audio-time">语音无法播放</span>}
      {!broken && audio.show_progress_bar !== false && (
        <input
          type="range"
          aria-label="播放进度"
          min={0}
          max={length || 1}
          step={0.1}
          value={at}
          disabled={audio.disabled || length === 0}
          onChange={(event) => {
            sound.current!.currentTime = Number(event.target.value);
          }}
        />
      )}
      {!broken && audio.show_time !== false && <span className="audio-time">{minutes(playing ? at : length)}</span>}
    </div>
  );
}

function minutes(seconds: number): string {
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
}
