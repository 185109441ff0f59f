import Button from '@douyinfe/semi-ui-19/lib/es/button';
import { useEffect, useState } from 'react';
import { type Clock, getMoments, type Moment, type Move, moveClock } from './protocol.ts';
import { stampWords } from './words.ts';

const HOUR = 3_600_000;
const FIXED = '这个平台跟着真实时间走，不能拨动。由演示启动的平台可以。';

/** The platform's time, and ways to move it on: everything due on the way happens. */
export function ClockTab({ clock, onChange }: { clock: Clock; onChange: (clock: Clock) => void }) {
  const [moments, setMoments] = useState<Moment[]>([]);
  const [day, setDay] = useState('');
  const [problem, setProblem] = useState('');
  const [going, setGoing] = useState(false);
  const { now, movable } = clock;
  const moving = going || clock.moving;

  // The names of moments may depend on what has happened until now.
  useEffect(() => {
    getMoments().then(setMoments, () => setMoments([]));
  }, [going]);

  const go = async (move: Move) => {
    setProblem('');
    setGoing(true);
    try {
      onChange(await moveClock(move));
    } catch (error) {
      setProblem((error as Error).message);
    }
    setGoing(false);
  };
  const disabled = !movable || moving;
  const to = day ? Date.parse(`${day}:00+08:00`) : Number.NaN;
  return (
    <div className="clock-tab">
      <p className="clock-now">
        <span>平台时间</span>
        <time>{stampWords(now)}</time>
      </p>
      {!movable && <p className="inspector-hint">{FIXED}</p>}
      <fieldset disabled={disabled} title={movable ? undefined : FIXED}>
        <legend className="spoken">拨动时钟</legend>
        <div className="clock-steps">
          <Button disabled={disabled} theme="solid" onClick={() => go({ next: true })}>
            到下一件事
          </Button>
          <Button disabled={disabled} onClick={() => go({ by: HOUR })}>
            +1 小时
          </Button>
          <Button disabled={disabled} onClick={() => go({ by: 24 * HOUR })}>
            +1 天
          </Button>
        </div>
        <form
          className="clock-until"
          onSubmit={(event) => {
            event.preventDefault();
            if (to > now) void go({ to });
            else setProblem('请选一个晚于平台时间的时刻');
          }}
        >
          <label>
            到某一时刻（北京时间）
            <input type="datetime-local" value={day} onChange={(event) => setDay(event.target.value)} />
          </label>
          <Button disabled={disabled || !day} htmlType="submit">
            前往
          </Button>
        </form>
        {moments.length > 0 && (
          <ul className="clock-moments" aria-label="有名字的时刻">
            {moments.map(({ label, at }) => (
              <li key={`${label} ${at}`}>
                <Button disabled={disabled || at <= now} onClick={() => go({ to: at })}>
                  {label}
                </Button>
                <time>{at <= now ? '已过' : stampWords(at)}</time>
              </li>
            ))}
          </ul>
        )}
      </fieldset>
      <p className={problem ? 'inspector-refused' : 'inspector-hint'} role="status">
        {problem || (moving ? '时钟正在走，途中到期的事都会发生…' : '')}
      </p>
    </div>
  );
}
