import Tabs from '@douyinfe/semi-ui-19/lib/es/tabs';
import TabPane from '@douyinfe/semi-ui-19/lib/es/tabs/TabPane';
import { useEffect, useRef, useState } from 'react';
import type { Person } from '../protocol.ts';
import { CardTab } from './card-tab.tsx';
import { ClockTab } from './clock-tab.tsx';
import { FaultsTab } from './faults-tab.tsx';
import './inspector.css';
import { LogTab } from './log-tab.tsx';
import { getClock, getFaults } from './protocol.ts';
import { useFresh } from './use-fresh.ts';
import { stampWords } from './words.ts';

/** Beside the chats: what passes between platform and bot, cards as they are, the faults, and the clock. `ticks` grows with the log. */
export function Inspector({ people, ticks, onClose }: { people: Person[]; ticks: number; onClose: () => void }) {
  const [tab, setTab] = useState('log');
  const [chosenCard, setChosenCard] = useState<string>();
  const seconds = useSeconds();
  const [clock, setClock] = useFresh(getClock, ticks + seconds);
  const [faults, setFaults] = useFresh(getFaults, ticks + seconds);
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => title.current?.focus(), []);

  const on = faults ? countOn(faults) : 0;
  const showCard = (messageId: string) => {
    setChosenCard(messageId);
    setTab('card');
  };
  return (
    <aside
      id="inspector"
      className="inspector"
      aria-label="检查器"
      onKeyDown={(event) => {
        const { target, currentTarget } = event;
        // A list that hangs open takes the key for itself, and its keys also come up here.
        const inList = (target as Element).matches('[aria-expanded="true"][role="combobox"]');
        if (event.key === 'Escape' && !inList && currentTarget.contains(target as Node)) onClose();
      }}
    >
      <header>
        <h2 ref={title} tabIndex={-1}>
          检查器
        </h2>
        <time>{clock && stampWords(clock.now)}</time>
        <button type="button" className="icon-button" aria-label="关闭检查器" onClick={onClose}>
          ×
        </button>
      </header>
      <Tabs type="line" size="small" activeKey={tab} onChange={setTab} keepDOM={false} tabPaneMotion={false}>
        <TabPane tab="日志" itemKey="log">
          <LogTab people={people} ticks={ticks} onCard={showCard} />
        </TabPane>
        <TabPane tab="卡片" itemKey="card">
          <CardTab ticks={ticks} chosen={chosenCard} onChoose={setChosenCard} />
        </TabPane>
        <TabPane tab={on > 0 ? `故障（${on} 项开着）` : '故障'} itemKey="faults">
          {faults && <FaultsTab faults={faults} onChange={setFaults} />}
        </TabPane>
        <TabPane tab="时钟" itemKey="clock">
          {clock && <ClockTab clock={clock} onChange={setClock} />}
        </TabPane>
      </Tabs>
    </aside>
  );
}

function countOn({ next, latencyMs, limitedMs, storm, planned, held }: NonNullable<FaultsNow>): number {
  const counted = Object.values(next).filter((left) => left > 0).length;
  return counted + [latencyMs[1] > 0, limitedMs > 0, storm, planned > 0, held > 0].filter(Boolean).length;
}
type FaultsNow = Awaited<ReturnType<typeof getFaults>>;

/** Counts seconds: the platform's clock may flow, and nothing tells of that. */
function useSeconds(): number {
  const [seconds, setSeconds] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => setSeconds((count) => count + 1), 1000);
    return () => clearInterval(timer);
  }, []);
  return seconds;
}
