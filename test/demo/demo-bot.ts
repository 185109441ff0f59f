import { runBot } from '../../bot/main.ts';
import { createVirtualClock } from '../feishu/clock.ts';

/**
 * The demo's bot: the ordinary one, by a clock that goes on at the pace of real time and is moved by the demo. Each move
 * is answered when it has followed.
 */
const clock = createVirtualClock(Date.now() + Number(process.env.DEMO_SHIFT_MS), { flowing: true });
process.on('message', ({ toMs }: { toMs: number }) => {
  clock.jump(toMs).then(() => process.send!({ atMs: clock.now() }));
});
await runBot(clock);
