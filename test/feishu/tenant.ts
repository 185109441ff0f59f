/** A cloud document, readable for the bot when it was added to the document. */
export type Document = {
  /** 27 characters. */
  documentId: string;
  title: string;
  text: string;
  shared?: boolean;
  /** Longer than the platform hands out as plain text. */
  tooLarge?: boolean;
  /** Its node in a wiki, when it lies in one. */
  wikiToken?: string;
};

/** A card in the message list of a person, as the bot created it. */
export type FeedCard = { bizId: string; person: string; title: string; preview: string; at: number };

/** A task as the bot created it; `clientToken` makes its creation idempotent. */
export type Task = { guid: string; clientToken?: string; body: Record<string, unknown> };

export type Tenant = ReturnType<typeof createTenant>;

/** What the tenant's administrator decides and what lies beside its chats. A test changes it in the middle of a run. */
export function createTenant() {
  return {
    /** The tenant has used up its API calls of this month: 99991403. */
    monthlyQuotaSpent: false,
    /** No urgent messages are left: 230024. */
    urgentQuotaSpent: false,
    /** The 500,000 messages a day of batch sending are used up: 11247. */
    batchQuotaSpent: false,
    botEnabled: true,
    /** Scopes the app does not have: 99991672 where an API has no other; the fields of a person that need one stay away. */
    withheldScopes: new Set<string>(),
    /** How long the bot may take its messages back and edit them, in ms. */
    recallWithinMs: Number.POSITIVE_INFINITY,
    editWithinMs: Number.POSITIVE_INFINITY,
    /** Words of a message the platform finds sensitive (230022) or that would leak data (230028). */
    isSensitive: (_words: string): boolean => false,
    leaks: (_words: string): boolean => false,
    documents: [] as Document[],
    feed: [] as FeedCard[],
    tasks: [] as Task[],
  };
}
