import { useCallback } from 'react';
import { Choice } from './choice.tsx';
import { CopyButton } from './copy-button.tsx';
import { getCard, getCards, type SeenCard } from './protocol.ts';
import { useFresh } from './use-fresh.ts';
import { shortStamp } from './words.ts';

type Props = { ticks: number; chosen: string | undefined; onChoose: (messageId: string) => void };

/** One card as the bot sent it, measured against what the platform allows. */
export function CardTab({ ticks, chosen, onChoose }: Props) {
  const [cards] = useFresh(getCards, ticks);
  const id = chosen ?? cards?.[0]?.messageId;
  const load = useCallback(async () => (id ? getCard(id).catch(() => null) : null), [id]);
  const [seen] = useFresh(load, ticks);

  if (cards?.length === 0) return <p className="nothing">机器人还没有发过卡片</p>;
  return (
    <div className="card-tab">
      <Choice
        label="卡片"
        value={id}
        options={(cards ?? []).map(({ messageId, title, chat, at }) => ({
          value: messageId,
          label: `${chat} · ${title} · ${shortStamp(at)}`,
        }))}
        onChoose={onChoose}
      />
      {seen === null && <p className="nothing">这条消息没有卡片</p>}
      {seen && <Seen seen={seen} />}
    </div>
  );
}

function Seen({ seen }: { seen: SeenCard }) {
  const { card, faults, limits } = seen;
  const json = JSON.stringify(card, null, 2);
  return (
    <>
      <div className="card-meters">
        <Meter name="大小" value={seen.bytes} max={limits.bytes} unit="字节" />
        <Meter name="组件" value={seen.tagged} max={limits.tagged} unit="个" />
        <Meter name="嵌套" value={seen.depth} max={limits.depth} unit="层" />
      </div>
      {faults.map(({ code, message, path }) => (
        <p key={`${code} ${message} ${path}`} className="inspector-refused">
          {code} {message}
          <small>{path}</small>
        </p>
      ))}
      <section className="raw-body">
        <h3>
          卡片 JSON
          <CopyButton words={json} label="复制卡片 JSON" />
        </h3>
        <pre>{json}</pre>
      </section>
    </>
  );
}

function Meter({ name, value, max, unit }: { name: string; value: number; max: number; unit: string }) {
  const words = `${value.toLocaleString('zh-CN')} / ${max.toLocaleString('zh-CN')} ${unit}`;
  return (
    <div className={value > max ? 'over' : ''}>
      <span>{name}</span>
      <meter min={0} max={max} high={max * 0.9} value={value} aria-label={`${name} ${words}`} />
      <span className="meter-words">{words}</span>
    </div>
  );
}
