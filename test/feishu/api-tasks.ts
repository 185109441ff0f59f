import { isObject } from './http.ts';
import { type Answer, type ApiRequest, type Platform, refuse } from './platform.ts';
import { newId } from './store.ts';

const MAX_SUMMARY = 3000;
const MAX_MEMBERS = 50;
const MAX_EXTRA = 65_536;
const ROLES = ['assignee', 'follower'];

/** POST task/v2/tasks: creates a task; the same `client_token` (10 to 100 characters) gives the same task again. */
export function createTask({ tenant, store, options }: Platform, { body }: ApiRequest): Answer {
  const wrong = faultOf(body);
  if (wrong) return refuse(1470400, `invalid parameter: ${wrong}`);
  const clientToken = body.client_token === undefined ? undefined : String(body.client_token);
  const before = clientToken && tenant.tasks.find((task) => task.clientToken === clientToken);
  const task = before || { guid: newId(''), clientToken, body };
  if (!before) tenant.tasks.push(task);
  const at = String(store.now().getTime());
  const { summary, description, due, members, origin, extra } = task.body;
  const told = { guid: task.guid, summary, description, due, members, origin, extra, status: 'todo', created_at: at };
  const data = { task: { ...told, creator: { id: options.appId, type: 'app' } } };
  return { code: 0, msg: 'success', data, summary: `task ${String(summary)}` };
}

function faultOf(body: Record<string, unknown>): string | undefined {
  const members = Array.isArray(body.members) ? body.members : [];
  const reminders = Array.isArray(body.reminders) ? body.reminders : [];
  const token = body.client_token;
  const rules: [field: string, holds: boolean][] = [
    ['summary', typeof body.summary === 'string' && inRange(body.summary, 1, MAX_SUMMARY)],
    ['description', inRange(body.description ?? '', 0, MAX_SUMMARY)],
    ['extra', inRange(body.extra ?? '', 0, MAX_EXTRA)],
    ['client_token', token === undefined || inRange(token, 10, 100)],
    ['members', new Set(members.map((one) => one?.id)).size <= MAX_MEMBERS],
    ['members.role', members.every((one) => ROLES.includes(one?.role))],
    ['due', body.due === undefined || (isObject(body.due) && /^\d+$/.test(String(body.due.timestamp)))],
    ['reminders', reminders.length <= 1 && (reminders.length === 0 || body.due !== undefined)],
  ];
  return rules.find(([, holds]) => !holds)?.[0];
}

function inRange(value: unknown, min: number, max: number): boolean {
  return typeof value === 'string' && value.length >= min && value.length <= max;
}
