import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { cardBytes } from './card-size.ts';
import { walkTags } from './card-walk.ts';
import { isObject } from './http.ts';
import type { Card } from './types.ts';

type Measured = { bytes: number; tagged: number; depth: number };

const CONTAINERS = ['form', 'column_set', 'column', 'collapsible_panel', 'interactive_container'];
const { limits } = JSON.parse(readFileSync(join(import.meta.dirname, 'card-rules.json'), 'utf8'));

/** How large a card is and how large it may be: bytes of UTF-8, objects with a tag, containers inside containers. */
export function measureCard(card: Card): Measured & { limits: Measured } {
  return {
    bytes: cardBytes(card),
    tagged: [...walkTags(card, 'ROOT')].length,
    depth: depthOf(card),
    limits: { bytes: limits.bytes, tagged: limits.nodes, depth: limits.containerDepth },
  };
}

function depthOf(value: unknown): number {
  const inner = Array.isArray(value) ? value : isObject(value) ? Object.values(value) : [];
  const below = inner.reduce<number>((deepest, item) => Math.max(deepest, depthOf(item)), 0);
  return below + (isObject(value) && CONTAINERS.includes(String(value.tag)) ? 1 : 0);
}
