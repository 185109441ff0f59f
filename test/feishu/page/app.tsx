import { lazy, Suspense, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { Avatar } from './avatar.tsx';
import { Conversation } from './conversation.tsx';
import { PictureViewer } from './picture-viewer.tsx';
import { enterChat, type Message, type Person, readChat, type Toast } from './protocol.ts';
import { TenantContext } from './tenant.ts';
import { Unread } from './unread.tsx';
import { useConsole } from './use-console.ts';
import { useWide } from './use-wide.ts';

// Who only chats does not wait for the tools of those who look behind.
const Inspector = lazy(() => import('./inspector/inspector.tsx').then((module) => ({ default: module.Inspector })));

/** Every person's chat with the bot: side by side on a wide screen, one at a time behind tabs on a narrow one. */
export function App() {
  const platform = useConsole();
  const { appName, people, chats, unreadAtStart, refresh } = platform;
  const tenant = useMemo(() => ({ appName, people }), [appName, people]);
  const wide = useWide();
  const [chosen, setChosen] = useState<string | null>(null);
  const [seen, setSeen] = useState<Record<string, number>>({});
  const [toasts, setToasts] = useState<Record<string, Toast & { id: number }>>({});
  const [inspecting, setInspecting] = useState(false);
  const entered = useRef(new Set<string>());
  const nextToast = useRef(0);

  const current = chosen ?? people[0]?.openId ?? null;
  const shown = useMemo(() => people.filter((p) => wide || p.openId === current), [people, wide, current]);

  const notify = useCallback((person: string, toast: Toast) => {
    const id = ++nextToast.current;
    setToasts((old) => ({ ...old, [person]: { ...toast, id } }));
    const gone = ({ [person]: now, ...others }: Record<string, Toast & { id: number }>) =>
      now && now.id !== id ? { ...others, [person]: now } : others;
    setTimeout(() => setToasts(gone), toast.type === 'success' || toast.type === 'info' ? 4000 : 7000);
  }, []);

  const enter = useCallback(
    (person: string) => {
      enterChat(person).catch(() => notify(person, { type: 'error', content: '没能打开会话，请刷新页面重试' }));
    },
    [notify],
  );

  // A chat on the screen is an open chat: the platform is told once for each person, as when somebody taps it.
  useEffect(() => {
    for (const { openId } of shown) {
      if (entered.current.has(openId)) continue;
      entered.current.add(openId);
      enter(openId);
    }
  }, [shown, enter]);

  const heard = useMemo(
    () => Object.fromEntries(Object.entries(chats).map(([person, messages]) => [person, countFromBot(messages)])),
    [chats],
  );
  // The chat in use is read as it grows; the others keep their mark until somebody turns to them.
  useEffect(() => {
    if (!current || heard[current] === undefined) return;
    setSeen((old) => ({ ...old, [current]: heard[current]! }));
    // The unread mark of the page is its own; the platform is told for the bot, and hears it again with the next message.
    if (heard[current]! > 0) readChat(current).catch(() => undefined);
  }, [current, heard]);
  // Reading a chat for the page clears the platform's own count, so it is taken once, from before the first reading.
  useEffect(() => {
    setSeen((old) => {
      const fresh = Object.entries(heard).filter(([person]) => old[person] === undefined);
      const marks = fresh.map(([person, count]) => [person, count - (unreadAtStart[person] ?? 0)]);
      return marks.length ? { ...old, ...Object.fromEntries(marks) } : old;
    });
  }, [heard, unreadAtStart]);
  const unread = ({ openId }: Person) => Math.max(0, (heard[openId] ?? 0) - (seen[openId] ?? heard[openId] ?? 0));
  const total = people.reduce((sum, person) => sum + unread(person), 0);
  useEffect(() => {
    document.title = total ? `(${total}) 飞书 · 本地` : '飞书 · 本地';
  }, [total]);

  return (
    <TenantContext value={tenant}>
      <PictureViewer>
        <div className={wide ? 'app wide' : 'app'}>
          <header className="topbar">
            <span className="brand">
              <svg viewBox="0 0 32 32" aria-hidden="true">
                <rect width="32" height="32" rx="8" />
                <path d="M8 10h16v10H15l-5 4v-4H8z" />
              </svg>
              <span>
                飞书<small>本地</small>
              </span>
            </span>
            {!wide && (
              <div className="tabs" role="tablist" aria-label="人员">
                {people.map((person) => (
                  <button
                    key={person.openId}
                    type="button"
                    role="tab"
                    aria-selected={person.openId === current}
                    className="tab"
                    onClick={() => setChosen(person.openId)}
                  >
                    <Avatar name={person.name} color={person.avatarColor} size={24} />
                    <span className="tab-name">{person.name}</span>
                    <Unread count={unread(person)} />
                  </button>
                ))}
              </div>
            )}
            {!platform.online && (
              <span className="offline" role="status">
                连接已断开，正在重连…
              </span>
            )}
            <button
              type="button"
              className="topbar-button"
              aria-label="检查器"
              aria-expanded={inspecting}
              aria-controls="inspector"
              onClick={() => setInspecting(!inspecting)}
            >
              <svg viewBox="0 0 16 16" aria-hidden="true">
                <path d="M3 3.5h10M3 8h10M3 12.5h6" />
              </svg>
              <span>检查器</span>
            </button>
          </header>
          <main className="columns-of-people">
            {people.length === 0 && <p className="nobody">正在连接本地飞书…</p>}
            {shown.map((person) => (
              <Conversation
                key={person.openId}
                person={person}
                messages={chats[person.openId]}
                unread={unread(person)}
                active={person.openId === current}
                toast={toasts[person.openId]}
                onTouch={setChosen}
                onEnter={enter}
                notify={notify}
                refresh={refresh}
              />
            ))}
          </main>
          {inspecting && (
            <Suspense>
              <Inspector people={people} ticks={platform.logTicks} onClose={() => setInspecting(false)} />
            </Suspense>
          )}
        </div>
      </PictureViewer>
    </TenantContext>
  );
}

function countFromBot(messages: Message[]): number {
  return messages.filter((message) => message.from === 'bot').length;
}
