import { proposedOpinion } from '../../services/filing/proposed-opinion.ts';
import { act, type Handler, saved } from './handler.ts';
import { assigned, changedSince, settle, stillOpen, typedAt } from './reviewing.ts';

export const showRecommendForm: Handler<'review.recommendForm'> = async (scene, { filing: id, version }) => {
  const filing = await stillOpen(scene, id, version);
  await act(scene, filing, { type: 'open', version });
  return { show: { kind: 'recommendForm', filingId: id, version } };
};

export const showTurnDownForm: Handler<'review.turnDownForm'> = async (scene, { filing: id, version }) => {
  const filing = await stillOpen(scene, id, version);
  await act(scene, filing, { type: 'open', version });
  return { show: { kind: 'turnDownForm', filingId: id, version } };
};

/** The words proposed stand below what was typed, to be read and changed; nothing is sent. */
export const suggestOpinion: Handler<'review.suggest'> = async (scene, { filing: id, version }, form) => {
  const filing = await stillOpen(scene, id, version);
  const typed = typedAt(form, 'opinion').trim();
  const proposed = proposedOpinion(filing);
  const both = typed.includes(proposed) ? typed : [typed, proposed].filter(Boolean).join('\n');
  if (both.length > 1000) {
    const error = '已写的文字加上建议文字超过 1000 字，没有填入。请先删减，或清空后再点“填入建议文字”。';
    return { show: { kind: 'recommendForm', filingId: id, version, opinion: typed, error } };
  }
  return { show: { kind: 'recommendForm', filingId: id, version, opinion: both } };
};

export const recommendFiling: Handler<'review.recommend'> = async (scene, payload, form) => {
  const { filing: id, version, over = false, wait = false } = payload;
  const { filing, reviewer } = await assigned(scene, id);
  const opinion = typedAt(form, 'opinion');
  const reason = typedAt(form, 'over');
  const newer = changedSince(filing, version);
  if (newer) return { show: { kind: 'recommendForm', filingId: id, opinion, ...newer } };
  const command = { type: 'recommend', version, opinion, wait, ...(over && { over: reason }) } as const;
  return settle(
    async () => {
      await act(scene, filing, command, reviewer);
      const words = wait ? '已列为候补，有名额空出会自动递补' : '已推荐，申报单位马上收到';
      return { toast: saved(words), show: { kind: 'review', filingId: id, version, decided: true } };
    },
    (error, code) => {
      const full = code === 'over_quota' || code === 'no_over';
      const question = { over: { words: error, reason } };
      return { show: { kind: 'recommendForm', filingId: id, version, opinion, ...(full ? question : { error }) } };
    },
  );
};

export const turnDownFiling: Handler<'review.turnDown'> = async (scene, { filing: id, version }, form) => {
  const { filing, reviewer } = await assigned(scene, id);
  const reason = typedAt(form, 'reason');
  const newer = changedSince(filing, version);
  if (newer) return { show: { kind: 'turnDownForm', filingId: id, reason, ...newer } };
  return settle(
    async () => {
      await act(scene, filing, { type: 'turnDown', version, reason }, reviewer);
      return {
        toast: saved('已定为不予推荐，申报单位马上收到'),
        show: { kind: 'review', filingId: id, version, decided: true },
      };
    },
    (error) => ({ show: { kind: 'turnDownForm', filingId: id, version, reason, error } }),
  );
};

export const takeBackDecision: Handler<'review.takeBack'> = async (scene, { filing: id, version }) => {
  const { filing, reviewer } = await assigned(scene, id);
  await act(scene, filing, { type: 'takeBack', version }, reviewer);
  return { toast: saved('已撤销，回到审核中'), show: { kind: 'review', filingId: id, version, decided: true } };
};

/** 递补: into a free place at once; where none is free, the reason is asked for. */
export const moveUpFiling: Handler<'review.moveUp'> = async (scene, { filing: id, version }) => {
  const { filing, reviewer } = await assigned(scene, id);
  return settle(
    async () => {
      await act(scene, filing, { type: 'moveUp', version }, reviewer);
      return {
        toast: saved('已递补为推荐，申报单位马上收到'),
        show: { kind: 'review', filingId: id, version, decided: true },
      };
    },
    (words) => ({ show: { kind: 'moveUpForm', filingId: id, version, over: { words, reason: '' } } }),
  );
};

export const moveUpBeyond: Handler<'review.moveUpOver'> = async (scene, { filing: id, version }, form) => {
  const { filing, reviewer } = await assigned(scene, id);
  const over = typedAt(form, 'over');
  return settle(
    async () => {
      await act(scene, filing, { type: 'moveUp', version, over }, reviewer);
      return {
        toast: saved('已递补为推荐，申报单位马上收到'),
        show: { kind: 'review', filingId: id, version, decided: true },
      };
    },
    (words) => ({ show: { kind: 'moveUpForm', filingId: id, version, over: { words, reason: over } } }),
  );
};
