import type { CSSProperties } from 'react';
import type { CardJson, Layout } from './card-json.ts';

/** Each hue of the platform: the ink of step 600, which is also what a bare name means, and the bright tone of the pale steps. */
const hues: Record<string, { ink: string; bright: string }> = {
  blue: { ink: '#245bdb', bright: '#3370ff' },
  wathet: { ink: '#0b77a3', bright: '#14c0ff' },
  turquoise: { ink: '#04807a', bright: '#00d6b9' },
  green: { ink: '#23822e', bright: '#34c724' },
  lime: { ink: '#667901', bright: '#b3d600' },
  yellow: { ink: '#9a6a00', bright: '#ffc60a' },
  sunflower: { ink: '#9a6a00', bright: '#fad355' },
  orange: { ink: '#b8500a', bright: '#ff8800' },
  red: { ink: '#d83931', bright: '#f54a45' },
  carmine: { ink: '#c71077', bright: '#f14ba9' },
  violet: { ink: '#6425d0', bright: '#7f3bf5' },
  purple: { ink: '#8f26aa', bright: '#ca4ac8' },
  indigo: { ink: '#4954e6', bright: '#4752e6' },
};
const greys: Record<string, string> = {
  '00': '#ffffff',
  50: '#f5f6f7',
  100: '#eff0f1',
  200: '#dee0e3',
  300: '#d0d3d6',
  350: '#bbbfc4',
  400: '#a6abb2',
  500: '#8f959e',
  600: '#646a73',
  650: '#51565d',
  700: '#373c43',
  800: '#2b2f36',
  900: '#1f2329',
  950: '#14161a',
  1000: '#000000',
};
/** Share of the bright tone in its mix with white. */
const pale: Record<string, number> = { 50: 8, 100: 15, 200: 28, 300: 45, 350: 58, 400: 75, 500: 100 };
/** Share of the ink in its mix with black. */
const dark: Record<string, number> = { 600: 100, 700: 85, 800: 70, 900: 50 };
const pixels: Record<string, number> = {
  'heading-0': 30,
  'heading-1': 24,
  'heading-2': 20,
  'heading-3': 18,
  'heading-4': 16,
  heading: 16,
  normal: 14,
  notation: 12,
  'xxxx-large': 30,
  'xxx-large': 24,
  'xx-large': 20,
  'x-large': 18,
  large: 16,
  medium: 14,
  small: 12,
  'x-small': 10,
};
const gaps: Record<string, string> = { small: '4px', medium: '8px', large: '12px', extra_large: '16px' };

type Style = NonNullable<CardJson['config']>['style'];

/** A colour of the platform's palette, or one the card names in its config, as CSS; undefined for default and unknown. */
export function colorOf(name: string | undefined, style?: Style): string | undefined {
  if (!name || name === 'default') return undefined;
  const own = style?.color?.[name]?.light_mode;
  if (own) return own;
  if (name === 'white' || name === 'bg-white') return '#ffffff';
  const [hue = '', step = '600'] = name.split('-');
  if (hue === 'grey' || hue === 'neutral') return greys[step];
  const tones = hues[hue];
  if (!tones) return undefined;
  if (step in pale) return `color-mix(in srgb, ${tones.bright} ${pale[step]}%, #fff)`;
  return step in dark ? `color-mix(in srgb, ${tones.ink} ${dark[step]}%, #000)` : undefined;
}

/** The line around a part of a card. Bare grey, the ink of step 600 elsewhere, is as light here as other lines. */
export function borderOf(name: string | undefined, style?: Style): string {
  return `1px solid ${name === 'grey' ? greys[300] : (colorOf(name, style) ?? greys[200])}`;
}

/** The pair of colours of a tag: a pale ground and a readable ink. */
export function tagColors(name: string | undefined): CSSProperties {
  const hue = name && (name in hues || name === 'neutral' || name === 'grey') ? name : 'blue';
  if (hue === 'neutral' || hue === 'grey') return { background: greys[200], color: greys[700] };
  return { background: colorOf(`${hue}-100`), color: colorOf(`${hue}-700`) };
}

/** The ground and the ink of a card's header; the default header is plain. */
export function headerColors(template: string | undefined): CSSProperties {
  if (!template || template === 'default') return {};
  if (template === 'grey') return { background: greys[100], color: greys[700] };
  const strong = colorOf(`${template}-200`);
  if (!strong) return {};
  return {
    background: `linear-gradient(90deg, ${strong}, ${colorOf(`${template}-100`)})`,
    color: colorOf(`${template}-800`),
  };
}

/** A text size in pixels; names of the card's own config are looked up, unknown ones are normal. */
export function sizeOf(name: string | undefined, style?: Style): number {
  if (!name) return 14;
  const own = style?.text_size?.[name];
  return pixels[own?.pc ?? own?.default ?? name] ?? 14;
}

/** The flex box a container with a layout of its own becomes. */
export function layoutStyle(layout: Layout, vertical = '8px', horizontal = '8px'): CSSProperties {
  const sides = { left: 'flex-start', center: 'center', right: 'flex-end' };
  const heights = { top: 'flex-start', center: 'center', bottom: 'flex-end' };
  const row = layout.direction === 'horizontal';
  const across = layout.horizontal_align && sides[layout.horizontal_align];
  const down = layout.vertical_align && heights[layout.vertical_align];
  return {
    display: 'flex',
    flexDirection: row ? 'row' : 'column',
    flexWrap: row ? 'wrap' : undefined,
    gap: `${spacing(layout.vertical_spacing, vertical)} ${spacing(layout.horizontal_spacing, horizontal)}`,
    alignItems: row ? (down ?? 'center') : across === 'flex-start' ? undefined : across,
    justifyContent: row ? across : down,
    padding: layout.padding,
  };
}

/** A spacing word or pixels as CSS. */
export function spacing(value: string | undefined, otherwise: string): string {
  return value ? (gaps[value] ?? value) : otherwise;
}

/** The width of a control: the platform's default is 282 px, but never wider than its place. */
export function controlWidth(width: string | undefined): CSSProperties {
  if (width === 'fill') return { width: '100%' };
  return { width: width && width !== 'default' ? width : '282px', maxWidth: '100%' };
}
