import { useCallback, useEffect, useRef, useState } from 'react';
import { hearTime } from './platform-time.ts';
import { getApp, getPeople, getState, type Message, type Person } from './protocol.ts';

/** What the page knows of the platform, kept fresh by its event stream. */
export type Console = {
  appName: string;
  people: Person[];
  chats: Record<string, Message[]>;
  /** Unread messages per person when the page first asked. */
  unreadAtStart: Record<string, number>;
  online: boolean;
  /** Counts the log events seen, so that an open log knows when to read again. */
  logTicks: number;
  /** Reads a person's chat again; resolves when a read begun after this call has arrived. */
  refresh: (person: string) => Promise<void>;
};

/** Follows the platform: every event makes the page read the named person's chat again, which is simple and never wrong. */
export function useConsole(): Console {
  const [appName, setAppName] = useState('');
  const [people, setPeople] = useState<Person[]>([]);
  const [chats, setChats] = useState<Record<string, Message[]>>({});
  const [unreadAtStart, setUnreadAtStart] = useState<Record<string, number>>({});
  const [online, setOnline] = useState(true);
  const [logTicks, setLogTicks] = useState(0);
  const running = useRef(new Map<string, Promise<void>>());
  const queued = useRef(new Map<string, Promise<void>>());

  const refresh = useCallback((person: string): Promise<void> => {
    const current = running.current.get(person);
    if (!current) {
      const run = getState(person)
        .then(({ messages, now }) => {
          hearTime(now);
          setChats((old) => ({ ...old, [person]: keepUnchanged(old[person] ?? [], messages) }));
        })
        .finally(() => running.current.delete(person));
      running.current.set(person, run);
      return run;
    }
    const next =
      queued.current.get(person) ??
      current
        .catch(() => undefined)
        .then(() => {
          queued.current.delete(person);
          return refresh(person);
        });
    queued.current.set(person, next);
    return next;
  }, []);

  useEffect(() => {
    const quietly = (work: Promise<unknown>) => void work.catch(() => setOnline(false));
    const readPeople = () =>
      Promise.all([getApp(), getPeople()]).then(([app, list]) => {
        setAppName(app.name);
        setPeople(list);
        setUnreadAtStart((old) => ({ ...Object.fromEntries(list.map((p) => [p.openId, p.unread])), ...old }));
        return Promise.all(list.map((person) => refresh(person.openId)));
      });
    const events = new EventSource('/console/events');
    // The stream opens again after every interruption, and what happened meanwhile is read then.
    events.onopen = () => {
      setOnline(true);
      quietly(readPeople());
    };
    events.onerror = () => setOnline(false);
    events.onmessage = (event) => {
      const { type, person } = JSON.parse(event.data) as { type: string; person?: string };
      if (type === 'log') setLogTicks((count) => count + 1);
      else if (type === 'people') quietly(readPeople());
      else if (person) quietly(refresh(person));
    };
    return () => events.close();
  }, [refresh]);

  return { appName, people, chats, unreadAtStart, online, logTicks, refresh };
}

/** A message that did not change keeps its object, so that its row is not drawn again and nothing typed in it is lost. */
function keepUnchanged(old: Message[], fresh: Message[]): Message[] {
  const known = new Map(old.map((message) => [message.messageId, message]));
  return fresh.map((message) => {
    const before = known.get(message.messageId);
    return before && JSON.stringify(before) === JSON.stringify(message) ? before : message;
  });
}
