import { type DragEvent, useCallback, useState } from 'react';
import { Avatar } from './avatar.tsx';
import { Composer } from './composer.tsx';
import { MessageRow } from './message-row.tsx';
import { type Click, type Message, type Person, pressCard, recall, sendFiles, type Toast } from './protocol.ts';
import { useTenant } from './tenant.ts';
import { Unread } from './unread.tsx';
import { useStickyScroll } from './use-sticky-scroll.ts';
import { excerpt, momentWords } from './wording.ts';

type Props = {
  person: Person;
  messages: Message[] | undefined;
  unread: number;
  active: boolean;
  toast: (Toast & { id: number }) | undefined;
  onTouch: (person: string) => void;
  onEnter: (person: string) => void;
  notify: (person: string, toast: Toast) => void;
  refresh: (person: string) => Promise<void>;
};

const quietMs = 5 * 60_000;

/** One person's chat with the bot, as that person's own client shows it. */
export function Conversation({ person, messages, unread, active, toast, onTouch, onEnter, notify, refresh }: Props) {
  const id = person.openId;
  const [dropping, setDropping] = useState(false);
  const [replyTo, setReplyTo] = useState<Message | null>(null);
  const { appName } = useTenant();
  const scroll = useStickyScroll(messages);
  const firstUnread = useFirstUnread(messages, active ? 0 : unread);

  const tell = useCallback((words: Toast) => notify(id, words), [id, notify]);
  const onPress = useCallback(
    async (messageId: string, click: Click) => {
      try {
        const { toast: words, error } = await pressCard(id, messageId, click);
        if (words?.content) notify(id, words);
        if (error) notify(id, refusalToast(error));
      } catch (problem) {
        notify(id, { type: 'error', content: `本地飞书没有应答：${(problem as Error).message}` });
      }
      await refresh(id).catch(() => undefined);
    },
    [id, notify, refresh],
  );
  const onRecall = useCallback(
    (messageId: string) => {
      recall(id, messageId).catch(() => notify(id, { type: 'error', content: '没能撤回，请重试' }));
    },
    [id, notify],
  );
  const onFiles = async (files: File[]) => {
    if (files.length === 0) return;
    try {
      scroll.follow();
      await sendFiles(id, files);
    } catch (problem) {
      tell({ type: 'error', content: `文件没有发出：${(problem as Error).message}` });
    }
  };
  const showMessage = useCallback(
    (messageId: string) => {
      const row = scroll.box.current?.querySelector<HTMLElement>(`[data-testid="message-${messageId}"] .content`);
      row?.scrollIntoView({ block: 'center', behavior: 'smooth' });
      row?.focus({ preventScroll: true });
    },
    [scroll.box],
  );
  const carriesFiles = (event: DragEvent) => event.dataTransfer.types.includes('Files');
  return (
    <section
      className={active ? 'conversation active' : 'conversation'}
      aria-label={`${person.name}的会话`}
      onPointerDown={() => onTouch(id)}
      onFocus={() => onTouch(id)}
      onDragOver={(event) => {
        if (!carriesFiles(event)) return;
        event.preventDefault();
        setDropping(true);
      }}
      onDragLeave={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setDropping(false);
      }}
      onDrop={(event) => {
        event.preventDefault();
        setDropping(false);
        void onFiles([...event.dataTransfer.files]);
      }}
    >
      <header className="chat-header">
        <Avatar name={person.name} color={person.avatarColor} />
        <div className="chat-who">
          <h2>
            {person.name}
            <Unread count={unread} />
          </h2>
          <span className="role">{person.role}</span>
        </div>
        <button type="button" className="icon-button" title="重新打开会话" onClick={() => onEnter(id)}>
          <svg viewBox="0 0 16 16" role="img" aria-label="重新打开会话">
            <path d="M13 8a5 5 0 1 1-1.6-3.7M13 2.5v3h-3" />
          </svg>
        </button>
      </header>

      <div className="toast-place" aria-live="assertive">
        {toast && (
          <div key={toast.id} role="alert" className={`toast ${toast.type}`}>
            <span className="toast-mark" aria-hidden="true" />
            {toast.content}
          </div>
        )}
      </div>

      <div className="scroll" ref={scroll.box} onScroll={scroll.onScroll}>
        <ol className="messages" role="log" aria-label="消息">
          {messages?.map((message, index) => (
            <MessageRow
              key={message.messageId}
              message={message}
              moment={isLater(message, messages[index - 1]) ? momentWords(message.at) : ''}
              follows={messages[index - 1]?.from === message.from && !isLater(message, messages[index - 1])}
              quote={quoteOf(message, messages, { bot: appName, person: person.name })}
              firstUnread={message.messageId === firstUnread}
              onQuote={showMessage}
              onPress={onPress}
              onRecall={onRecall}
              onReply={setReplyTo}
              notify={tell}
            />
          ))}
        </ol>
        {messages?.length === 0 && <p className="nothing">还没有消息。可以先说一句“你好”。</p>}
      </div>
      {scroll.missed > 0 && (
        <button type="button" className="new-messages" onClick={scroll.toBottom}>
          <svg viewBox="0 0 16 16" aria-hidden="true">
            <path d="M8 3v10M3.5 8.5L8 13l4.5-4.5" />
          </svg>
          {scroll.missed} 条新消息
        </button>
      )}
      <Composer
        person={person}
        replyTo={replyTo}
        onReplied={() => setReplyTo(null)}
        onFiles={onFiles}
        onSent={scroll.follow}
        notify={tell}
      />
      {dropping && <div className="drop-here">松开即可发送文件</div>}
    </section>
  );
}

/** Code 0 is the client's own refusal, made without asking anyone; every other code is the platform's, and stands in its words. */
function refusalToast({ code, words }: { code: number; words: string }): Toast {
  return { type: code === 0 ? 'warning' : 'error', content: words };
}

function quoteOf({ parentId }: Message, messages: Message[], who: Record<Message['from'], string>): string {
  const parent = parentId && messages.find((message) => message.messageId === parentId);
  if (!parent) return '';
  return parent.recalled ? '已撤回的消息' : `${who[parent.from]}：${excerpt(parent)}`;
}

function isLater(message: Message, before: Message | undefined): boolean {
  return !before || message.at - before.at > quietMs;
}

/**
 * The message above which “以下为新消息” stands. It stays when the chat has been read, because a line that goes away under a
 * mouse about to press would move the button; the next unread messages take it along.
 */
function useFirstUnread(messages: Message[] | undefined, unread: number): string | undefined {
  const [mark, setMark] = useState<{ unread: number; first?: string }>({ unread: 0 });
  if (mark.unread !== unread) {
    const fromBot = messages?.filter((message) => message.from === 'bot') ?? [];
    const begins = mark.unread === 0;
    // Set while drawing, so that the line comes together with its message and the chat can follow both at once.
    setMark({ unread, first: begins ? fromBot.at(-unread)?.messageId : mark.first });
  }
  return mark.first;
}
