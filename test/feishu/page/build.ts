import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';

const source = import.meta.dirname;
const dist = join(source, '..', 'dist');

/**
 * Builds the chat page with Vite and returns the absolute folder that holds its index.html.
 *
 * The folder is named after the content of the sources, so that an unchanged page is not built again, a page changed by
 * a checkout is, and two processes that build at once never see each other's half-written files. Prints nothing.
 */
export async function buildPage(): Promise<string> {
  const target = join(dist, await fingerprint());
  if (existsSync(join(target, 'index.html'))) return target;
  const workshop = `${target}.${process.pid}`;
  try {
    await buildInto(workshop);
    await removeOlderBuilds();
    await rename(workshop, target);
  } catch (error) {
    // Another process may have been faster with the same sources: its result is as good as ours.
    if (!existsSync(join(target, 'index.html'))) throw error;
  } finally {
    await rm(workshop, { recursive: true, force: true });
  }
  return target;
}

async function fingerprint(): Promise<string> {
  const hash = createHash('sha256');
  const names = (await readdir(source, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  for (const name of names) hash.update(name.slice(source.length)).update(await readFile(name));
  return hash.digest('hex').slice(0, 16);
}

async function buildInto(outDir: string): Promise<void> {
  await mkdir(dist, { recursive: true });
  // Vite is loaded only when there is something to build: a warm start does not pay for it.
  const { build } = await import('vite');
  await build({
    configFile: false,
    root: source,
    base: '/',
    mode: 'production',
    logLevel: 'silent',
    // Under a test runner NODE_ENV is "test"; without these two lines half of React would be its development build.
    define: { 'process.env.NODE_ENV': '"production"' },
    oxc: { jsx: { runtime: 'automatic', development: false } },
    // VChart's drawing library takes the default export of roughjs, which only this one of its files has.
    resolve: { alias: [{ find: /^roughjs$/, replacement: 'roughjs/bundled/rough.esm.js' }] },
    plugins: [{ name: 'woff2-only', enforce: 'pre', transform: withoutWoff }],
    build: {
      outDir,
      emptyOutDir: true,
      assetsInlineLimit: 0,
      chunkSizeWarningLimit: 2000,
      reportCompressedSize: false,
      modulePreload: { polyfill: false },
    },
  });
}

/** The font comes in a hundred pieces, of which a browser loads those it needs, and in two formats, of which one is read by all. */
function withoutWoff(code: string, id: string): string | undefined {
  if (!/noto-sans-sc.*\.css$/.test(id)) return undefined;
  return code.replaceAll(/,\s*url\([^)]*\.woff\)\s*format\('woff'\)/g, '');
}

/** A build in progress carries the process id after a dot and is left alone. */
async function removeOlderBuilds(): Promise<void> {
  const finished = (await readdir(dist)).filter((name) => !name.includes('.'));
  for (const name of finished) await rm(join(dist, name), { recursive: true, force: true });
}
