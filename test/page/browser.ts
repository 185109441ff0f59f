import { mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import chromium from '@sparticuz/chromium';
import { type Browser, chromium as driver } from 'playwright-core';

/** Starts the Chromium that comes with the packages; no browser of the system is needed. */
export async function openBrowser(): Promise<Browser> {
  // In one process the browser ends together with its first closed window.
  const args = chromium.args.filter((argument) => argument !== '--single-process');
  return driver.launch({ executablePath: await unpacked(), args });
}

/** The package unpacks the browser into the temporary folder, for its user alone: each user gets a folder there. */
async function unpacked(): Promise<string> {
  const before = process.env.TMPDIR;
  const own = path.join(tmpdir(), `filing-chromium-${process.getuid?.() ?? 'user'}`);
  await mkdir(own, { recursive: true });
  process.env.TMPDIR = own;
  try {
    return await chromium.executablePath();
  } finally {
    if (before === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = before;
  }
}
