import { useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { Click, Toast } from '../protocol.ts';
import { CardContext, type CardShared } from './card-context.ts';
import type { CardElement, CardJson, Confirm } from './card-json.ts';
import { ConfirmDialog } from './confirm-dialog.tsx';
import { Elements } from './elements.tsx';
import { Icon } from './icon.tsx';
import { labelControls } from './labels.ts';
import { headerColors, layoutStyle, tagColors } from './look.ts';
import { inline } from './markdown.tsx';
import { linkOf } from './markdown-text.ts';

type Props = {
  card: CardJson;
  expired: boolean;
  onPress: (click: Click) => Promise<void>;
  notify: (toast: Toast) => void;
};

/** A message card. While a press is being answered the card is locked, as the platform locks it. */
export function Card({ card, expired, onPress, notify }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const hadFocus = useRef(false);
  const [busy, setBusy] = useState<CardElement | null>(null);
  const [question, setQuestion] = useState<{ confirm: Confirm; answer: (yes: boolean) => void } | null>(null);
  const version = useMemo(() => JSON.stringify(card), [card]);
  const elements = card.body?.elements ?? [];
  const labels = useMemo(() => labelControls(card.body?.elements ?? []), [card]);

  // A replaced card takes the focused control away; the keyboard then goes on from the card, not from the page's start.
  useLayoutEffect(() => {
    if (hadFocus.current && document.activeElement === document.body) box.current?.focus({ preventScroll: true });
  }, [version]);

  const shared: CardShared = {
    draw: (list) => <Elements elements={list} />,
    style: card.config?.style,
    labels,
    busy,
    notify,
    ask: (confirm) =>
      confirm
        ? new Promise<boolean>((resolve) => {
            setQuestion({ confirm, answer: resolve });
          }).finally(() => setQuestion(null))
        : Promise.resolve(true),
    press: async (element, click) => {
      if (busy || expired) return;
      setBusy(element);
      try {
        await onPress(click);
      } finally {
        setBusy(null);
      }
    },
  };

  return (
    // biome-ignore lint/a11y/useSemanticElements: a card is a group of controls, not a part of a form.
    <div
      ref={box}
      role="group"
      aria-label={card.header?.title?.content ?? card.config?.summary?.content ?? '卡片'}
      aria-busy={busy !== null}
      tabIndex={-1}
      className={`card ${card.config?.width_mode ?? 'default'} ${busy ? 'locked' : ''}`}
      onFocusCapture={() => {
        hadFocus.current = true;
      }}
      onBlurCapture={(event) => {
        if (event.relatedTarget) hadFocus.current = false;
      }}
      onKeyDownCapture={(event) => {
        if (busy && event.key !== 'Tab') event.preventDefault();
      }}
    >
      <CardContext value={shared}>
        {card.header && <Header header={card.header} link={linkOf(card.card_link)} />}
        <div className="card-body" style={layoutStyle(card.body ?? {})} key={version} inert={expired}>
          <Elements elements={elements} />
        </div>
        {expired && <div className="card-expired">卡片已超过 14 天，不能再操作</div>}
        {question && <ConfirmDialog confirm={question.confirm} onAnswer={question.answer} />}
      </CardContext>
    </div>
  );
}

function Header({ header, link }: { header: NonNullable<CardJson['header']>; link: string | undefined }) {
  const words = (text: { tag?: string; content?: string }) =>
    text.tag === 'lark_md' ? inline(text.content ?? '') : text.content;
  return (
    <div className="card-header" style={{ ...headerColors(header.template), padding: header.padding }}>
      <div className="card-titles">
        {header.icon && <Icon icon={header.icon} />}
        <div className="card-title">
          {header.title && !link && words(header.title)}
          {header.title && link && (
            <a href={link} target="_blank" rel="noreferrer noopener">
              {words(header.title)}
            </a>
          )}
        </div>
        {header.text_tag_list?.slice(0, 3).map((tag) => (
          <span key={tag.text?.content} className="tag" style={tagColors(tag.color)}>
            {tag.text?.content}
          </span>
        ))}
      </div>
      {header.subtitle?.content && <div className="card-subtitle">{words(header.subtitle)}</div>}
    </div>
  );
}
