import chromium from '@sparticuz/chromium';
import { type Browser, chromium as driver } from 'playwright-core';

/** Starts the Chromium that comes with the packages; no browser of the system is needed. */
export async function openBrowser(): Promise<Browser> {
  // In one process the browser ends together with its first closed window.
  const args = chromium.args.filter((argument) => argument !== '--single-process');
  return driver.launch({ executablePath: await chromium.executablePath(), args });
}
