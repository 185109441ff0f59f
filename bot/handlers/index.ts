import type { ActionName, Decoded } from '../../cards/actions.ts';
import { abandonFiling, askAbandon, resumeFiling } from './abandon.ts';
import { dropBrought, openBrought, openEarlier, takeBrought, undoBrought } from './brought.ts';
import {
  finishScan,
  moveFile,
  openFile,
  openWaiting,
  placeFiles,
  renameFile,
  replaceFile,
  restoreFile,
  sendFile,
  takeOutFile,
} from './files.ts';
import { chooseConflict, openCheck, openFiling, openStep, removeFile, saveStep, undoStep } from './fill.ts';
import type { Handler, Reply, Scene } from './handler.ts';
import { arrangeItem, openItem, pickItem, removeItem, restoreItem, saveItem } from './list.ts';
import { dropText, landText, writeMore } from './long-text.ts';
import { openAnswers, openReceipt, sendDraft, sendPack } from './look-up.ts';
import { takeOffer } from './offer.ts';
import {
  appoint,
  endRound,
  moveRound,
  showAppointForm,
  showContacts,
  showDeadlines,
  showOpenRound,
  startRound,
} from './operate.ts';
import {
  openDesk,
  openReview,
  recommendFiling,
  returnFiling,
  sendFiles,
  showRecommendForm,
  showReturnForm,
} from './review.ts';
import { answerJoin, askCreditCode, askToJoin, goHome, startFiling } from './start.ts';
import { freezeFiling, removeScan, reopenFiling, sendAnnex, submitFiling, withdrawFiling } from './submit.ts';
import { adoptTable, chooseSame, dropTable, sendTemplate } from './table.ts';

/** Every button and what it does; the compiler asks for a handler for each new one. */
const handlers: { [A in ActionName]: Handler<A> } = {
  home: goHome,
  'filing.ask': askCreditCode,
  'filing.start': startFiling,
  'filing.open': openFiling,
  'filing.join': askToJoin,
  'join.answer': answerJoin,
  'step.open': openStep,
  'step.save': saveStep,
  'step.undo': undoStep,
  'item.open': openItem,
  'item.pick': pickItem,
  'item.save': saveItem,
  'item.remove': removeItem,
  'item.arrange': arrangeItem,
  'item.restore': restoreItem,
  'table.template': sendTemplate,
  'table.same': chooseSame,
  'table.adopt': adoptTable,
  'table.drop': dropTable,
  'text.land': landText,
  'text.more': writeMore,
  'text.drop': dropText,
  'brought.open': openBrought,
  'brought.take': takeBrought,
  'brought.undo': undoBrought,
  'brought.drop': dropBrought,
  'earlier.open': openEarlier,
  'file.remove': removeFile,
  'file.open': openFile,
  'file.send': sendFile,
  'file.takeOut': takeOutFile,
  'file.restore': restoreFile,
  'file.move': moveFile,
  'file.replace': replaceFile,
  'file.rename': renameFile,
  'file.place': placeFiles,
  'files.open': openWaiting,
  'scan.finish': finishScan,
  'conflict.choose': chooseConflict,
  'check.open': openCheck,
  'answers.open': openAnswers,
  'offer.take': takeOffer,
  'filing.freeze': freezeFiling,
  'filing.reopen': reopenFiling,
  'filing.submit': submitFiling,
  'filing.withdraw': withdrawFiling,
  'abandon.open': askAbandon,
  'filing.abandon': abandonFiling,
  'filing.resume': resumeFiling,
  'receipt.open': openReceipt,
  'draft.send': sendDraft,
  'pack.send': sendPack,
  'scan.remove': removeScan,
  'annex.send': sendAnnex,
  'review.open': openReview,
  'review.files': sendFiles,
  'review.returnForm': showReturnForm,
  'review.return': returnFiling,
  'review.recommendForm': showRecommendForm,
  'review.recommend': recommendFiling,
  'desk.open': openDesk,
  'round.contacts': showContacts,
  'contact.form': showAppointForm,
  'contact.appoint': appoint,
  'round.deadlines': showDeadlines,
  'round.move': moveRound,
  'round.close': endRound,
  'round.new': showOpenRound,
  'round.open': startRound,
};

export const onClick = (scene: Scene, { action, payload }: Decoded, form: Record<string, unknown>): Promise<Reply> =>
  (handlers[action] as Handler<ActionName>)(scene, payload as never, form);
