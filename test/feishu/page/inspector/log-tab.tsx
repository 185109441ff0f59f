import Button from '@douyinfe/semi-ui-19/lib/es/button';
import Input from '@douyinfe/semi-ui-19/lib/es/input';
import Switch from '@douyinfe/semi-ui-19/lib/es/switch';
import { useCallback, useState } from 'react';
import type { Person } from '../protocol.ts';
import { Choice } from './choice.tsx';
import { LogRow } from './log-row.tsx';
import { getLog, type Kind, type LogFilter } from './protocol.ts';
import { useFresh } from './use-fresh.ts';
import { KINDS } from './words.ts';

const PAGE = 100;
const ANY_KIND = { value: '', label: '全部种类' };
const ANYBODY = { value: '', label: '全部人员' };
const nothing: LogFilter = { kind: '', person: '', text: '', wrong: false, limit: PAGE };

type Props = { people: Person[]; ticks: number; onCard: (messageId: string) => void };

/** What passed between the platform and the bot, newest first, with a search through it. */
export function LogTab({ people, ticks, onCard }: Props) {
  const [filter, setFilter] = useState(nothing);
  const load = useCallback(() => getLog(filter), [filter]);
  const [log] = useFresh(load, ticks);
  const change = (part: Partial<LogFilter>) => setFilter((old) => ({ ...old, limit: PAGE, ...part }));

  return (
    <div className="log-tab">
      <div className="log-filters">
        <Choice
          label="种类"
          value={filter.kind}
          options={[ANY_KIND, ...Object.entries(KINDS).map(([value, label]) => ({ value, label }))]}
          onChoose={(kind) => change({ kind: kind as Kind | '' })}
        />
        <Choice
          label="人员"
          value={filter.person}
          options={[ANYBODY, ...people.map(({ openId, name }) => ({ value: openId, label: name }))]}
          onChoose={(person) => change({ person })}
        />
        <Input
          aria-label="搜索日志"
          size="small"
          placeholder="搜索名称、报文"
          value={filter.text}
          onChange={(text) => change({ text })}
          showClear
        />
        <span className="only-wrong">
          <Switch size="small" aria-label="只看异常" checked={filter.wrong} onChange={(wrong) => change({ wrong })} />
          <span aria-hidden="true">只看异常{log && log.wrong > 0 ? `（${log.wrong}）` : ''}</span>
        </span>
      </div>
      <ol className="log-lines" aria-label="平台日志">
        {log?.entries.length === 0 && <li className="nothing">{log.kept ? '没有符合条件的记录' : '暂无记录'}</li>}
        {log?.entries.map((line) => (
          <LogRow
            key={line.id}
            line={line}
            person={people.find(({ openId }) => openId === line.person)?.name}
            onCard={onCard}
          />
        ))}
        {log && log.matching > log.entries.length && (
          <li className="log-more">
            <Button size="small" onClick={() => change({ limit: filter.limit + PAGE })}>
              再看 {Math.min(PAGE, log.matching - log.entries.length)} 条
            </Button>
          </li>
        )}
      </ol>
    </div>
  );
}
