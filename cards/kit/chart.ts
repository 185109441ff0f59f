import type { Chart } from './schema.ts';

/** One piece of a bar: which bar, which part of it, how long. */
export type Bar = { name: string; part: string; value: number };

/**
 * Lying bars, one for each name, each made of its parts; the parts are told apart by colour in the legend. Pure JSON, of what
 * both ends of the platform draw (VChart 1.10 and later, phones as well). It may not stand in a form. One node.
 */
export function barChart(content: { title: string; bars: readonly Bar[] }): Chart {
  return {
    tag: 'chart',
    color_theme: 'rainbow',
    chart_spec: {
      type: 'bar',
      direction: 'horizontal',
      title: { text: content.title },
      data: { values: content.bars.map((bar) => ({ ...bar })) },
      xField: 'value',
      yField: 'name',
      seriesField: 'part',
      stack: true,
      legends: { visible: true, orient: 'bottom' },
    },
  };
}
