import Tag from '@douyinfe/semi-ui-19/lib/es/tag';
import { memo, type ReactNode } from 'react';
import { BotAvatar } from './avatar.tsx';
import { Card } from './card/card.tsx';
import { OpenablePicture } from './picture-viewer.tsx';
import { type Click, fileUrl, type Message, type Toast } from './protocol.ts';
import { useTenant } from './tenant.ts';
import { momentWords, sizeWords } from './wording.ts';

type Props = {
  message: Message;
  /** The time to print above the message; empty when the one before is close. */
  moment: string;
  /** The message before comes from the same side, so the picture need not be repeated. */
  follows: boolean;
  /** Who wrote the message this one answers, and its words; empty when it answers none. */
  quote: string;
  /** What stands below has not been looked at. */
  firstUnread: boolean;
  onQuote: (messageId: string) => void;
  onPress: (messageId: string, click: Click) => Promise<void>;
  onRecall: (messageId: string) => void;
  onReply: (message: Message) => void;
  notify: (toast: Toast) => void;
};

/** One message. It is drawn again only when the message itself changed: news elsewhere leaves what is typed in it alone. */
export const MessageRow = memo(function MessageRow(props: Props) {
  const { message, moment, follows, quote, firstUnread, onQuote, onRecall, onReply } = props;
  const { appName } = useTenant();
  const above = (
    <>
      {firstUnread && <div className="unread-line">以下为新消息</div>}
      {moment && <div className="moment">{moment}</div>}
    </>
  );
  if (message.recalled) {
    return (
      <li>
        {above}
        <div className="recalled">{message.from === 'bot' ? appName : '你'}撤回了一条消息</div>
      </li>
    );
  }
  const own = message.from === 'person';
  return (
    <li data-testid={`message-${message.messageId}`}>
      {above}
      <div
        className={`row ${own ? 'own' : 'from-bot'} ${message.type === 'interactive' ? 'wide' : ''} ${follows ? 'follows' : ''}`}
      >
        {!own && (follows ? <span className="avatar-gap" /> : <BotAvatar />)}
        {/* Focusable by a tap, which is how the actions come up where nothing hovers. */}
        <div className="content" tabIndex={-1}>
          {!own && !follows && (
            <div className="sender">
              {appName}
              <Tag size="small" color="yellow" className="robot">
                机器人
              </Tag>
            </div>
          )}
          {quote && (
            <button type="button" className="quote" title="查看原消息" onClick={() => onQuote(message.parentId!)}>
              回复 {quote}
            </button>
          )}
          <Content {...props} />
          {message.updatedAt !== undefined && message.updatedAt !== message.at && message.type !== 'interactive' && (
            <div className="edited">已编辑</div>
          )}
        </div>
        <div className="actions">
          <time dateTime={new Date(message.at).toISOString()}>{momentWords(message.at)}</time>
          <button type="button" onClick={() => onReply(message)}>
            回复
          </button>
          {own && (
            <button type="button" onClick={() => onRecall(message.messageId)}>
              撤回
            </button>
          )}
        </div>
      </div>
    </li>
  );
});

function Content({ message, onPress, notify }: Props): ReactNode {
  if (message.type === 'interactive' && message.card) {
    return (
      <Card
        card={message.card}
        expired={message.expired ?? false}
        onPress={(click) => onPress(message.messageId, click)}
        notify={notify}
      />
    );
  }
  if (message.type === 'image' && message.fileKey) {
    return (
      <OpenablePicture className="photo" picture={{ src: fileUrl(message.fileKey), alt: message.fileName ?? '' }}>
        <img src={fileUrl(message.fileKey)} alt="" />
      </OpenablePicture>
    );
  }
  if (message.type === 'file' && message.fileKey) return <FileBubble message={message} />;
  return <div className="bubble">{withLinks(message.text ?? '')}</div>;
}

function FileBubble({ message }: { message: Message }) {
  const name = message.fileName ?? '未命名文件';
  const kind = name.includes('.') ? name.slice(name.lastIndexOf('.') + 1).toLowerCase() : '';
  const size = message.fileSize === undefined ? '' : sizeWords(message.fileSize);
  return (
    <a className="file" href={fileUrl(message.fileKey!, name)} download={name} aria-label={`下载 ${name} ${size}`}>
      <span className={`file-kind ${kind}`} aria-hidden="true">
        {kind.slice(0, 4).toUpperCase() || '文件'}
      </span>
      <span className="file-words">
        <span className="file-name">{name}</span>
        <span className="file-size">{size} · 点击下载</span>
      </span>
    </a>
  );
}

/** Addresses in a text become links, as every chat does. */
function withLinks(text: string): ReactNode[] {
  return text.split(/(https?:\/\/[^\s，。；！？、）】》"'<>]+)/g).map((part, index) =>
    index % 2 ? (
      <a key={index} href={part} target="_blank" rel="noreferrer noopener">
        {part}
      </a>
    ) : (
      part
    ),
  );
}
