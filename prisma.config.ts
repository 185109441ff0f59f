import { defineConfig } from 'prisma/config';

// The CLI would download a schema engine binary that we never use (migrations run on the WASM engine, see
// prisma/migrate.ts). Naming an existing file as the engine keeps `prisma generate` off the network.
process.env.PRISMA_SCHEMA_ENGINE_BINARY ??= process.execPath;

export default defineConfig({ schema: 'prisma/schema.prisma' });
