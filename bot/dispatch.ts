import { bringsForm, type Decoded, decode } from '../cards/actions.ts';
import { render } from '../cards/index.ts';
import { isMissing, isTransient, type Tx } from '../prisma/client.ts';
import { type Filing, sameWho, type Who } from '../services/filing/filing.ts';
import { Stale } from '../services/filing/perform.ts';
import { loadForReview } from '../services/filing/store.ts';
import { takeOnce, takeWithRights } from '../services/inbox.ts';
import { isOfRights } from '../services/journal/access.ts';
import type { Notice } from '../services/notice.ts';
import { nowShows } from '../services/outbox.ts';
import { type Focus, meet } from '../services/people/people.ts';
import { isOperator, mustReview, type Operators } from '../services/people/roles.ts';
import { Refusal } from '../services/refusal.ts';
import { loadView } from '../services/views/load-view.ts';
import type { Deps } from './deps.ts';
import { createDoorkeeper } from './doorkeeper.ts';
import { whereToGo } from './handlers/fill.ts';
import type { Reply, Scene, Toast } from './handlers/handler.ts';
import { onClick } from './handlers/index.ts';
import { onCode } from './handlers/invite.ts';
import { onRecalled } from './handlers/long-text.ts';
import { onFile, onMenu, onText, reply } from './handlers/messages.ts';
import { onRead } from './handlers/read-receipts.ts';
import { type Clicked, type Inbound, readInbound } from './inbound.ts';

/** Tries of one transaction when another one came between: each reads the state afresh. */
const TRIES = 8;

/**
 * Event in, JSON answer out. Each event has its effect once: its key is recorded in the transaction of the effect, so a
 * redelivery after a crash is either wholly done or wholly not. Rejects only when the database is out of reach.
 */
