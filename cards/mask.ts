/**
 * A phone number as cards show it: 13800000000 → 138****0000. The platform may refuse a message for a number in full (230028).
 * Spaces, hyphens and the country code of a mobile are dropped; a short number keeps less, so that most of it stays hidden.
 */
export function maskMobile(mobile: string): string {
  const digits = mobile.replace(/[\s-]/g, '').replace(/^(?:\+|00)?86(?=1\d{10}$)/, '');
  if (digits.length >= 11) return `${digits.slice(0, 3)}****${digits.slice(-4)}`;
  return digits.length >= 7 ? `${digits.slice(0, 1)}****${digits.slice(-2)}` : '****';
}

/** An e-mail address as cards show it: contact@example.com → c***t@example.com; a name of one or two letters keeps its first only. */
export function maskEmail(email: string): string {
  const at = email.lastIndexOf('@');
  if (at < 1) return '***';
  const letters = [...email.slice(0, at)];
  return `${letters[0]}***${letters.length > 2 ? letters.at(-1) : ''}${email.slice(at)}`;
}
