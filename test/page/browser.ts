import { mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import chromium from '@sparticuz/chromium';
import { type Browser, chromium as driver } from 'playwright-core';

/** Starts the Chromium that comes with the packages; no browser of the system is needed. */
export async function openBrowser(): Promise<Browser> {
  const args = chromium.args.filter((argument) => !unwanted.test(argument));
  return driver.launch({ executablePath: await unpacked(), args: [...args, '--disable-gpu'] });
}

/**
 * In one process the browser ends together with its first closed window. A graphics card imitated on the processor draws the
 * page several times slower than no card at all.
 */
const unwanted =
  /^--(single-process|in-process-gpu|use-gl=.*|use-angle=.*|ignore-gpu-blocklist|enable-unsafe-swiftshader)$/;

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