export const createDispatch = (deps: Deps) => {
  const { db, log, now } = deps;
  const noteRefusal = createDoorkeeper(deps);

  const receive = async (body: unknown): Promise<object> => {
    const inbound = readInbound(body);
    if (inbound.kind === 'click') return answerClick(inbound);
    if (inbound.kind === 'recalled') {
      await inTransaction(async (tx) => {
        if (await takeOnce(tx, inbound.key, now()))
          await onRecalled({ tx, enqueue: deps.enqueue, now: now() }, inbound.messageId);
      });
      return {};
    }
    if (inbound.kind === 'read') {
      await onRead(deps, inbound);
      return {};
    }
    if (inbound.kind === 'unknown') {
      log.debug({ eventId: inbound.key, kind: inbound.kind }, 'event without effect');
      return {};
    }
    await takeMessage(inbound);
    return {};
  };

  const sceneOf = (tx: Tx, who: Who, operators: Operators): Scene => ({
    ...{ tx, enqueue: deps.enqueue, now: now() },
    ...{ who, operators },
  });

  /** Runs the whole of it again when somebody else's change came first. */
  const inTransaction = async <T>(work: (tx: Tx) => Promise<T>): Promise<T> => {
    for (let tried = 1; ; tried++) {
      try {
        return await db.$transaction(work, { maxWait: 10_000, timeout: 15_000 });
      } catch (error) {
        if (!(error instanceof Stale || isTransient(error)) || tried === TRIES) throw error;
      }
    }
  };

  const answerClick = async (click: Clicked): Promise<object> => {
    const decoded = decode(click.name, click.value);
    if (!decoded) return toasted({ type: 'warning', content: '这张卡片太旧了，请发送“继续”使用新的卡片。' });
    // A button inside a form always brings the form; without it nothing typed is known, and blanks must not be saved.
    if (bringsForm(decoded.action) && !click.form) {
      return toasted({ type: 'warning', content: '没有收到填写的内容，什么都没有改动，请再点一次。' });
    }
    const at: { scene?: Scene } = {};
    try {
      return await inTransaction(async (tx) => {
        const operators = await takeWithRights(tx, click.key, now());
        if (!operators) return {};
        const scene = sceneOf(tx, click.who, operators);
        at.scene = scene;
        return draw(scene, click, await onClick(scene, decoded, click.form ?? {}));
      });
    } catch (error) {
      if (error instanceof Refusal) return refuse(click, decoded, error, at.scene);
      if (isMissing(error)) return refuse(click, decoded, nothingThere, at.scene);
      const id = click.key.slice(-8);
      log.error({ err: error, eventId: click.key, id, action: decoded.action }, 'a click could not be handled');
      return toasted({
        type: 'error',
        content: `出了点问题，这一步没有完成，请稍后再试。如仍不行，请把编号 ${id} 告诉管理员`,
      });
    }
  };

  /** The card the answer shows, drawn from the state inside the transaction, and noted as what that message shows now. */
  const draw = async (scene: Scene, click: Clicked, { toast, show }: Reply): Promise<object> => {
    const { tx, who, known, brought, operators } = scene;
    if (!show) return toast ? { toast } : {};
    const view = await loadView({ ...deps, tx, known, brought, operators }, show, { now: scene.now, me: who });
    const outgoing = render(show, view);
    if (outgoing.type !== 'card') throw new Error(`a click cannot show a ${outgoing.type}`);
    await nowShows(tx, {
      messageId: click.messageId,
      notice: show,
      content: JSON.stringify(outgoing.card),
      who,
      now: scene.now,
    });
    return { ...(toast && { toast }), card: { type: 'raw', data: outgoing.card } };
  };

  /** Nothing was changed: say why, and show the card as things stand, unless somebody's typing is in it. */
  const refuse = async (
    click: Clicked,
    { action, payload }: Decoded,
    refusal: Refusal,
    tried: Scene | undefined,
  ): Promise<object> => {
    log.info({ eventId: click.key, code: refusal.code }, 'refused');
    await noteRefusal(refusal, { who: click.who, action, payload });
    const toast: Toast = { type: 'warning', content: refusal.words };
    if (click.form || !('filing' in payload)) return toasted(toast);
    // Reads, and one statement that notes what is shown: no transaction is needed.
    const scene = sceneOf(db, click.who, tried?.operators ?? []);
    const sent = await db.outbox.findFirst({ where: { messageId: click.messageId } });
    // A card that came to somebody else stays what it is to them.
    const foreign = sent && (sent.openId !== click.who.openId || sent.tenantKey !== click.who.tenantKey);
    if (foreign) return toasted(toast);
    const show = isOfRights(refusal.code) ? ownCard(scene, tried?.known) : await freshCard(scene, payload.filing);
    return draw(scene, click, { toast, ...(show && { show }) });
  };

  /** What was refused for want of rights was refused on the filing as it is: it need not be read again. */
  const ownCard = (scene: Scene, filing: Filing | undefined): Notice | undefined => {
    if (!filing?.members.some((member) => sameWho(member, scene.who))) return undefined;
    scene.known = filing;
    return whereToGo(filing, scene.who);
  };

  const freshCard = async (scene: Scene, filingId: string): Promise<Notice | undefined> => {
    try {
      const { filing, acting } = await loadForReview(scene.tx, filingId);
      scene.known = filing;
      if (filing.members.some((member) => sameWho(member, scene.who))) return whereToGo(filing, scene.who);
      if (filing.office && isOperator(scene.operators, scene.who)) return { kind: 'office', filingId };
      mustReview(scene.operators, filing, acting, scene.who, scene.now);
      return { kind: 'review', filingId, version: filing.handedIn };
    } catch (error) {
      if (error instanceof Refusal) return undefined;
      throw error;
    }
  };

  type Said = Exclude<Inbound, { kind: 'click' | 'unknown' | 'recalled' | 'read' }>;

  const takeMessage = async (said: Said): Promise<void> => {
    const at: { focus?: Focus } = {};
    try {
      await inTransaction((tx) =>
        once(tx, said, (scene, focus) => {
          at.focus = focus;
          return take(scene, said, focus);
        }),
      );
    } catch (error) {
      const id = said.key.slice(-8);
      const refused = error instanceof Refusal;
      if (refused) log.info({ eventId: said.key, code: error.code }, 'refused');
      else log.error({ err: error, eventId: said.key, id, kind: said.kind }, 'a message could not be handled');
      if (refused) {
        // A message says nothing of the filing it belongs to: what its person had in hand does.
        const payload = at.focus ? { filing: at.focus.filingId } : {};
        await noteRefusal(error, { who: said.who, action: said.kind, payload });
      }
      const words = refused
        ? error.words
        : `出了点问题，刚才的内容没有处理，请稍后再发一次。如仍不行，请把编号 ${id} 告诉管理员。`;
      await inTransaction((tx) => once(tx, said, (scene) => reply(scene, { kind: 'words', words })));
    }
  };

  const once = async (tx: Tx, said: Said, work: (scene: Scene, focus: Focus) => Promise<void>): Promise<void> => {
    const operators = await takeWithRights(tx, said.key, now());
    if (!operators) return;
    const scene = sceneOf(tx, said.who, operators);
    const { focus } = await meet(tx, said.who, scene.now);
    await work(scene, focus);
  };

  const take = async (scene: Scene, said: Said, focus: Focus): Promise<void> => {
    if ('direct' in said && !said.direct)
      return reply(scene, { kind: 'words', words: '备案的内容只在这里一对一办理，群里不处理。发送“开始”即可。' });
    switch (said.kind) {
      case 'text':
        if (await onCode(scene, said.text)) return;
        await onText(scene, said, focus);
        return said.files?.length ? onFile(scene, { ...said, files: said.files }, focus) : undefined;
      case 'file':
        return onFile(scene, said, focus);
      case 'menu':
        return onMenu(scene, said.eventKey, focus);
      case 'entered':
        return onEntered(scene);
      case 'unsupported':
        return reply(scene, { kind: 'words', words: '这种消息我还看不懂。请发文字、文件或图片，或发送“帮助”。' });
    }
  };

  /** The home card is sent on entering only if no live one is the last message. */
  const onEntered = async (scene: Scene): Promise<void> => {
    const last = await scene.tx.outbox.findFirst({
      where: { tenantKey: scene.who.tenantKey, openId: scene.who.openId, state: { in: ['sent', 'waiting'] } },
      orderBy: { seq: 'desc' },
    });
    if (last?.kind !== 'home') await reply(scene, { kind: 'home' });
  };

  return receive;
};

const nothingThere = new Refusal(
  'not_found',
  '没有找到要看的内容，可能已被删除，您的点击没有改动任何内容。请发送“首页”，从那里重新打开。',
);

const toasted = (toast: Toast): object => ({ toast });
