import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { startTemporary } from '../prisma/embedded.ts';
import { migrate } from '../prisma/migrate.ts';
import { prepareQueue } from './queue-clock.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The PostgreSQL of this run; its database `template` is ready for the bot and never connected to. */
    databaseServer: string;
  }
}

/** vitest's globalSetup: one PostgreSQL for the run, with a database ready for the bot from which each test file gets a copy. */
export default async function (project: TestProject): Promise<() => Promise<void>> {
  const server = await startTemporary();
  try {
    const admin = new pg.Client({ connectionString: server.url });
    await admin.connect();
    await admin.query('CREATE DATABASE template');
    await admin.end();
    const template = new URL(server.url);
    template.pathname = '/template';
    await migrate(template.href);
    await prepareQueue(template.href);
  } catch (error) {
    await server.stop();
    throw error;
  }
  project.provide('databaseServer', server.url);
  return () => server.stop();
}
