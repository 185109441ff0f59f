import { useEffect, useState } from 'react';
import { getLog, type LogEntry } from './protocol.ts';
import { secondWords } from './wording.ts';

const kinds = { api: '接口', event: '事件', callback: '回调' };

/** What passed between the platform and the bot, newest first; what broke a rule of the platform is red. */
export function LogDrawer({ ticks, onClose }: { ticks: number; onClose: () => void }) {
  const [entries, setEntries] = useState<LogEntry[]>([]);
  const [onlyWrong, setOnlyWrong] = useState(false);

  useEffect(() => {
    let stale = false;
    getLog().then(
      (list) => stale || setEntries(list),
      () => undefined,
    );
    return () => {
      stale = true;
    };
  }, [ticks]);

  const wrong = entries.filter((entry) => !entry.ok).length;
  const shown = entries.filter((entry) => !onlyWrong || !entry.ok).toSorted((a, b) => b.at - a.at);
  return (
    <aside
      id="platform-log"
      className="drawer"
      aria-label="平台日志"
      onKeyDown={(event) => {
        if (event.key === 'Escape') onClose();
      }}
    >
      <header>
        <h2>平台日志</h2>
        <label className="only-wrong">
          <input type="checkbox" checked={onlyWrong} onChange={(event) => setOnlyWrong(event.target.checked)} />
          只看异常（{wrong}）
        </label>
        <button type="button" className="icon-button" aria-label="关闭平台日志" onClick={onClose}>
          ×
        </button>
      </header>
      <ul>
        {shown.length === 0 && <li className="nothing">暂无记录</li>}
        {shown.map((entry, index) => (
          <li key={index} className={entry.ok ? 'entry' : 'entry wrong'}>
            <div className="entry-line">
              <span className={`kind ${entry.kind}`}>{kinds[entry.kind]}</span>
              <span className="entry-name">{entry.name}</span>
              <span className="entry-status">{entry.status}</span>
            </div>
            <div className="entry-foot">
              <span>{secondWords(entry.at)}</span>
              <span>{Math.round(entry.ms)} ms</span>
            </div>
            <Detail detail={entry.detail} open={!entry.ok} />
          </li>
        ))}
      </ul>
    </aside>
  );
}

/** A short remark stands as it is; anything longer is folded away, unless something went wrong. */
function Detail({ detail, open }: { detail: unknown; open: boolean }) {
  if (detail === undefined || detail === null || detail === '') return null;
  const words = typeof detail === 'string' ? detail : JSON.stringify(detail, null, 2);
  if (words.length <= 80) return <div className="entry-detail">{words}</div>;
  return (
    <details open={open}>
      <summary>详情</summary>
      <pre>{words}</pre>
    </details>
  );
}
