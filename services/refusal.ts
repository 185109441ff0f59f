/**
 * Expected trouble: a person asked for something that cannot be done now. It reaches the user as a toast or a line of
 * text and is not logged as an error.
 *
 * `code` is for tests and logs; `words` is one Chinese sentence for the user that says what to do next.
 */
export class Refusal extends Error {
  readonly code: string;
  readonly words: string;

  constructor(code: string, words: string) {
    super(`${code}: ${words}`);
    this.name = 'Refusal';
    this.code = code;
    this.words = words;
  }
}

/** Throws a Refusal where an expression is expected: `const round = await find(id) ?? refuse('no_round', '…')`. */
export function refuse(code: string, words: string): never {
  throw new Refusal(code, words);
}
