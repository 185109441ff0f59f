import { expect, test } from 'vitest';
import { maskEmail, maskMobile } from '../../../cards/mask.ts';

test.each([
  ['13800000000', '138****0000'],
  ['138 0000 0000', '138****0000'],
  ['+86 138-0000-0000', '138****0000'],
  ['8613800000000', '138****0000'],
  ['0731-88888888', '073****8888'],
  ['88886666', '8****66'],
  ['110', '****'],
  ['', '****'],
])('the number %s is shown as %s', (mobile, masked) => {
  expect(maskMobile(mobile)).toBe(masked);
});

test.each([
  ['contact@example.com', 'c***t@example.com'],
  ['abc@example.com', 'a***c@example.com'],
  ['ab@example.com', 'a***@example.com'],
  ['a@example.com', 'a***@example.com'],
  ['@example.com', '***'],
  ['not an address', '***'],
])('the address %s is shown as %s', (email, masked) => {
  expect(maskEmail(email)).toBe(masked);
});
