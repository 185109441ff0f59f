import { Fragment, memo, useEffect, useState } from 'react';
import { CopyButton } from './copy-button.tsx';
import { getBodies, type LogBodies, type LogLine } from './protocol.ts';
import { bodyWords, faultWords, KINDS, shortStamp } from './words.ts';

type Props = { line: LogLine; person: string | undefined; onCard: (messageId: string) => void };

/** One exchange or broken rule; it opens to its bodies. What went wrong is red. */
export const LogRow = memo(function LogRow({ line, person, onCard }: Props) {
  const { at, kind, name, status, ms, ok, detail, fault, messageId } = line;
  const [open, setOpen] = useState(false);
  // The platform's own remark on an event begins with the person, who stands below anyway.
  const remark = person && detail.startsWith(person) ? detail.slice(person.length).replace(/^[:,] ?/, '') : detail;
  return (
    <li className={ok ? 'log-line' : 'log-line wrong'}>
      <button type="button" className="log-head" aria-expanded={open} onClick={() => setOpen(!open)}>
        <span className="log-top">
          <span className={`log-kind ${kind}`}>{KINDS[kind]}</span>
          <span className="log-name">{breakable(name)}</span>
          {kind !== 'violation' && <span className="log-status">{status || '无应答'}</span>}
        </span>
        {remark && <span className="log-detail">{remark}</span>}
        <span className="log-foot">
          <span>{shortStamp(at)}</span>
          {kind !== 'violation' && <span>{ms} ms</span>}
          {person && <span>{person}</span>}
          {fault && <span className="log-struck">演练：{faultWords(fault)}</span>}
        </span>
      </button>
      {open && (
        <div className="log-bodies">
          <Bodies id={line.id} />
          {messageId && kind !== 'event' && (
            <button type="button" className="inspector-link" onClick={() => onCard(messageId)}>
              看这条消息的卡片
            </button>
          )}
        </div>
      )}
    </li>
  );
});

/** Long names of events and paths may break where their words end, rather than anywhere. */
function breakable(name: string) {
  return name.split(/(?<=[./_?&=])/).map((part, index) => (
    <Fragment key={index}>
      {part}
      <wbr />
    </Fragment>
  ));
}

function Bodies({ id }: { id: number }) {
  const [bodies, setBodies] = useState<LogBodies | Error>();
  useEffect(() => {
    getBodies(id).then(setBodies, setBodies);
  }, [id]);
  if (!bodies) return null;
  if (bodies instanceof Error) return <p className="inspector-refused">{bodies.message}</p>;
  return (
    <>
      <Body title="请求" body={bodies.request} />
      <Body title="应答" body={bodies.answer} />
    </>
  );
}

function Body({ title, body }: { title: string; body: string | undefined }) {
  if (body === undefined) return null;
  const words = bodyWords(body);
  return (
    <section className="raw-body">
      <h3>
        {title}
        <CopyButton words={words} label={`复制${title}`} />
      </h3>
      <pre>{words || '（空）'}</pre>
    </section>
  );
}
