import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { exported, filing, imported, printedOf } from '../services/filing/generated-filing.ts';

const FILINGS = 200;
const run = promisify(execFile);
const office = await run('soffice', ['--version']).then(
  () => true,
  () => false,
);

test.runIf(office)(
  'filings come back equal after LibreOffice has saved their Word forms again',
  { timeout: 600_000 },
  async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'office-'));
    try {
      const all = fc.sample(filing, FILINGS);
      const names = all.map((_, index) => path.join(folder, `${index}.docx`));
      for (const [index, answers] of all.entries()) await writeFile(names[index]!, await exported(answers));
      const profile = `-env:UserInstallation=file://${path.join(folder, 'profile')}`;
      const saved = path.join(folder, 'saved');
      await run('soffice', [
        profile,
        '--headless',
        '--convert-to',
        'docx:MS Word 2007 XML',
        '--outdir',
        saved,
        ...names,
      ]);
      for (const [index, answers] of all.entries()) {
        const back = await imported(await readFile(path.join(saved, `${index}.docx`)));
        expect(back.unread).toEqual([]);
        expect(printedOf(back.answers)).toEqual(printedOf(answers));
      }
      console.log(`${all.length} filings came back equal through LibreOffice`);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
);
