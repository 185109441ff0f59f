import Button from '@douyinfe/semi-ui-19/lib/es/button';
import InputNumber from '@douyinfe/semi-ui-19/lib/es/inputNumber';
import Switch from '@douyinfe/semi-ui-19/lib/es/switch';
import { type ReactNode, useState } from 'react';
import { type FaultChange, type Faults, setFaults } from './protocol.ts';
import { FAULTS } from './words.ts';

/** Every fault with its number and a switch; what is on says how much of it is left. */
export function FaultsTab({ faults, onChange }: { faults: Faults; onChange: (faults: Faults) => void }) {
  const [problem, setProblem] = useState('');
  const order = (change: FaultChange) => {
    setProblem('');
    setFaults(change).then(onChange, (error: Error) => setProblem(`没有改成：${error.message}`));
  };
  return (
    <div className="faults-tab">
      <p className="inspector-hint">打开后，接下来的调用或事件就会这样出错；用完自动关上。</p>
      <ul>
        {FAULTS.map(({ kind, name, tip, unit }) => (
          <Counted
            key={kind}
            {...{ name, tip, unit }}
            first={kind === 'disorder' ? 3 : 1}
            left={faults.next[kind]}
            onSet={(count) => order({ kind, count })}
          />
        ))}
        <Counted
          name="持续限流"
          tip="平台时间这么久之内，所有接口应答 429"
          unit="秒"
          first={30}
          left={Math.ceil(faults.limitedMs / 1000)}
          onSet={(seconds) => order({ limitMs: seconds * 1000 })}
        />
        <Latency latencyMs={faults.latencyMs} onSet={(latencyMs) => order({ latencyMs })} />
        <StormRow faults={faults} order={order} />
      </ul>
      {(faults.planned > 0 || faults.held > 0) && (
        <p className="inspector-hint">
          另有程序安排的故障 {faults.planned} 次，停住的调用 {faults.held} 个。
        </p>
      )}
      {problem && (
        <p className="inspector-refused" role="alert">
          {problem}
        </p>
      )}
      <Button onClick={() => order({ clear: true })}>全部关掉</Button>
    </div>
  );
}

type RowProps = {
  name: string;
  tip: string;
  on: boolean;
  left?: string;
  /** Its numbers need a line of their own. */
  many?: boolean;
  children: ReactNode;
  onSwitch: (on: boolean) => void;
};

function Row({ name, tip, on, left, many, children, onSwitch }: RowProps) {
  return (
    <li className={`fault-row ${on ? 'on' : ''} ${many ? 'many' : ''}`}>
      <span className="fault-words">
        <span className="fault-name">
          {name}
          {on && <span className="fault-left">{left}</span>}
        </span>
        <span className="fault-tip">{tip}</span>
      </span>
      <span className="fault-numbers">{children}</span>
      <Switch size="small" aria-label={name} checked={on} onChange={onSwitch} />
    </li>
  );
}

type CountedProps = {
  name: string;
  tip: string;
  unit: string;
  first: number;
  left: number;
  onSet: (count: number) => void;
};

function Counted({ name, tip, unit, first, left, onSet }: CountedProps) {
  const [count, setCount] = useState(first);
  return (
    <Row {...{ name, tip }} on={left > 0} left={`还剩 ${left} ${unit}`} onSwitch={(on) => onSet(on ? count : 0)}>
      <Count label={`${name}：几${unit}`} value={count} min={1} onSet={setCount} />
      <span className="fault-unit">{unit}</span>
    </Row>
  );
}

function Latency({ latencyMs, onSet }: { latencyMs: [number, number]; onSet: (range: [number, number]) => void }) {
  const [from, setFrom] = useState(200);
  const [to, setTo] = useState(1000);
  const on = latencyMs[1] > 0;
  return (
    <Row
      name="接口变慢"
      many
      tip="每次应答在两者之间"
      on={on}
      left={`${latencyMs[0]} 到 ${latencyMs[1]} 毫秒`}
      onSwitch={(wanted) => onSet(wanted ? [Math.min(from, to), Math.max(from, to)] : [0, 0])}
    >
      <Count label="接口变慢：最少毫秒" value={from} min={0} onSet={setFrom} />
      <span className="fault-unit">到</span>
      <Count label="接口变慢：最多毫秒" value={to} min={1} onSet={setTo} />
      <span className="fault-unit">毫秒</span>
    </Row>
  );
}

function StormRow({ faults: { storm }, order }: { faults: Faults; order: (change: FaultChange) => void }) {
  const [seed, setSeed] = useState(storm?.seed ?? 1);
  const [percent, setPercent] = useState(5);
  const share = Object.fromEntries([...FAULTS.map(({ kind }) => kind), 'latency'].map((kind) => [kind, percent / 100]));
  return (
    <Row
      name="随机风暴"
      many
      tip="以上每种都按这个概率发生；种子相同，结果相同"
      on={storm !== undefined}
      left={`种子 ${storm?.seed}`}
      onSwitch={(on) => order({ storm: on ? { seed, share } : null })}
    >
      <span className="fault-unit">种子</span>
      <Count label="随机风暴：种子" value={seed} min={0} onSet={setSeed} />
      <span className="fault-unit">每种概率</span>
      <Count label="随机风暴：概率（百分之几）" value={percent} min={1} max={100} onSet={setPercent} />
      <span className="fault-unit">%</span>
    </Row>
  );
}

type CountProps = { label: string; value: number; min: number; max?: number; onSet: (value: number) => void };

function Count({ label, value, min, max = 100_000, onSet }: CountProps) {
  return (
    <InputNumber
      aria-label={label}
      size="small"
      hideButtons
      precision={0}
      value={value}
      min={min}
      max={max}
      onNumberChange={onSet}
    />
  );
}
