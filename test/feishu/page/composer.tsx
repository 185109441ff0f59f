import { type ClipboardEvent, type KeyboardEvent, useRef, useState } from 'react';
import { type Message, type Person, say, type Toast } from './protocol.ts';
import { useTenant } from './tenant.ts';
import { excerpt } from './wording.ts';

type Props = {
  person: Person;
  replyTo: Message | null;
  onReplied: () => void;
  onFiles: (files: File[]) => Promise<void>;
  onSent: () => void;
  notify: (toast: Toast) => void;
};

/** Where a person writes: Enter sends, Shift+Enter begins a line, files come by button, by paste or by drop. */
export function Composer({ person, replyTo, onReplied, onFiles, onSent, notify }: Props) {
  const [text, setText] = useState('');
  const { appName } = useTenant();
  const picker = useRef<HTMLInputElement>(null);

  const send = async () => {
    const words = text;
    if (words.trim() === '') return;
    // The platform answers only when the bot has; the field is free for the next message meanwhile.
    setText('');
    onReplied();
    onSent();
    try {
      await say(person.openId, words, replyTo?.messageId);
    } catch (problem) {
      // What could not be sent comes back, so that nothing has to be typed again.
      setText((now) => now || words);
      notify({ type: 'error', content: `消息没有发出：${(problem as Error).message}` });
    }
  };
  const onKeyDown = (event: KeyboardEvent) => {
    // Enter also ends the choice of characters in a Chinese input method; that one must not send.
    if (event.key === 'Enter' && !event.shiftKey && !event.nativeEvent.isComposing) {
      event.preventDefault();
      void send();
    }
    if (event.key === 'Escape' && replyTo) onReplied();
  };
  const onPaste = (event: ClipboardEvent) => {
    const files = [...event.clipboardData.files];
    if (files.length === 0) return;
    event.preventDefault();
    void onFiles(files);
  };
  return (
    <footer className="composer">
      {replyTo && (
        <div className="replying">
          <span>回复：{excerpt(replyTo)}</span>
          <button type="button" aria-label="取消回复" onClick={onReplied}>
            ×
          </button>
        </div>
      )}
      <div className="composer-box">
        <textarea
          rows={1}
          aria-label={`以${person.name}的身份发消息`}
          placeholder={`发送给 ${appName}`}
          value={text}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={onKeyDown}
          onPaste={onPaste}
        />
        <div className="composer-tools">
          <input
            ref={picker}
            type="file"
            multiple
            hidden
            aria-label={`以${person.name}的身份发文件`}
            onChange={(event) => {
              void onFiles([...(event.target.files ?? [])]);
              event.target.value = '';
            }}
          />
          <button type="button" className="icon-button" title="发送文件" onClick={() => picker.current?.click()}>
            <svg viewBox="0 0 16 16" role="img" aria-label="发送文件">
              <path d="M13 7.5l-5 5a3 3 0 0 1-4.3-4.3l5.6-5.5a2 2 0 0 1 2.8 2.8L6.6 11a1 1 0 0 1-1.4-1.4l4.6-4.6" />
            </svg>
          </button>
          <button
            type="button"
            className="icon-button send"
            title="发送"
            disabled={text.trim() === ''}
            onClick={() => void send()}
          >
            <svg viewBox="0 0 16 16" role="img" aria-label="发送">
              <path d="M2 2.5l12 5.5-12 5.5 1.8-5.5zM3.8 8H8" />
            </svg>
          </button>
        </div>
      </div>
    </footer>
  );
}
