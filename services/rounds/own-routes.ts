import { z } from 'zod';

/**
 * Where a row leads: the code of a department, PROVINCE, the body that the institution belongs to (`body`), the national office
 * (DIRECT_ROUTE), or `none`: it may not file. `cc`: codes or PROVINCE.
 */
export const rowEnd = z.object({ to: z.string().min(1), cc: z.array(z.string()) });
export type RowEnd = z.infer<typeof rowEnd>;

/** The institutions that an added row is about: those of a category, or those that belong to a central body. */
export const addedWhen = z.string().regex(/^(category|body):./);

/** What an operator has changed of a call's routes, by row, and the rows added before those that send anywhere. */
export const ownRoutes = z.object({
  changed: z.record(z.string(), z.object({ off: z.literal(true).optional(), end: rowEnd.optional() })),
  added: z.array(rowEnd.extend({ rule: z.templateLiteral(['added_', z.int()]), when: addedWhen })),
});
export type OwnRoutes = z.infer<typeof ownRoutes>;

/** One change, as a card carries it until it is confirmed; `rule`: which row, `when`, `to` and `cc` as above. */
export const routeEdit = z.object({
  do: z.enum(['set', 'off', 'on', 'add', 'drop', 'reset']),
  rule: z.string().optional(),
  when: z.string().optional(),
  to: z.string().optional(),
  cc: z.array(z.string()).optional(),
});
export type RouteEdit = z.infer<typeof routeEdit>;
